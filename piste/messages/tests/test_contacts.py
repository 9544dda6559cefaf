from django.urls import reverse
from ninja.testing import TestClient

from piste.contacts.verbs.creating import create_person
from piste.kernel.refusals import Refused
from piste.messages import api, threads
from piste.messages.models import Notice
from piste.messages.tests.cast import HTMX, ThreadTestCase
from piste.messages.verbs.following import add_contact, follow, remove_contact
from piste.messages.verbs.notes import write_note


class FollowingContactTest(ThreadTestCase):
    @classmethod
    def setUpTestData(cls):
        super().setUpTestData()
        cls.lea = create_person(by=cls.ann, first_name="Léa", last_name="Verdier")

    def contacts(self):
        return threads.following_contacts(self.verdier, self.ann)

    def test_a_contact_is_added_once_and_removed(self):
        for _time in range(2):
            add_contact(self.verdier, by=self.ann, person=self.lea)
        self.assertEqual(self.contacts(), [self.lea])
        self.assertEqual(threads.followers(self.verdier), [])
        remove_contact(self.verdier, by=self.ann, person=self.lea)
        self.assertEqual(self.contacts(), [])

    def test_contacts_hear_of_no_note(self):
        add_contact(self.verdier, by=self.ann, person=self.lea)
        follow(self.verdier, by=self.ben)
        write_note(self.verdier, by=self.ann, body="Between us")
        self.assertEqual([notice.user for notice in Notice.objects.all()], [self.ben])

    def test_who_does_not_see_contacts_adds_none(self):
        with self.assertRaisesMessage(Refused, "cannot follow"):
            add_contact(self.verdier, by=self.otto, person=self.lea)

    def test_the_dialog_adds_and_removes(self):
        self.client.force_login(self.ann)
        door = self.door("add_contact")
        self.assertEqual(self.client.post(door, {"person": 4711}, headers=HTMX).status_code, 422)
        answer = self.client.post(door, {"person": self.lea.pk}, headers=HTMX)
        self.assertIn("Follower added", answer.headers["HX-Trigger"])
        self.assertContains(self.client.get(self.door("followers"), headers=HTMX), "Léa Verdier")
        remove = reverse("messages:remove_contact", args=[*self.verdier.thread, self.lea.pk])
        self.assertEqual(self.client.post(remove, headers=HTMX).status_code, 200)
        self.assertEqual(self.contacts(), [])

    def test_who_only_reads_sees_them_and_changes_nothing(self):
        add_contact(self.verdier, by=self.ann, person=self.lea)
        remove = reverse("messages:remove_contact", args=[*self.verdier.thread, self.lea.pk])
        self.client.force_login(self.olga)
        page = self.client.get(self.door("followers"), headers=HTMX)
        self.assertContains(page, "Léa Verdier")
        self.assertNotContains(page, remove)
        for url in (self.door("add_contact"), remove):
            self.assertEqual(self.client.post(url, {"person": self.lea.pk}, headers=HTMX).status_code, 404)

    def test_by_the_api(self):
        client, on = TestClient(api.followers), {"noun": "company", "record": self.verdier.pk}
        said = on | {"person": self.lea.pk}
        told = client.post("/contacts", json=said, user=self.ann).json()
        self.assertEqual(told, {"items": [], "contacts": [{"id": self.lea.pk, "name": "Léa Verdier"}]})
        self.assertEqual(client.post("/contacts/remove", json=said, user=self.ann).json()["contacts"], [])
