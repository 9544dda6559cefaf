from datetime import timedelta

from django.urls import reverse

from piste.activities.models import Activity
from piste.activities.tests.cast import ActivityTestCase
from piste.activities.verbs.finishing import done
from piste.activities.verbs.planning import edit
from piste.kernel.clock import today

HTMX = {"HX-Request": "true"}


class CellTest(ActivityTestCase):
    def setUp(self):
        self.client.force_login(self.ann)

    def url(self, key):
        return reverse("activities:edit_cell", args=[self.call.pk, key])

    def post(self, key, **data):
        return self.client.post(self.url(key), data, headers=HTMX)

    def now(self, column):
        return Activity.objects.values_list(column, flat=True).get()

    def test_open_ones_are_edited_in_their_line_and_closed_ones_are_not(self):
        page = reverse("activities:mine")
        self.assertContains(self.client.get(page), 'data-door="/activities/0/cells/summary/"')
        done(self.call, by=self.ann)
        self.assertNotContains(self.client.get(page, {"state": "done"}), "data-door")
        self.assertEqual(self.client.get(self.url("summary"), headers=HTMX).status_code, 409)

    def test_each_cell_is_asked_for_by_itself_and_saved(self):
        day = today(self.ann) + timedelta(days=8)
        for key, data in {
            "summary": {"summary": "Ask"},
            "type": {"type": self.mail.pk},
            "deadline": {"due_on": day.isoformat(), "due_time": "14:30"},
            "assignee": {"assignee": self.ben.pk},
        }.items():
            with self.subTest(key):
                asked = self.client.get(self.url(key), headers=HTMX)
                for name in data:
                    self.assertContains(asked, f'name="{name}"')
                self.assertEqual(self.post(key, seen=Activity.objects.get().version, **data).status_code, 200)
        activity = Activity.objects.get()
        self.assertEqual((activity.summary, activity.type, activity.due_on), ("Ask", self.mail, day))
        self.assertEqual((activity.due_time.hour, activity.assignee), (14, self.ben))

    def test_what_cannot_be_taken_says_why_beside_the_cell(self):
        answer = self.post("assignee", assignee=self.olga.pk, seen=self.call.version)
        self.assertContains(answer, "Olga only reads and cannot be given activities.", status_code=422)
        answer = self.post("deadline", due_on="soon", seen=self.call.version)
        self.assertContains(answer, "Type a date, for example 2026-12-31.", status_code=422)

    def test_a_newer_value_stands_beside_what_was_typed_and_the_next_time_it_is_saved(self):
        seen = self.call.version
        edit(self.call, by=self.ben, summary="Write instead")
        answer = self.post("summary", summary="Ask", seen=seen)
        for text in ("Ben changed “summary” meanwhile.", "Write instead", 'value="Ask"'):
            self.assertContains(answer, text, status_code=422)
        self.assertEqual(self.now("summary"), "Write instead")
        self.post("summary", summary="Ask", seen=Activity.objects.get().version)
        self.assertEqual(self.now("summary"), "Ask")

    def test_another_cell_that_was_changed_meanwhile_does_no_harm(self):
        seen = self.call.version
        edit(self.call, by=self.ben, summary="Write instead")
        self.post("type", type=self.mail.pk, seen=seen)
        self.assertEqual((self.now("summary"), self.now("type__name_en")), ("Write instead", "E-mail"))

    def test_what_one_does_not_see_and_cells_that_are_none_are_not_found(self):
        self.assertEqual(self.client.get(self.url("state")).status_code, 404)
        for user in (self.otto, self.olga):
            self.client.force_login(user)
            self.assertEqual(self.client.get(self.url("summary")).status_code, 404)
