from datetime import timedelta

from django.urls import reverse

from piste.activities.models import Activity
from piste.history.models import Event
from piste.history.undo import undo
from piste.kernel.clock import today
from piste.pipeline.models import LossReason
from piste.pipeline.tests.doors import DoorTestCase
from piste.pipeline.verbs.closing import mark_lost, mark_won
from piste.pipeline.verbs.editing import edit
from piste.pipeline.verbs.reasons import archive_reason
from piste.pipeline.verbs.storing import archive, trash

VERBS = ["won", "lost", "restore", "archive", "unarchive"]


class ClosingDoorsTest(DoorTestCase):
    def reloaded(self):
        self.lead.refresh_from_db()
        return self.lead

    def test_a_stranger_does_not_even_learn_that_it_exists(self):
        for verb in VERBS:
            with self.subTest(verb):
                response = self.post(f"pipeline:{verb}", self.lead.pk, as_user=self.zoe)
                self.assertEqual(response.status_code, 404)
        self.assertEqual(self.reloaded().outcome, "open")

    def test_an_observer_is_told_that_he_only_reads(self):
        for verb in VERBS:
            with self.subTest(verb):
                response = self.post(f"pipeline:{verb}", self.lead.pk, as_user=self.olga)
                self.assertEqual(response.status_code, 409)
                self.assertEqual(self.said(response), "You can read this record, but not change it. Owner: Ann.")

    def test_who_is_not_signed_in_is_sent_to_the_sign_in(self):
        self.client.logout()
        response = self.client.post(reverse("pipeline:won", args=[self.lead.pk]))
        self.assertEqual((response.status_code, response.url.split("?")[0]), (302, "/sign-in/"))

    def test_a_verb_s_address_only_asks_when_it_is_looked_at(self):
        for verb in ("won", "lost", "archive"):
            response = self.client.get(reverse(f"pipeline:{verb}", args=[self.lead.pk]))
            self.assertContains(response, "Forklifts")
        self.assertEqual((self.reloaded().outcome, self.lead.archived), ("open", False))

    def test_won_asks_for_what_is_empty_and_takes_no_for_an_answer(self):
        response = self.post("pipeline:won", self.lead.pk)
        self.assertEqual((response.status_code, response["HX-Retarget"]), (422, "#dialog"))
        self.assertContains(response, "expected_closing", status_code=422)
        self.assertNotContains(response, "expected_revenue", status_code=422)
        self.assertContains(response, '<input type="hidden" name="asked" value="True">', status_code=422)
        self.assertEqual(self.reloaded().outcome, "open")
        self.assertEqual(self.post("pipeline:won", self.lead.pk, asked="True").status_code, 204)
        self.assertEqual(self.reloaded().outcome, "won")

    def test_what_was_filled_in_on_the_way_is_part_of_the_win_and_of_its_undo(self):
        day = today(self.ann)
        self.post("pipeline:won", self.lead.pk, asked="True", expected_closing=day)
        self.assertEqual((self.reloaded().outcome, self.lead.expected_closing), ("won", day))
        undo(Event.objects.get(name="lead.won").change_set, by=self.ann)
        self.assertEqual((self.reloaded().outcome, self.lead.expected_closing), ("open", None))

    def test_won_without_anything_missing_wins_at_once_and_offers_undo(self):
        edit(self.lead, by=self.ann, expected_closing=today(self.ann))
        response = self.post("pipeline:won", self.lead.pk)
        self.assertEqual(response.status_code, 204)
        event = Event.objects.get(name="lead.won")
        self.assertEqual(self.events(response)["toast"]["undo"], reverse("history:undo", args=[event.change_set_id]))
        self.assertEqual(self.events(response)["lead-changed"], {"id": self.lead.pk})

    def test_a_wrong_figure_stays_in_its_field_with_the_reason(self):
        edit(self.lead, by=self.ann, expected_revenue=None)
        response = self.post("pipeline:won", self.lead.pk, asked="True", expected_revenue="-5")
        self.assertContains(response, 'value="-5"', status_code=422)
        self.assertEqual(self.reloaded().outcome, "open")

    def test_a_day_out_of_all_reason_too(self):
        response = self.post("pipeline:won", self.lead.pk, asked="True", expected_closing="1850-01-01")
        self.assertContains(response, "between 1900 and 2200", status_code=422)
        self.assertEqual(self.reloaded().outcome, "open")

    def test_won_on_a_won_record_says_so(self):
        mark_won(self.lead, by=self.ann, expected_closing=today(self.ann))
        response = self.post("pipeline:won", self.lead.pk)
        self.assertEqual((response.status_code, self.said(response)), (409, "This record is already won."))

    def test_lost_keeps_reason_and_note(self):
        response = self.post("pipeline:lost", self.lead.pk, reason=self.price.pk, note="Budget cut")
        self.assertEqual((response.status_code, self.said(response)), (204, "Lost: Too expensive"))
        self.assertEqual(self.reloaded().lost_reason, self.price)
        self.assertEqual(Event.objects.get(name="lead.lost").facts["note"], "Budget cut")

    def test_a_reason_is_made_on_the_spot_unless_it_is_there_already(self):
        self.post("pipeline:lost", self.lead.pk, new_reason=" too expensive ")
        self.assertEqual(self.reloaded().lost_reason, self.price)
        self.post("pipeline:lost", self.bens.pk, as_user=self.ben, new_reason="Wrong season")
        self.bens.refresh_from_db()
        self.assertEqual(self.bens.lost_reason.name, "Wrong season")

    def test_salespeople_make_no_reasons_where_that_is_switched_off(self):
        self.site.salespeople_create_reasons = False
        self.site.save()
        self.assertNotContains(self.get("pipeline:lost", self.lead.pk), "new_reason")
        self.post("pipeline:lost", self.lead.pk, new_reason="Wrong season")
        self.assertFalse(LossReason.objects.filter(name_en="Wrong season").exists())
        self.assertContains(self.get("pipeline:lost", self.lead.pk, as_user=self.maya), "new_reason")

    def test_trying_again_on_a_day_plans_a_follow_up_that_survives_the_loss(self):
        day = today(self.ann) + timedelta(days=90)
        self.post("pipeline:lost", self.lead.pk, again_on=day)
        follow_up = Activity.objects.open().get(thread_id=self.lead.pk)
        self.assertEqual((follow_up.due_on, follow_up.assignee, follow_up.survives_closing), (day, self.ann, True))
        self.assertEqual(self.reloaded().next_activity, follow_up)
        undo(Event.objects.get(name="lead.lost").change_set, by=self.ann)
        self.assertFalse(Activity.objects.open().exists())

    def test_a_day_that_is_past_is_refused_beside_its_field(self):
        response = self.post("pipeline:lost", self.lead.pk, again_on=today(self.ann))
        self.assertContains(response, "Choose a day after today.", status_code=422)
        self.assertEqual(self.reloaded().outcome, "open")

    def test_a_reason_that_is_none_is_refused(self):
        self.assertEqual(self.post("pipeline:lost", self.lead.pk, reason="99999").status_code, 422)

    def test_the_reason_of_a_lost_record_is_chosen_already_though_it_is_archived(self):
        mark_lost(self.lead, by=self.ann, reason=self.price)
        archive_reason(self.price, by=self.maya)
        dialog = self.get("pipeline:lost", self.lead.pk)
        self.assertContains(dialog, f'value="{self.price.pk}" id="id_reason_0" checked')
        self.assertNotContains(self.get("pipeline:lost", self.bens.pk, as_user=self.ben), "Too expensive")

    def test_a_lost_record_is_restored(self):
        mark_lost(self.lead, by=self.ann, reason=self.price)
        response = self.post("pipeline:restore", self.lead.pk)
        self.assertEqual((self.reloaded().outcome, self.said(response)), ("open", "Restored to New"))
        self.assertEqual(self.post("pipeline:restore", self.lead.pk).status_code, 409)

    def test_a_record_is_archived_and_taken_out_again(self):
        self.assertEqual(self.said(self.post("pipeline:archive", self.lead.pk)), "Archived")
        self.assertTrue(self.reloaded().archived)
        self.assertEqual(self.post("pipeline:archive", self.lead.pk).status_code, 409)
        self.post("pipeline:unarchive", self.lead.pk)
        self.assertFalse(self.reloaded().archived)

    def test_without_script_one_comes_back_to_the_record_with_the_toast(self):
        response = self.client.post(reverse("pipeline:archive", args=[self.lead.pk]), follow=True)
        self.assertEqual(response.request["PATH_INFO"], self.lead.get_absolute_url())
        self.assertContains(response, "Archived")


