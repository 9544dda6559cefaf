from django.urls import reverse
from django.utils.translation import override

from piste.history.labels import Labels
from piste.history.models import ChangeSet, Event
from piste.history.undo import undo
from piste.kernel.refusals import Refused
from piste.messages.models import Attachment, Follower, Note
from piste.messages.tests.cast import ThreadTestCase, upload
from piste.messages.verbs.notes import delete_note, edit_note, log_call, pin, unpin, write_note


class WritingTest(ThreadTestCase):
    def test_a_note_stands_on_its_record_and_in_history(self):
        note = write_note(self.verdier, by=self.ann, body="Call <b>Claire</b>")
        self.assertEqual((note.thread, note.author), (self.verdier.thread, self.ann))
        event = Event.objects.get(name="note.created")
        self.assertEqual((event.thread_noun, event.thread_id), self.verdier.thread)

    def test_history_tells_its_text_and_author_in_the_words_of_the_reader(self):
        write_note(self.verdier, by=self.ann, body="<div>Call <strong>Claire</strong></div>")
        event = Event.objects.get(name="note.created")
        with override("fr"):
            lines = {line.label: line.after for line in Labels([event], self.root).lines(event, everything=True)}
        self.assertEqual(lines["Note"], "Call Claire")
        self.assertEqual(lines["Auteur"], "Ann")

    def test_an_empty_note_is_refused_unless_a_file_comes_with_it(self):
        with self.assertRaises(Refused) as caught:
            write_note(self.verdier, by=self.ann, body="<div> </div>")
        self.assertEqual(caught.exception.field, "body")
        write_note(self.verdier, by=self.ann, body="", files=[upload()])

    def test_note_and_files_are_one_act_and_are_undone_together(self):
        note = write_note(self.verdier, by=self.ann, body="Offer", files=[upload(), upload("list.txt", b"one")])
        self.assertEqual(ChangeSet.objects.count(), 1)
        undo(note.last_event.change_set, by=self.ann)
        self.assertFalse(Note.objects.visible_to(self.ann).exists() or Attachment.objects.visible_to(self.ann).exists())

    def test_a_wrong_file_stops_the_note_too(self):
        with self.assertRaises(Refused):
            write_note(self.verdier, by=self.ann, body="Look", files=[upload("x.exe")])
        self.assertFalse(Note.objects.exists())

    def test_a_call_keeps_direction_result_and_minutes(self):
        note = log_call(self.verdier, by=self.ann, direction="out", result="no_answer", minutes=2)
        self.assertEqual((note.is_call, note.result, note.minutes, note.body), (True, "no_answer", 2, ""))

    def test_whoever_is_mentioned_follows(self):
        write_note(self.verdier, by=self.ann, body="@Ben please")
        followers = set(Follower.objects.on(*self.verdier.thread).values_list("user", flat=True))
        self.assertEqual(followers, {self.ann.pk, self.ben.pk})

    def test_the_longest_name_is_meant(self):
        longer = type(self.ben).objects.create_user("bk@example.com", name="Ben Keller")
        note = write_note(self.verdier, by=self.ann, body="@Ben Keller: ask @maya.")
        self.assertEqual(set(note.mentioned.all()), {longer, self.maya})

    def test_somebody_without_access_is_not_told(self):
        note = write_note(self.verdier, by=self.ann, body="@Otto look")
        self.assertFalse(note.mentioned.exists())

    def test_an_edit_tells_only_whom_it_newly_mentions(self):
        note = write_note(self.verdier, by=self.ann, body="@Ben please")
        edit_note(note, by=self.ann, body="@Ben and @Maya please")
        event = Event.objects.get(name="note.edited")
        self.assertEqual(event.facts["mentioned"], [self.maya.pk])

    def test_undoing_an_edit_gives_back_the_text(self):
        note = write_note(self.verdier, by=self.ann, body="first")
        edit_note(note, by=self.ann, body="second")
        undo(note.last_event.change_set, by=self.ann)
        note.refresh_from_db()
        self.assertEqual(note.body, "<p>first</p>")

    def test_a_deleted_note_takes_its_files_with_it_and_both_come_back(self):
        note = write_note(self.verdier, by=self.ann, body="Offer", files=[upload()])
        delete_note(note, by=self.ann)
        self.assertFalse(Attachment.objects.visible_to(self.ann).exists())
        undo(note.last_event.change_set, by=self.ann)
        self.assertTrue(Attachment.objects.visible_to(self.ann).exists())

    def test_three_notes_can_be_pinned_on_a_record(self):
        notes = [write_note(self.verdier, by=self.ann, body=str(number)) for number in range(4)]
        for note in notes[:3]:
            pin(note, by=self.ben)
        with self.assertRaisesMessage(Refused, "Three notes are pinned"):
            pin(notes[3], by=self.ben)
        unpin(notes[0], by=self.ben)
        pin(notes[3], by=self.ben)


