"""The deals of the sample, with their outcome and their dates, also in their history."""

from collections.abc import Iterator
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db.models import Count, Sum
from django.utils.translation import gettext as _

from piste.accounts.models import User
from piste.contacts.models import Company
from piste.history.recording import change_each, created_many, record_many
from piste.imports import cells
from piste.imports.keys import remember
from piste.imports.models import SourceKey
from piste.imports.reading import Line
from piste.imports.samples.sales_opportunities.files import PIPELINE, SOURCE, TEAMS, Files
from piste.imports.samples.sales_opportunities.masters import Masters, product_key
from piste.kernel.clock import now
from piste.pipeline import values
from piste.pipeline.models import Lead
from piste.teams.models import Team

OUTCOMES = {"Prospecting": "open", "Engaging": "open", "Won": "won", "Lost": "lost"}


class Deals:
    def __init__(self, files: Files, masters: Masters) -> None:
        self.files, self.masters = files, masters

    def load(self) -> None:
        known = SourceKey.objects.known(SOURCE, Lead.noun)
        fresh: dict[str, tuple[Line, Lead]] = {}
        total = Decimal(0)
        for line, lead in self._leads():
            key = line["opportunity_id"]
            if key in fresh:
                self.files.remark(PIPELINE, line, _("number %(key)s occurs twice.") % {"key": key}, refused=True)
                continue
            total += lead.expected_revenue or 0
            self.files.report.read[line["deal_stage"]] += 1
            if key in known:
                self.files.report.known[line["deal_stage"]] += 1
            fresh[key] = (line, lead)
        new = {key: pair for key, pair in fresh.items() if key not in known}
        self._save_leads(new)
        self._check(total, [*known.values(), *(lead.pk for _line, lead in new.values())])

    def _leads(self) -> Iterator[tuple[Line, Lead]]:
        for line in self.files.lines[PIPELINE]:
            try:
                yield line, self._lead(line)
            except ValueError as error:
                self.files.remark(PIPELINE, line, str(error), refused=True)

    def _lead(self, line: Line) -> Lead:
        if line["deal_stage"] not in OUTCOMES:
            raise ValueError(_("stage “%(name)s” is not known.") % {"name": line["deal_stage"]})
        owner, company = self._owner(line), self._company_of(line)
        began, closed_at = cells.moment(line["engage_date"]) or now(), cells.moment(line["close_date"])
        customer = line["account"] or line["opportunity_id"]
        lead = Lead(
            title=f"{self._product_name(line)} – {customer}"[:200],
            stage=self.masters.stages["Prospecting" if line["deal_stage"] == "Prospecting" else "Engaging"],
            owner=owner,
            team=self._team(line),
            company=company,
            company_name=line["account"],
            country=company.country if company else "",
            expected_revenue=cells.amount(line["close_value"]),
            source=SOURCE,
            created_by=self.files.by,
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
        owner = self.masters.people.get(line["sales_agent"])
        if owner is None:
            self.files.remark(
                PIPELINE,
                line,
                _("agent “%(name)s” is not in the teams; the deal has no owner.") % {"name": line["sales_agent"]},
            )
        return owner

    def _team(self, line: Line) -> Team | None:
        manager = next(
            (one["manager"] for one in self.files.lines[TEAMS] if one["sales_agent"] == line["sales_agent"]), None
        )
        return self.masters.teams.get(manager) if manager else None

    def _company_of(self, line: Line) -> Company | None:
        company = self.masters.companies.get(line["account"])
        if company is None and line["account"]:
            self.files.remark(
                PIPELINE,
                line,
                _("account “%(name)s” is not known; its name was kept as text.") % {"name": line["account"]},
            )
        return company

    def _product_name(self, line: Line) -> str:
        tag = self.masters.products.get(product_key(line["product"]))
        if tag is None:
            self.files.remark(
                PIPELINE, line, _("product “%(name)s” is not in the price list.") % {"name": line["product"]}
            )
        return tag.name if tag else line["product"]

    def _save_leads(self, new: dict[str, tuple[Line, Lead]]) -> None:
        lines = [line for line, _lead in new.values()]
        leads = [lead for _line, lead in new.values()]
        created_many(leads, by=self.files.by, at={place: lead.created_at for place, lead in enumerate(leads)})
        remember(SOURCE, {key: lead for key, (_line, lead) in new.items()})
        tagged = [
            Lead.tags.through(lead_id=lead.pk, tag_id=self.masters.products[product_key(line["product"])].pk)
            for line, lead in zip(lines, leads, strict=True)
            if product_key(line["product"]) in self.masters.products
        ]
        Lead.tags.through.objects.bulk_create(tagged, batch_size=1000)
        stages = {lead.pk: line["deal_stage"] for line, lead in zip(lines, leads, strict=True)}
        moments = ((lead.pk, cells.moment(line["close_date"])) for line, lead in zip(lines, leads, strict=True))
        closed = {key: moment for key, moment in moments if moment}
        for outcome, name in (("Won", "lead.won"), ("Lost", "lead.lost")):
            rows = [lead for lead in leads if stages[lead.pk] == outcome]
            changes = change_each(rows, lambda lead, outcome=outcome: self._ended(lead, outcome, closed[lead.pk]))
            record_many(rows, name, by=self.files.by, changes=changes, at=closed)
        self.files.report.made.update(stages.values())

    def _ended(self, lead: Lead, outcome: str, at: datetime) -> dict[str, Any]:
        stage = self.masters.stages[outcome]
        ending = values.won(lead, stage) if outcome == "Won" else values.lost(lead, stage, None)
        return ending | {"closed_at": at} | ({"stage_since": at} if outcome == "Won" else {})

    def _check(self, total: Decimal, keys: list[int]) -> None:
        """The amounts of all imported deals, as the database has them now against the files."""
        here = Lead._base_manager.filter(
            pk__in=SourceKey.objects.filter(source=SOURCE, noun=Lead.noun).values("row_id")
        )
        found = here.aggregate(amount=Sum("expected_revenue"), count=Count("pk"))
        self.files.report.sums[_("deals")] = (
            Decimal(sum(self.files.report.read[name] for name in OUTCOMES)),
            Decimal(found["count"]),
        )
        self.files.report.sums[_("amount")] = (total, found["amount"] or Decimal(0))
