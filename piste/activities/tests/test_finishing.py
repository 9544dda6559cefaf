from django.core.files.uploadedfile import SimpleUploadedFile

from piste.activities.models import Activity
from piste.activities.tests.cast import ActivityTestCase
from piste.activities.verbs.finishing import cancel, done, done_and_next
from piste.activities.verbs.types import archive_type, edit_type
from piste.history.models import Event
from piste.history.undo import Conflicts, undo
from piste.kernel.refusals import Refused
from piste.messages import timeline
from piste.messages.models import Attachment


class DoneTest(ActivityTestCase):
    def test_it_keeps_what_came_out_and_tells_the_timeline(self):
        done(self.call, by=self.ben, feedback=" Agreed on tills ", minutes=12)
        self.call.refresh_from_db()
        self.assertEqual((self.call.state, self.call.feedback, self.call.minutes), ("done", "Agreed on tills", 12))
        self.assertEqual((self.call.closed_by, self.call.pending), (self.ben, False))
        changes = Event.objects.get(name="activity.done").changes
        self.assertEqual((changes["feedback"], changes["minutes"]), (["", "Agreed on tills"], [None, 12]))

    def test_done_twice_changes_nothing_and_says_who_was_first(self):
        done(self.call, by=self.ben, feedback="Agreed")
        with self.assertRaisesMessage(Refused, "Ben already did this on"):
            done(self.call, by=self.ann, feedback="No answer")
        self.call.refresh_from_db()
        self.assertEqual((self.call.feedback, self.call.closed_by), ("Agreed", self.ben))

    def test_files_stay_on_the_record_and_belong_to_the_same_act(self):
        done(self.call, by=self.ann, files=[SimpleUploadedFile("offer.txt", b"31 tills")])
        file = Attachment.objects.visible_to(self.ben).get()
        self.assertEqual((file.name, file.thread), ("offer.txt", self.call.thread))
        undo(self.call.last_event.change_set, by=self.ann)
        self.assertFalse(Attachment.objects.visible_to(self.ben).exists())

    def test_the_timeline_has_it_in_one_entry(self):
        file = SimpleUploadedFile("offer.txt", b"31 tills")
        done(self.call, by=self.ann, feedback="Agreed on tills", minutes=12, files=[file])
        entry = timeline.page(self.verdier, self.ben).entries[0]
        self.assertEqual(entry.sentence, "Ann did “Call back” in 12 minutes")
        self.assertEqual((entry.body, [file.name for file in entry.files]), ("Agreed on tills", ["offer.txt"]))
        self.assertEqual(entry.count, 0)

    def test_a_file_that_could_run_stops_it_all(self):
        with self.assertRaises(Refused) as refused:
            done(self.call, by=self.ann, files=[SimpleUploadedFile("offer.exe", b"MZ")])
        self.assertEqual(refused.exception.field, "files")
        self.call.refresh_from_db()
        self.assertTrue(self.call.is_open)

    def test_undo_opens_it_again(self):
        done(self.call, by=self.ann, feedback="Agreed", minutes=12)
        undo(self.call.last_event.change_set, by=self.ann)
        self.call.refresh_from_db()
        self.assertEqual((self.call.state, self.call.feedback, self.call.minutes), ("open", "", None))
        self.assertEqual((self.call.closed_at, self.call.closed_by), (None, None))


class DoneAndNextTest(ActivityTestCase):
    @classmethod
    def setUpTestData(cls):
        super().setUpTestData()
        edit_type(cls.phone, by=cls.maya, triggered_next=cls.mail)

    def test_the_type_that_is_created_at_once_stands_on_the_same_record_for_the_same_person(self):
        following = done_and_next(self.call, by=self.ben)
        self.assertEqual((following.type, following.thread), (self.mail, self.call.thread))
        self.assertEqual((following.assignee, following.follows, following.origin), (self.ann, self.call, "chain"))

    def test_undo_takes_back_both(self):
        following = done_and_next(self.call, by=self.ann)
        undo(following.last_event.change_set, by=self.ann)
        self.assertEqual(Activity.objects.open().get(), self.call)

    def test_undo_stops_when_the_next_one_was_worked_on(self):
        following = done_and_next(self.call, by=self.ann)
        done(following, by=self.ben)
        with self.assertRaises(Conflicts):
            undo(self.call.last_event.change_set, by=self.ann)

    def test_done_alone_creates_nothing(self):
        done(self.call, by=self.ann)
        self.assertFalse(Activity.objects.open().exists())

    def test_an_archived_type_or_one_for_other_records_is_not_created(self):
        archive_type(self.mail, by=self.maya)
        self.assertIsNone(done_and_next(self.call, by=self.ann))
        edit_type(self.phone, by=self.maya, triggered_next=self.todo)
        edit_type(self.todo, by=self.maya, applies_to=["person"])
        self.assertIsNone(done_and_next(self.planned(0), by=self.ann))


class CancelTest(ActivityTestCase):
    def test_it_is_kept_with_its_reason_and_does_not_count_as_done(self):
        cancel(self.call, by=self.ann, reason="They called us")
        self.call.refresh_from_db()
        self.assertEqual((self.call.state, self.call.closed_by), ("cancelled", self.ann))
        self.assertEqual(Event.objects.get(name="activity.cancelled").facts["reason"], "They called us")
        self.assertFalse(Activity.objects.done_lately().exists())

    def test_what_is_cancelled_is_not_done_any_more(self):
        cancel(self.call, by=self.ben)
        with self.assertRaisesMessage(Refused, "Ben cancelled this on"):
            done(self.call, by=self.ann)

    def test_undo_opens_it_again(self):
        cancel(self.call, by=self.ann)
        undo(self.call.last_event.change_set, by=self.ann)
        self.assertEqual(Activity.objects.open().get(), self.call)
