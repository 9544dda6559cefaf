"""Activities on their days; companies and people by what is planned on them."""

import json
import re
from datetime import timedelta
from html import unescape
from unittest import mock

from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.formats import date_format

from piste.activities.models import ActivityType
from piste.activities.next_steps import next_steps, without_step
from piste.activities.verbs.finishing import done
from piste.activities.verbs.planning import plan
from piste.activities.views.of_records import page
from piste.contacts.models import Company
from piste.contacts.verbs.creating import create_company, create_person
from piste.finding.asked import conditions, fitting
from piste.history.models import ChangeSet
from piste.history.undo import undo
from piste.kernel.clock import today
from piste.kernel.refusals import Refused
from piste.testing import CastTestCase

HTMX = {"HX-Request": "true"}


class RecordsCase(CastTestCase):
    @classmethod
    def setUpTestData(cls):
        super().setUpTestData()
        cls.call, cls.mail = (ActivityType.objects.get(name_en=name) for name in ("Call", "E-mail"))
        cls.acme, cls.bolt = (create_company(by=cls.ann, name=name) for name in ("Acme", "Bolt"))
        cls.day = today(cls.ann)

    def setUp(self):
        self.client.force_login(self.ann)

    def plan(self, record, days=0, by=None, **values):
        return plan(
            record, by=by or self.ann, type=values.pop("type", self.call), due_on=self.day + timedelta(days), **values
        )

    def get(self, route, **query):
        return self.client.get(reverse(f"activities:{route}", query=query))


class CalendarTest(RecordsCase):
    def test_activities_stand_on_their_deadlines_mine_at_first(self):
        self.plan(self.acme, summary="Ask for plans")
        self.plan(self.bolt, summary="Elsewhere", by=self.ben, assignee=self.ben)
        page = self.get("calendar")
        self.assertContains(page, "Ask for plans")
        self.assertContains(page, "1 activity")
        self.assertNotContains(page, "Elsewhere")
        self.assertContains(self.get("calendar", whose="all"), "Elsewhere")

    def test_an_activity_is_put_on_another_day_and_back(self):
        activity = self.plan(self.acme)
        door, later = reverse("activities:to_day", args=[activity.pk]), self.day + timedelta(days=4)
        answer = self.client.post(door, {"day": later.isoformat()}, headers=HTMX)
        self.assertIn("/undo", answer["HX-Trigger"])
        activity.refresh_from_db()
        self.assertEqual(activity.due_on, later)
        undo(ChangeSet.objects.latest("id"), by=self.ann)
        activity.refresh_from_db()
        self.assertEqual(activity.due_on, self.day)
        self.assertEqual(self.client.post(door, {"day": "soon"}, headers=HTMX).status_code, 409)

    def test_what_is_closed_is_not_moved(self):
        activity = self.plan(self.acme)
        done(activity, by=self.ann)
        door = reverse("activities:to_day", args=[activity.pk])
        self.assertEqual(self.client.post(door, {"day": "2027-01-01"}, headers=HTMX).status_code, 409)
        self.assertNotContains(self.get("calendar", state="done"), "data-move")

    def test_a_week_stands_beside_the_month(self):
        self.plan(self.acme, summary="This week")
        page = self.get("calendar", span="week")
        self.assertContains(page, "This week")
        self.assertContains(page, "calendar__day", count=None)
        self.assertEqual(page.content.decode().count("data-day="), 7)
        self.assertContains(self.get("calendar", span="week", month="2026-05-20"), 'data-day="2026-05-18"')
        self.assertEqual(self.get("calendar", span="week", month="nonsense").status_code, 200)

    def test_whoever_is_outside_of_sales_sees_his_own(self):
        self.client.force_login(self.otto)
        page = self.get("calendar")
        self.assertContains(page, reverse("activities:calendar"))
        self.assertNotContains(page, reverse("activities:pivot"))


class NextStepsTest(RecordsCase):
    def test_each_record_stands_once_by_the_earliest(self):
        first = self.plan(self.acme, 1)
        self.plan(self.acme, 2)
        tied = [self.plan(self.bolt, 3), self.plan(self.bolt, 3)]
        self.assertEqual(set(next_steps("company", Company.objects.all())), {first, tied[0]})
        done(first, by=self.ann)
        self.assertNotIn(first, next_steps("company", Company.objects.all()))

    def test_the_others_have_none(self):
        self.plan(self.acme)
        self.assertEqual(list(without_step("company", Company.objects.filter(pk=self.bolt.pk))), [self.bolt])
        self.assertFalse(without_step("company", Company.objects.filter(pk=self.acme.pk)))


