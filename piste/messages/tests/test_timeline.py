from datetime import timedelta

from piste.contacts.models import Company
from piste.contacts.verbs.creating import create_company
from piste.contacts.verbs.editing import edit
from piste.contacts.verbs.merging import merge
from piste.history.models import ChangeSet, Event
from piste.history.undo import undo
from piste.messages import timeline
from piste.messages.tests.cast import PNG, ThreadTestCase, upload
from piste.messages.verbs.files import attach
from piste.messages.verbs.notes import delete_note, edit_note, pin, unpin, write_note


class FoldingTest(ThreadTestCase):
    def entries(self, user=None, **how):
        return timeline.page(self.verdier, user or self.ann, **how).entries

    def edited(self, by, minutes_ago, **values):
        edit(self.verdier, by=by, **values)
        self.date(minutes_ago)

    def date(self, minutes_ago):
        event = Event.objects.order_by("-id").first()
        at = event.at - timedelta(minutes=minutes_ago)
        Event.objects.filter(pk=event.pk).update(at=at)
        ChangeSet.objects.filter(pk=event.change_set_id).update(at=at)

    def test_changes_of_one_person_within_ten_minutes_are_one_entry(self):
        self.edited(self.ann, 9, city="Lyon")
        self.edited(self.ann, 5, industry="Retail")
        self.edited(self.ann, 0, street="Quai 5")
        (entry,) = self.entries()
        self.assertEqual((entry.count, len(entry.parts)), (3, 3))

    def test_those_of_two_people_are_not(self):
        self.edited(self.ann, 2, city="Lyon")
        self.edited(self.ben, 1, city="Paris")
        self.edited(self.ann, 0, city="Nice")
        self.assertEqual([str(entry.by) for entry in self.entries()], ["Ann", "Ben", "Ann"])

    def test_after_more_than_ten_minutes_a_new_entry_begins(self):
        self.edited(self.ann, 11, city="Lyon")
        self.edited(self.ann, 0, industry="Retail")
        self.assertEqual(len(self.entries()), 2)

    def test_a_note_between_them_keeps_them_apart(self):
        self.edited(self.ann, 2, city="Lyon")
        write_note(self.verdier, by=self.ann, body="Hello")
        self.edited(self.ann, 0, industry="Retail")
        self.assertEqual([bool(entry.note) for entry in self.entries()], [False, True, False])

    def test_one_change_says_what_it_was(self):
        self.edited(self.ann, 0, city="Lyon")
        line = self.entries()[0].line
        self.assertEqual((line.label, line.before, line.after), ("City", "", "Lyon"))

    def test_people_and_teams_are_named(self):
        self.edited(self.maya, 1, owner=self.ben, team=self.north)
        self.edited(self.maya, 0, owner=self.ann)
        lines = {line.label: line.after for part in self.entries()[0].parts for line in part.lines}
        self.assertEqual(
            (lines["Sales team" if "Sales team" in lines else "Team"], lines["Salesperson"]), ("North", "Ben")
        )

    def test_an_entry_keeps_its_number_when_more_is_folded_into_it(self):
        self.edited(self.ann, 1, city="Lyon")
        before = self.entries()[0]
        self.edited(self.ann, 0, industry="Retail")
        after = self.entries()[0]
        self.assertEqual(before.id, after.id)
        self.assertNotEqual(before.mark, after.mark)

    def test_only_a_note_that_says_something_else_now_is_changed(self):
        twin = create_company(by=self.ann, name="Verdier bis")
        notes = [write_note(twin, by=self.ann, body=body) for body in ("Moved", "Pinned", "Mended")]
        unpin(pin(notes[1], by=self.ann), by=self.ann)
        edit_note(notes[2], by=self.ann, body="Mended well")
        merge([self.verdier, twin], by=self.ann, into=self.verdier)
        told = {str(entry.note.body): entry.rewritten for entry in self.entries() if entry.note}
        self.assertEqual(list(told.values()), [True, False, False])

    def test_a_merge_has_its_own_entry_so_that_its_undo_is_found_after_later_work(self):
        twin = Company.objects.create(name="Verdier")
        kept = merge([self.verdier, twin], by=self.maya, into=self.verdier)
        edit(kept, by=self.maya, city="Lyon")
        later, merged = self.entries(self.maya)[:2]
        self.assertEqual(later.count, 1)
        self.assertIn("merged", merged.sentence)

    def test_files_of_a_note_stand_below_it(self):
        write_note(self.verdier, by=self.ann, body="Offer", files=[upload(), upload("photo.png", PNG)])
        (entry,) = self.entries()
        self.assertEqual([file.name for file in entry.files], ["offer.pdf", "photo.png"])
        self.assertEqual(len(self.entries(kind="files")), 2)

    def test_filters_by_kind(self):
        self.edited(self.ann, 0, city="Lyon")
        write_note(self.verdier, by=self.ann, body="Hello")
        attach(self.verdier, by=self.ann, file=upload())
        counts = {kind: len(self.entries(kind=kind)) for kind in ("all", "notes", "changes", "files", "activities")}
        self.assertEqual(counts, {"all": 3, "notes": 1, "changes": 1, "files": 1, "activities": 0})

    def test_a_deleted_note_is_told_without_its_text(self):
        note = write_note(self.verdier, by=self.ann, body="Secret")
        delete_note(note, by=self.ann)
        self.assertTrue(all(entry.note is None for entry in self.entries()))

    def test_edits_and_pins_of_notes_are_shown_on_demand(self):
        note = write_note(self.verdier, by=self.ann, body="Hello")
        edit_note(note, by=self.ann, body="Better")
        pin(note, by=self.ann)
        self.assertEqual(len(self.entries()), 1)
        sentences = [entry.sentence for entry in self.entries(everything=True)]
        self.assertIn("Ann pinned a note", sentences)

    def test_a_label_or_a_mark_of_an_address_is_told_though_the_address_stays(self):
        edit(self.verdier, by=self.ann, phones=["+33199001122"])
        edit(self.verdier, by=self.ann, phones=[{"value": "+33199001122", "label": "Office", "opted_out": True}])
        lines = [line for part in self.entries()[0].parts for line in part.lines]
        told = {(line.before, line.after) for line in lines}
        self.assertIn(("+33 1 99 00 11 22", "+33 1 99 00 11 22 (Office, opted out)"), told)

    def test_undo_is_offered_to_the_author_and_to_managers(self):
        self.edited(self.ann, 0, city="Lyon")
        for user, offered in ((self.ann, True), (self.maya, True), (self.ben, False), (self.olga, False)):
            with self.subTest(user):
                self.assertEqual(bool(self.entries(user)[0].undo), offered)

    def test_what_was_undone_offers_no_undo(self):
        self.edited(self.ann, 0, city="Lyon")
        undo(Event.objects.get().change_set, by=self.ann)
        (entry,) = self.entries()
        self.assertEqual([bool(part.undo) for part in entry.parts], [True, False])

    def test_pages_follow_each_other_without_a_gap(self):
        for number in range(100):
            write_note(self.verdier, by=self.ann, body=str(number))
        seen, before = [], 0
        while True:
            page = timeline.page(self.verdier, self.ann, before=before)
            seen += [str(entry.note) for entry in page.entries]
            if not (before := page.following):
                break
        self.assertEqual(seen, [str(number) for number in reversed(range(100))])


