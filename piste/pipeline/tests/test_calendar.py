"""The calendar and the activity matrix of the filtered records."""

from datetime import date, timedelta

from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from piste.accounts.models import User
from piste.activities.models import ActivityType
from piste.activities.verbs.planning import plan
from piste.finding.calendar import Days
from piste.kernel.clock import today
from piste.pipeline.models import Lead
from piste.pipeline.tests.cast import PipelineTestCase
from piste.pipeline.verbs.creating import create
from piste.pipeline.verbs.editing import edit

HTMX = {"HX-Request": "true"}


class CalendarTest(PipelineTestCase):
    def setUp(self) -> None:
        self.client.force_login(self.ann)
        self.phone = ActivityType.objects.get(name_en="Call")

    def month(self, month: str = "", **query: str):
        return self.client.get(reverse("pipeline:calendar", query={"month": month} | query))

    def moved(self, lead: Lead, day: str, by: str = "closing"):
        return self.client.post(reverse("pipeline:to_day", args=[lead.pk]), {"by": by, "day": day}, headers=HTMX)

    def test_a_month_has_whole_weeks_and_counts_what_it_does_not_show(self):
        for number in range(7):
            create(by=self.ann, owner=self.ann, title=f"Deal {number}", expected_closing=date(2026, 5, 1))
        month = Days(Lead.objects.visible_to(self.ann), "expected_closing", date(2026, 5, 20))
        self.assertEqual((month.begin, month.end), (date(2026, 4, 27), date(2026, 6, 1)))
        friday = month.weeks[0][4]
        self.assertEqual((friday.date, friday.count, len(friday.keys), friday.more), (date(2026, 5, 1), 7, 4, 3))
        shown = self.month("2026-05")
        self.assertContains(shown, "3 more")
        self.assertContains(shown, "7 opportunities")

    def test_its_weeks_begin_as_the_user_wants_them(self):
        User.objects.filter(pk=self.ann.pk).update(first_weekday=User.Weekday.SUNDAY)
        month = Days(Lead.objects.visible_to(self.ann), "expected_closing", date(2026, 5, 20), first=6)
        self.assertEqual((month.begin, month.end), (date(2026, 4, 26), date(2026, 6, 7)))
        shown = self.month("2026-05").text
        self.assertLess(shown.index('data-day="2026-04-26"'), shown.index('data-day="2026-04-27"'))
        self.assertLess(shown.index(">Sun<"), shown.index(">Mon<"))

    def test_it_shows_only_what_one_may_see(self):
        edit(self.zoes, by=self.zoe, expected_closing=date(2026, 5, 2))
        self.assertNotContains(self.month("2026-05", scope="all"), "Sensors")

    def test_a_deal_is_moved_to_another_day_and_back(self):
        edit(self.lead, by=self.ann, expected_closing=date(2026, 5, 2))
        answer = self.moved(self.lead, "2026-05-09")
        self.lead.refresh_from_db()
        self.assertEqual(self.lead.expected_closing, date(2026, 5, 9))
        self.assertIn("/undo", answer["HX-Trigger"])

    def test_by_next_activity_the_activity_is_moved(self):
        activity = plan(self.lead, by=self.ann, type=self.phone, due_on=today(self.ann))
        later = today(self.ann) + timedelta(days=3)
        self.assertEqual(self.moved(self.lead, later.isoformat(), by="next").status_code, 204)
        activity.refresh_from_db()
        self.assertEqual(activity.due_on, later)
        shown = self.month(f"{later:%Y-%m}", by="next")
        self.assertContains(shown, "Forklifts")
        self.assertEqual(self.moved(create(by=self.ann, title="Bare"), "2026-05-09", by="next").status_code, 404)

    def test_strangers_and_nonsense(self):
        self.assertEqual(self.moved(self.zoes, "2026-05-09").status_code, 404)
        self.assertEqual(self.moved(self.lead, "31/02/2026").status_code, 409)
        for month in ("2026-13", "x" * 7, "0000-01", "9999-12"):
            self.assertIn(self.month(month).status_code, (200, 409), month)
        self.client.force_login(self.otto)
        self.assertEqual(self.month().status_code, 404)

    def test_more_records_ask_no_more_questions(self):
        self.month("2026-05")
        counts = []
        for number in (10, 30):
            for one in range(number):
                create(by=self.ann, title=f"D{number}-{one}", expected_closing=date(2026, 5, 1 + one % 28))
            with CaptureQueriesContext(connection) as asked:
                self.month("2026-05")
            counts.append(len(asked))
        self.assertEqual(counts[0], counts[1])


class MatrixTest(PipelineTestCase):
    def setUp(self) -> None:
        self.client.force_login(self.ben)
        self.phone, self.mail = (ActivityType.objects.get(name_en=name) for name in ("Call", "E-mail"))

    def test_cells_tell_how_many_and_how_urgent(self):
        plan(self.lead, by=self.ann, type=self.phone, due_on=today(self.ann) - timedelta(days=2))
        plan(self.lead, by=self.ann, type=self.phone, due_on=today(self.ann) + timedelta(days=9))
        plan(self.bens, by=self.ben, type=self.mail, due_on=today(self.ben))
        shown = self.client.get(reverse("pipeline:matrix", query={"scope": "all"}))
        self.assertContains(shown, "Overdue: Call")
        self.assertContains(shown, "Today: E-mail")
        self.assertContains(shown, "<b>2</b>")
        # The oldest deadline first.
        self.assertLess(shown.text.index("Forklifts"), shown.text.index("Scanners"))
        self.assertNotContains(shown, "Sensors")

    def test_an_empty_cell_plans(self):
        shown = self.client.get(reverse("pipeline:matrix", query={"scope": "all"}))
        door = reverse("activities:plan", args=["lead", self.lead.pk], query={"type": self.phone.pk})
        self.assertContains(shown, door)

    def test_more_records_ask_no_more_questions(self):
        door = reverse("pipeline:matrix", query={"scope": "all"})
        self.client.get(door)
        counts: list[int] = []
        for number in (5, 30):
            for one in range(number):
                plan(create(by=self.ben, owner=self.ben, title=f"D{one}"), by=self.ben, type=self.phone)
            with CaptureQueriesContext(connection) as asked:
                self.client.get(door)
            counts.append(len(asked))
        self.assertEqual(counts[0], counts[1])
