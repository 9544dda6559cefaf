"""Which records may be about the same deal (02.22-02.27): of a saved one, of what is typed, and for many at once.

Every piece of evidence is asked of an index and bounded, so that a question costs the same among a million records.
"""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from django.db.models import Q, Sum

from piste.contacts import names
from piste.contacts.likeness import Strength
from piste.contacts.matches import SHARED_AT_MOST, Found, Match, matches_among, newest
from piste.contacts.models import Apart
from piste.history.recording import chunks
from piste.pipeline.likeness import Traits
from piste.pipeline.models import ExtraEmail, Lead, RefusedReason
from piste.pipeline.querysets import LeadQuerySet
from piste.teams.models import Membership

SHOWN_WITH = ("stage", "owner", "company", "person")


def of_record(lead: Lead, *, user) -> Found:
    """The records like this one, the strongest first."""
    return Found.of(_as_learned(_matches(Traits.of(lead), apart_from=lead.pk), user), Lead.objects.visible_to(user))


def of_typed(values: dict[str, Any], *, user) -> Found:
    """The records like the one that is being typed, by the names of its fields."""
    return Found.of(_as_learned(_matches(Traits.typed(values)), user), Lead.objects.visible_to(user))


def told(found: Found) -> dict[str, Any]:
    """For programs."""
    return found.told(lambda lead: {"reference": lead.reference, "title": lead.title, "outcome": lead.outcome})


def same_open(lead: Lead) -> list[Lead]:
    """The open records that are surely the same (02.27), whoever may see them; the oldest first."""
    sure = [one.row for one in _matches(Traits.of(lead), apart_from=lead.pk) if one.strength == Strength.SAME]
    return sorted((one for one in sure if one.is_open), key=lambda one: one.pk)


def same_open_of(leads: Iterable[Lead]) -> dict[int, set[int]]:
    """The same for many records in few statements: by key, the keys of those that are surely the same."""
    found: dict[int, set[int]] = defaultdict(set)
    for some in chunks(list(leads)):
        traits = {lead.pk: Traits.of(lead) for lead in some}
        apart = Apart.objects.from_any(Lead.noun, traits)
        holders = defaultdict(set)
        for key, own in traits.items():
            for evidence in own.surest:
                holders[evidence].add(key)
        for other in _open_with(holders):
            theirs = Traits.of(other)
            for key in set().union(*(holders.get(evidence, ()) for evidence in theirs.surest)) - {other.pk}:
                pair = (min(key, other.pk), max(key, other.pk))
                if pair not in apart and traits[key].is_same_as(theirs):
                    found[key].add(other.pk)
    return found


def _open_with(evidence: Iterable[tuple[str, Any]]) -> LeadQuerySet:
    """Open records with any of these e-mails, contacts and companies."""
    values = defaultdict(list)
    for kind, value in evidence:
        values[kind].append(value)
    extra = ExtraEmail._base_manager.filter(value__in=values["email"]).values("lead")
    anything = Q(email__in=values["email"]) | Q(pk__in=extra)
    anything |= Q(person__in=values["person"]) | Q(company__in=values["company"])
    return Lead.objects.comparable().filter(anything, outcome=Lead.Outcome.OPEN)


def _matches(traits: Traits, *, apart_from: int | None = None) -> list[Match]:
    """The records that share something, the strongest first, newer ones before older ones."""
    keys, traits = _candidates(traits, apart_from)
    if apart_from:
        keys -= {key for pair in Apart.objects.from_any(Lead.noun, [apart_from]) for key in pair}
    rows = Lead._base_manager.filter(pk__in=keys).select_related(*SHOWN_WITH).order_by("-pk")
    return matches_among(rows, traits)


def _as_learned(matches: list[Match], user: Any) -> list[Match]:
    """Within a strength that comes last which the teams of this person refused most often (02.X2)."""
    if not matches:
        return matches
    teams = Membership._base_manager.filter(user=user, active=True).values("team")
    refused = RefusedReason._base_manager.filter(team__in=teams).values_list("reason").annotate(Sum("times"))
    times, strengths = dict(refused), list(Strength)
    return sorted(matches, key=lambda one: (strengths.index(one.strength), times.get(one.reasons[0], 0)))


def _candidates(traits: Traits, apart_from: int | None) -> tuple[set[int], Traits]:
    """The keys of what may share something, and the traits without those that too many share."""
    rows = Lead.objects.comparable().exclude(pk=apart_from)
    keys = {key for question in _surest(traits) for key in newest(rows.filter(question))}
    crowded = set()
    for evidence, question in _likely(traits):
        shared = newest(rows.filter(question), SHARED_AT_MOST)
        if len(shared) == SHARED_AT_MOST:
            crowded.add(evidence)
        else:
            keys.update(shared)
    for question in _similar(traits):
        keys.update(newest(rows.filter(question)))
    return keys, traits.without(crowded)


def _surest(traits: Traits) -> Iterable[Q]:
    if traits.emails:
        yield Q(email__in=traits.emails)
        yield Q(pk__in=ExtraEmail._base_manager.filter(value__in=traits.emails).values("lead"))
    if traits.person:
        yield Q(person=traits.person)
    if traits.company:
        yield Q(company=traits.company)


def _likely(traits: Traits) -> Iterable[tuple[str, Q]]:
    for number in traits.phones:
        yield number, Q(phone=number) | Q(mobile=number)
    if traits.domain:
        yield traits.domain, Q(domain=traits.domain)


def _similar(traits: Traits) -> Iterable[Q]:
    if traits.company_key:
        yield Q(company_key__in=names.alike(traits.company_key))
