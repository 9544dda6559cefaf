"""Figures beside those of an earlier time (11.4)."""

from datetime import date
from decimal import Decimal
from unittest import mock

from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from piste.finding.charts import Chart
from piste.finding.dimensions import dimension, measure
from piste.finding.earlier import Earlier, period_of
from piste.finding.figures import Figures, Layout, Source
from piste.kernel.criteria import fields, parsing
from piste.kernel.criteria.asker import Asker
from piste.kernel.criteria.compiling import fitting
from piste.pipeline.models import Lead
from piste.pipeline.tests.cast import PipelineTestCase
from piste.pipeline.verbs.creating import create

LEAD = fields.noun("lead")
TODAY = date(2026, 11, 28)


def closing(op: str, value: object) -> dict:
    return {"f": "expected_closing", "op": op, "v": value}


class EarlierTest(PipelineTestCase):
    def setUp(self):
        patched = mock.patch.object(Asker, "of", lambda user: Asker(user, "Europe/Paris", TODAY))
        patched.start()
        self.addCleanup(patched.stop)

    def moved(self, against: str, *said: dict) -> tuple[date, date] | None:
        found = Earlier.of(parsing.parse("lead", {"all": list(said)}), against, Asker.of(self.maya))
        return found and (found.first, found.last)

    def test_whole_months_go_back_by_months_and_days_by_days(self):
        for said, against, first, last in (
            (closing("rel", "this_month"), "former", date(2026, 10, 1), date(2026, 10, 31)),
            (closing("rel", "this_quarter"), "former", date(2026, 7, 1), date(2026, 9, 30)),
            (closing("rel", "this_month"), "year", date(2025, 11, 1), date(2025, 11, 30)),
            (closing("rel", "last_7_days"), "former", date(2026, 11, 15), date(2026, 11, 21)),
            (closing("between", ["2026-03-05", "2026-03-09"]), "former", date(2026, 2, 28), date(2026, 3, 4)),
            (closing("on", "2024-02-29"), "year", date(2023, 2, 28), date(2023, 2, 28)),
        ):
            with self.subTest(said=said, against=against):
                self.assertEqual(self.moved(against, said), (first, last))

    def test_without_one_period_nothing_is_compared(self):
        for said in (
            [],
            [closing("rel", "overdue")],
            [closing("before", "2026-01-01")],
            [closing("rel", "this_month"), {"f": "created", "op": "rel", "v": "this_year"}],
        ):
            with self.subTest(said=said):
                self.assertIsNone(self.moved("former", *said))
        self.assertIsNone(period_of(parsing.parse("lead", {"any": [closing("rel", "this_month")]})))
        self.assertIsNone(self.moved("nonsense", closing("rel", "this_month")))
        self.assertIsNone(self.moved("year", closing("on", "1900-05-01")))

    def figures(self, rows: str, cols: str = "", *, said: dict | None = None, against: str = "former") -> Figures:
        asked = parsing.parse("lead", {"all": [said or closing("rel", "this_month")]})

        def fitted(conditions: parsing.Group):
            return fitting(Lead.objects.visible_to(self.maya), conditions, Asker.of(self.maya))

        down, across = ([dimension(LEAD, key) for key in keys.split(",") if key] for keys in (rows, cols))
        layout = Layout(tuple(down), tuple(across), (measure(LEAD, "expected_revenue"),))
        return Figures(Source("lead", asked, fitted, parsing.text), self.maya, layout, against)

    def deal(self, owner, day: date, revenue: int):
        create(by=self.maya, title="Deal", owner=owner, expected_closing=day, expected_revenue=Decimal(revenue))

    def pairs(self, figures: Figures) -> dict[str, tuple]:
        return {
            line.names[0]: tuple((cell.figure, cell.before and cell.before.figure) for cell in line.cells)
            for line in [*figures.lines, figures.totals]
        }

    def test_each_figure_has_that_of_before_beside_it_also_where_only_one_of_them_is(self):
        self.deal(self.ann, date(2026, 11, 3), 300)
        self.deal(self.ann, date(2026, 10, 3), 200)
        self.deal(self.ben, date(2026, 10, 9), 50)
        self.deal(self.zoe, date(2026, 11, 9), 70)
        found = self.figures("owner")
        self.assertEqual(
            self.pairs(found),
            {"Ann": ((300, 200),), "Ben": ((None, 50),), "Zoe": ((70, None),), "Total": ((370, 250),)},
        )
        changes = {line.names[0]: line.cells[0].change for line in found.lines}
        self.assertEqual(changes, {"Ann": Decimal(50), "Ben": Decimal(-100), "Zoe": None})

    def test_days_and_months_of_before_stand_under_those_of_now_and_lead_to_their_own_records(self):
        self.deal(self.ann, date(2026, 11, 3), 300)
        self.deal(self.ann, date(2026, 10, 3), 200)
        by_month = self.figures("owner", "expected_closing:month")
        self.assertEqual(self.pairs(by_month)["Ann"], ((300, 200),))
        before = next(iter(by_month.lines)).cells[0].before
        asked = [part.value for part in parsing.parse("lead", before.url).parts if part.op == "between"]
        self.assertEqual(asked, [[date(2026, 10, 1), date(2026, 10, 31)]] * 2)

    def test_groups_that_do_not_meet_lead_nowhere(self):
        self.deal(self.ann, date(2026, 11, 10), 300)
        self.deal(self.ann, date(2026, 10, 13), 200)
        by_week = self.figures("expected_closing:week")
        cells = [cell for line in by_week.lines for cell in line.cells]
        self.assertEqual([(cell.figure, cell.before.figure) for cell in cells], [(300, 200)])
        self.assertEqual((bool(cells[0].url), cells[0].before.url), (True, ""))

    def test_the_chart_has_a_series_of_each_time(self):
        self.deal(self.ann, date(2026, 11, 3), 300)
        self.deal(self.ann, date(2026, 10, 3), 200)
        chart = Chart(self.figures("owner", against="year")).told()
        self.assertEqual([one["label"] for one in chart["earlier"]], ["Expected revenue · Year before"])
        self.assertEqual(Chart(self.figures("owner")).told()["earlier"][0]["data"], [200.0])

    def test_the_chart_goes_on_in_time_where_nothing_is(self):
        for day in (date(2026, 1, 5), date(2026, 4, 5)):
            self.deal(self.ann, day, 100)
        create(by=self.maya, title="Undated", owner=self.ann)
        said = {"f": "expected_closing", "op": "rel", "v": "this_year"}
        chart = Chart(self.figures("expected_closing:month", said=said, against="")).told()
        self.assertEqual(chart["labels"], ["January 2026", "February 2026", "March 2026", "April 2026"])
        self.assertEqual(chart["series"][0]["data"], [100, 0, 0, 100])
        self.assertEqual(len(chart["links"]), 4)


class ComparedPageTest(PipelineTestCase):
    def setUp(self):
        self.client.force_login(self.maya)

    def get(self, **said):
        return self.client.get(reverse("pipeline:pivot"), {"scope": "all", "rows": "owner", "cols": ""} | said)

    def test_the_ready_filter_of_this_month_can_be_compared_and_a_filter_without_a_period_cannot(self):
        compared = self.get(created="month", against="former").text
        self.assertIn("Compared with", compared)
        self.assertIn('class="pivot__before"', compared)
        self.assertNotIn("disabled title", compared)
        self.assertIn("disabled title", self.get().text)

    def test_the_spreadsheet_has_a_column_of_each_time(self):
        lines = self.get(created="month", against="year", measures="count", download="csv").text.splitlines()
        self.assertIn("Count · Year before", lines[0])
        self.assertEqual(len(lines[0].split(",")), len(lines[-1].split(",")))

    def test_more_records_ask_no_more_questions(self):
        def asked() -> int:
            with CaptureQueriesContext(connection) as queries:
                self.get(created="month", against="former", cols="created:month")
            return len(queries)

        asked()
        few = asked()
        for _ in range(12):
            create(by=self.maya, title="Deal", owner=self.ann)
        self.assertEqual(asked(), few)
