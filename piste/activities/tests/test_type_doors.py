from django.urls import reverse

from piste.activities.models import ActivityType
from piste.activities.tests.doors import DoorTestCase
from piste.activities.verbs.types import edit_type


class TypeDoorsTest(DoorTestCase):
    def setUp(self):
        self.client.force_login(self.maya)

    def values(self, **other):
        return {
            "name_en": "Demo", "name_fr": "Démonstration", "icon": "eye", "colour": "3", "sequence": "15",
            "action": "none", "delay": "2", "delay_unit": "weeks", "delay_from": "completion", "keep_done": "on",
        } | other  # fmt: skip

    def test_configuration_is_for_managers(self):
        for user in (self.ann, self.olga, self.otto):
            self.client.force_login(user)
            self.assertEqual(self.get("types").status_code, 404)
            self.assertEqual(self.post("new_type", **self.values()).status_code, 404)
            self.assertEqual(self.post("type", self.phone.pk, **self.values()).status_code, 404)
            self.assertEqual(self.post("archive_type", self.phone.pk).status_code, 404)

    def test_the_list_says_what_each_type_does(self):
        edit_type(self.phone, by=self.maya, suggested_next=[self.mail])
        response = self.get("types")
        self.assertContains(response, "2 days after completion")
        self.assertContains(response, "Appel")

    def test_a_new_type_in_both_languages(self):
        response = self.post("new_type", **self.values(suggested_next=[self.mail.pk], applies_to=["company"]))
        made = ActivityType.objects.get(name_en="Demo")
        self.assertEqual(response.headers["HX-Redirect"], reverse("activities:types"))
        self.assertEqual((made.name_fr, made.icon, made.colour, made.delay_unit), ("Démonstration", "eye", 3, "weeks"))
        self.assertEqual((list(made.suggested_next.all()), made.applies_to), ([self.mail], ["company"]))

    def test_suggesting_and_creating_at_once_is_refused_beside_the_field(self):
        values = self.values(suggested_next=[self.mail.pk], triggered_next=self.phone.pk)
        for route, args in (("new_type", []), ("type", [self.todo.pk])):
            response = self.post(route, *args, **values)
            self.assertContains(response, "Choose either suggested types or one type created at once.", status_code=422)
            self.assertContains(response, "Démonstration", status_code=422)
        self.todo.refresh_from_db()
        self.assertEqual(self.todo.name_en, "To-do")

    def test_an_unknown_icon_is_refused(self):
        self.assertEqual(self.post("new_type", **self.values(icon="unicorn")).status_code, 422)

    def test_edit_archive_and_back(self):
        self.assertContains(self.part("type", self.phone.pk), "Call")
        self.post("type", self.phone.pk, seen=1, **self.values(name_en="Ring"))
        self.phone.refresh_from_db()
        self.assertEqual(self.phone.name_en, "Ring")
        self.post("archive_type", self.phone.pk)
        door = reverse("activities:type", args=[self.phone.pk])
        self.assertNotContains(self.get("types"), f'"{door}"')
        self.assertContains(self.get("types", show="archived"), f'"{door}"')
        self.post("unarchive_type", self.phone.pk)
        self.assertContains(self.get("types"), f'"{door}"')
