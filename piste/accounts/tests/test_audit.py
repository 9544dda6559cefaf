from datetime import timedelta

from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from ninja.testing import TestClient

from piste.accounts.api import router
from piste.accounts.devices import device
from piste.accounts.jobs import forget_ended_sign_ins
from piste.accounts.models import SignIn, Site
from piste.accounts.tests.test_sign_in import SignInTestCase
from piste.accounts.verbs.access import sign_in_failed
from piste.accounts.verbs.editing import edit, edit_site
from piste.history.models import Event
from piste.kernel.clock import now
from piste.kernel.refusals import Refused

FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"
IPHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 Version/18.0 Safari/604.1"


class DeviceTest(SignInTestCase):
    def test_a_browser_is_named_as_people_know_it(self):
        self.assertEqual(device(FIREFOX), "Firefox, Linux")
        self.assertEqual(device(IPHONE), "Safari, iPhone")
        self.assertEqual(device("curl/8.1"), "curl/8.1")
        self.assertEqual(device(""), "–")

    def test_a_sign_in_is_listed_and_told(self):
        self.sign_in(**{"User-Agent": FIREFOX})
        listed = SignIn.objects.get()
        self.assertEqual((listed.user, listed.device, listed.address), (self.ann, "Firefox, Linux", "127.0.0.1"))
        event = Event.objects.get(name="user.signed_in")
        self.assertEqual((event.row_id, event.facts["device"]), (self.ann.pk, "Firefox, Linux"))
        self.assertIsNone(event.change_set.by)
        self.assertContains(self.client.get("/settings/"), "This device")

    def test_a_failed_one_is_told_with_the_user_or_with_the_company(self):
        self.sign_in(password="wrong")
        self.sign_in(email="nobody@example.com")
        self.assertEqual(Event.objects.get(name="user.sign_in_failed").row_id, self.ann.pk)
        self.assertEqual(Event.objects.get(name="site.sign_in_failed").facts["email"], "nobody@example.com")
        self.assertFalse(SignIn.objects.exists())

    def test_signing_out_takes_it_from_the_list(self):
        self.sign_in()
        self.client.post("/sign-out/")
        self.assertFalse(SignIn.objects.exists())

    def test_one_device_is_ended_from_another(self):
        self.sign_in()
        here, other = self.client, self.client_class()
        other.post("/sign-in/", {"login": "ann@example.com", "password": "three herrings swim"})
        self.client = other
        self.sign_in()
        self.client = here
        ended = SignIn.objects.exclude(session_key=here.session.session_key).get()
        door = reverse("accounts:end_sign_in", args=[ended.pk])
        self.assertRedirects(here.post(door), "/settings/")
        self.assert_signed_in()
        self.client = other
        self.assert_signed_out()

    def test_not_this_one_nor_that_of_somebody_else(self):
        self.sign_in()
        listed = SignIn.objects.get()
        door = reverse("accounts:end_sign_in", args=[listed.pk])
        self.assertEqual(self.client.post(door).status_code, 404)
        self.client.force_login(self.ben)
        self.assertEqual(self.client.post(door).status_code, 404)
        self.client.force_login(self.root)
        self.assertContains(self.client.get(self.ann.get_absolute_url()), door)
        self.assertRedirects(self.client.post(door), self.ann.get_absolute_url())
        self.assertFalse(SignIn.objects.exists())

    def test_what_was_not_used_for_long_is_forgotten(self):
        self.sign_in()
        old = SignIn.objects.create(user=self.ann, session_key="old", device="Old", used_at=now() - timedelta(days=16))
        self.assertNotIn(old, self.ann.sign_ins.current())
        forget_ended_sign_ins.call()
        self.assertEqual(SignIn.objects.get().session_key, self.client.session.session_key)

    def test_ending_all_others_keeps_this_one_in_the_list(self):
        self.sign_in()
        SignIn.objects.create(user=self.ann, session_key="gone", device="Old")
        self.client.post(reverse("accounts:sign_out_elsewhere"))
        self.assert_signed_in()
        self.assertEqual(SignIn.objects.get().session_key, self.client.session.session_key)
        self.assertEqual(Event.objects.filter(name="user.signed_in").count(), 1)