class TimelineDoorTest(ThreadTestCase):
    def setUp(self):
        self.client.force_login(self.ann)

    def test_it_is_grouped_by_day(self):
        write_note(self.verdier, by=self.ann, body="Hello")
        self.assertContains(self.client.get(self.door("timeline")), "Today")

    def test_older_entries_come_as_a_part(self):
        for number in range(40):
            write_note(self.verdier, by=self.ann, body=f"note-{number}-")
        page = timeline.page(self.verdier, self.ann)
        response = self.client.get(self.door("timeline"), {"before": page.following}, headers={"HX-Request": "true"})
        self.assertContains(response, "note-9-")
        self.assertNotContains(response, "<time-line")
        self.assertNotContains(response, "note-30-")

    def test_ten_events_and_fifty_cost_the_same(self):
        self.assertEqual(self.cost(10), self.cost(50))

    def cost(self, count):
        for number in range(count // 5):
            edit(self.verdier, by=self.maya, owner=self.ben if number % 2 else self.ann, city=f"{count}-{number}")
            write_note(self.verdier, by=self.ann, body="@Ben look", files=[upload("a.png", PNG + bytes([number]))])
            edit(self.verdier, by=self.ann, team=self.north if number % 2 else self.south)
            attach(self.verdier, by=self.ann, file=upload("b.png", PNG + bytes([number])))
        with self.counted() as queries:
            self.client.get(self.door("timeline"))
        return len(queries)
