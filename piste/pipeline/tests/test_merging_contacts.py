from piste.contacts.models import Company, ContactKey, Person, Tag
from piste.contacts.verbs.creating import create_company, create_person
from piste.contacts.verbs.editing import edit
from piste.contacts.verbs.merging import merge
from piste.history.models import ChangeSet
from piste.history.undo import undo
from piste.kernel.refusals import Refused
from piste.messages import timeline
from piste.messages.models import Note
from piste.messages.verbs.notes import write_note
from piste.pipeline.verbs.creating import create
from piste.testing import CastTestCase


class MergeContactsTest(CastTestCase):
    @classmethod
    def setUpTestData(cls):
        super().setUpTestData()
        cls.acme = create_company(by=cls.ann, name="Acme", emails=["info@acme.example"])
        cls.other = create_company(
            by=cls.ann, name="ACME SAS", website="acme.fr", city="Lyon", emails=["sales@acme.fr"], notes="Good payer"
        )
        cls.ana = create_person(by=cls.ann, first_name="Ana", last_name="Roy", company=cls.other)

    def last(self):
        return ChangeSet.objects.latest("id")

    def test_the_first_one_stays_and_takes_what_it_lacks(self):
        self.other.tags.set(Tag.objects.all()[:2])
        kept = merge([self.other, self.acme], by=self.ann)
        self.assertEqual((kept.pk, kept.name, kept.city, kept.notes), (self.acme.pk, "Acme", "Lyon", "Good payer"))
        self.assertEqual([one["value"] for one in kept.emails], ["info@acme.example", "sales@acme.fr"])
        self.assertEqual((kept.domains, kept.tags.count()), (["acme.example", "acme.fr"], 2))

    def test_its_people_and_notes_follow_and_the_other_one_is_hidden(self):
        note = write_note(self.other, by=self.ann, body="<p>Called</p>")
        kept = merge([self.acme, self.other], by=self.ann, picked={"name": self.other.pk})
        self.assertEqual(kept.name, "ACME SAS")
        self.assertEqual(Person.objects.get(pk=self.ana.pk).company_id, kept.pk)
        self.assertEqual(Note.objects.get(pk=note.pk).thread_id, kept.pk)
        self.assertFalse(Company.objects.visible_to(self.maya).filter(pk=self.other.pk).exists())
        self.assertFalse(Company.objects.trashed_for(self.maya).exists())
        self.assertTrue(Company.objects.visible_to(self.ann).matching("acme.fr").filter(pk=kept.pk).exists())
        self.assertTrue(any(entry.note for entry in timeline.page(kept, self.ann).entries))

    def test_it_is_taken_back_with_what_was_done_later_kept(self):
        note = write_note(self.other, by=self.ann, body="<p>Called</p>")
        merge([self.acme, self.other], by=self.ann)
        merging = self.last()
        self.acme.refresh_from_db()
        edit(self.acme, by=self.ben, industry="Toys")
        undo(merging, by=self.ann)
        self.acme.refresh_from_db()
        self.other.refresh_from_db()
        self.assertEqual((self.acme.city, self.acme.industry, self.other.deleted_at), ("", "Toys", None))
        self.assertEqual(Person.objects.get(pk=self.ana.pk).company_id, self.other.pk)
        self.assertEqual(Note.objects.get(pk=note.pk).thread_id, self.other.pk)
        held = ContactKey.objects.filter(value="sales@acme.fr").values_list("company", flat=True)
        self.assertEqual(list(held), [self.other.pk])

    def test_records_follow_and_go_back(self):
        lead = create(by=self.ann, owner=self.ann, title="Deal", company=self.other, person=self.ana)
        merge([self.acme, self.other], by=self.ann)
        lead.refresh_from_db()
        self.assertEqual((lead.company, lead.company_key), (self.acme, "acme"))
        undo(self.last(), by=self.ann)
        lead.refresh_from_db()
        self.assertEqual(lead.company, self.other)

    def test_a_group_does_not_become_its_own_parent(self):
        child = create_company(by=self.ann, name="Acme Child", parent=self.acme)
        kept = merge([self.acme, child], by=self.ann, into=child)
        self.assertIsNone(kept.parent)

    def test_people_are_merged_too(self):
        twin = create_person(by=self.ann, first_name="Ana", last_name="Roy", phones=["+33142685300"])
        kept = merge([self.ana, twin], by=self.ann)
        self.assertEqual((kept.pk, kept.company, kept.phone), (self.ana.pk, self.other, "+33142685300"))

    def test_labels_and_marks_of_the_same_address_stay_whoever_had_them(self):
        bare, marked = {"value": "ana@x.example"}, {"value": "ana@x.example", "label": "Home", "opted_out": True}
        kept, twin = (create_person(by=self.ann, last_name="Roy", emails=[one]) for one in (bare, marked))
        merged = merge([kept, twin], by=self.ann, into=kept)
        self.assertEqual(merged.emails, [marked | {"invalid": False}])

    def test_what_was_merged_or_changed_meanwhile_is_refused(self):
        third = create_company(by=self.ann, name="Third")
        merge([self.acme, self.other], by=self.ben)
        with self.assertRaisesMessage(Refused, "was merged into Acme meanwhile"):
            merge([self.other, third], by=self.ann)
        with self.assertRaisesMessage(Refused, "Changed meanwhile"):
            merge([self.acme, third], by=self.ann, seen={third.pk: 99})
