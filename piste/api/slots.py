from django.http import HttpRequest

from piste.accounts.models import User
from piste.api.models import ApiKey
from piste.ui import slots
from piste.ui.answers import render_part


@slots.fill("settings.tabs")
def keys(request: HttpRequest, here: str = "") -> str:
    return render_part(request, "api/_tab.html", {"here": here})


@slots.fill("user.keys")
def keys_of_service(request: HttpRequest, person: User) -> str:
    """What stands on the page of a program's account."""
    if not person.is_service:
        return ""
    keys = [key for key in ApiKey.objects.visible_to(request.user).filter(user=person).order_by("id") if not key.ended]
    return render_part(request, "api/_service.html", {"person": person, "keys": keys})
