"""What a list of companies or people shows: the filter that its address holds."""

from dataclasses import asdict, dataclass, replace
from typing import Any

from django.http import QueryDict

from piste.accounts.models import User
from piste.contacts.facts import MODELS
from piste.contacts.models import Company
from piste.contacts.querysets import ContactQuerySet
from piste.finding import asked as conditions

LISTS = {"company": "contacts:companies", "person": "contacts:people"}
ON_A_PAGE = 50
ORDERS = {"name": "name_key", "-name": "-name_key", "added": "id", "-added": "-id"}
CURRENT, ARCHIVED, TRASH = "", "archived", "trash"


@dataclass(frozen=True)
class Wanted:
    """Which rows, in which order. What an address says wrongly counts as not said, but for conditions."""

    noun: str
    q: str = ""
    sort: str = "name"
    show: str = CURRENT
    company: str = ""
    f: str = ""

    @classmethod
    def of(cls, noun: str, asked: QueryDict) -> "Wanted":
        sort, show, company = asked.get("sort", ""), asked.get("show", ""), asked.get("company", "")
        return cls(
            noun,
            q=asked.get("q", "").strip(),
            sort=sort if sort in ORDERS else "name",
            show=show if show in (ARCHIVED, TRASH) else CURRENT,
            company=company if noun == "person" and company.isdecimal() else "",
            f=conditions.conditions(noun, asked.get("f", "")),
        )

    def rows(self, user: User) -> ContactQuerySet:
        rows = MODELS[self.noun].objects
        if self.show == TRASH:
            rows = rows.trashed_for(user)
        else:
            rows = rows.visible_to(user).filter(archived=self.show == ARCHIVED)
        if self.company:
            rows = rows.filter(company=self.company)
        return conditions.fitting(rows, self.noun, self.f, user).matching(self.q)

    def of_company(self, user: User) -> Company | None:
        """The company whose people are wanted."""
        return Company.objects.visible_to(user).filter(pk=self.company).first() if self.company else None

    @property
    def order(self) -> list[str]:
        return [ORDERS[self.sort]]

    @property
    def narrowed(self) -> bool:
        return bool(self.q or self.f or self.company or self.show)

    def query(self, **changed: str) -> dict[str, Any]:
        """The part of the address that says this, with changes; what is usual is left out."""
        usual = asdict(Wanted(self.noun))
        return {name: value for name, value in asdict(replace(self, **changed)).items() if value != usual[name]}

    def sorted_by(self, column: str) -> dict[str, Any]:
        """The same list by this column; asked once more, in the other direction."""
        return self.query(sort=f"-{column}" if self.sort == column else column)

    def direction(self, column: str) -> str:
        return {column: "ascending", f"-{column}": "descending"}.get(self.sort, "")
