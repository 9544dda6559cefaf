from piste.activities.models import ActivityType
from piste.activities.tests.cast import ActivityTestCase
from piste.activities.verbs.types import archive_type, create_type, edit_type, unarchive_type
from piste.history.undo import undo
from piste.kernel.refusals import Refused


class TypeTest(ActivityTestCase):
    def test_a_type_keeps_what_it_suggests(self):
        demo = create_type(by=self.maya, name_en=" Demo ", suggested_next=[self.mail, self.phone])
        self.assertEqual((demo.name_en, set(demo.suggested_next.all())), ("Demo", {self.mail, self.phone}))

    def test_suggesting_and_creating_at_once_exclude_each_other(self):
        message = "Choose either suggested types or one type created at once."
        with self.assertRaisesMessage(Refused, message):
            create_type(by=self.maya, name_en="Demo", suggested_next=[self.mail], triggered_next=self.phone)
        edit_type(self.phone, by=self.maya, suggested_next=[self.mail])
        with self.assertRaisesMessage(Refused, message):
            edit_type(self.phone, by=self.maya, triggered_next=self.mail)
        self.phone.refresh_from_db()
        self.assertIsNone(self.phone.triggered_next)

    def test_a_type_has_a_name_in_one_language_at_least(self):
        with self.assertRaises(Refused) as refused:
            create_type(by=self.maya, name_en="  ")
        self.assertEqual(refused.exception.field, "name_en")
        self.assertEqual(str(create_type(by=self.maya, name_fr="Démonstration")), "Démonstration")

    def test_a_colour_that_does_not_exist_is_refused(self):
        with self.assertRaises(Refused) as refused:
            edit_type(self.phone, by=self.maya, colour=12)
        self.assertEqual(refused.exception.field, "colour")

    def test_archived_ones_leave_the_choice_and_come_back(self):
        archive_type(self.phone, by=self.maya)
        self.assertNotIn(self.phone, ActivityType.objects.current())
        unarchive_type(self.phone, by=self.maya)
        self.assertIn(self.phone, ActivityType.objects.current())

    def test_undo_gives_back_what_was_suggested(self):
        edit_type(self.phone, by=self.maya, suggested_next=[self.mail], delay=9)
        undo(self.phone.last_event.change_set, by=self.maya)
        self.phone.refresh_from_db()
        self.assertEqual((self.phone.delay, list(self.phone.suggested_next.all())), (2, []))

    def test_undo_of_a_new_type_takes_it_out_of_use(self):
        demo = create_type(by=self.maya, name_en="Demo")
        undo(demo.last_event.change_set, by=self.maya)
        self.assertNotIn(demo, ActivityType.objects.current())
