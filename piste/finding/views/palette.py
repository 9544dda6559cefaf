"""What the palette shows while one types: what the words may mean, then what they find."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse

from piste.finding import palette as meaning
from piste.finding import search
from piste.ui import answers

SHOWN = 4


@login_required
def palette(request: HttpRequest) -> HttpResponse:
    said = meaning.sentence(request)
    context = {"commands": meaning.commands(request, said), "typed": said.typed, "groups": search.found(request, SHOWN)}
    return answers.part(request, "finding/_meant.html", context)