class SignInsApiTest(SignInTestCase):
    def ask(self, method, path, user):
        return TestClient(router).request(method, path, user=user)

    def test_ones_own_are_listed_and_ended_and_nobody_elses(self):
        self.sign_in(**{"User-Agent": FIREFOX})
        path = f"/{self.ann.pk}/sign-ins"
        (item,) = self.ask("GET", path, self.ann).json()["items"]
        self.assertEqual((item["user"], item["device"]), (self.ann.pk, "Firefox, Linux"))
        self.assertEqual(self.ask("GET", path, self.ben).status_code, 404)
        self.assertEqual(self.ask("DELETE", f"{path}/{item['id']}", self.ben).status_code, 404)
        self.assertEqual(self.ask("DELETE", f"{path}/{item['id']}", self.root).status_code, 204)
        self.assert_signed_out()

    def test_a_role_that_does_not_exist_is_refused(self):
        with self.assertRaises(Refused) as no:
            edit_site(Site.current(), by=self.root, second_factor_roles=["king"])
        self.assertEqual(no.exception.field, "second_factor_roles")


class AuditTest(SignInTestCase):
    url = "/configuration/audit/"

    def setUp(self):
        super().setUp()
        edit(self.ben, by=self.root, name="Benedict")
        sign_in_failed("ann@example.com", device="Firefox, Linux", address="10.0.0.7")
        self.client.force_login(self.root)

    def test_administrators_look_and_nobody_else_finds_it(self):
        self.assertContains(self.client.get(self.url), "A wrong password for Ann")
        for user in (self.ann, self.maya, self.olga, self.otto):
            self.client.force_login(user)
            self.assertEqual(self.client.get(self.url).status_code, 404)

    def test_by_person_verb_record_and_day(self):
        told, failed = "changed the user Benedict", "A wrong password for Ann"
        for asked, shown, left_out in (
            ({"person": self.ann.pk}, failed, told),
            ({"person": self.root.pk}, told, failed),
            ({"act": "user.sign_in_failed"}, failed, told),
            ({"address": "10.0.0.7"}, failed, told),
            ({"noun": "user", "record": self.ben.pk}, told, failed),
            ({"since": "2000-01-01", "noun": "user", "record": self.ann.pk}, failed, told),
        ):
            with self.subTest(asked):
                page = self.client.get(self.url, asked)
                self.assertContains(page, shown)
                self.assertNotContains(page, left_out)
        self.assertContains(self.client.get(self.url, {"until": "2000-01-01"}), "Nothing fits.")

    def test_what_was_told_later_and_happened_before_stands_below(self):
        Event.objects.filter(name="user.sign_in_failed").update(at=now() - timedelta(days=400))
        page = self.client.get(self.url).content.decode()
        self.assertLess(page.index("changed the user Benedict"), page.index("A wrong password for Ann"))

    def test_the_network_address_of_whoever_acts_is_told(self):
        self.client.post(reverse("accounts:sign_out_elsewhere"), REMOTE_ADDR="10.0.0.9")
        page = self.client.get(self.url, {"address": "10.0.0.9"})
        self.assertContains(page, "Page · 10.0.0.9")

    def test_a_filter_that_makes_no_sense_finds_nothing_and_says_why(self):
        page = self.client.get(self.url, {"since": "soon"})
        self.assertContains(page, "Nothing fits.", status_code=422)

    def test_pages_follow_each_other_at_the_same_cost(self):
        counts = []
        for upto in (10, 50):
            for number in range(upto):
                sign_in_failed("ann@example.com", device=f"D{number}", address="10.0.0.7")
            with CaptureQueriesContext(connection) as queries:
                page = self.client.get(self.url)
            counts.append(len(queries))
        self.assertEqual(*counts)
        following = page.content.decode().split("cursor=")[1].split('"')[0].split("&")[0]
        self.assertContains(self.client.get(f"{self.url}?cursor={following}"), "Benedict")


class RequiredSecondFactorTest(SignInTestCase):
    def test_whose_role_needs_one_sets_it_up_first(self):
        edit_site(Site.current(), by=self.root, second_factor_roles=["own"])
        self.client.force_login(self.ann)
        self.assertRedirects(self.client.get("/settings/"), reverse("mfa_activate_totp"), fetch_redirect_response=False)
        self.assertEqual(self.client.post("/sign-out/").status_code, 302)
        self.client.force_login(self.ben)
        self.assertEqual(self.client.get("/settings/").status_code, 200)

    def test_who_has_one_goes_on(self):
        edit_site(Site.current(), by=self.root, second_factor_roles=["own"])
        TOTP.activate(self.ann, generate_totp_secret())
        self.client.force_login(self.ann)
        self.assertEqual(self.client.get("/settings/").status_code, 200)
