"""Figures in groups, over lead records."""

import html
import re
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from io import BytesIO
from unittest import mock
from urllib.parse import quote

import orjson
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import load_workbook

from piste.accounts.models import User
from piste.contacts.models import Tag
from piste.contacts.verbs.creating import create_company
from piste.finding import pivot
from piste.finding.dimensions import dimension, dimensions_of, measure, measures_of
from piste.finding.pivot import OTHERS, Pivot
from piste.kernel.clock import now
from piste.kernel.criteria import fields, parsing
from piste.kernel.criteria.asker import Asker
from piste.kernel.criteria.compiling import fitting
from piste.kernel.refusals import Refused
from piste.pipeline.models import Lead
from piste.pipeline.tests.cast import PipelineTestCase
from piste.pipeline.verbs.closing import mark_lost
from piste.pipeline.verbs.creating import create
from piste.pipeline.verbs.editing import edit

LEAD = fields.noun("lead")


class PivotTest(PipelineTestCase):
    @classmethod
    def setUpTestData(cls) -> None:
        super().setUpTestData()
        for lead, day in ((cls.lead, date(2026, 1, 31)), (cls.bens, date(2026, 2, 1)), (cls.zoes, date(2026, 1, 1))):
            edit(lead, by=cls.maya, expected_closing=day)

    def pivot(self, down: str, across: str = "", measures: str = "count", user=None) -> Pivot:
        user = user or self.maya
        split = [[dimension(LEAD, key) for key in keys.split(",") if key] for keys in (down, across)]
        chosen = [measure(LEAD, key) for key in measures.split(",")]
        return Pivot(Lead.objects.visible_to(user), Asker.of(user), *split, chosen)

    def test_weeks_begin_as_the_user_wants_them(self):
        self.maya.first_weekday = User.Weekday.SUNDAY
        saturday, sunday = date(2026, 1, 31), date(2026, 2, 1)
        Lead.objects.filter(pk=self.zoes.pk).update(expected_closing=None)
        for key in ("expected_closing:week", "created:week"):
            with self.subTest(key=key):
                for lead, day in ((self.lead, saturday), (self.bens, sunday)):
                    at = datetime.combine(day, time(12), UTC)
                    Lead.objects.filter(pk=lead.pk).update(expected_closing=day, created_at=at)
                found = self.pivot(key)
                own = [group for group in found.row_keys if group[0] in (date(2026, 1, 25), sunday)]
                self.assertEqual([found.at(group, ()).figures for group in own], [[1], [1]])
                for group in own:
                    self.assert_found_again(found, group)

    def test_rows_are_counted_and_added_up_in_groups(self):
        found = self.pivot("owner", measures="count,expected_revenue")
        figures = {key[0]: found.at(key, ()).figures for key in found.row_keys}
        self.assertEqual(figures, {self.ann.pk: [1, 1000], self.ben.pk: [1, 500], self.zoe.pk: [1, 200]})
        self.assertEqual(found.total.figures, [3, Decimal(1700)])

    def test_dates_are_grouped_by_their_unit_across(self):
        found = self.pivot("stage", "expected_closing:month", "expected_revenue")
        january, february = (date(2026, 1, 1),), (date(2026, 2, 1),)
        self.assertEqual(found.column_keys, [january, february])
        self.assertEqual(found.at((self.new.pk,), january).figures, [1200])
        self.assertEqual(found.column_total(february).figures, [500])
        names = found.names(found.across, found.column_keys)[0]
        self.assertEqual(names[date(2026, 1, 1)], "January 2026")

    def test_every_unit_finds_the_rows_of_its_groups_again(self):
        for unit in ("day", "week", "month", "quarter", "year"):
            for key in (f"expected_closing:{unit}", f"created:{unit}"):
                found = self.pivot(key)
                for group in found.row_keys:
                    with self.subTest(key=key, group=group):
                        self.assert_found_again(found, group)

    def test_every_group_of_every_dimension_finds_its_rows_again(self):
        edit(self.lead, by=self.maya, tags=Tag.objects.all()[:2], country="FR", source="Fair")
        for one in dimensions_of(LEAD):
            found = self.pivot(one.key)
            for group in found.row_keys:
                with self.subTest(key=one.key, group=group):
                    self.assert_found_again(found, group)

    def assert_found_again(self, found: Pivot, group: tuple) -> None:
        condition = parsing.parse("lead", found.down[0].criterion(group[0]))
        rows = fitting(Lead.objects.visible_to(self.maya), condition, found.asker)
        self.assertEqual(rows.count(), found.at(group, ()).figures[0])

    def test_a_record_with_several_tags_counts_once_under_each_and_once_in_the_total(self):
        product, software = Tag.objects.order_by("id")[:2]
        edit(self.lead, by=self.maya, tags=[product, software])
        found = self.pivot("tags", measures="count,expected_revenue")
        self.assertEqual(found.at((product.pk,), ()).figures, [1, 1000])
        self.assertEqual(found.at((software.pk,), ()).figures, [1, 1000])
        self.assertEqual(found.at((None,), ()).figures, [2, 700])
        self.assertEqual(found.total.figures, [3, Decimal(1700)])

    def test_averages_are_joined_by_how_many_they_were_made_of(self):
        create(by=self.ann, owner=self.ann, title="More", probability=Decimal(90))
        found = self.pivot("owner", "stage", "probability")
        self.assertEqual(found.row_total((self.ann.pk,)).figures, [50])
        self.assertEqual(found.total.figures, [30])

    def test_records_are_grouped_by_the_industry_of_their_company(self):
        for name, industry in (("Acme", "Food"), ("Beta", "")):
            company = create_company(by=self.maya, name=name, industry=industry)
            create(by=self.maya, title="Deal", owner=self.ann, company=company)
        self.assertIn("company.industry", [one.key for one in dimensions_of(LEAD)])
        found = self.pivot("company.industry")
        self.assertEqual({key[0]: found.at(key, ()).figures for key in found.row_keys}, {"Food": [1], None: [4]})
        for group in found.row_keys:
            self.assert_found_again(found, group)

    def test_days_late_count_from_the_expected_closing_to_the_real_one_or_to_today(self):
        def late(day: date, closed: date | None = None):
            lead = create(by=self.maya, title="Deal", owner=self.zoe, source="Late", expected_closing=day)
            if closed:
                mark_lost(lead, by=self.maya)
                Lead.objects.filter(pk=lead.pk).update(closed_at=datetime.combine(closed, time(12), UTC))
            found = Lead.objects.filter(pk=lead.pk).aggregate(days=measure(LEAD, "days_late").expression())
            return found["days"]

        today = now().date()
        self.assertEqual(late(today - timedelta(days=3)), 3)
        self.assertEqual(late(today + timedelta(days=3)), 0)
        self.assertEqual(late(date(2026, 1, 30), date(2026, 2, 2)), 3)
        self.assertEqual(late(date(2026, 2, 2), date(2026, 1, 30)), 0)
        undated = Lead.objects.filter(pk=create(by=self.maya, title="Undated", owner=self.zoe).pk)
        self.assertIsNone(undated.aggregate(days=measure(LEAD, "days_late").expression())["days"])

    def test_too_many_groups_leave_the_largest_and_the_others_whose_sum_is_right(self):
        with mock.patch.object(pivot, "GROUPS_AT_MOST", 2):
            found = self.pivot("owner", measures="expected_revenue")
            self.assertEqual(found.row_keys, [(self.ann.pk,), (OTHERS,)])
            self.assertEqual(found.at((OTHERS,), ()).figures, [700])
            self.assertEqual(found.row_total((OTHERS,)).figures, [700])

    def test_too_wide_a_question_is_refused(self):
        with mock.patch.object(pivot, "CELLS_AT_MOST", 2), self.assertRaisesMessage(Refused, "This is too wide"):
            self.pivot("owner").row_keys  # noqa: B018 (asking is the test)

    def test_totals_reveal_nothing_hidden(self):
        self.assertEqual(self.pivot("owner", user=self.zoe).total.figures, [1])

    def test_nothing_found_is_nothing(self):
        found = self.pivot("owner", "stage", "expected_revenue,probability", user=self.otto)
        self.assertEqual((found.row_keys, found.total.figures), ([], [0, None]))

    def test_every_measure_is_asked_of_both_databases(self):
        keys = ",".join(one.key for one in measures_of(LEAD))
        self.assertEqual(len(self.pivot("stage", measures=keys).total.figures), len(measures_of(LEAD)))

    def test_whole_days_are_rounded_down(self):
        Lead.objects.filter(pk=self.lead.pk).update(
            created_at="2026-01-01T12:00:00+00:00", assigned_at="2026-01-03T11:59:00+00:00"
        )
        found = self.pivot("owner", measures="days_to_assign")
        self.assertEqual(found.at((self.ann.pk,), ()).figures, [1])

    def test_stages_stand_in_their_order(self):
        self.new.sequence = 50
        self.new.save()
        create(by=self.ann, title="Q", stage=self.qualified)
        self.assertEqual(self.pivot("stage").row_keys, [(self.qualified.pk,), (self.new.pk,)])

    def test_what_cannot_be_grouped_or_measured_is_refused(self):
        for wrong in ("xyz", "title", "created:decade", "owner.password", ""):
            with self.subTest(key=wrong), self.assertRaises(Refused):
                dimension(LEAD, wrong)
        for wrong in ("xyz", "title", "owner"):
            with self.subTest(key=wrong), self.assertRaises(Refused):
                measure(LEAD, wrong)


