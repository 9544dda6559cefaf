"""Configuring the stages; their records follow in the same change set."""

from collections.abc import Callable, Iterable
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from piste.history.recording import change, change_each, chunks, created, record, record_many, refuse_stale, verb
from piste.kernel import normal
from piste.kernel.clock import now
from piste.kernel.locking import locked, locked_many
from piste.kernel.refusals import Refused
from piste.pipeline import values
from piste.pipeline.models import Lead, Stage
from piste.pipeline.process import Process
from piste.teams.models import Team

STEP = 10


@verb
def create_stage(*, by, teams: Iterable[Team] = (), **typed: Any) -> Stage:
    """A new column, after the others of its kind unless `sequence` says where."""
    stage = Stage(**_bare(typed))
    _refuse_nameless(stage)
    if "sequence" not in typed:
        alike = Stage.objects.current().filter(is_won=stage.is_won).order_by("-sequence")
        stage.sequence = (alike.values_list("sequence", flat=True).first() or 0) + STEP
    created(stage, by=by)
    stage.teams.set(teams)
    return stage


@verb
def edit_stage(stage: Stage, *, by, seen: int | None = None, **typed: Any) -> Stage:
    """Changes a stage. Setting the won flag wins its open records, clearing it opens its won ones (01.7)."""
    refuse_stale(locked(stage), typed, seen)
    changes = change(stage, **_bare(typed))
    _refuse_nameless(stage)
    _keep_one_of_each_kind()
    if changes:
        record(stage, "stage.edited", by=by, changes=changes)
    if "is_won" in changes:
        _win_records(stage, by=by) if stage.is_won else _reopen_records(stage, by=by)
    return stage


@verb
def order_stages(keys: list[int], *, by) -> list[Stage]:
    """Puts the stages into this order; those that are not named keep their place after them."""
    stages = {stage.pk: stage for stage in locked_many(Stage.objects.current())}
    named = [stages.pop(key) for key in dict.fromkeys(keys) if key in stages]
    ordered = [*named, *sorted(stages.values(), key=lambda stage: (stage.sequence, stage.pk))]
    places = {stage.pk: (place + 1) * STEP for place, stage in enumerate(ordered)}
    changes = change_each(ordered, lambda stage: {"sequence": places[stage.pk]})
    record_many(ordered, "stage.ordered", by=by, changes=changes)
    return ordered


@verb
def delete_stage(stage: Stage, *, by, target: Stage | None = None) -> Stage:
    """Deletes a stage; its records, lost and archived ones too, go to the target (01.9)."""
    refuse_as_last(locked(stage))
    rows = Lead._base_manager.filter(stage=stage)
    if target is None and rows.exists():
        raise Refused(_("This stage holds records. Choose a stage for them."), field="target")
    if target is not None:
        if target not in targets_of(stage):
            raise Refused(_("Its records cannot stand in “%(stage)s”.") % {"stage": target}, field="target")
        _each(rows, "lead.moved", lambda lead: _replaced(lead, target), by=by)
    record(stage, "stage.deleted", by=by, changes=change(stage, deleted_at=now()))
    return stage


def refuse_as_last(stage: Stage) -> None:
    """One shared ordinary and one shared won stage always exist (01.6, 01.B2)."""
    others = Stage.objects.current().filter(teams=None, is_won=stage.is_won).exclude(pk=stage.pk)
    if not stage.teams.exists() and not others.exists():
        raise Refused(_("Piste needs one shared stage of this kind."))


def records_in(stage: Stage, **which: Any) -> int:
    """How many records stand there, those in the archive and in the trash too."""
    return Lead._base_manager.filter(stage=stage, **which).count()


def targets_of(stage: Stage) -> list[Stage]:
    """Where the records of a stage may go when it is deleted: stages of its kind that all their teams use."""
    teams = {team.pk for team in stage.teams.all()}
    others = Stage.objects.current().filter(is_won=stage.is_won).exclude(pk=stage.pk).prefetch_related("teams")
    return [other for other in others if _serves(other, teams)]


def _serves(stage: Stage, teams: set[int]) -> bool:
    own = {team.pk for team in stage.teams.all()}
    return not own or (bool(teams) and teams <= own)


def _bare(typed: dict[str, Any]) -> dict[str, Any]:
    return {name: normal.line(value) if isinstance(value, str) else value for name, value in typed.items()}


def _refuse_nameless(stage: Stage) -> None:
    if not stage.name.strip():
        raise Refused(_("A stage needs a name."), field="name_en")


def _keep_one_of_each_kind() -> None:
    """One shared ordinary and one shared won stage always exist (01.6, 01.B2)."""
    kinds = set(Stage.objects.current().filter(teams=None).values_list("is_won", flat=True))
    if kinds != {True, False}:
        raise Refused(_("Piste needs one shared stage of this kind."))


def _win_records(stage: Stage, *, by) -> None:
    process, rows = Process(), Lead._base_manager.filter(stage=stage, outcome=Lead.Outcome.OPEN)
    _each(rows.filter(kind=Lead.Kind.OPPORTUNITY), "lead.won", lambda lead: _kept_hidden(lead, values.won), by=by)
    # A lead is not won before it is converted, so it cannot stay here.
    leads = rows.filter(kind=Lead.Kind.LEAD)
    _each(leads, "lead.moved", lambda lead: values.in_open_stage(lead, process.first(lead.team_id)), by=by)


def _reopen_records(stage: Stage, *, by) -> None:
    rows = Lead._base_manager.filter(stage=stage, outcome=Lead.Outcome.WON)
    _each(rows, "lead.edited", lambda lead: _kept_hidden(lead, values.reopened), by=by)


def _kept_hidden(lead: Lead, meaning: Callable[[Lead, Stage], dict[str, Any]]) -> dict[str, Any]:
    return meaning(lead, lead.stage) | {"archived": lead.archived}


def _replaced(lead: Lead, stage: Stage) -> dict[str, Any]:
    return values.in_open_stage(lead, stage) if lead.is_open else values.staged(lead, stage)


def _each(rows: QuerySet[Lead], name: str, meaning: Callable[[Lead], dict[str, Any]], *, by) -> None:
    """Changes any number of records, some hundreds in memory at a time."""
    for keys in chunks(list(rows.values_list("pk", flat=True))):
        leads = locked_many(Lead._base_manager.filter(pk__in=keys).select_related("stage", "team"))
        record_many(leads, name, by=by, changes=change_each(leads, meaning))
