from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _

from piste.contacts.models import Tag
from piste.history.linking import relink
from piste.history.recording import change, change_each, record, record_many, refuse_stale, verb
from piste.kernel.locking import locked, locked_many
from piste.kernel.refusals import Refused
from piste.pipeline.facts import RECURRING
from piste.pipeline.many import Many
from piste.pipeline.models import Lead
from piste.pipeline.querysets import LeadQuerySet
from piste.pipeline.values import cleaned, in_normal_form, refuse_planless
from piste.pipeline.verbs.assigning import assigned, in_team, refuse_as_owner
from piste.pipeline.verbs.customers import tell_person, with_customer


@verb
def edit(lead: Lead, *, by, seen: int | None = None, contact_too: bool = False, **values: Any) -> Lead:
    """Changes fields of a record. `seen` is the version that the writer looked at: a field that somebody changed
    since is refused, others are saved (00.22). Stage and outcome have verbs of their own.

    Company and person may be names of contacts that are to be made. With `contact_too` a new e-mail or phone is also
    told to the person who is linked (02.18).
    """
    locked(lead)
    refuse_stale(lead, values, seen)
    values = cleaned(with_customer(values, by=by, lead=lead), lead)
    if not values.get("title", lead.title):
        raise Refused(_("A record needs a title."), field="title")
    if contact_too and "person" not in values:
        tell_person(lead, values, by=by)
    if changes := change(lead, **_meant(lead, values)):
        record(lead, "lead.edited", by=by, changes=changes)
    return lead


def _meant(lead: Lead, values: dict[str, Any]) -> dict[str, Any]:
    """The values with what they bring: a team its stage, an owner his team, a typed probability its mode."""
    meant = dict(values)
    if "owner" in values:
        refuse_as_owner(values["owner"])
        meant |= assigned(lead, values["owner"], values.get("team"))
    if "team" in values:
        meant |= in_team(lead, values["team"])
    if "probability" in values:
        meant |= _chance(lead, values["probability"])
    return meant


def _chance(lead: Lead, typed) -> dict[str, Any]:
    """A typed chance stays as it is; None makes it automatic again."""
    if not lead.is_open:
        raise Refused(_("The probability of a closed record is fixed."), field="probability")
    if typed is None:
        return {"probability_mode": Lead.ProbabilityMode.AUTOMATIC, "probability": lead.automatic_probability}
    if typed == lead.probability:
        return {}
    return {"probability_mode": Lead.ProbabilityMode.MANUAL, "probability": typed}


@verb
def tag_many(leads: LeadQuerySet, *, by, add: Iterable[Tag] = (), remove: Iterable[Tag] = ()) -> Many:
    """Adds and takes away tags."""
    rows = locked_many(leads)
    changes = relink(rows, "tags", add=[tag.pk for tag in add], remove=[tag.pk for tag in remove])
    record_many(rows, "lead.tagged", by=by, changes=changes)
    return Many(done=rows)


@verb
def edit_many(leads: LeadQuerySet, *, by, **values: Any) -> Many:
    """The same simple values on many records, such as priority or closing date."""
    values = in_normal_form(values)
    if values.keys() >= set(RECURRING):
        refuse_planless(values, None)
    result = Many.sorted_out(leads, lambda lead: refuse_planless(values, lead))
    changes = change_each(result.done, lambda lead: values)
    record_many(result.done, "lead.edited", by=by, changes=changes)
    return result
