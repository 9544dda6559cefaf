from datetime import timedelta

from django.urls import reverse

from piste.activities.models import Activity
from piste.activities.tests.doors import HTMX, DoorTestCase
from piste.activities.verbs.finishing import done
from piste.activities.verbs.types import edit_type
from piste.kernel.clock import today


class ActDoorsTest(DoorTestCase):
    def test_done_keeps_the_feedback_and_offers_undo(self):
        response = self.post("done", self.call.pk, feedback="Agreed", minutes=12)
        self.call.refresh_from_db()
        self.assertEqual((self.call.state, self.call.feedback, self.call.minutes), ("done", "Agreed", 12))
        told = self.told(response)
        self.client.post(told["toast"]["undo"], headers=HTMX)
        self.call.refresh_from_db()
        self.assertTrue(self.call.is_open)

    def test_a_tick_leaves_the_dialog_open(self):
        self.assertNotIn("closeDialog", self.told(self.post("done", self.call.pk, quick="yes")))

    def test_without_htmx_a_tick_goes_back_to_the_list(self):
        headers = {"Referer": "http://testserver" + reverse("activities:my_day")}
        response = self.post("done", self.call.pk, headers=headers, quick="yes")
        self.assertRedirects(response, reverse("activities:my_day"))

    def test_done_twice_is_refused_with_who_was_first(self):
        done(self.call, by=self.ben)
        response = self.post("done", self.call.pk)
        self.assertEqual(response.status_code, 409)
        self.assertIn("Ben already did this", self.told(response)["toast"]["text"])
        for route in ("done", "edit", "cancel", "snooze"):
            self.assertEqual(self.part(route, self.call.pk).status_code, 409)

    def test_done_and_next_goes_on_with_what_is_suggested(self):
        edit_type(self.phone, by=self.maya, suggested_next=[self.todo])
        response = self.post("done", self.call.pk, next="yes")
        self.assertContains(response, "Schedule activity")
        self.assertContains(response, f'name="follows" value="{self.call.pk}"')
        self.assertRegex(response.content.decode(), rf'value="{self.todo.pk}" checked')
        self.assertIn("Done: Call back", self.told(response)["toast"]["text"])
        self.post("plan", "company", self.verdier.pk, **self.sent(follows=self.call.pk))
        self.assertEqual(Activity.objects.get(summary="Ring").follows, self.call)

    def test_done_and_next_shows_what_was_created_at_once(self):
        edit_type(self.phone, by=self.maya, triggered_next=self.mail)
        response = self.post("done", self.call.pk, next="yes")
        self.assertEqual(response.status_code, 204)
        self.assertIn("Planned: E-mail", self.told(response)["toast"]["text"])
        self.client.post(self.told(response)["toast"]["undo"], headers=HTMX)
        self.assertEqual(Activity.objects.open().get(), self.call)

    def test_somebody_outside_sales_does_what_he_was_given(self):
        given = self.planned(0, assignee=self.otto, summary="Till drivers")
        self.client.force_login(self.otto)
        self.assertContains(self.get("my_day"), "Till drivers")
        self.assertNotContains(self.get("my_day"), "Maison Verdier")
        self.assertNotContains(self.part("done", given.pk), "Done and next")
        self.assertEqual(self.post("snooze", given.pk, until="tomorrow").status_code, 204)
        self.assertEqual(self.part("edit", given.pk).status_code, 200)
        response = self.post("done", given.pk, next="yes")
        self.client.post(self.told(response)["toast"]["undo"], headers=HTMX)
        given.refresh_from_db()
        self.assertTrue(given.is_open)
        for route in ("done", "edit", "cancel", "snooze"):
            self.assertEqual(self.part(route, self.call.pk).status_code, 404)

    def test_who_only_reads_finds_no_door(self):
        self.client.force_login(self.olga)
        for route in ("done", "edit", "cancel", "snooze"):
            self.assertEqual(self.post(route, self.call.pk).status_code, 404)

    def test_minutes_are_a_number(self):
        self.assertEqual(self.post("done", self.call.pk, minutes="-1", feedback="Kept").status_code, 422)
        self.assertContains(self.post("done", self.call.pk, minutes="x", feedback="Kept"), "Kept", status_code=422)

    def test_edit_shows_what_there_is_and_saves(self):
        self.assertContains(self.part("edit", self.call.pk), "Call back")
        response = self.post("edit", self.call.pk, seen=1, **self.sent())
        self.assertEqual(response.status_code, 204)
        self.call.refresh_from_db()
        self.assertEqual(self.call.summary, "Ring")

    def test_an_edit_over_a_newer_one_is_refused_beside_the_field(self):
        self.post("edit", self.call.pk, seen=1, **self.sent(summary="First"))
        response = self.post("edit", self.call.pk, seen=1, **self.sent(summary="Second"))
        self.assertContains(response, "Ann changed", status_code=422)

    def test_what_one_did_not_touch_is_left_to_whoever_changed_it(self):
        shown = self.part("edit", self.call.pk).content.decode()
        self.assertIn('name="initial-summary" value="Call back"', shown)
        seen = {f"initial-{name}": value for name, value in self.sent(summary="Call back").items()}
        self.post("edit", self.call.pk, seen=1, **self.sent(summary="Ring them"))
        response = self.post("edit", self.call.pk, seen=1, **seen, **self.sent(summary="Call back", due_time="14:30"))
        self.assertEqual(response.status_code, 204)
        self.call.refresh_from_db()
        self.assertEqual((self.call.summary, str(self.call.due_time)), ("Ring them", "14:30:00"))

    def test_who_saves_once_more_after_the_refusal_means_it(self):
        self.post("edit", self.call.pk, seen=1, **self.sent(summary="First"))
        refused = self.post("edit", self.call.pk, seen=1, **self.sent(summary="Second"))
        self.assertContains(refused, 'name="seen" value="2"', status_code=422)
        self.assertEqual(self.post("edit", self.call.pk, seen=2, **self.sent(summary="Second")).status_code, 204)

    def test_cancel_keeps_the_reason(self):
        self.assertContains(self.part("cancel", self.call.pk), "Cancel activity")
        self.assertEqual(self.post("cancel", self.call.pk, reason="They called").status_code, 204)
        self.call.refresh_from_db()
        self.assertEqual(self.call.state, "cancelled")

    def test_snooze_knows_names_and_days(self):
        day = today(self.ann) + timedelta(days=9)
        for until, due in (("tomorrow", today(self.ann) + timedelta(days=1)), (str(day), day)):
            self.assertEqual(self.post("snooze", self.call.pk, until=until).status_code, 204)
            self.call.refresh_from_db()
            self.assertEqual(self.call.due_on, due)
        self.assertContains(self.post("snooze", self.call.pk, until="soon"), "Type a date", status_code=422)
        past = str(today(self.ann) - timedelta(days=1))
        self.assertContains(self.post("snooze", self.call.pk, until=past), "Choose today", status_code=422)
