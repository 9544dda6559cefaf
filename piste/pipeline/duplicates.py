"""Which records may be about the same deal (02.22-02.27): of a saved one, of what is typed, and for many at once.

Every piece of evidence is asked of an index and bounded, so that a question costs the same among a million records.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db.models import F, Q

from piste.contacts import names
from piste.contacts.likeness import Strength
from piste.contacts.models import Apart
from piste.history.recording import chunks
from piste.pipeline.likeness import Reason, Traits
from piste.pipeline.models import ExtraEmail, Lead
from piste.pipeline.querysets import LeadQuerySet

# What more records share is no evidence (02.23).
SHARED_AT_MOST = 20
# So many of each kind of evidence are looked at, the newest ones.
LOOKED_AT = 50
SHOWN_WITH = ("stage", "owner", "company", "person")


@dataclass(frozen=True)
class Match:
    lead: Lead
    reasons: list[Reason]

    @property
    def strength(self) -> Strength:
        return self.reasons[0].strength


@dataclass(frozen=True)
class Found:
    """What somebody may know: the duplicates that he sees, and of the others how many there are and whom to ask."""

    matches: list[Match] = field(default_factory=list)
    # Name of the owner, or "" for nobody's; and how many (12.B1).
    hidden: list[tuple[str, int]] = field(default_factory=list)

    def told(self) -> dict[str, list[dict[str, Any]]]:
        """For programs."""
        records = [
            {"id": match.lead.pk, "reference": match.lead.reference, "title": match.lead.title}
            | {"outcome": match.lead.outcome, "strength": match.strength, "reasons": match.reasons}
            for match in self.matches
        ]
        hidden = [{"owner": owner, "count": count} for owner, count in self.hidden]
        return {"possible_duplicates": records, "hidden_duplicates": hidden}

    @property
    def count(self) -> int:
        return len(self.matches) + sum(count for _owner, count in self.hidden)

    def __bool__(self) -> bool:
        return bool(self.count)


def of_record(lead: Lead, *, user) -> Found:
    """The records like this one, the strongest first."""
    return _seen(_matches(Traits.of(lead), apart_from=lead.pk), user)


def of_typed(values: dict[str, Any], *, user) -> Found:
    """The records like the one that is being typed, by the names of its fields."""
    return _seen(_matches(Traits.typed(values)), user)


def same_open(lead: Lead) -> list[Lead]:
    """The open records that are surely the same (02.27), whoever may see them; the oldest first."""
    return [
        match.lead
        for match in sorted(_matches(Traits.of(lead), apart_from=lead.pk), key=lambda match: match.lead.pk)
        if match.strength == Strength.SAME and match.lead.is_open
    ]


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
    matches = [Match(lead, reasons) for lead in rows if (reasons := traits.shared_with(Traits.of(lead)))]
    order = list(Reason)
    return sorted(matches, key=lambda match: order.index(match.reasons[0]))


def _candidates(traits: Traits, apart_from: int | None) -> tuple[set[int], Traits]:
    """The keys of what may share something, and the traits without those that too many share."""
    rows = Lead.objects.comparable().exclude(pk=apart_from)
    keys = {key for question in _surest(traits) for key in _newest(rows.filter(question))}
    crowded = set()
    for evidence, question in _likely(traits):
        shared = _newest(rows.filter(question), SHARED_AT_MOST)
        if len(shared) == SHARED_AT_MOST:
            crowded.add(evidence)
        else:
            keys.update(shared)
    for question in _similar(traits):
        keys.update(_newest(rows.filter(question)))
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


def _newest(rows: LeadQuerySet, at_most: int = LOOKED_AT) -> list[int]:
    # Ordered by an expression: by the plain key a database may read the whole table backwards until it has enough.
    return list(rows.order_by((F("pk") + 0).desc()).values_list("pk", flat=True)[:at_most])


def _seen(matches: list[Match], user) -> Found:
    keys = [match.lead.pk for match in matches]
    seen = set(Lead.objects.visible_to(user).filter(pk__in=keys).values_list("pk", flat=True))
    owners = Counter(str(match.lead.owner or "") for match in matches if match.lead.pk not in seen)
    return Found([match for match in matches if match.lead.pk in seen], sorted(owners.items()))
