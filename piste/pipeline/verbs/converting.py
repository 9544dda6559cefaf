"""A lead becomes an opportunity (02.7-02.12), and an opportunity a lead again."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Any

from django.utils.translation import gettext as _

from piste.accounts.models import User
from piste.contacts.models import Contact
from piste.history.merging import current
from piste.history.recording import Changes, change, change_each, record, record_many, refuse_stale, verb
from piste.kernel.clock import now
from piste.kernel.locking import locked, locked_many
from piste.kernel.refusals import Refused
from piste.pipeline import customers
from piste.pipeline.duplicates import same_open_of
from piste.pipeline.many import Many
from piste.pipeline.matching import matched
from piste.pipeline.merged import survivor_of
from piste.pipeline.models import Lead
from piste.pipeline.process import Process
from piste.pipeline.querysets import LeadQuerySet
from piste.pipeline.verbs.assigning import assigned, in_team, refuse_as_owner
from piste.pipeline.verbs.creating import refuse_as_home
from piste.pipeline.verbs.customers import link_many, make_many
from piste.pipeline.verbs.merging import merge, merge_many
from piste.teams.models import Team

# What the dialog shows; when one of these changed meanwhile, it is looked at again (02.B2).
LOOKED_AT = (
    *("owner", "team", "company", "person", "contact_name", "company_name"),
    *("email", "extra_emails", "phone", "mobile"),
    *("job_title", "website", "language", *customers.ADDRESS),
)
READ_WITH = ("owner", "company", "person", "person__company")


@verb
def convert(
    lead: Lead,
    *,
    by,
    owner: User | None = None,
    team: Team | None = None,
    contact: Contact | None = None,
    create: bool = False,
    reuse: bool = False,
    merge_with: Lead | None = None,
    seen: int | None = None,
) -> Lead:
    """Makes a lead an opportunity and returns it, or the record that it was merged into (02.7-02.9).

    Owner and team are kept unless named. `contact` is linked as its customer; `create` makes one, and `reuse` takes a
    company of the same name or domain for him. `seen` is the version that the user looked at.
    """
    _lock([lead, *filter(None, [merge_with])])
    refuse_converting(locked(lead))
    refuse_changed(lead, seen)
    refuse_as_owner(owner)
    if merge_with and not locked(merge_with).is_open:
        raise Refused(_("%(record)s is not open any more.") % {"record": merge_with}, field="action")
    kept = merge([lead, merge_with], by=by) if merge_with else lead
    changes = change(kept, **_placed(kept, owner, team, Process()))
    if create and not _has_customer(kept):
        contact = make_many([kept], by=by, reuse=reuse).get(kept.pk)
    if contact:
        contact = current(contact)
        changes |= change(kept, **link_many([kept], {kept.pk: contact}, by=by)[kept.pk])
    if changes:
        # What was merged into an opportunity needs no conversion.
        record(kept, "lead.converted" if "kind" in changes else "lead.edited", by=by, changes=changes)
    return kept


@verb
def convert_many(
    leads: LeadQuerySet,
    *,
    by,
    owners: Iterator[User] | None = None,
    team: Team | None = None,
    only_unassigned: bool = True,
    with_customers: bool = True,
    reuse: bool = True,
    mergeable: LeadQuerySet | None = None,
) -> Many:
    """Converts those that can be (02.10). Owners are dealt in turn, to records without one or to all.

    With `with_customers` each gets the one with its e-mail, else a new one. `mergeable` are the records that
    duplicates are merged with first, each with at most one that is not among `leads`; without, none is merged.
    """
    if mergeable is not None:
        _lock([*leads, *mergeable.filter(pk__in=_duplicates(leads))])
    result, process = Many.sorted_out(leads, refuse_converting), Process()
    if mergeable is not None:
        _merge_duplicates(result, mergeable, by=by)
    keys = [lead.pk for lead in result.done]
    rows = locked_many(Lead._base_manager.filter(pk__in=keys).select_related("stage", "team", *READ_WITH))
    placed = _dealt(rows, result, owners, team, only_unassigned, process)
    result.done = [lead for lead in rows if lead.pk in placed]
    changes = change_each(result.done, lambda lead: placed[lead.pk])
    if with_customers:
        _add(changes, _with_customers(result.done, by=by, reuse=reuse))
    record_many(result.done, "lead.converted", by=by, changes=changes)
    return result


@verb
def unconvert(lead: Lead, *, by) -> Lead:
    """Makes an open opportunity a lead again; when it was converted stays known (02.12)."""
    if locked(lead).is_lead:
        raise Refused(_("This record is a lead already."))
    if not lead.is_open or lead.archived:
        raise Refused(_("Only an open opportunity can become a lead again."))
    record(lead, "lead.unconverted", by=by, changes=change(lead, kind=Lead.Kind.LEAD))
    return lead


def _lock(leads: Iterable[Lead]) -> None:
    """All at once, so that two people who merge never wait for each other in a circle."""
    locked_many(Lead._base_manager.filter(pk__in=[lead.pk for lead in leads]).only("pk"))


def _duplicates(leads: Iterable[Lead]) -> set[int]:
    return set().union(*same_open_of(leads).values())


def refuse_converting(lead: Lead) -> None:
    if lead.is_opportunity:
        raise Refused(_("This record is an opportunity already."))
    if not lead.is_open or lead.archived:
        raise Refused(_("Restore this lead before converting it."))


def refuse_changed(lead: Lead, seen: int | None) -> None:
    """Whoever looked before a colleague changed something of it looks again (02.B2)."""
    refuse_stale(lead, LOOKED_AT, seen)


def _placed(lead: Lead, owner: User | None, team: Team | None, process: Process) -> dict[str, Any]:
    """Kind, owner, team, and a stage that fits them (02.8); `converted_at` is set only once."""
    values = assigned(lead, owner, team, process) if owner else in_team(lead, team or lead.team, process)
    refuse_as_home(values["team"], Lead.Kind.OPPORTUNITY)
    if lead.is_lead:
        values |= {"kind": Lead.Kind.OPPORTUNITY, "converted_at": lead.converted_at or now()}
    return values


def _dealt(
    rows: list[Lead],
    result: Many,
    owners: Iterator[User] | None,
    team: Team | None,
    only_unassigned: bool,
    process: Process,
) -> dict[int, dict[str, Any]]:
    """By key what each record becomes; those that cannot are skipped, and take nobody's turn."""
    placed, waiting = {}, None
    for lead in rows:
        owner = None
        if owners and not (only_unassigned and lead.owner_id):
            owner = waiting = waiting or next(owners)
        try:
            placed[lead.pk] = _placed(lead, owner, team, process)
        except Refused as refused:
            result.skipped.append((lead, refused.message))
        else:
            waiting = None if owner else waiting
    return placed


