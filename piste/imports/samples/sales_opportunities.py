"""The sample "CRM sales opportunities": a hardware seller's accounts, products, sales teams and pipeline.

Four CSV files; dates are month/day/year, one deal closes with one amount. What a file does not say stays empty.
"""

from collections.abc import Iterator
from datetime import datetime
from decimal import Decimal
from itertools import count
from pathlib import Path
from typing import Any

from django.db.models import Count, Sum
from django.utils.text import slugify
from django.utils.translation import gettext as _

from piste.accounts.models import Site, User
from piste.accounts.roles import Role
from piste.contacts.models import Company, Tag
from piste.history.recording import change_each, created_many, record_many, verb
from piste.imports import cells
from piste.imports.countries import country_code
from piste.imports.keys import remember
from piste.imports.models import SourceKey
from piste.imports.reading import Line, table
from piste.imports.report import Remark, Report
from piste.kernel.clock import now
from piste.kernel.normal import plain
from piste.pipeline import values
from piste.pipeline.models import Lead, Stage
from piste.teams.models import Membership, Team

SOURCE = "sales-opportunities"
ACCOUNTS, PRODUCTS, TEAMS, PIPELINE = "accounts.csv", "products.csv", "sales_teams.csv", "sales_pipeline.csv"
COLUMNS = {
    ACCOUNTS: ["account", "sector", "year_established", "revenue", "employees", "office_location", "subsidiary_of"],
    PRODUCTS: ["product", "series", "sales_price"],
    TEAMS: ["sales_agent", "manager", "regional_office"],
    PIPELINE: [
        *("opportunity_id", "sales_agent", "product", "account"),
        *("deal_stage", "engage_date", "close_date", "close_value"),
    ],
}
# What a cell may hold at most; columns that are not named here are kept shorter.
LONGEST, SHORT = {"account": 200, "subsidiary_of": 200}, 80
# Without these a row says nothing.
NEEDED = {ACCOUNTS: ["account"], PRODUCTS: ["product"], TEAMS: ["sales_agent", "manager"], PIPELINE: ["opportunity_id"]}
SECTORS = {"technolgy": "technology"}
# Stage of the file: French name, sequence, default probability.
STAGES = {"Prospecting": ("Prospection", 12, 10), "Engaging": ("Engagement", 22, 30)}
OUTCOMES = {"Prospecting": "open", "Engaging": "open", "Won": "won", "Lost": "lost"}


@verb
def load(folder: Path, *, by: User) -> Report:
    """Loads the four files; what was loaded before stays. Raises Refused when a file is missing or no table."""
    return Loading(folder, by).run()


