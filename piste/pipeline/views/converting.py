"""A lead becomes an opportunity, and an opportunity a lead; a record is copied."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, QueryDict
from django.utils.translation import gettext as _

from piste.accounts.models import User
from piste.history.stale import Stale
from piste.kernel.keys import is_key
from piste.kernel.refusals import Refused
from piste.pipeline.facts import Fact, showing
from piste.pipeline.forms.converting import ConvertForm, begun_with
from piste.pipeline.models import Lead
from piste.pipeline.verbs import converting, creating
from piste.pipeline.views.doors import confirm, editable, told
from piste.ui import answers
from piste.ui.forms import bind


@login_required
def convert(request: HttpRequest, pk: int) -> HttpResponse:
    """Asks what 02.7 asks; when somebody changed the lead meanwhile, once more, with the same choices (02.B2)."""
    lead = editable(request, pk)
    converting.refuse_converting(lead)
    form = bind(ConvertForm, request, user=request.user, lead=lead, initial=_proposed(request, lead))
    changed: list[Fact] = []
    try:
        if form.is_valid():
            return _converted(request, lead, converting.convert(lead, by=request.user, **form.choices))
        # What was chosen may not be offered any more, for a reason that is to be told.
        converting.refuse_changed(lead, form.looked_at)
    except Refused as no:
        if no.field not in (*converting.LOOKED_AT, "team", "action"):
            raise
        form = _again(request, lead, no)
        changed = showing(no.former) if isinstance(no, Stale) else []
    context = {"lead": lead, "form": form, "changed": changed}
    return answers.in_dialog(answers.part(request, "pipeline/_convert.html", context))


def _proposed(request: HttpRequest, lead: Lead) -> dict[str, Any]:
    if "owner" not in request.GET:
        return {}
    key = request.GET["owner"]
    people = User.objects.visible_to(request.user).assignable()
    return begun_with(people.filter(pk=key).first() if is_key(key) else None, lead, request.GET)


def _again(request: HttpRequest, lead: Lead, no: Refused) -> ConvertForm:
    data = request.POST.copy()
    data["seen"] = str(lead.version)
    if isinstance(no, Stale):
        for name, value in _kept_by(no, lead, data).items():
            data[name] = value
    form = ConvertForm(data, user=request.user, lead=lead)
    form.drop_what_is_gone()
    # What a colleague changed is said and shown above all fields.
    beside = no.field in form.fields and not isinstance(no, Stale)
    form.add_error(no.field if beside else None, no.message)
    return form


def _kept_by(no: Stale, lead: Lead, data: QueryDict) -> dict[str, str]:
    """Who left the salesperson or the team as he saw it chose nothing, and keeps the new one."""
    names = [name for name in ("owner", "team") if name in no.former and data.get(name, "") == _key(no.former[name])]
    kept = {name: _key(getattr(lead, f"{name}_id")) for name in names}
    return kept | ({"team_of": kept["owner"]} if "owner" in kept else {})


def _key(value: int | None) -> str:
    return "" if value is None else str(value)


def _converted(request: HttpRequest, lead: Lead, kept: Lead) -> HttpResponse:
    merged, said = kept.pk != lead.pk, _("Converted: %(title)s") % {"title": kept.title}
    if not merged and not _is_on_page(request, kept):
        return told(request, kept, said)
    said = _("Merged into %(title)s") % {"title": kept.title} if merged else said
    return answers.moved_on(request, kept, said=said, undo=kept.last_act)


def _is_on_page(request: HttpRequest, lead: Lead) -> bool:
    """Whether it was asked from the page of the record, whose way back and menu were those of a lead."""
    seen = Lead.objects.visible_to(request.user).filter(pk=lead.pk)
    return answers.asked_on(request, lead.get_absolute_url()) and seen.exists()


@login_required
def unconvert(request: HttpRequest, pk: int) -> HttpResponse:
    lead = editable(request, pk)
    if request.method != "POST":
        return confirm(request, lead, _("Back to lead"))
    converting.unconvert(lead, by=request.user)
    return told(request, lead, _("It is a lead again"))


@login_required
def copy(request: HttpRequest, pk: int) -> HttpResponse:
    lead = editable(request, pk)
    if request.method != "POST":
        return confirm(request, lead, _("Copy"))
    made = creating.copy(lead, by=request.user)
    seen = Lead.objects.visible_to(request.user).filter(pk=made.pk).exists()
    said = _("Copied: %(title)s") % {"title": made.title}
    return answers.moved_on(request, made if seen else "pipeline:leads", said=said, undo=made.last_act)
