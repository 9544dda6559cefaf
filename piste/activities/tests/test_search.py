"""What hangs on records is found by whoever sees the record, with the words around what was typed."""

from datetime import timedelta

from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from piste.activities.tests.cast import ActivityTestCase
from piste.activities.verbs.finishing import done
from piste.activities.verbs.planning import edit
from piste.history.undo import undo
from piste.kernel.clock import today
from piste.messages.verbs.notes import delete_note, edit_note, log_call, write_note


class SearchTest(ActivityTestCase):
    @classmethod
    def setUpTestData(cls):
        super().setUpTestData()
        cls.note = write_note(cls.verdier, by=cls.ann, body="<p>They want an <b>ÉLÉVATEUR</b> in red &amp; blue</p>")

    def found(self, typed, user=None):
        self.client.force_login(user or self.ann)
        return self.client.get(reverse("search"), {"q": typed})

    def test_a_note_is_found_with_its_record_and_the_words_around(self):
        response = self.found("elevateur")
        self.assertContains(response, "Maison Verdier")
        self.assertContains(response, "<mark>ÉLÉVATEUR</mark>")
        self.assertContains(response, "red &amp; blue")
        self.assertContains(response, self.verdier.get_absolute_url())

    def test_a_note_is_not_found_by_whoever_does_not_see_its_record(self):
        self.assertNotContains(self.found("elevateur", self.otto), "ÉLÉVATEUR")

    def test_the_index_follows_edits_deletions_and_undo(self):
        edit_note(self.note, by=self.ann, body="Something else")
        self.assertNotContains(self.found("elevateur"), "Maison Verdier")
        undo(self.note.last_event.change_set, by=self.ann)
        self.assertContains(self.found("elevateur"), "Maison Verdier")
        self.note.refresh_from_db()
        delete_note(self.note, by=self.ann)
        self.assertNotContains(self.found("elevateur"), "Maison Verdier")

    def test_a_call_is_found_by_what_was_said(self):
        log_call(self.logis, by=self.ann, direction="out", result="reached", body="He prefers leasing")
        self.assertContains(self.found("leasing"), "Logis Nord")

    def test_an_activity_is_found_by_summary_instructions_and_feedback_also_when_done(self):
        edit(self.call, by=self.ann, summary="Ask for the blueprint", instructions="<p>bring samples</p>")
        done(self.call, by=self.ann, feedback="wants a discount")
        for typed in ("blueprint", "samples", "discount"):
            self.assertContains(self.found(typed), "Ask for the blueprint")
        self.assertNotContains(self.found("blueprint", self.otto), "Ask for the blueprint")

    def test_an_assignee_finds_it_without_learning_of_a_record_that_he_does_not_see(self):
        edit(self.call, by=self.ann, summary="Ask for the blueprint")
        type(self.call).objects.filter(pk=self.call.pk).update(assignee=self.otto)
        response = self.found("blueprint", self.otto)
        self.assertContains(response, "Ask for the blueprint")
        self.assertNotContains(response, "Maison Verdier")

    def test_the_number_of_statements_does_not_grow_with_what_is_found(self):
        def statements(count):
            for place in range(count):
                write_note(self.verdier if place % 2 else self.logis, by=self.ann, body=f"pallet {place}")
                self.planned(place, summary=f"pallet {place}", due_on=today(self.ann) + timedelta(days=place))
            with CaptureQueriesContext(connection) as queries:
                self.client.get(reverse("search"), {"q": "pallet"}, headers={"HX-Request": "true"})
            return len(queries)

        self.client.force_login(self.ann)
        few = statements(2)
        # PostgreSQL looks among the newest first, and needs no second look when there are enough.
        self.assertLessEqual(statements(20), few)
