from piste.contacts.models import Company, Tag
from piste.contacts.verbs.creating import create_company, create_person
from piste.contacts.verbs.editing import edit
from piste.contacts.verbs.storing import archive, trash, unarchive, untrash
from piste.history.models import Event
from piste.history.undo import undo
from piste.kernel.refusals import Refused
from piste.testing import CastTestCase


class EditTest(CastTestCase):
    @classmethod
    def setUpTestData(cls):
        super().setUpTestData()
        cls.company = create_company(by=cls.ann, name="Verdier", phones=["04 72 00 18 42"])
        cls.person = create_person(by=cls.ann, last_name="Roux")

    def test_only_what_changed_is_told(self):
        edit(self.company, by=self.ben, name="Verdier", city="Lyon")
        event = Event.objects.get(name="company.edited")
        self.assertEqual((event.changes, event.change_set.by), ({"city": ["", "Lyon"]}, self.ben))

    def test_a_format_only_difference_changes_nothing(self):
        edit(self.company, by=self.ann, phones=["+33 4 72 00 18 42"])
        self.assertFalse(Event.objects.filter(name="company.edited").exists())

    def test_the_main_address_and_the_order_of_lists_follow(self):
        edit(self.company, by=self.ann, name="Émile Verdier SA", emails=["b@v.example", "a@v.example"])
        self.company.refresh_from_db()
        self.assertEqual((self.company.email, self.company.name_key), ("b@v.example", "emile verdier"))
        undo(self.company.last_event.change_set, by=self.ann)
        self.company.refresh_from_db()
        self.assertEqual((self.company.email, self.company.name_key), ("", "verdier"))

    def test_a_website_gives_a_company_its_domain_once(self):
        edit(self.company, by=self.ann, website="verdier.example")
        self.assertEqual(self.company.domains, ["verdier.example"])
        edit(self.company, by=self.ann, website="other.example")
        self.assertEqual(self.company.domains, ["verdier.example"])
        edit(self.company, by=self.ann, domains=[])
        self.assertEqual(self.company.domains, [])

    def test_tags_are_a_field_like_others(self):
        one, two = Tag.objects.all()[:2]
        edit(self.company, by=self.ann, tags=[one, two])
        edit(self.company, by=self.ann, tags=[two])
        self.assertEqual(Event.objects.order_by("id").last().changes["tags"], [[one.pk, two.pk], [two.pk]])
        undo(self.company.last_event.change_set, by=self.ann)
        self.assertEqual(set(self.company.tags.all()), {one, two})

    def test_a_field_that_somebody_else_changed_meanwhile_is_refused_and_others_are_saved(self):
        seen = self.company.version
        edit(self.company, by=self.ben, city="Lyon")
        edit(self.company, by=self.ann, seen=seen, industry="Retail")
        with self.assertRaisesMessage(Refused, "Ben changed “city” meanwhile"):
            edit(self.company, by=self.ann, seen=seen, city="Paris")

    def test_a_name_cannot_be_emptied(self):
        with self.assertRaises(Refused):
            edit(self.company, by=self.ann, name=" ")
        with self.assertRaises(Refused):
            edit(self.person, by=self.ann, last_name="")
        edit(self.person, by=self.ann, last_name="", emails=["roux@example.com"])

    def test_a_company_brings_salesperson_and_team_to_a_person_who_has_none(self):
        edit(self.company, by=self.ann, owner=self.ben, team=self.north)
        edit(self.person, by=self.ann, company=self.company)
        self.assertEqual((self.person.owner, self.person.team), (self.ben, self.north))

    def test_a_company_never_belongs_to_itself(self):
        child = create_company(by=self.ann, name="Verdier Lyon", parent=self.company)
        grandchild = create_company(by=self.ann, name="Verdier Bron", parent=child)
        for parent in (self.company, child, grandchild):
            with self.subTest(parent=parent), self.assertRaises(Refused) as refused:
                edit(self.company, by=self.ann, parent=parent)
            self.assertEqual(refused.exception.field, "parent")


class StoringTest(CastTestCase):
    @classmethod
    def setUpTestData(cls):
        super().setUpTestData()
        cls.company = create_company(by=cls.ann, name="Verdier")

    def test_archived_is_out_of_choices_and_still_there(self):
        archive(self.company, by=self.ann)
        self.assertFalse(Company.objects.current().exists())
        self.assertTrue(Company.objects.visible_to(self.ann).exists())
        with self.assertRaises(Refused):
            archive(self.company, by=self.ann)
        unarchive(self.company, by=self.ann)
        self.assertTrue(Company.objects.current().exists())

    def test_the_trash_hides_from_all_but_its_keepers(self):
        trash(self.company, by=self.maya)
        self.assertFalse(Company.objects.visible_to(self.maya).exists())
        self.assertFalse(Company.objects.trashed_for(self.ann).exists())
        untrash(Company.objects.trashed_for(self.maya).get(), by=self.maya)
        self.assertTrue(Company.objects.visible_to(self.ann).exists())

    def test_each_of_them_can_be_undone(self):
        for act in (archive, trash):
            with self.subTest(act=act.__name__):
                act(self.company, by=self.maya)
                undo(self.company.last_event.change_set, by=self.maya)
                self.assertTrue(Company.objects.current().exists())