class FiguresDoorsTest(PipelineTestCase):
    def setUp(self) -> None:
        self.client.force_login(self.maya)

    def shown(self, view: str = "pivot", **query: str):
        return self.client.get(reverse(f"pipeline:{view}", query={"scope": "all"} | query))

    def test_the_pivot_shows_figures_that_lead_to_their_records(self):
        shown = self.shown(rows="owner", cols="", measures="count,expected_revenue")
        self.assertContains(shown, "€1,000")
        self.assertContains(shown, "€1,700")
        address = re.search(r'href="(/leads/\?[^"]+)">1</a>', shown.text)[1]
        found = self.client.get(html.unescape(address))
        self.assertContains(found, "Forklifts")
        self.assertNotContains(found, "Scanners")

    def test_the_graph_carries_the_same_figures(self):
        shown = self.shown("graph", rows="owner", cols="", measures="expected_revenue", chart="pie")
        figures = orjson.loads(html.unescape(re.search(r'data-figures="([^"]+)"', shown.text)[1]))
        self.assertEqual(figures["type"], "pie")
        self.assertEqual(figures["labels"], ["Ann", "Ben", "Zoe"])
        self.assertEqual(figures["series"][0]["data"], [1000, 500, 200])
        self.assertEqual(len(figures["links"]), 3)

    def test_a_pie_has_no_more_slices_than_can_be_told_apart(self):
        for number in range(20):
            create(by=self.ann, title="D", source=f"Source {number:02}", expected_revenue=1000 + number)
        shown = self.shown("graph", rows="source", cols="", measures="expected_revenue", chart="pie")
        figures = orjson.loads(html.unescape(re.search(r'data-figures="([^"]+)"', shown.text)[1]))
        data = figures["series"][0]["data"]
        self.assertEqual((len(data), figures["labels"][-1], figures["links"][-1]), (12, "Others", ""))
        self.assertEqual(sum(data), 1700 + sum(range(1000, 1020)))
        self.assertIn("Source 19", figures["labels"])
        self.assertNotIn("Source 00", figures["labels"])

    def test_rows_and_columns_are_swapped_by_a_link(self):
        for asked, swapped in (
            ({"rows": "stage,team", "cols": "owner"}, {"rows": "owner,team", "cols": "stage"}),
            ({"rows": "stage", "cols": "-"}, {"rows": "-", "cols": "stage"}),
            ({"rows": "-", "cols": "stage"}, {"rows": "stage", "cols": "-"}),
        ):
            with self.subTest(asked=asked):
                page = self.shown(**asked).content.decode()
                href = re.search(r'<a[^>]*id="figures-swap"[^>]*>', page)
                self.assertIsNotNone(href)
                for name, value in swapped.items():
                    self.assertIn(f"{name}={quote(value, safe='')}", href[0])

    def test_a_pivot_has_up_to_four_dimensions(self):
        page = self.shown(rows="stage,owner", cols="team").content.decode()
        choices = re.findall(r'id="figures-(rows|cols)-\d"', page)
        self.assertEqual(choices, ["rows", "rows", "rows", "cols"])
        self.assertEqual(self.shown(rows="stage,owner,country", cols="team").status_code, 200)

    def test_the_graph_says_how_its_figures_are_written(self):
        for asked, kind in (("count", "number"), ("expected_revenue", "money"), ("probability", "percent")):
            page = html.unescape(self.shown("graph", measures=asked).content.decode())
            figures = orjson.loads(re.search(r'data-figures="({.*})"', page)[1])
            self.assertEqual((figures["kind"], figures["currency"]), (kind, "EUR"))

    def test_the_search_and_the_conditions_narrow_the_figures(self):
        said = '{"all":[{"f":"expected_revenue","op":">","v":300}]}'
        self.assertContains(self.shown(rows="owner", cols="", measures="expected_revenue", f=said), "€1,500")

    def test_figures_are_downloaded_for_a_spreadsheet(self):
        edit(self.lead, by=self.ann, source="=1+1")
        answer = self.shown(rows="source", cols="", measures="count,expected_revenue", download="csv")
        lines = answer.content.decode("utf-8-sig").splitlines()
        self.assertEqual(lines, ["Source,Count,Expected revenue", "'=1+1,1,1000", "None,2,700", "Total,3,1700"])
        book = load_workbook(BytesIO(self.shown(rows="owner", cols="", measures="count", download="xlsx").content))
        head, *_lines, total = book.active.values
        self.assertEqual((head, total), (("Salesperson", "Count"), ("Total", 3)))

    def test_nothing_found_shows_a_way_on(self):
        self.assertContains(self.shown(q="nothing like this"), "Nothing fits this filter.")

    def test_nonsense_is_refused_and_strangers_find_nothing(self):
        for query in ({"rows": "xyz"}, {"measures": "title"}, {"rows": "owner,stage,team,source"}):
            self.assertEqual(self.shown(**query).status_code, 409, query)
        self.client.force_login(self.otto)
        self.assertEqual(self.shown().status_code, 404)

    def test_more_records_ask_no_more_questions(self):
        self.shown()
        counts = []
        for number in (5, 30):
            for one in range(number):
                create(by=self.ann, owner=self.ann, title=f"D{one}", expected_closing=date(2026, 1 + one % 12, 1))
            with CaptureQueriesContext(connection) as asked:
                self.shown(rows="owner", cols="expected_closing:month")
            counts.append(len(asked))
        self.assertEqual(counts[0], counts[1])
