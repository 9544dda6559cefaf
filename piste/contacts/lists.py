"""What a list of companies or people shows: the filter that its address holds."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from piste.accounts.models import User
from piste.contacts.facts import MODELS, edited, heading
from piste.contacts.models import Company
from piste.contacts.querysets import ContactQuerySet
from piste.finding import asked as conditions
from piste.finding import listings
from piste.finding.bulk import Bar
from piste.finding.shapes import Shape
from piste.finding.tables import Look, Table
from piste.finding.views.lists import opened
from piste.kernel.criteria import fields
from piste.kernel.keys import is_key

LISTS = {"company": "contacts:companies", "person": "contacts:people"}
CURRENT, ARCHIVED, TRASH = "", "archived", "trash"


@dataclass(frozen=True)
class Wanted:
    """Which rows. What an address says wrongly counts as not said, but for conditions."""

    noun: str
    q: str = ""
    show: str = CURRENT
    company: str = ""
    f: str = ""

    @classmethod
    def of(cls, noun: str, asked: Mapping[str, str]) -> "Wanted":
        show, company = asked.get("show", ""), asked.get("company", "")
        return cls(
            noun,
            q=asked.get("q", "").strip(),
            show=show if show in (ARCHIVED, TRASH) else CURRENT,
            company=company if noun == "person" and is_key(company) else "",
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
    def narrowed(self) -> bool:
        return bool(self.q or self.f or self.company or self.show)

    def query(self, **changed: str) -> dict[str, Any]:
        """The part of the address that says this, with changes; what is usual is left out."""
        usual = asdict(Wanted(self.noun))
        return {name: value for name, value in asdict(replace(self, **changed)).items() if value != usual[name]}

    def address(self, **changed: str) -> str:
        return reverse(LISTS[self.noun], query=self.query(**changed))


COLUMNS = {
    "company": ("name", "city", "industry", "email", "phone", "tags", "owner", "created"),
    "person": ("name", "company", "job_title", "email", "phone", "tags", "owner", "created"),
}


# Cells of the list that show the first of several, or what stands over the page.
FACTS = {"email": "emails", "phone": "phones"}


def _doors(noun: str) -> dict[str, str]:
    """A cell is edited as the same fact is on the contact's page."""
    known = edited(noun)
    facts = {key: heading(noun) if key == "name" else FACTS.get(key, key) for key in fields.noun(noun).fields}
    doors = {key: fact for key, fact in facts.items() if fact in known}
    return {key: reverse(f"contacts:{noun}_fact", args=[0, fact]) for key, fact in doors.items()}


def table(wanted: Wanted, user: User, shape: Shape, at: tuple[str, ...] = ()) -> Table:
    rows, trashed = MODELS[wanted.noun].objects, wanted.show == TRASH
    of_person = wanted.noun == "person"
    look = Look(
        noun=wanted.noun,
        label=_("People") if of_person else _("Companies"),
        element="contacts",
        columns=COLUMNS[wanted.noun],
        sort="name",
        cells="contacts/_cells.html",
        special=("email", "phone", *(["name"] if trashed else []), *(["company"] if of_person else [])),
        reads=("phones", *(["company", "company__deleted_at"] if of_person else [])),
        links=not trashed,
        doors=_doors(wanted.noun) if user.may_write and not trashed else {},
        bar=_bar(wanted, user),
        exports=True,
    )
    readable = rows.trashed_for(user) if trashed else rows.visible_to(user)
    return Table(user, look, wanted.rows(user), shape, wanted.address, readable=readable, at=at)


def _bar(wanted: Wanted, user: User) -> Bar:
    """The acts that make sense for what is looked at."""
    if not user.may_write:
        return Bar()
    if wanted.show == TRASH:
        return Bar(("untrash",))
    storing = "unarchive" if wanted.show == ARCHIVED else "archive"
    return Bar(("assign", "tag", "plan", "edit"), ("merge", storing, *(["trash"] if user.manages else [])))


def asked_table(request: HttpRequest, noun: str) -> tuple[Wanted, Table]:
    wanted, shape = Wanted.of(noun, request.GET), Shape.of(fields.noun(noun), request.GET)
    return wanted, table(wanted, request.user, shape, opened(request, len(shape.group)))


for noun in LISTS:
    listings.declare(noun, lambda request, noun=noun: asked_table(request, noun)[1], open_to=lambda user: user.sells)
