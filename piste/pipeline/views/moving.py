"""Doors of one card: put somewhere else, starred, looked at; and a new one."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from piste.accounts.doors import writers_only
from piste.kernel.refusals import Refused
from piste.kernel.visibility import may
from piste.pipeline.facts import fact
from piste.pipeline.forms.moving import MissingForm, MoveForm, QuickForm, QuickLeadForm, StarsForm
from piste.pipeline.forms.records import ColumnsForm
from piste.pipeline.lanes import NOBODY, OWNER, TEAM, LaneBoard
from piste.pipeline.models import Lead
from piste.pipeline.records import shown_or_404
from piste.pipeline.status_bar import steps
from piste.pipeline.verbs import assigning, creating, editing, moving
from piste.pipeline.views.board import asked_board
from piste.pipeline.views.doors import editable, may_share, told
from piste.pipeline.win_message import win_message
from piste.ui import answers
from piste.ui.forms import bind, refusals_beside

PEEKED = ("expected_revenue", "probability", "expected_closing", "priority", "owner", "team", "tags")


@require_POST
@login_required
def move(request: HttpRequest, pk: int) -> HttpResponse:
    """Puts a record into a stage, or asks first for what the stage wants to know (01.37)."""
    lead, form = editable(request, pk), bind(MoveForm, request, user=request.user)
    if not form.is_valid():
        raise Refused(_("This record cannot be put there any more. Reload the board."))
    stage, left, was_won = form.cleaned_data["stage"], lead.stage_id, lead.is_won
    asked = bind(MissingForm, request, user=request.user, stage=stage, lead=lead)
    if stage.pk == left or asked.is_answered:
        with refusals_beside(asked):
            moving.move(lead, by=request.user, **form.cleaned_data, **asked.filled)
            return _moved(request, lead, left, was_won)
    context = {"lead": lead, "stage": stage, "form": asked}
    return answers.in_dialog(answers.part(request, "pipeline/_asked.html", context))


def _moved(request: HttpRequest, lead: Lead, left: int, was_won: bool) -> HttpResponse:
    if lead.is_won and not was_won:
        said = win_message(lead, request.user)
    else:
        said = _("Moved to %(stage)s") % {"stage": lead.stage} if lead.stage_id != left else _("Order changed")
    if "board" not in request.GET:
        return told(request, lead, said)
    return _on_board(request, lead, said, left, lead.stage_id)


@require_POST
@login_required
def to_lane(request: HttpRequest, pk: int) -> HttpResponse:
    """Puts a lead under somebody, or into a team: what the columns of this board are."""
    lead, shown, key = editable(request, pk), asked_board(request), request.POST.get("stage", "")
    if not isinstance(shown, LaneBoard):
        raise Http404
    form = ColumnsForm({shown.by: "" if key == str(NOBODY) else key}, columns=[shown.by], user=request.user, lead=lead)
    if not form.is_valid():
        raise Refused(_("This lead cannot be put there."))
    left, chosen = getattr(lead, f"{shown.by}_id") or NOBODY, form.values[shown.by]
    if shown.by == OWNER:
        assigning.assign(lead, by=request.user, owner=chosen)
        said = _("Assigned to %(name)s") % {"name": chosen} if chosen else _("Assigned to nobody")
    else:
        editing.edit(lead, by=request.user, team=chosen)
        said = _("Team: %(name)s") % {"name": chosen} if chosen else _("Without a team")
    return _on_board(request, lead, said, left, getattr(lead, f"{shown.by}_id") or NOBODY)


@require_POST
@login_required
def stars(request: HttpRequest, pk: int) -> HttpResponse:
    lead, form = editable(request, pk), bind(StarsForm, request)
    if not form.is_valid():
        raise Http404
    editing.edit(lead, by=request.user, priority=form.cleaned_data["stars"])
    said = _("Priority: %(stars)s") % {"stars": lead.get_priority_display()}
    return _on_board(request, lead, said) if "board" in request.GET else told(request, lead, said)


def _on_board(request: HttpRequest, lead: Lead, said: str, *changed: int) -> HttpResponse:
    """The card, unless this board does not show it any more, and the heads of the columns that it left and reached."""
    shown = asked_board(request)
    heads = shown.bare(*changed) if changed else []
    undo = lead.last_act
    context = {"board": shown, "cards": shown.cards([lead.pk]), "heads": heads}
    return answers.part(request, "pipeline/_changed.html", context, said=said, undo=undo)


@writers_only
def quick_create(request: HttpRequest) -> HttpResponse:
    """The form at the top of a column; it stays open for the next one (01.16)."""
    kind, options = _quick_form(request)
    form = bind(kind, request, user=request.user, **options)
    if form.is_valid():
        with refusals_beside(form):
            lead = creating.create(by=request.user, **form.values)
            return _created(request, lead)
    column = options.get("by", "stage")
    if not form.is_bound:
        key = request.GET.get(column)
        form.initial[column] = None if key == str(NOBODY) else key
    context = {"form": form, "door": request.get_full_path()}
    title = _("New opportunity") if kind is QuickForm else _("New lead")
    return answers.part(request, "pipeline/_quick_create.html", context, title=title)


def _quick_form(request: HttpRequest) -> tuple[Any, dict[str, str]]:
    """The form of the board that is looked at: a lead stands under its salesperson or in its team."""
    if request.GET.get("kind") != Lead.Kind.LEAD:
        return QuickForm, {}
    return QuickLeadForm, {"by": TEAM if TEAM in request.GET else OWNER}


def _created(request: HttpRequest, lead: Lead) -> HttpResponse:
    said, undo = _("Created: %(title)s") % {"title": lead.title}, lead.last_act
    if not request.htmx:
        return answers.moved_on(request, lead, said=said, undo=undo)
    kind, options = _quick_form(request)
    following, column = kind(user=request.user, **options), options.get("by", "stage")
    following.initial[column] = getattr(lead, f"{column}_id")
    events = {"lead-changed": {"ids": [lead.pk], "top": True}}
    context = {"form": following, "door": request.get_full_path()}
    return answers.part(request, "pipeline/_quick_create.html", context, said=said, undo=undo, events=events)


@login_required
def peek(request: HttpRequest, pk: int) -> HttpResponse:
    """The main facts of a record beside the board (14.10)."""
    if not request.htmx:
        return redirect("pipeline:lead", pk)
    lead = shown_or_404(request.user, pk)
    context = {
        "lead": lead,
        "steps": steps(lead),
        "told": [fact(key) for key in PEEKED],
        "may_edit": may(request.user, "edit", lead),
        "may_delete": may(request.user, "delete", lead),
        "may_share": may_share(request.user, lead),
    }
    return answers.part(request, "pipeline/_peek.html", context)
