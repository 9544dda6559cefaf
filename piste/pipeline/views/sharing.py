"""With whom a record is shared (12.6)."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from piste.accounts.doors import sales_only
from piste.accounts.models import User
from piste.pipeline.forms.sharing import ShareForm
from piste.pipeline.models import Lead, Share
from piste.pipeline.verbs import sharing
from piste.pipeline.views.doors import changed
from piste.ui import answers
from piste.ui.forms import bind, refusals_beside

CHOICES_AT_MOST = 20


@login_required
def share(request: HttpRequest, pk: int) -> HttpResponse:
    lead = _lead(request, pk)
    form = bind(ShareForm, request, user=request.user)
    if form.is_valid():
        with refusals_beside(form):
            made = sharing.share(lead, by=request.user, **form.cleaned_data)
            return _told(request, lead, made, _("Shared with %(name)s"))
    context = {"lead": lead, "form": form, "shares": Share.objects.visible_to(request.user).live_on(lead)}
    return answers.part(request, "pipeline/_share.html", context)


@require_POST
@login_required
def unshare(request: HttpRequest, pk: int, share: int) -> HttpResponse:
    lead = _lead(request, pk)
    found = get_object_or_404(Share.objects.visible_to(request.user).on(Lead.noun, lead.pk), pk=share)
    return _told(request, lead, sharing.unshare(found, by=request.user), _("Not shared with %(name)s any more"))


@sales_only
def reader_choices(request: HttpRequest) -> HttpResponse:
    """Whom a record can be shared with."""
    rows = User.objects.visible_to(request.user).sellers().matching(request.GET.get("q", ""))
    found = rows.order_by("name", "pk").values_list("pk", "name")[:CHOICES_AT_MOST]
    return answers.choices([{"value": pk, "text": name} for pk, name in found])


def _lead(request: HttpRequest, pk: int) -> Lead:
    return get_object_or_404(Lead.objects.shareable_by(request.user), pk=pk)


def _told(request: HttpRequest, lead: Lead, share: Share, said: str) -> HttpResponse:
    said, undo = said % {"name": share.shared_with}, share.last_act
    if not request.htmx:
        return answers.moved_on(request, lead, said=said, undo=undo)
    return answers.nothing(said=said, undo=undo, events=changed(lead) | {"closeDialog": {}})
