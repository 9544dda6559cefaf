from piste.contacts.models import Tag
from piste.contacts.verbs.tags import archive_tag, create_tag, edit_tag, unarchive_tag
from piste.history.undo import undo
from piste.kernel.refusals import Refused
from piste.testing import CastTestCase


class TagTest(CastTestCase):
    def test_a_name_that_exists_is_refused_and_named_whatever_its_case(self):
        for values in ({"name_en": " SOFTWARE "}, {"name_en": "Programs", "name_fr": "logiciel"}):
            with self.subTest(values=values), self.assertRaisesMessage(Refused, "“Software” exists already"):
                create_tag(by=self.maya, **values)

    def test_an_archived_one_of_the_same_name_is_offered_back(self):
        archive_tag(Tag.objects.get(name_en="Software"), by=self.maya)
        with self.assertRaisesMessage(Refused, "Un-archive it"):
            create_tag(by=self.maya, name_en="software")

    def test_a_tag_needs_a_name_in_one_language(self):
        with self.assertRaises(Refused):
            create_tag(by=self.maya, name_en=" ", colour=3)
        self.assertEqual(create_tag(by=self.maya, name_fr="Salon").name, "Salon")

    def test_its_own_name_is_no_double(self):
        tag = Tag.objects.get(name_en="Software")
        edit_tag(tag, by=self.maya, name_en="software", colour=4)
        self.assertEqual((tag.name_en, tag.colour), ("software", 4))
        with self.assertRaisesMessage(Refused, "“Product” exists already"):
            edit_tag(tag, by=self.maya, name_en="Product")

    def test_archived_stays_where_it_is_and_is_not_offered(self):
        tag = Tag.objects.get(name_en="Software")
        archive_tag(tag, by=self.maya)
        self.assertNotIn(tag, Tag.objects.offered([]))
        self.assertIn(tag, Tag.objects.offered([tag.pk]))
        unarchive_tag(tag, by=self.maya)
        self.assertIn(tag, Tag.objects.current())

    def test_undo_of_a_new_tag_takes_it_away(self):
        tag = create_tag(by=self.maya, name_en="Fair")
        undo(tag.last_event.change_set, by=self.maya)
        self.assertNotIn(tag, Tag.objects.visible_to(self.maya))
