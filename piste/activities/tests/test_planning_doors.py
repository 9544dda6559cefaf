from datetime import timedelta

from django.urls import reverse

from piste.activities.models import Activity
from piste.activities.tests.doors import HTMX, DoorTestCase
from piste.activities.verbs.types import archive_type, edit_type
from piste.contacts.verbs.storing import archive
from piste.kernel.clock import today


class PlanDoorTest(DoorTestCase):
    def test_the_dialog_is_filled_by_the_type(self):
        edit_type(self.phone, by=self.maya, summary="Ask the price")
        response = self.part("plan", "company", self.verdier.pk, type=self.phone.pk)
        self.assertContains(response, "Ask the price")
        self.assertContains(response, str(today(self.ann) + timedelta(days=2)))

    def test_a_plan_closes_the_dialog_and_tells_who_listens(self):
        response = self.post("plan", "company", self.verdier.pk, **self.sent())
        activity = Activity.objects.get(summary="Ring")
        about = {"noun": "company", "id": self.verdier.pk, "ids": [self.verdier.pk]}
        told = self.told(response)
        self.assertEqual(response.status_code, 204)
        self.assertEqual((told["activity-changed"], told["company-changed"]), (about, about))
        self.assertIn("closeDialog", told)
        self.assertIn("Planned: Ring", told["toast"]["text"])
        self.client.post(told["toast"]["undo"], headers=HTMX)
        self.assertNotIn(activity, Activity.objects.visible_to(self.ann))

    def test_without_htmx_it_leads_to_the_record(self):
        response = self.post("plan", "company", self.verdier.pk, headers={}, **self.sent())
        self.assertRedirects(response, self.verdier.get_absolute_url(), fetch_redirect_response=False)

    def test_who_does_not_see_the_record_or_only_reads_finds_no_door(self):
        for user in (self.otto, self.olga):
            self.client.force_login(user)
            self.assertEqual(self.get("plan", "company", self.verdier.pk).status_code, 404)
            self.assertEqual(self.post("plan", "company", self.verdier.pk, **self.sent()).status_code, 404)
        self.assertEqual(self.get("plan", "unicorn", 1).status_code, 404)

    def test_what_is_wrong_stands_beside_its_field(self):
        response = self.post("plan", "company", self.verdier.pk, **self.sent(due_on="soon"))
        self.assertContains(response, "Type a date, for example 2026-12-31.", status_code=422)
        response = self.post("plan", "company", self.verdier.pk, **self.sent(assignee=self.olga.pk))
        self.assertContains(response, "Olga only reads", status_code=422)
        self.assertContains(response, 'value="Ring"', status_code=422)

    def test_an_archived_type_is_not_offered(self):
        archive_type(self.phone, by=self.maya)
        response = self.post("plan", "company", self.verdier.pk, **self.sent())
        self.assertEqual(response.status_code, 422)

    def test_many_records_get_one_each(self):
        ids = f"{self.verdier.pk},{self.logis.pk}"
        self.assertContains(self.part("plan_many", "company", ids=ids), "2 records")
        self.assertContains(self.post("plan_many", "company", ids=ids), "2 records")
        response = self.post("plan_many", "company", ids=ids, **self.sent())
        self.assertEqual(Activity.objects.filter(summary="Ring").count(), 2)
        self.assertEqual(self.told(response)["company-changed"]["ids"], [self.verdier.pk, self.logis.pk])

    def test_of_many_records_only_those_that_one_sees(self):
        archive(self.logis, by=self.ann)
        self.post("plan_many", "company", ids=f"{self.verdier.pk},999", **self.sent())
        self.assertEqual(Activity.objects.get(summary="Ring").thread_id, self.verdier.pk)
        self.assertEqual(self.get("plan_many", "company", ids="999").status_code, 404)
        self.assertEqual(self.get("plan_many", "company", ids="one").status_code, 404)

    def test_a_new_activity_begins_with_its_record(self):
        self.assertContains(self.part("new"), "New activity")
        self.assertContains(self.part("new", record=f"company-{self.verdier.pk}"), "Maison Verdier")
        response = self.get("new", record=f"company-{self.verdier.pk}")
        self.assertRedirects(response, reverse("activities:plan", args=["company", self.verdier.pk]))


