"""By what records, companies and people are looked through, and where the values of each kind stand (02.22, 02.26)."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import permutations
from typing import Any

from django.db.models import QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from piste.contacts import likeness as of_contacts
from piste.contacts import names
from piste.contacts.likeness import Strength
from piste.contacts.models import Company, ContactKey, Person
from piste.history.recording import chunks
from piste.pipeline import likeness as of_leads
from piste.pipeline.models import ExtraEmail, Lead

MODELS: dict[str, Any] = {Lead.noun: Lead, Company.noun: Company, Person.noun: Person}
TRAITS: dict[str, Any] = {
    Lead.noun: of_leads.Traits,
    Company.noun: of_contacts.Traits,
    Person.noun: of_contacts.Traits,
}
READ_WITH: dict[str, tuple[str, ...]] = {
    Lead.noun: ("stage", "owner", "company", "person"),
    Company.noun: ("owner",),
    Person.noun: ("owner", "company"),
}
# A value that very many share does not make a page slow.
READ_AT_MOST = 20_000
# The outcomes of records that are compared (02.24).
COMPARED = (Lead.Outcome.OPEN, Lead.Outcome.LOST)
# A name of more words is not turned round.
WORDS = 4


def comparable(rows: Any) -> Any:
    """Those among which duplicates are looked for (02.24)."""
    return rows.comparable() if rows.model is Lead else rows.current()


@dataclass(frozen=True)
class Kind:
    """One kind of evidence. `columns` hold its values; "extra" and "key" are tables of their own."""

    noun: str
    by: str
    label: str | Promise
    strength: Strength
    reasons: frozenset[str]
    columns: tuple[str, ...]
    # Whether it says nothing when too many share it (02.23).
    capped: bool = True

    def places(self) -> Iterator[tuple[QuerySet, str, str]]:
        """Where the values of comparable rows stand: the table, its column of the value, and that of the row.

        Other tables are joined: SQLite would read all rows to find those of a question inside of a question.
        """
        for column in self.columns:
            if column == "extra":
                in_use = {"lead__archived": False, "lead__deleted_at": None, "lead__outcome__in": COMPARED}
                yield ExtraEmail._base_manager.filter(**in_use), "value", "lead"
            elif column == "key":
                in_use = {f"{self.noun}__archived": False, f"{self.noun}__deleted_at": None}
                yield ContactKey._base_manager.filter(kind=self.by, **in_use), "value", self.noun
            else:
                yield comparable(MODELS[self.noun]._default_manager.all()), column, "pk"

    def values(self, row: Any) -> set[str]:
        """What this row has of it."""
        if "key" in self.columns:
            return {value for kind, value in row.recognised_by() if kind == self.by}
        own = [row.extra_emails if column == "extra" else [getattr(row, column)] for column in self.columns]
        return {str(one) for some in own for one in some if one}

    def near(self, values: Iterable[str]) -> dict[str, set[str]]:
        """The values that say the same: the value itself, and names that are similar."""
        values = set(values)
        if self.by != "name":
            return {value: {value} for value in values}
        return {value: set(_turned(value)) for value in values} if self.noun == Person.noun else names.all_alike(values)

    def keys(self, rows: Any, values: Iterable[str]) -> dict[str, set[int]]:
        """By value the keys of those of these rows that have it."""
        wanted: Any = list(map(int, values)) if self.is_link else list(values)
        pairs: list[tuple[Any, int]] = []
        for table, column, key in self.places():
            held = table.filter(**{f"{column}__in": wanted}).order_by().values_list(column, key)
            pairs += held[:READ_AT_MOST]
        allowed: set[int] = set()
        for some in chunks(sorted({pk for _value, pk in pairs})):
            allowed.update(rows.filter(pk__in=some).values_list("pk", flat=True))
        found: dict[str, set[int]] = defaultdict(set)
        for value, pk in pairs:
            if pk in allowed:
                found[str(value)].add(pk)
        return found

    @property
    def is_link(self) -> bool:
        return self.columns[0].endswith("_id")


def _turned(name: str) -> Iterator[str]:
    words = name.split()
    return (" ".join(some) for some in (permutations(words) if len(words) <= WORDS else [words]))


LEAD, CONTACT = of_leads.Reason, of_contacts.Reason
SAME, LIKELY, SIMILAR = Strength.SAME, Strength.LIKELY, Strength.SIMILAR


def _kind(noun: str, by: str, label: Any, strength: Strength, reasons: Iterable[str], *columns: str) -> Kind:
    return Kind(noun, by, label, strength, frozenset(reasons), columns, capped=strength != SAME)


KINDS = [
    _kind("lead", "email", _("Same e-mail"), SAME, [LEAD.EMAIL], "email", "extra"),
    _kind("lead", "person", _("Same contact"), SAME, [LEAD.PERSON], "person_id"),
    _kind("lead", "company", _("Same company, one without contact"), SAME, [LEAD.COMPANY], "company_id"),
    _kind("lead", "phone", _("Same phone"), LIKELY, [LEAD.PHONE], "phone", "mobile"),
    _kind("lead", "colleague", _("Same company, other contacts"), LIKELY, [LEAD.COLLEAGUE], "company_id"),
    _kind("lead", "domain", _("Same domain"), LIKELY, [LEAD.DOMAIN], "domain"),
    _kind("lead", "name", _("Similar company name"), SIMILAR, [LEAD.NAME], "company_key"),
    _kind("lead", "title", _("Similar title, same company"), SIMILAR, [LEAD.TITLE], "company_key"),
    _kind("company", "email", _("Same e-mail"), SAME, [CONTACT.EMAIL], "key"),
    _kind("company", "phone", _("Same phone"), LIKELY, [CONTACT.PHONE], "key"),
    _kind("company", "domain", _("Same domain"), LIKELY, [CONTACT.DOMAIN], "key"),
    _kind("company", "name", _("Similar name"), SIMILAR, [CONTACT.NAME], "match_key"),
    _kind("person", "email", _("Same e-mail"), SAME, [CONTACT.EMAIL], "key"),
    _kind("person", "phone", _("Same phone"), LIKELY, [CONTACT.PHONE], "key"),
    _kind("person", "name", _("Same name"), SIMILAR, [CONTACT.NAMESAKE, CONTACT.NAME], "name_key"),
]


def kinds_of(noun: str) -> list[Kind]:
    return [kind for kind in KINDS if kind.noun == noun]


def kind_of(noun: str, by: str) -> Kind:
    """The kind of that name, else the first one of the noun, else the first of all."""
    named = [kind for kind in KINDS if (kind.noun, kind.by) == (noun, by)]
    return [*named, *kinds_of(noun), *KINDS][0]