class Loading:
    """One run: the files, what is known already, and the report."""

    def __init__(self, folder: Path, by: User) -> None:
        self.by, self.report = by, Report()
        self.lines = {name: list(self._readable(name, folder)) for name in COLUMNS}
        self.addresses = set(User._base_manager.values_list("email", flat=True))
        self.people: dict[str, User] = {}
        self.teams: dict[str, Team] = {}
        self.companies: dict[str, Company] = {}
        self.products: dict[str, Tag] = {}
        self.stages: dict[str, Stage] = {}

    def run(self) -> Report:
        self.load_people()
        self.load_teams()
        self.load_companies()
        self.load_products()
        self.load_stages()
        self.load_leads()
        return self.report

    def _readable(self, file: str, folder: Path) -> Iterator[Line]:
        for line in table(folder / file, COLUMNS[file]):
            empty = [column for column in NEEDED[file] if not line[column]]
            long = [column for column in COLUMNS[file] if len(line[column]) > LONGEST.get(column, SHORT)]
            if empty:
                self._remark(file, line, _("“%(column)s” is missing.") % {"column": empty[0]}, refused=True)
            elif long:
                self._remark(file, line, _("“%(column)s” is too long.") % {"column": long[0]}, refused=True)
            else:
                yield line

    # People and teams

    def load_people(self) -> None:
        managers = {line["manager"]: Role.TEAM for line in self.lines[TEAMS]}
        agents = {line["sales_agent"]: Role.OWN for line in self.lines[TEAMS]}
        roles = agents | managers
        self.people = self._ensured(User, roles, lambda name: self._user(name, roles[name]))

    def _user(self, name: str, role: Role) -> User:
        site = Site.current()
        user = User(name=name, email=self._address(name), role=role, language=site.language, time_zone=site.time_zone)
        user.set_unusable_password()
        return user

    def _address(self, name: str) -> str:
        """Of nobody else: names that differ may be spelled alike."""
        stem = slugify(name).replace("-", ".") or "agent"
        free = (f"{stem}{number or ''}@{SOURCE}.example" for number in count())
        address = next(one for one in free if one not in self.addresses)
        self.addresses.add(address)
        return address

    def load_teams(self) -> None:
        offices = {line["manager"]: line["regional_office"] for line in self.lines[TEAMS]}
        self.teams = self._ensured(
            Team,
            offices,
            lambda manager: Team(
                name_en=f"{offices[manager]} ({manager})"[:SHORT], leader=self.people[manager], colour=len(manager) % 12
            ),
        )
        members = {line["sales_agent"]: line["manager"] for line in self.lines[TEAMS]}
        self._ensured(
            Membership, members, lambda agent: Membership(team=self.teams[members[agent]], user=self.people[agent])
        )

    # Companies and products

    def load_companies(self) -> None:
        lines = {line["account"]: line for line in self.lines[ACCOUNTS]}
        known = SourceKey.objects.known(SOURCE, Company.noun)
        self.companies = self._ensured(Company, lines, lambda name: self._company(lines[name]))
        children = {name: line for name, line in lines.items() if line["subsidiary_of"] and name not in known}
        parents = {self.companies[name].pk: self._parent(line, lines) for name, line in children.items()}
        rows = [self.companies[name] for name in children]
        changes = change_each(rows, lambda company: {"parent": parents[company.pk]})
        record_many(rows, "company.edited", by=self.by, changes=changes)

    def _company(self, line: Line) -> Company:
        sector = SECTORS.get(line["sector"], line["sector"])
        if sector != line["sector"]:
            self._remark(
                ACCOUNTS,
                line,
                _("sector “%(typed)s” was read as “%(read)s”.") % {"typed": line["sector"], "read": sector},
            )
        country = country_code(line["office_location"])
        if not country:
            self._remark(
                ACCOUNTS,
                line,
                _("country “%(name)s” is not known; it was left empty.") % {"name": line["office_location"]},
            )
        founded, revenue = line["year_established"], line["revenue"]
        return Company(
            name=line["account"],
            industry=sector,
            country=country,
            employees=self._employees(line),
            notes=_("Founded %(year)s. Revenue %(revenue)s million.") % {"year": founded, "revenue": revenue},
        )

    def _employees(self, line: Line) -> int | None:
        try:
            return cells.count(line["employees"])
        except ValueError as error:
            self._remark(ACCOUNTS, line, str(error))
            return None

    def _parent(self, line: Line, lines: dict[str, Line]) -> Company | None:
        if _belongs_to_itself(line, lines):
            self._remark(ACCOUNTS, line, _("“%(name)s” would belong to itself.") % {"name": line["account"]})
            return None
        parent = self.companies.get(line["subsidiary_of"])
        if parent is None:
            self._remark(
                ACCOUNTS, line, _("parent company “%(name)s” is not in the file.") % {"name": line["subsidiary_of"]}
            )
        return parent

    def load_products(self) -> None:
        names = {plain(line["product"]).replace(" ", ""): line["product"] for line in self.lines[PRODUCTS]}
        tags = self._ensured(Tag, list(names.values()), lambda name: Tag(name_en=name, colour=len(name) % 12))
        self.products = {key: tags[name] for key, name in names.items()}

    # The pipeline

    def load_stages(self) -> None:
        made = self._ensured(Stage, list(STAGES), self._stage)
        self.stages = made | {"Won": Stage.objects.won_for(None), "Lost": made["Engaging"]}

    def _stage(self, name: str) -> Stage:
        french, sequence, probability = STAGES[name]
        return Stage(name_en=name, name_fr=french, sequence=sequence, default_probability=Decimal(probability))

    def load_leads(self) -> None:
        known = SourceKey.objects.known(SOURCE, Lead.noun)
        fresh: dict[str, tuple[Line, Lead]] = {}
        total = Decimal(0)
        for line, lead in self._leads():
            key = line["opportunity_id"]
            if key in fresh:
                self._remark(PIPELINE, line, _("number %(key)s occurs twice.") % {"key": key}, refused=True)
                continue
            total += lead.expected_revenue or 0
            self.report.read[line["deal_stage"]] += 1
            if key in known:
                self.report.known[line["deal_stage"]] += 1
            fresh[key] = (line, lead)
        new = {key: pair for key, pair in fresh.items() if key not in known}
        self._save_leads(new)
        self._check(total, [*known.values(), *(lead.pk for _line, lead in new.values())])

    def _leads(self) -> Iterator[tuple[Line, Lead]]:
        for line in self.lines[PIPELINE]:
            try:
                yield line, self._lead(line)
            except ValueError as error:
                self._remark(PIPELINE, line, str(error), refused=True)

    def _lead(self, line: Line) -> Lead:
        if line["deal_stage"] not in OUTCOMES:
            raise ValueError(_("stage “%(name)s” is not known.") % {"name": line["deal_stage"]})
        owner, company = self._owner(line), self._company_of(line)
        began, closed_at = cells.moment(line["engage_date"]) or now(), cells.moment(line["close_date"])
        customer = line["account"] or line["opportunity_id"]
        lead = Lead(
            title=f"{self._product_name(line)} – {customer}"[:200],
            stage=self.stages["Prospecting" if line["deal_stage"] == "Prospecting" else "Engaging"],
            owner=owner,
            team=self._team(line),
            company=company,
            company_name=line["account"],
            country=company.country if company else "",
            expected_revenue=cells.amount(line["close_value"]),
            source=SOURCE,
            created_by=self.by,
            created_at=began,
            assigned_at=began if owner else None,
            stage_since=began,
            rank=-began.timestamp() - line.number / 1000,
        )
        lead.probability = lead.automatic_probability = lead.stage.default_probability
        if OUTCOMES[line["deal_stage"]] != "open" and not closed_at:
            raise ValueError(_("a closed deal needs a closing date."))
        return lead

    def _owner(self, line: Line) -> User | None:
        owner = self.people.get(line["sales_agent"])
        if owner is None:
            self._remark(
                PIPELINE,
                line,
                _("agent “%(name)s” is not in the teams; the deal has no owner.") % {"name": line["sales_agent"]},
            )
        return owner

    def _team(self, line: Line) -> Team | None:
        manager = next((one["manager"] for one in self.lines[TEAMS] if one["sales_agent"] == line["sales_agent"]), None)
        return self.teams.get(manager) if manager else None

    def _company_of(self, line: Line) -> Company | None:
        company = self.companies.get(line["account"])
        if company is None and line["account"]:
            self._remark(
                PIPELINE,
                line,
                _("account “%(name)s” is not known; its name was kept as text.") % {"name": line["account"]},
            )
        return company

    def _product_name(self, line: Line) -> str:
        tag = self.products.get(_product_key(line))
        if tag is None:
            self._remark(PIPELINE, line, _("product “%(name)s” is not in the price list.") % {"name": line["product"]})
        return tag.name if tag else line["product"]

    def _save_leads(self, new: dict[str, tuple[Line, Lead]]) -> None:
        lines = [line for line, _lead in new.values()]
        leads = [lead for _line, lead in new.values()]
        created_many(leads, by=self.by, at={place: lead.created_at for place, lead in enumerate(leads)})
        remember(SOURCE, {key: lead for key, (_line, lead) in new.items()})
        tagged = [
            Lead.tags.through(lead_id=lead.pk, tag_id=self.products[_product_key(line)].pk)
            for line, lead in zip(lines, leads, strict=True)
            if _product_key(line) in self.products
        ]
        Lead.tags.through.objects.bulk_create(tagged, batch_size=1000)
        stages = {lead.pk: line["deal_stage"] for line, lead in zip(lines, leads, strict=True)}
        moments = ((lead.pk, cells.moment(line["close_date"])) for line, lead in zip(lines, leads, strict=True))
        closed = {key: moment for key, moment in moments if moment}
        for outcome, name in (("Won", "lead.won"), ("Lost", "lead.lost")):
            rows = [lead for lead in leads if stages[lead.pk] == outcome]
            changes = change_each(rows, lambda lead, outcome=outcome: self._ended(lead, outcome, closed[lead.pk]))
            record_many(rows, name, by=self.by, changes=changes, at=closed)
        self.report.made.update(stages.values())

    def _ended(self, lead: Lead, outcome: str, at: datetime) -> dict[str, Any]:
        stage = self.stages[outcome]
        ending = values.won(lead, stage) if outcome == "Won" else values.lost(lead, stage, None)
        return ending | {"closed_at": at} | ({"stage_since": at} if outcome == "Won" else {})

    def _check(self, total: Decimal, keys: list[int]) -> None:
        """The amounts of all imported deals, as the database has them now against the files."""
        here = Lead._base_manager.filter(
            pk__in=SourceKey.objects.filter(source=SOURCE, noun=Lead.noun).values("row_id")
        )
        found = here.aggregate(amount=Sum("expected_revenue"), count=Count("pk"))
        self.report.sums[_("deals")] = (
            Decimal(sum(self.report.read[name] for name in OUTCOMES)),
            Decimal(found["count"]),
        )
        self.report.sums[_("amount")] = (total, found["amount"] or Decimal(0))

    # Shared

    def _ensured(self, model, keys, make) -> dict:
        """The rows of these keys: those known from an earlier run, and new ones for the others."""
        noun = model.noun
        known = SourceKey.objects.known(SOURCE, noun)
        rows = model._base_manager.in_bulk([known[key] for key in keys if key in known])
        found = {key: rows[known[key]] for key in keys if key in known and known[key] in rows}
        new = {key: make(key) for key in keys if key not in known}
        created_many(list(new.values()), by=self.by)
        remember(SOURCE, new)
        self.report.read[noun] += len(keys)
        self.report.made[noun] += len(new)
        self.report.known[noun] += len(found)
        return found | new

    def _remark(self, file: str, line: Line, text: str, *, refused: bool = False) -> None:
        self.report.remarks.append(Remark(file, line.number, text, refused))


def _product_key(line: Line) -> str:
    return plain(line["product"]).replace(" ", "")


def _belongs_to_itself(line: Line, lines: dict[str, Line]) -> bool:
    above, passed = line["subsidiary_of"], set()
    while above in lines and above not in passed:
        passed.add(above)
        above = lines[above]["subsidiary_of"]
    return line["account"] in passed
