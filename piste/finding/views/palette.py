"""What the palette shows while one types: what the words may mean, then what they find. As a page it works alone."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse

from piste.finding import palette as meaning
from piste.finding import search
from piste.history.subjects import model_of, timelines
from piste.ui import answers

SHOWN = 4
ON_THE_PAGE = 20


@login_required
def palette(request: HttpRequest) -> HttpResponse:
    said = meaning.sentence(request)
    groups = search.found(request, SHOWN if request.htmx else ON_THE_PAGE)
    context = {"commands": meaning.commands(request, said), "typed": said.typed, "groups": groups}
    if request.htmx:
        return answers.part(request, "finding/_meant.html", context)
    record = _record(request, said)
    context |= {
        "on": f"{said.noun}-{said.key}" if record else "",
        "record": record,
        "offered": meaning.offered(request),
    }
    return answers.page(request, "finding/palette.html", context)


def _record(request: HttpRequest, said: meaning.Sentence) -> str:
    """What the record is called that is spoken of, if he sees it."""
    if not said.is_about_one or said.noun not in timelines():
        return ""
    rows = model_of(said.noun)._default_manager.visible_to(request.user)
    return str(rows.filter(pk=said.key).first() or "")
