"""The page of one record, and the doors by which it is made and edited."""

from datetime import date

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from piste.accounts.doors import sales_only, writers_only
from piste.accounts.models import User
from piste.history.merging import led_to_or_404
from piste.kernel.clock import today
from piste.kernel.keys import is_key
from piste.kernel.refusals import Refused
from piste.kernel.visibility import may
from piste.pipeline import facts, first_answers
from piste.pipeline.facts import Fact
from piste.pipeline.forms.records import AssignForm, FactForm, NewLeadForm, QualifiedForm
from piste.pipeline.loads import loads, warning
from piste.pipeline.models import Lead
from piste.pipeline.records import in_trash, shown
from piste.pipeline.status_bar import steps
from piste.pipeline.verbs import assigning, creating, editing, moving
from piste.pipeline.views.doors import changed, editable, may_share, told
from piste.ui import answers
from piste.ui.forms import bind, refusals_beside

CHOICES_AT_MOST = 20


@login_required
def lead(request: HttpRequest, pk: int) -> HttpResponse:
    """The page; for htmx its part that changes."""
    row = shown(request.user, pk) or in_trash(request.user, pk)
    if row is None:
        return redirect(led_to_or_404(Lead.objects.visible_to(request.user), pk))
    if request.htmx and row.deleted_at:
        return answers.anew()
    context = {
        "lead": row,
        "steps": steps(row),
        "groups": facts.groups(),
        "may_edit": may(request.user, "edit", row),
        "may_delete": may(request.user, "delete", row),
        "may_share": may_share(request.user, row),
        "first_answer": _first_answer(row),
        "closing": closing_note(row, today(request.user)),
        "place": _place(row),
    }
    if request.htmx:
        return answers.part(request, "pipeline/_record.html", context)
    return answers.page(request, "pipeline/record.html", context)


def _place(row: Lead) -> str:
    """The menu entry to which a record belongs."""
    return reverse("pipeline:leads", query={"kind": row.kind} if row.is_lead else None)


def _first_answer(row: Lead) -> str:
    hours = row.team.answer_hours if row.team else None
    return first_answers.said(row.created_at, row.answered_at, row.closed_at, hours)


def closing_note(row: Lead, day: date) -> str:
    """How far away the expected closing is; a closed record expects none."""
    if row.expected_closing is None or not row.is_open:
        return ""
    days = (row.expected_closing - day).days
    if days < 0:
        return ngettext("%(days)s day ago", "%(days)s days ago", -days) % {"days": -days}
    return ngettext("in %(days)s day", "in %(days)s days", days) % {"days": days} if days else _("today")


@login_required
def edit_field(request: HttpRequest, pk: int, field: str) -> HttpResponse:
    """One fact edited in place: GET answers with its form, POST with the new value, or the form again and why."""
    row, fact = editable(request, pk), _fact_or_404(field)
    form, stale = bind(FactForm, request, fact=fact, lead=row, user=request.user), False
    if form.is_valid():
        with refusals_beside(form):
            _save(row, form, by=request.user)
        if not form.errors:
            return _edited(request, row, fact)
        stale = form.look_again(row.version)
    context = {"lead": row, "fact": fact, "form": form, "stale": stale}
    return answers.part(request, "pipeline/_edit_field.html", context, title=f"{fact.label}: {row}")


def _save(row: Lead, form: FactForm, *, by: User) -> None:
    """A stage has a verb of its own; what it says no to stands beside it, whichever field that is about."""
    seen, too = form.cleaned_data["seen"], form.cleaned_data.get("contact_too", False)
    if "stage" not in form.values:
        editing.edit(row, by=by, seen=seen, contact_too=too, **form.values)
        return
    try:
        moving.move(row, by=by, seen=seen, stage=form.values["stage"])
    except Refused as no:
        raise Refused(no.message, field="stage") from None


def _fact_or_404(key: str) -> Fact:
    try:
        return facts.fact(key)
    except LookupError:
        raise Http404 from None


def _edited(request: HttpRequest, row: Lead, fact: Fact) -> HttpResponse:
    said = _("Changed: %(field)s") % {"field": fact.label}
    if not Lead.objects.visible_to(request.user).filter(pk=row.pk).exists():
        return told(request, row, said)
    undo = row.last_act
    if not request.htmx:
        return answers.moved_on(request, row, said=said if undo else "", undo=undo)
    if undo is None:
        return answers.part(request, "pipeline/_field.html", {"lead": row, "fact": fact})
    context = {"lead": row, "fact": fact}
    return answers.part(request, "pipeline/_field.html", context, said=said, undo=undo, events=changed(row))


@login_required
def assign(request: HttpRequest, pk: int) -> HttpResponse:
    row = editable(request, pk)
    form, stale = bind(AssignForm, request, user=request.user, lead=row), False
    if form.is_valid():
        with refusals_beside(form):
            assigning.assign(row, by=request.user, seen=form.cleaned_data["seen"], **form.values)
        if not form.errors:
            return told(request, row, _said(row.owner) if row.owner else _("Assigned to nobody"))
        stale = form.look_again(row.version)
    return answers.part(request, "pipeline/_assign.html", {"lead": row, "form": form, "stale": stale})


def _said(owner: User) -> str:
    """Quotas are for machines; whoever gives more by hand is told (05.26)."""
    return ". ".join(filter(None, [_("Assigned to %(name)s") % {"name": owner}, warning(owner)]))


@sales_only
def owner_choices(request: HttpRequest) -> HttpResponse:
    """Who can own records, each with what he was given over 30 days."""
    rows = User.objects.visible_to(request.user).assignable().matching(request.GET.get("q", ""))
    found = dict(rows.order_by("name", "pk").values_list("pk", "name")[:CHOICES_AT_MOST])
    lately = loads(found.keys())
    return answers.choices([{"value": pk, "text": name, "note": str(lately[pk])} for pk, name in found.items()])


@writers_only
def create(request: HttpRequest) -> HttpResponse:
    wanted = QualifiedForm if request.GET.get("kind") == Lead.Kind.LEAD else NewLeadForm
    form = bind(wanted, request, user=request.user, initial=_customer(request))
    if form.is_valid():
        with refusals_beside(form):
            row = creating.create(by=request.user, **form.values)
            return _created(request, row)
    return answers.part(request, "pipeline/_create.html", {"form": form})


def _customer(request: HttpRequest) -> dict[str, str]:
    """The customer or team at which one said "New"; an address may name anything, the field takes what is visible."""
    return {name: key for name in ("company", "person", "team") if is_key(key := request.GET.get(name, ""))}


def _created(request: HttpRequest, row: Lead) -> HttpResponse:
    seen = Lead.objects.visible_to(request.user).filter(pk=row.pk).exists()
    said = _("Created: %(title)s") % {"title": row.title}
    return answers.moved_on(request, row if seen else "pipeline:leads", said=said, undo=row.last_act)