class TrashDoorsTest(DoorTestCase):
    def test_only_managers_delete(self):
        for user in (self.ann, self.zoe, self.olga):
            self.assertEqual(self.post("pipeline:trash", self.lead.pk, as_user=user).status_code, 404)
        response = self.post("pipeline:trash", self.lead.pk, as_user=self.maya)
        self.assertEqual(self.said(response), "Deleted. It stays in the trash for 30 days.")
        self.lead.refresh_from_db()
        self.assertIsNotNone(self.lead.deleted_at)

    def test_from_its_own_page_one_is_led_away(self):
        self.client.force_login(self.maya)
        url = f"http://testserver{self.lead.get_absolute_url()}"
        response = self.client.post(
            reverse("pipeline:trash", args=[self.lead.pk]), headers={"HX-Request": "true", "HX-Current-URL": url}
        )
        self.assertEqual(response["HX-Redirect"], reverse("pipeline:leads"))

    def test_only_managers_take_it_out_again(self):
        trash(self.lead, by=self.maya)
        self.assertEqual(self.post("pipeline:untrash", self.lead.pk, as_user=self.ann).status_code, 404)
        self.assertEqual(self.post("pipeline:untrash", self.lead.pk, as_user=self.maya).status_code, 204)
        self.lead.refresh_from_db()
        self.assertIsNone(self.lead.deleted_at)

    def test_what_is_archived_and_deleted_stays_archived(self):
        archive(self.lead, by=self.ann)
        self.post("pipeline:trash", self.lead.pk, as_user=self.maya)
        self.post("pipeline:untrash", self.lead.pk)
        self.lead.refresh_from_db()
        self.assertTrue(self.lead.archived)
