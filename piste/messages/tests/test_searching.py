from datetime import date, timedelta

from django.db import connection
from django.test.utils import CaptureQueriesContext

from piste.contacts.verbs.creating import create_company
from piste.contacts.verbs.editing import edit
from piste.contacts.verbs.merging import merge
from piste.history.models import Event
from piste.messages import timeline
from piste.messages.tests.cast import HTMX, ThreadTestCase, upload
from piste.messages.verbs.files import attach
from piste.messages.verbs.notes import delete_note, log_call, write_note


class SearchTest(ThreadTestCase):
    @classmethod
    def setUpTestData(cls):
        super().setUpTestData()
        cls.note = write_note(cls.verdier, by=cls.ann, body="<p>Électricité <b>comprise</b></p>")
        cls.call = log_call(cls.verdier, by=cls.ben, direction="out", result="reached", body="Wants an offer")
        edit(cls.verdier, by=cls.ann, city="Lyon")

    def found(self, typed, **how):
        return [entry.note for entry in timeline.page(self.verdier, self.ann, typed=typed, **how).entries]

    def test_every_word_is_looked_for_in_any_case_and_without_accents(self):
        self.assertEqual(self.found("ELECTRICITE compr"), [self.note])
        self.assertEqual(self.found("offer"), [self.call])
        self.assertEqual(self.found("offer electricite"), [])

    def test_tags_are_no_words(self):
        self.assertEqual(self.found("<b>"), [])
        self.assertEqual(self.found("strong"), [])

    def test_a_file_is_found_by_its_name_and_that_of_a_note_with_the_note(self):
        attach(self.verdier, by=self.ann, file=upload("prices.pdf"))
        note = write_note(self.verdier, by=self.ann, body="Look", files=[upload("plan.pdf")])
        self.assertEqual(len(self.found("prices")), 1)
        self.assertEqual(self.found("plan.pdf"), [note])

    def test_what_was_merged_into_the_record_is_found_by_each_of_its_values(self):
        twin = create_company(by=self.ann, name="Verdier bis", city="Zagreb", phones=["+33199001122"], notes="Old <b>")
        merge([self.verdier, twin], by=self.ann, into=self.verdier)
        for typed in ("zagreb", "33199001122 bis", "old"):
            with self.subTest(typed=typed):
                (entry,) = timeline.page(self.verdier, self.ann, typed=typed).entries
                self.assertIn("Ann merged it into", entry.sentence)
        self.assertEqual(self.found("zagreb offer"), [])

    def test_what_was_deleted_is_not_found(self):
        delete_note(self.note, by=self.ann)
        self.assertEqual(self.found("electricite"), [])

    def test_nothing_typed_shows_all(self):
        self.assertEqual(len(self.found("  ")), 3)

    def test_a_day_leaves_out_what_came_later_in_the_zone_of_the_reader(self):
        self.ann.time_zone = "Pacific/Auckland"
        Event.objects.update(at="2026-05-03T11:30:00Z")
        Event.objects.filter(row_id=self.call.pk, noun="note").update(at="2026-05-03T12:30:00Z")
        self.assertNotIn(self.call, self.found("", until=date(2026, 5, 3)))
        self.assertIn(self.note, self.found("", until=date(2026, 5, 3)))
        self.assertIn(self.call, self.found("", until=date(2026, 5, 4)))

    def test_many_notes_cost_as_many_statements_as_few(self):
        counts = []
        self.found("offer")
        for upto in (10, 50):
            for number in range(upto):
                write_note(self.verdier, by=self.ann, body=f"Offer {number}")
            with CaptureQueriesContext(connection) as queries:
                self.found("offer")
            counts.append(len(queries))
        self.assertEqual(*counts)

    def test_the_door_keeps_what_is_looked_for(self):
        self.client.force_login(self.ann)
        page = self.client.get(self.door("timeline"), {"find": "offer", "kind": "notes"}, headers=HTMX)
        self.assertContains(page, "Wants an offer")
        self.assertNotContains(page, "comprise")
        self.assertContains(page, "kind=notes&amp;all=0&amp;find=offer")
        nothing = self.client.get(self.door("timeline"), {"find": "gold"}, headers=HTMX)
        self.assertContains(nothing, "Nothing fits.")

    def test_a_day_in_the_address_and_half_a_day_that_is_being_typed(self):
        self.client.force_login(self.ann)
        before = Event.objects.earliest("at").at.date() - timedelta(days=2)
        self.assertContains(self.client.get(self.door("timeline"), {"until": before.isoformat()}), "Nothing fits.")
        self.assertContains(self.client.get(self.door("timeline"), {"until": "2026-1"}), "Wants an offer")

    def test_a_stranger_finds_nothing(self):
        self.client.force_login(self.otto)
        self.assertEqual(self.client.get(self.door("timeline"), {"find": "offer"}).status_code, 404)