def _merge_duplicates(result: Many, mergeable: LeadQuerySet, *, by) -> None:
    """Merges what is surely the same; of each group what stays is converted, unless it is an opportunity (02.27)."""
    groups = _groups(result.done, mergeable)
    for group, kept in zip(groups, merge_many(groups, by=by), strict=True):
        absorbed = {lead.pk for lead in group} - {kept.pk}
        result.merged += [(lead, kept) for lead in group if lead.pk in absorbed]
        result.done = [lead for lead in result.done if lead.pk not in absorbed | {kept.pk}]
        if kept.is_lead:
            result.done.append(kept)


def _groups(leads: list[Lead], mergeable: LeadQuerySet) -> list[list[Lead]]:
    """The selected records that are surely the same, each group with at most one other record that is there already.

    Nobody asked that records which he did not select are merged with each other.
    """
    same, selected = same_open_of(leads), {lead.pk for lead in leads}
    allowed = {lead.pk: lead for lead in mergeable.filter(pk__in=same.keys() | set().union(*same.values()))}
    groups = _joined(({key} | keys & selected) & allowed.keys() for key, keys in same.items())
    whole: dict[int, set[int]] = defaultdict(set)
    for group in groups:
        others = [allowed[key] for key in set().union(*(same[key] for key in group)) - selected if key in allowed]
        # The opportunity that was created first, else the lead; several groups may be the same as one of them.
        home = survivor_of(others).pk if others else min(group)
        whole[home] |= group | {home}
    return [[allowed[key] for key in sorted(group)] for group in whole.values() if len(group) > 1]


def _joined(sets: Iterable[set[int]]) -> list[set[int]]:
    """Those that share something as one."""
    groups: list[set[int]] = []
    for joined in filter(None, sets):
        for group in [group for group in groups if group & joined]:
            groups.remove(group)
            joined |= group
        groups.append(joined)
    return groups


def _with_customers(leads: list[Lead], *, by, reuse: bool) -> dict[int, Changes]:
    without = [lead for lead in leads if not _has_customer(lead)]
    found = matched(without)
    unknown = [lead for lead in without if lead.pk not in found and customers.may_become(lead)]
    brought = link_many(without, found | make_many(unknown, by=by, reuse=reuse), by=by)
    return change_each(without, lambda lead: brought.get(lead.pk, {}))


def _has_customer(lead: Lead) -> bool:
    return bool(lead.person_id or lead.company_id)


def _add(changes: dict[int, Changes], more: dict[int, Changes]) -> None:
    for key, own in more.items():
        changes[key] = {**changes.get(key, {}), **own}
