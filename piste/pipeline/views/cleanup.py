"""Clean-up > Duplicates: groups one after the other, by mouse or keyboard (02.26)."""

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from piste.accounts.doors import sales_only, writers_only
from piste.contacts.matches import SHARED_AT_MOST
from piste.contacts.verbs.apart import keep_all_apart
from piste.kernel.keys import is_key
from piste.kernel.refusals import Refused
from piste.pipeline.cleanup.groups import filled, first_of, page
from piste.pipeline.cleanup.kinds import MODELS, kind_of, kinds_of
from piste.ui import answers


@sales_only
def duplicates(request: HttpRequest) -> HttpResponse:
    noun, by = request.GET.get("of", "lead"), request.GET.get("by", "")
    kind = kind_of(noun, by) if by else first_of(noun)
    after = request.GET.get("after", "")
    context = {
        "kind": kind,
        "kinds": kinds_of(kind.noun),
        "filled": filled(kind.noun),
        "found": page(kind, request.user, after=after),
        "after": after,
        "writes": request.user.may_write,
    }
    if request.htmx:
        return answers.part(request, "pipeline/_cleanup.html", context)
    return answers.page(request, "pipeline/cleanup.html", context)


@require_POST
@writers_only
def apart(request: HttpRequest) -> HttpResponse:
    """None of these is a duplicate of another."""
    kind = kind_of(request.POST.get("of", ""), request.POST.get("by", ""))
    keys = {int(key) for key in request.POST.get("ids", "").split(",") if is_key(key)}
    rows = list(MODELS[kind.noun].objects.editable_by(request.user).filter(pk__in=keys))
    if not rows or len(rows) < len(keys):
        raise Http404
    if len(rows) > SHARED_AT_MOST:
        raise Refused(_("Select 2 to 20 records."))
    kept = keep_all_apart(rows, by=request.user)
    undo = kept[0].last_act if kept else None
    back = {"of": kind.noun, "by": kind.by, "after": request.POST.get("after", "")}
    address = f"{reverse('pipeline:cleanup')}?{urlencode(back)}"
    return answers.moved_on(request, address, said=_("Not proposed again"), undo=undo)
