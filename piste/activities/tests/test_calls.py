from datetime import date

from django.urls import reverse

from piste.activities.models import Activity
from piste.activities.tests.cast import ActivityTestCase
from piste.activities.verbs.types import archive_type
from piste.history.undo import undo
from piste.kernel.refusals import Refused
from piste.messages.models import Note
from piste.messages.verbs.notes import log_call

HTMX = {"HX-Request": "true"}


class CallThenNextTest(ActivityTestCase):
    def logged(self, **values):
        return log_call(self.logis, by=self.ann, direction="out", result="reached", **values)

    def following(self):
        return Activity.objects.get(thread_noun="company", thread_id=self.logis.pk)

    def test_a_call_plans_what_comes_next_with_the_deadline_of_its_type(self):
        self.logged(next_type=self.todo.pk)
        self.assertEqual((self.following().type, self.following().assignee), (self.todo, self.ann))

    def test_or_on_a_day_of_ones_own_and_both_are_undone_together(self):
        note = self.logged(next_type=self.mail.pk, next_on=date(2030, 5, 3))
        self.assertEqual(self.following().due_on, date(2030, 5, 3))
        undo(note.last_event.change_set, by=self.ann)
        self.assertFalse(Activity.objects.open().filter(thread_id=self.logis.pk, thread_noun="company").exists())
        note.refresh_from_db()
        self.assertIsNotNone(note.deleted_at)

    def test_without_a_next_one_nothing_is_planned(self):
        self.logged()
        self.assertFalse(Activity.objects.filter(thread_noun="company", thread_id=self.logis.pk).exists())

    def test_what_cannot_be_planned_is_refused_beside_its_field_and_the_call_with_it(self):
        archive_type(self.mail, by=self.maya)
        for values, field in (
            ({"next_type": 4711}, "next_type"),
            ({"next_type": self.mail.pk}, "next_type"),
            ({"next_on": date(2030, 5, 3)}, "next_type"),
            ({"next_type": self.todo.pk, "next_on": date(2300, 1, 1)}, "next_on"),
        ):
            with self.subTest(values), self.assertRaises(Refused) as no:
                self.logged(**values)
            self.assertEqual(no.exception.field, field)
        self.assertFalse(Note.objects.exists())

    def test_the_form_of_a_call_offers_the_types_and_keeps_what_was_typed(self):
        door = reverse("messages:call", args=self.logis.thread)
        self.client.force_login(self.ann)
        self.assertContains(self.client.get(door), f'<option value="{self.todo.pk}">To-do</option>')
        said = {"direction": "out", "result": "reached", "next_on": "2300-01-01", "next_type": self.todo.pk}
        refused = self.client.post(door, said, headers=HTMX)
        self.assertContains(refused, "between 1900 and 2200", status_code=422)
        self.assertContains(refused, f'<option value="{self.todo.pk}" selected>', status_code=422)
        self.assertEqual(self.client.post(door, said | {"next_on": "soon"}, headers=HTMX).status_code, 422)
        answer = self.client.post(door, said | {"next_on": "2030-05-03"}, headers=HTMX)
        self.assertIn("Call logged, next activity planned", answer.headers["HX-Trigger"])
        self.assertIn("company-changed", answer.headers["HX-Trigger"])
        self.assertEqual(self.following().type, self.todo)
