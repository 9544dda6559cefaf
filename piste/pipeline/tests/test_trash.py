from datetime import timedelta

from django.urls import reverse

from piste.activities.models import Activity
from piste.history.models import Event
from piste.kernel.clock import now
from piste.messages.models import Follower, Note, Notice
from piste.messages.verbs.notes import write_note
from piste.pipeline.jobs import empty_trash
from piste.pipeline.models import Lead
from piste.pipeline.tests.doors import DoorTestCase
from piste.pipeline.tests.test_closing import planned
from piste.pipeline.verbs.storing import trash


class TrashTest(DoorTestCase):
    def test_managers_see_what_lies_there_and_put_it_back(self):
        trash(self.lead, by=self.maya)
        self.assertEqual(self.client.get(reverse("pipeline:trashed")).status_code, 404)
        self.client.force_login(self.maya)
        self.assertContains(self.client.get(reverse("pipeline:trashed")), "Forklifts")
        response = self.client.post(reverse("pipeline:untrash", args=[self.lead.pk]), follow=True)
        self.assertContains(response, "Taken out of the trash")
        self.assertNotContains(self.client.get(reverse("pipeline:trashed")), "Forklifts")

    def test_those_that_are_ticked_are_put_back_together(self):
        for lead in (self.lead, self.bens, self.zoes):
            trash(lead, by=self.maya)
        sent = {"ids": [self.lead.pk, self.bens.pk]}
        door = reverse("pipeline:put_back")
        self.assertEqual(self.client.post(door, sent).status_code, 404)
        self.client.force_login(self.maya)
        page = self.client.get(reverse("pipeline:trashed"))
        self.assertContains(page, 'form="put-back"', count=3)
        answer = self.client.post(door, sent, follow=True)
        self.assertContains(answer, "Put back: 2 records")
        self.assertContains(answer, 'form="put-back"', count=1)
        self.assertEqual(self.client.post(door, {}).status_code, 409)

    def test_its_page_says_so_and_shows_it_to_those_who_may_bring_it_back(self):
        write_note(self.lead, by=self.ann, body="<div>Call them in May</div>")
        trash(self.lead, by=self.maya)
        page = reverse("pipeline:lead", args=[self.lead.pk])
        self.assertEqual(self.client.get(page).status_code, 404)
        self.client.force_login(self.maya)
        shown = self.client.get(page)
        self.assertContains(shown, "In the trash since")
        self.assertContains(shown, reverse("pipeline:untrash", args=[self.lead.pk]))
        self.assertContains(shown, "Call them in May")
        for door in ("edit/title/", "won/", "trash/", "assign/"):
            self.assertNotContains(shown, f"{page}{door}")
        timeline = reverse("messages:timeline", args=["lead", self.lead.pk])
        self.assertEqual(self.client.get(timeline, {"kind": "notes"}).status_code, 200)
        self.assertRedirects(self.client.post(reverse("pipeline:untrash", args=[self.lead.pk])), page)

    def test_an_open_page_of_it_is_drawn_anew_as_a_whole(self):
        trash(self.lead, by=self.maya)
        answer = self.get("pipeline:lead", self.lead.pk, as_user=self.maya)
        self.assertEqual(answer.headers["HX-Refresh"], "true")
        panel = self.get("activities:panel", "lead", self.lead.pk, as_user=self.maya)
        self.assertEqual((panel.status_code, panel.content), (200, b""))
        self.assertEqual(self.get("activities:panel", "lead", self.lead.pk, as_user=self.ann).status_code, 404)

    def test_after_thirty_days_it_goes_for_good_with_what_it_owns(self):
        planned(self.lead, self.ann, 1)
        planned(self.bens, self.ben, 1)
        write_note(self.lead, by=self.ben, body="<div>Hello</div>")
        trash(self.lead, by=self.maya)
        trash(self.bens, by=self.maya)
        Lead._base_manager.filter(pk=self.lead.pk).update(deleted_at=now() - timedelta(days=31))
        empty_trash.call()
        self.assertEqual(set(Lead._base_manager.values_list("pk", flat=True)), {self.bens.pk, self.zoes.pk})
        for model in (Activity, Note, Follower):
            self.assertFalse(model._base_manager.filter(thread_noun="lead", thread_id=self.lead.pk).exists(), model)
        self.assertFalse(Notice._base_manager.filter(event__thread_id=self.lead.pk).exists())
        self.assertTrue(Activity.objects.filter(thread_id=self.bens.pk).exists())

    def test_its_events_stay_and_tell_that_it_is_gone(self):
        trash(self.lead, by=self.maya)
        Lead._base_manager.filter(pk=self.lead.pk).update(deleted_at=now() - timedelta(days=31))
        empty_trash.call()
        names = Event.objects.filter(noun="lead", row_id=self.lead.pk).order_by("id").values_list("name", flat=True)
        self.assertEqual(list(names), ["lead.created", "lead.deleted", "lead.purged"])
