"""What the deals of the sample name: people, teams, companies, products and stages."""

from decimal import Decimal
from itertools import count

from django.utils.text import slugify
from django.utils.translation import gettext as _

from piste.accounts.models import Site, User
from piste.accounts.roles import Role
from piste.contacts.models import Company, Tag
from piste.history.recording import change_each, record_many
from piste.imports import cells
from piste.imports.countries import country_code
from piste.imports.models import SourceKey
from piste.imports.reading import Line
from piste.imports.samples.sales_opportunities.files import ACCOUNTS, PRODUCTS, SHORT, SOURCE, TEAMS, Files
from piste.kernel.normal import plain
from piste.pipeline.models import Stage
from piste.teams.models import Membership, Team

SECTORS = {"technolgy": "technology"}
# Stage of the file: French name, sequence, default probability.
STAGES = {"Prospecting": ("Prospection", 12, 10), "Engaging": ("Engagement", 22, 30)}


def product_key(name: str) -> str:
    """The files write one product in several ways."""
    return plain(name).replace(" ", "")


class Masters:
    """By the names that the files have for them."""

    def __init__(self, files: Files) -> None:
        self.files = files
        self.addresses = set(User._base_manager.values_list("email", flat=True))
        self.people: dict[str, User] = self._people()
        self.teams: dict[str, Team] = self._teams()
        self.companies: dict[str, Company] = self._companies()
        self.products: dict[str, Tag] = self._products()
        self.stages: dict[str, Stage] = self._stages()

    def _people(self) -> dict[str, User]:
        managers = {line["manager"]: Role.TEAM for line in self.files.lines[TEAMS]}
        agents = {line["sales_agent"]: Role.OWN for line in self.files.lines[TEAMS]}
        roles = agents | managers
        return self.files.ensured(User, roles, lambda name: self._user(name, roles[name]))

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

    def _teams(self) -> dict[str, Team]:
        offices = {line["manager"]: line["regional_office"] for line in self.files.lines[TEAMS]}
        teams = self.files.ensured(
            Team,
            offices,
            lambda manager: Team(
                name_en=f"{offices[manager]} ({manager})"[:SHORT], leader=self.people[manager], colour=len(manager) % 12
            ),
        )
        members = {line["sales_agent"]: line["manager"] for line in self.files.lines[TEAMS]}
        self.files.ensured(
            Membership, members, lambda agent: Membership(team=teams[members[agent]], user=self.people[agent])
        )
        return teams

    def _companies(self) -> dict[str, Company]:
        lines = {line["account"]: line for line in self.files.lines[ACCOUNTS]}
        known = SourceKey.objects.known(SOURCE, Company.noun)
        companies = self.files.ensured(Company, lines, lambda name: self._company(lines[name]))
        children = {name: line for name, line in lines.items() if line["subsidiary_of"] and name not in known}
        parents = {companies[name].pk: self._parent(line, lines, companies) for name, line in children.items()}
        rows = [companies[name] for name in children]
        changes = change_each(rows, lambda company: {"parent": parents[company.pk]})
        record_many(rows, "company.edited", by=self.files.by, changes=changes)
        return companies

    def _company(self, line: Line) -> Company:
        sector = SECTORS.get(line["sector"], line["sector"])
        if sector != line["sector"]:
            self.files.remark(
                ACCOUNTS,
                line,
                _("sector “%(typed)s” was read as “%(read)s”.") % {"typed": line["sector"], "read": sector},
            )
        country = country_code(line["office_location"])
        if not country:
            self.files.remark(
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
            self.files.remark(ACCOUNTS, line, str(error))
            return None

    def _parent(self, line: Line, lines: dict[str, Line], companies: dict[str, Company]) -> Company | None:
        if _belongs_to_itself(line, lines):
            self.files.remark(ACCOUNTS, line, _("“%(name)s” would belong to itself.") % {"name": line["account"]})
            return None
        parent = companies.get(line["subsidiary_of"])
        if parent is None:
            self.files.remark(
                ACCOUNTS, line, _("parent company “%(name)s” is not in the file.") % {"name": line["subsidiary_of"]}
            )
        return parent

    def _products(self) -> dict[str, Tag]:
        names = {product_key(line["product"]): line["product"] for line in self.files.lines[PRODUCTS]}
        tags = self.files.ensured(Tag, list(names.values()), lambda name: Tag(name_en=name, colour=len(name) % 12))
        return {key: tags[name] for key, name in names.items()}

    def _stages(self) -> dict[str, Stage]:
        made = self.files.ensured(Stage, list(STAGES), self._stage)
        return made | {"Won": Stage.objects.won_for(None), "Lost": made["Engaging"]}

    def _stage(self, name: str) -> Stage:
        french, sequence, probability = STAGES[name]
        return Stage(name_en=name, name_fr=french, sequence=sequence, default_probability=Decimal(probability))


def _belongs_to_itself(line: Line, lines: dict[str, Line]) -> bool:
    above, passed = line["subsidiary_of"], set()
    while above in lines and above not in passed:
        passed.add(above)
        above = lines[above]["subsidiary_of"]
    return line["account"] in passed