class CompaniesAndPeopleTest(RecordsCase):
    def test_they_stand_on_the_day_of_their_next_activity(self):
        self.plan(self.acme, summary="First")
        self.plan(self.acme, 1, summary="Second")
        page = self.get("company_calendar")
        self.assertContains(page, "<span>Acme</span>")
        self.assertContains(page, 'title="Acme · First"')
        self.assertContains(page, "1 company")
        self.assertNotContains(page, "Bolt")
        self.assertNotContains(self.get("company_calendar", q="bolt"), "Acme")
        person = create_person(by=self.ann, first_name="Pia", last_name="Roux")
        self.plan(person)
        self.assertContains(self.get("person_calendar"), "Pia Roux")

    def test_more_of_a_day_leads_to_the_list_of_exactly_those_that_stand_on_it(self):
        step = self.plan(self.acme)
        self.plan(self.bolt)
        self.plan(create_company(by=self.ann, name="Acme two"), 1)
        fits = json.dumps({"f": "name", "op": "contains", "v": "acm"})
        for span in ("month", "week"):
            with self.none_shown():
                page = self.get("company_calendar", span=span, q="acme", f=fits)
            address = unescape(re.search(r'class="calendar__more" href="([^"]*)"', page.text)[1])
            self.assertTrue(address.startswith("/companies/?"), address)
            listed = self.client.get(address)
            self.assertContains(listed, f"Next activity on {date_format(step.due_on, 'SHORT_DATE_FORMAT')}")
            for name, shown in (("Acme", True), ("Bolt", False), ("Acme two", False)):
                (self.assertContains if shown else self.assertNotContains)(listed, f">{name}</a>")

    def test_they_are_asked_for_by_their_next_activity(self):
        self.plan(self.acme, 1)
        self.plan(self.acme, 40)
        self.plan(self.bolt, 40)
        spare = create_company(by=self.ann, name="Spare")
        for asked, found in (
            ({"op": "rel", "v": "next_7_days"}, [self.acme]),
            ({"op": "rel", "v": "overdue"}, []),
            ({"op": "empty"}, [spare]),
        ):
            rows = fitting(Company.objects.all(), "company", json.dumps({"f": "next_activity"} | asked), self.ann)
            self.assertEqual(list(rows), found, asked)
        for wrong in ({"op": "rel", "v": "someday"}, {"op": "on", "v": 7}):
            with self.assertRaisesMessage(Refused, "which does not exist"):
                conditions("company", json.dumps({"f": "next_activity"} | wrong))

    def none_shown(self):
        return mock.patch.multiple("piste.finding.calendar", ON_A_DAY=0, ON_A_LONG_DAY=0)

    def test_the_matrix_begins_with_the_oldest_deadline_and_ends_with_nothing_planned(self):
        create_company(by=self.ann, name="Aaa")
        self.plan(self.bolt, -2, type=self.mail)
        self.plan(self.acme, 3)
        shown = self.get("company_matrix").text
        places = [shown.index(f">{name}</a>") for name in ("Bolt", "Acme", "Aaa")]
        self.assertEqual(places, sorted(places))
        self.assertIn("Overdue: E-mail", shown)
        self.assertIn(reverse("activities:plan", args=["company", self.acme.pk], query={"type": self.mail.pk}), shown)

    def test_the_matrix_goes_on_from_planned_to_not_planned(self):
        for number in range(60):
            company = create_company(by=self.ann, name=f"Firm {number:02}")
            if number < 55:
                self.plan(company)
        seen, cursor = [], ""
        while True:
            found = page("company", Company.objects.filter(name__startswith="Firm"), cursor)
            seen += found.rows
            if not (cursor := found.following):
                break
        firms = Company.objects.filter(name__startswith="Firm")
        self.assertEqual(sorted(seen), sorted(firms.values_list("pk", flat=True)))
        self.assertEqual(seen[55:], list(firms.order_by("name")[55:].values_list("pk", flat=True)))
        answer = self.client.get(reverse("activities:company_matrix", query={"q": "firm"}))
        self.assertContains(answer, "cursor=")

    def test_layouts_and_views_stand_over_them(self):
        lists = self.client.get(reverse("contacts:companies"))
        for layout in ("calendar", "matrix"):
            door = reverse(f"activities:company_{layout}")
            self.assertContains(lists, f'href="{door}"')
            self.assertContains(self.client.get(door), f'href="{reverse("contacts:companies")}"')

    def test_it_is_for_sales(self):
        self.client.force_login(self.otto)
        for route in ("company_calendar", "person_matrix"):
            self.assertEqual(self.get(route).status_code, 404)

    def test_more_records_ask_no_more_questions(self):
        for route in ("company_calendar", "company_matrix", "calendar"):
            with self.subTest(route):
                self.get(route)
                counts = []
                for number in (3, 12):
                    for one in range(number):
                        self.plan(create_company(by=self.ann, name=f"C{number}-{one}"))
                    with CaptureQueriesContext(connection) as asked:
                        self.get(route)
                    counts.append(len(asked))
                self.assertEqual(counts[0], counts[1])
