from django.http import HttpRequest

from piste.ui import slots
from piste.ui.answers import render_part


@slots.fill("settings.tabs")
def keys(request: HttpRequest, here: str = "") -> str:
    return render_part(request, "api/_tab.html", {"here": here})
