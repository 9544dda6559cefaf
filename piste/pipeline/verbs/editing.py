from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _

from piste.contacts.models import Tag
from piste.history.recording import change, change_each, record, record_many, refuse_stale, verb
from piste.kernel.locking import locked, locked_many
from piste.kernel.refusals import Refused
from piste.pipeline.many import Many
from piste.pipeline.models import Lead
from piste.pipeline.querysets import LeadQuerySet
from piste.pipeline.values import cleaned
from piste.pipeline.verbs.assigning import assigned, in_team


@verb
def edit(lead: Lead, *, by, seen: int | None = None, **values: Any) -> Lead:
    """Changes fields of a record. `seen` is the version that the writer looked at: a field that somebody changed
    since is refused, others are saved (00.22). Stage and outcome have verbs of their own.
    """
    locked(lead)
    values = cleaned(values)
    refuse_stale(lead, values, seen)
    if values.get("title", lead.title) == "":
        raise Refused(_("A record needs a title."), field="title")
    if changes := change(lead, **_meant(lead, values)):
        record(lead, "lead.edited", by=by, changes=changes)
    return lead


def _meant(lead: Lead, values: dict[str, Any]) -> dict[str, Any]:
    """The values with what they bring: a team its stage, an owner his team, a typed probability its mode."""
    meant = dict(values)
    if "owner" in values:
        meant = assigned(lead, values["owner"], values.get("team")) | values
    elif "team" in values:
        meant = in_team(lead, values["team"]) | values
    if "probability" in values:
        if not lead.is_open:
            raise Refused(_("The probability of a closed record is fixed."), field="probability")
        if values["probability"] is None:
            meant |= {"probability_mode": Lead.ProbabilityMode.AUTOMATIC, "probability": lead.automatic_probability}
        elif values["probability"] != lead.probability:
            meant["probability_mode"] = Lead.ProbabilityMode.MANUAL
    return meant


@verb
def tag_many(leads: LeadQuerySet, *, by, add: Iterable[Tag] = (), remove: Iterable[Tag] = ()) -> Many:
    """Adds and takes away tags."""
    rows = locked_many(leads.prefetch_related("tags"))
    added, removed = {tag.pk for tag in add}, {tag.pk for tag in remove}
    changes = change_each(rows, lambda lead: {"tags": ({tag.pk for tag in lead.tags.all()} | added) - removed})
    record_many(rows, "lead.tagged", by=by, changes=changes)
    return Many(done=rows)


@verb
def edit_many(leads: LeadQuerySet, *, by, **values: Any) -> Many:
    """The same simple values on many records, such as priority or closing date."""
    rows = locked_many(leads)
    values = cleaned(values)
    changes = change_each(rows, lambda lead: values)
    record_many(rows, "lead.edited", by=by, changes=changes)
    return Many(done=rows)