class FillTest(DoorTestCase):
    """03.6"""

    @classmethod
    def setUpTestData(cls):
        super().setUpTestData()
        edit_type(cls.phone, by=cls.maya, summary="Ring", instructions="<b>Listen</b>")
        edit_type(cls.mail, by=cls.maya, summary="Write", instructions="Be brief", assignee=cls.ben)

    def filled(self, **other):
        typed = {"noun": "company", "ids": self.verdier.pk, "type": self.mail.pk, "was": self.phone.pk}
        before = {"summary": "Ring", "instructions": "<div><strong>Listen</strong></div>", "assignee": self.ann.pk}
        before["due_on"] = str(today(self.ann) + timedelta(days=2))
        response = self.post("fill", **(typed | before | other))
        return response.content.decode()

    def test_untouched_and_empty_fields_are_filled_anew(self):
        shown = self.filled(summary="")
        self.assertIn("Write", shown)
        self.assertIn("Be brief", shown)
        self.assertIn("Ben", shown)
        self.assertIn(str(today(self.ann)), shown)

    def test_what_was_typed_stays(self):
        day = str(today(self.ann) + timedelta(days=30))
        shown = self.filled(
            summary="Call the board", instructions="Slowly", assignee=self.zoe.pk, due_on=day, due_time="14:30"
        )
        for typed in ("Call the board", "Slowly", "Zoe", day, "14:30"):
            self.assertIn(typed, shown)
        self.assertNotIn("Write", shown)

    def test_the_next_change_compares_with_the_new_type(self):
        self.assertIn(f'name="was" value="{self.mail.pk}"', self.filled())

    def test_strangers_learn_nothing(self):
        self.client.force_login(self.otto)
        response = self.post("fill", noun="company", ids=self.verdier.pk, type=self.mail.pk)
        self.assertEqual(response.status_code, 404)


class OverlapTest(DoorTestCase):
    """03.12"""

    def warned(self, **other):
        typed = {"noun": "company", "ids": self.verdier.pk} | self.sent() | other
        return self.post("overlap", **typed).content.decode()

    def test_the_same_type_on_the_record_by_a_colleague(self):
        self.planned(5, user=self.ben, summary="Ben rings")
        self.assertIn("Ben already has “Ben rings”", self.warned())
        self.assertNotIn("Ben rings", self.warned(type=self.mail.pk))
        self.assertNotIn("Call back", self.warned())

    def test_another_hour_of_the_same_person(self):
        day = str(today(self.ann) + timedelta(days=3))
        self.planned(3, record=self.logis, type=self.mail, summary="Demo", due_time="14:00")
        self.assertIn("Demo", self.warned(due_on=day, due_time="14:20"))
        self.assertIn("Demo", self.warned(due_on=day, due_time="13:31"))
        self.assertNotIn("Demo", self.warned(due_on=day, due_time="14:30"))
        self.assertNotIn("Demo", self.warned(due_on=day))

    def test_an_hour_near_midnight_stays_on_its_day(self):
        day = str(today(self.ann) + timedelta(days=3))
        self.planned(3, type=self.mail, summary="Demo", due_time="23:50")
        self.assertIn("Demo", self.warned(due_on=day, due_time="23:55"))
        self.assertNotIn("Demo", self.warned(due_on=day, due_time="00:05"))

    def test_an_activity_does_not_collide_with_itself(self):
        day = str(today(self.ann) + timedelta(days=3))
        own = self.planned(3, type=self.mail, summary="Demo", due_time="14:00")
        self.assertNotIn("Demo", self.warned(activity=own.pk, due_on=day, due_time="14:00"))

    def test_half_a_form_is_no_error(self):
        self.assertEqual(self.post("overlap", noun="company", ids=self.verdier.pk, due_on="x").status_code, 200)
