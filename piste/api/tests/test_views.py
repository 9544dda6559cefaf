import re
from datetime import timedelta

from django.urls import reverse

from piste.accounts.verbs.joining import add_service
from piste.api.models import ApiKey
from piste.api.verbs.keys import end_key, make_key
from piste.history.models import ChangeSet
from piste.history.undo import undo
from piste.kernel.clock import today
from piste.kernel.refusals import Refused
from piste.testing import CastTestCase

URL = "/settings/api-keys/"


class PageTest(CastTestCase):
    def confirm(self) -> None:
        """As whoever has just given the password."""
        session = self.client.session
        session["account_authentication_methods"] = [{"method": "password", "at": 4_000_000_000}]
        session.save()

    def sent(self, **said):
        return {"name": "Our website", "access": "read", "networks": "", "ends_on": ""} | said


class KeysPageTest(PageTest):
    def setUp(self) -> None:
        self.client.force_login(self.ann)
        self.confirm()

    def test_a_key_is_made_and_shown_once(self):
        page = self.client.post(URL, self.sent()).content.decode()
        token = re.search(r"piste_[\w-]{43}", page)[0]
        answer = self.client.get("/api/v1/users/me", headers={"Authorization": f"Bearer {token}"})
        self.assertEqual(answer.json()["id"], self.ann.pk)
        self.assertNotIn(token, self.client.get(URL).content.decode())
        self.assertEqual(ApiKey.objects.get().scopes, ["read"])

    def test_a_key_is_limited(self):
        said = self.sent(
            access="chosen",
            objects=["leads:write", "notes:read"],
            team=self.north.pk,
            networks="192.0.2.0/24, 10.0.0.1",
            ends_on=today(self.ann) + timedelta(days=5),
        )
        self.client.post(URL, said)
        key = ApiKey.objects.get()
        self.assertEqual((key.scopes, key.team), (["leads:write", "notes:read"], self.north))
        self.assertEqual(key.networks, ["192.0.2.0/24", "10.0.0.1/32"])
        self.assertEqual(key.ends_at.date(), today(self.ann) + timedelta(days=6))

    def test_what_is_wrong_stands_beside_the_field(self):
        for said in (
            {"name": ""},
            {"access": "chosen"},
            {"networks": "home"},
            {"ends_on": "2001-01-01"},
            {"access": "chosen", "objects": ["users:write"]},
        ):
            with self.subTest(said):
                self.assertEqual(self.client.post(URL, self.sent(**said)).status_code, 422)
        self.assertFalse(ApiKey.objects.exists())

    def test_only_administrators_give_the_scope_of_administrators(self):
        self.client.post(URL, self.sent(admin="on"))
        self.assertEqual(ApiKey.objects.get().scopes, ["read"])

    def test_a_key_is_ended_by_its_user_and_by_administrators(self):
        key, _token = make_key(self.ben, by=self.ben, name="Ben's")
        url = reverse("keys:end", args=[key.pk])
        self.assertEqual(self.client.post(url).status_code, 404)
        self.client.force_login(self.root)
        self.confirm()
        self.assertContains(self.client.get(URL), "Ben&#39;s")
        self.assertRedirects(self.client.post(url), URL)
        self.assertFalse(ApiKey.objects.visible_to(self.ben).exists())

    def test_undo_ends_a_key_and_brings_none_back(self):
        key, _token = make_key(self.ben, by=self.ben, name="Ben's")
        taken_back = undo(ChangeSet.objects.latest("id"), by=self.ben)
        self.assertTrue(ApiKey.objects.get(pk=key.pk).ended)
        with self.assertRaises(Refused):
            undo(taken_back, by=self.ben)
        other, _token = make_key(self.ben, by=self.ben, name="Leaked")
        end_key(other, by=self.ben)
        with self.assertRaises(Refused):
            undo(ChangeSet.objects.latest("id"), by=self.root)
        self.assertTrue(ApiKey.objects.get(pk=other.pk).ended)

    def test_whoever_signed_in_long_ago_signs_in_again(self):
        self.ann.set_password("long and well known")
        self.ann.save()
        self.client.force_login(self.ann)
        session = self.client.session
        session["account_authentication_methods"] = [{"method": "password", "at": 1}]
        session.save()
        self.assertIn("sign-in/again", self.client.post(URL, self.sent())["Location"])
        self.assertFalse(ApiKey.objects.exists())

    def test_the_description_is_a_page_too(self):
        self.client.logout()
        self.assertContains(self.client.get("/api/v1/docs"), "/api/v1/leads/{pk}/won")


class ServiceKeysTest(PageTest):
    """The keys of a program's account (12.19)."""

    def setUp(self) -> None:
        self.website = add_service(by=self.root, name="Our website", role="own")
        self.address = f"/configuration/users/{self.website.pk}/keys/"
        self.client.force_login(self.root)
        self.confirm()

    def test_administrators_make_and_end_its_keys(self):
        page = self.client.post(self.address, self.sent()).content.decode()
        token = re.search(r"piste_[\w-]{43}", page)[0]
        answer = self.client.get("/api/v1/users/me", headers={"Authorization": f"Bearer {token}"})
        self.assertEqual((answer.json()["id"], answer.json()["service"]), (self.website.pk, True))
        key = ApiKey.objects.get()
        self.assertContains(self.client.get(f"/configuration/users/{self.website.pk}/"), key.name)
        self.assertRedirects(self.client.post(f"/settings/api-keys/{key.pk}/end/"), self.address)
        self.assertEqual(
            self.client.get("/api/v1/leads", headers={"Authorization": f"Bearer {token}"}).status_code, 401
        )

    def test_others_do_not_and_people_have_theirs(self):
        person = f"/configuration/users/{self.ann.pk}/keys/"
        self.assertEqual(self.client.post(person, self.sent()).status_code, 404)
        self.client.force_login(self.maya)
        self.confirm()
        self.assertEqual(self.client.post(self.address, self.sent()).status_code, 404)
        self.assertFalse(ApiKey.objects.exists())
