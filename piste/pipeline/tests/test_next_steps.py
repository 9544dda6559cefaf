import re
from datetime import time, timedelta

from django.urls import reverse

from piste.accounts.verbs.editing import edit as edit_user
from piste.activities.models import Activity, ActivityType
from piste.activities.verbs.finishing import done
from piste.activities.verbs.planning import plan, plan_many, reassign
from piste.activities.verbs.rescheduling import snooze
from piste.contacts.verbs.creating import create_company
from piste.history.undo import undo
from piste.kernel.clock import today
from piste.kernel.refusals import Refused
from piste.pipeline import totals
from piste.pipeline.models import Lead
from piste.pipeline.tests.cast import PipelineTestCase
from piste.pipeline.verbs.editing import edit


class NextStepTest(PipelineTestCase):
    @classmethod
    def setUpTestData(cls):
        super().setUpTestData()
        cls.phone = ActivityType.objects.get(name_en="Call")

    def tearDown(self):
        self.assertEqual(totals.differences(), {})

    def planned(self, days, **values):
        return plan(self.lead, by=self.ann, type=self.phone, due_on=today(self.ann) + timedelta(days=days), **values)

    def shown(self):
        self.lead.refresh_from_db()
        return self.lead.next_activity, self.lead.next_due

    def test_the_card_shows_the_earliest_and_follows_every_change(self):
        later, sooner = self.planned(5), self.planned(2)
        self.assertEqual(self.shown(), (sooner, sooner.due))
        snooze(sooner, by=self.ann, until=today(self.ann) + timedelta(days=9))
        self.assertEqual(self.shown(), (later, later.due))
        done(later, by=self.ann)
        self.assertEqual(self.shown(), (sooner, sooner.due))
        undo(later.last_event.change_set, by=self.ann)
        self.assertEqual(self.shown()[0], later)

    def test_of_one_day_the_one_with_an_hour_comes_first(self):
        self.planned(2)
        timed = self.planned(2, due_time=time(14, 0))
        self.assertEqual(self.shown()[0], timed)

    def test_who_moves_to_another_zone_moves_the_due_days_of_his_cards(self):
        activity = self.planned(2)
        edit_user(self.ann, by=self.ann, time_zone="Pacific/Auckland")
        self.assertEqual(activity.due - self.shown()[1], timedelta(hours=13))
        undo(self.ann.last_event.change_set, by=self.ann)
        self.assertEqual(self.shown()[1], activity.due)

    def test_who_has_no_access_to_the_record_is_refused(self):
        with self.assertRaisesMessage(Refused, "Zoe has no access to 1 record"):
            self.planned(2, assignee=self.zoe)
        with self.assertRaisesMessage(Refused, "Zoe has no access"):
            reassign(self.planned(2), by=self.ann, assignee=self.zoe)
        with self.assertRaisesMessage(Refused, "Ann has no access to 2 records"):
            plan_many(Lead.objects.visible_to(self.maya), by=self.maya, type=self.phone, assignee=self.ann)
        self.assertEqual(self.planned(2, assignee=self.otto).assignee, self.otto)

    def test_a_stranger_finds_no_door(self):
        activity = self.planned(2)
        self.client.force_login(self.zoe)
        for route, args in (
            ("plan", ["lead", self.lead.pk]),
            ("panel", ["lead", self.lead.pk]),
            ("popover", ["lead", self.lead.pk]),
            ("done", [activity.pk]),
            ("edit", [activity.pk]),
        ):
            self.assertEqual(self.client.get(reverse(f"activities:{route}", args=args)).status_code, 404, route)
        self.assertFalse(Activity.objects.visible_to(self.zoe).exists())

    def test_the_assignee_sees_his_activity_and_not_the_record(self):
        self.planned(0, assignee=self.otto, summary="Till drivers")
        self.client.force_login(self.otto)
        shown = self.client.get(reverse("activities:my_day"))
        self.assertContains(shown, "Till drivers")
        self.assertNotContains(shown, "Forklifts")

    def test_a_selection_gets_one_activity_each_be_it_ticked_or_all_that_fits_the_filter(self):
        self.client.force_login(self.maya)
        door, htmx = reverse("finding:many", args=["lead", "plan"], query={"scope": "all"}), {"HX-Request": "true"}
        asked = self.client.post(door, {"ids": [self.lead.pk, self.bens.pk]}, headers=htmx)
        self.assertContains(asked, "2 records")
        self.assertEqual(asked.headers["HX-Retarget"], "#dialog")
        everything = self.client.post(door, {"ids": [self.lead.pk], "all": "1"}, headers=htmx)
        taken = re.search(r'name="ids" value="([\d,]+)"', everything.text)
        # All that fits comes in no order of its own.
        self.assertEqual({int(key) for key in taken[1].split(",")}, {self.lead.pk, self.bens.pk, self.zoes.pk})

    def test_a_customer_shows_the_next_steps_of_his_records_that_one_sees(self):
        company = create_company(by=self.maya, name="Maison Verdier")
        for lead, owner in ((self.lead, self.ann), (self.zoes, self.zoe)):
            edit(lead, by=self.maya, company=company)
            plan(lead, by=owner, type=self.phone, summary=f"Ring {owner}")
        plan(company, by=self.ben, type=self.phone, summary="Ring the customer")
        self.client.force_login(self.ann)
        shown = self.client.get(reverse("activities:panel", args=["company", company.pk]))
        self.assertContains(shown, "Ring the customer")
        self.assertContains(shown, "Ring Ann")
        self.assertContains(shown, "Forklifts")
        self.assertNotContains(shown, "Ring Zoe")