class NoteDoorsTest(ThreadTestCase):
    def setUp(self):
        self.client.force_login(self.ann)

    def written(self, by=None, body="Hello"):
        return write_note(self.verdier, by=by or self.ann, body=body)

    def test_a_note_is_written_and_the_composer_comes_back_empty(self):
        response = self.post(self.door("note"), body="<div>Hello</div>")
        self.assertEqual(Note.objects.get().body, "<div>Hello</div>")
        self.assertNotContains(response, "Hello")
        self.assertIn("timeline-changed", response["HX-Trigger"])

    def test_it_works_as_a_plain_form_too(self):
        response = self.client.post(
            self.door("note"), {"body": "Hello"}, headers={"Referer": "http://testserver/notices/"}
        )
        self.assertRedirects(response, "/notices/", fetch_redirect_response=False)

    def test_who_does_not_see_the_record_finds_nothing(self):
        self.client.force_login(self.otto)
        for name in ("note", "call", "timeline", "mentionable", "followers"):
            with self.subTest(name):
                self.assertEqual(self.client.get(self.door(name)).status_code, 404)
        self.assertEqual(self.post(self.door("note"), body="Hello").status_code, 404)
        self.assertEqual(self.post(self.door("follow")).status_code, 404)
        self.assertEqual(self.post(self.door("read")).status_code, 404)

    def test_an_observer_reads_and_does_not_write(self):
        self.client.force_login(self.olga)
        self.assertEqual(self.client.get(self.door("timeline")).status_code, 200)
        self.assertEqual(self.post(self.door("note"), body="Hello").status_code, 404)

    def test_what_has_no_timeline_has_no_doors(self):
        self.assertEqual(self.client.get(reverse("messages:timeline", args=("stage", 1))).status_code, 404)
        self.assertEqual(self.client.get(reverse("messages:timeline", args=("user", 1))).status_code, 404)

    def test_an_empty_note_is_wrong_beside_its_field(self):
        self.assertContains(self.post(self.door("note"), body=""), "Write something", status_code=422)

    def test_a_refused_file_keeps_the_typed_text(self):
        response = self.post(self.door("note"), body="Long text", files=[upload("x.exe")])
        self.assertContains(response, "x.exe was not accepted", status_code=422)
        self.assertContains(response, "Long text", status_code=422)

    def test_a_mention_without_access_is_said_before_it_is_sent(self):
        response = self.post(self.door("note"), body="@Otto look")
        self.assertContains(response, "Otto cannot see this record", status_code=422)
        self.assertFalse(Note.objects.exists())
        self.assertEqual(self.post(self.door("note"), body="@Otto look", anyway="on").status_code, 200)

    def test_colleagues_are_offered_with_those_who_do_not_see_it_marked(self):
        rows = self.client.get(self.door("mentionable"), {"q": "o"}).json()["results"]
        self.assertEqual([row["text"] for row in rows], ["Olga", "Otto"])
        self.assertEqual([bool(row.get("note")) for row in rows], [False, True])

    def test_a_call_is_logged(self):
        self.post(self.door("call"), direction="out", result="reached", minutes="12", body="Agreed")
        self.assertContains(self.client.get(self.door("timeline")), "12 min")

    def test_a_call_needs_its_result(self):
        self.assertEqual(self.post(self.door("call"), direction="out", body="Agreed").status_code, 422)

    def test_only_the_author_changes_a_note_and_a_manager_may_delete_it(self):
        note = self.written(by=self.ben)
        edit, delete = (reverse(f"messages:{name}_note", args=[note.pk]) for name in ("edit", "delete"))
        self.assertEqual(self.client.get(edit).status_code, 404)
        self.assertEqual(self.post(delete).status_code, 404)
        self.client.force_login(self.maya)
        self.assertEqual(self.client.get(edit).status_code, 404)
        self.assertEqual(self.post(delete).status_code, 200)

    def test_a_composer_that_is_opened_as_a_page_says_whose_it_is(self):
        self.client.force_login(self.ann)
        self.assertContains(self.client.get(self.door("note")), "<title>Note: Maison Verdier – Piste</title>")

    def test_a_note_is_changed_in_the_dialog(self):
        note = self.written()
        url = reverse("messages:edit_note", args=[note.pk])
        self.assertContains(self.client.get(url), "Hello")
        response = self.post(url, body="Better", seen=note.version)
        self.assertIn("closeDialog", response["HX-Trigger"])
        note.refresh_from_db()
        self.assertEqual(note.body, "<p>Better</p>")

    def test_a_note_changed_meanwhile_is_not_overwritten(self):
        note = self.written()
        edit_note(note, by=self.ann, body="From my phone")
        url = reverse("messages:edit_note", args=[note.pk])
        self.assertContains(self.post(url, body="From my desk", seen=1), "meanwhile", status_code=422)

    def test_the_fourth_pin_is_refused(self):
        for number in range(3):
            pin(self.written(body=str(number)), by=self.ann)
        response = self.post(reverse("messages:pin", args=[self.written().pk]))
        self.assertEqual(response.status_code, 409)

    def test_pinned_notes_stand_on_top(self):
        note = self.written(body="Decision on the 10th")
        self.post(reverse("messages:pin", args=[note.pk]))
        page = self.client.get(self.door("timeline")).content.decode()
        self.assertLess(page.index("Pinned"), page.index("Decision on the 10th"))
        self.assertEqual(page.count("Decision on the 10th"), 1)
