import time
from datetime import timedelta
from unittest.mock import patch

from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, generate_totp_secret, hotp_value
from django.core import mail
from django.core.cache import cache
from django.test import override_settings
from django.urls import reverse

from piste.accounts import lockout
from piste.accounts.tests.test_joining import AT_ONCE, PASSWORD
from piste.accounts.verbs.access import deactivate
from piste.accounts.verbs.joining import invite_again
from piste.history.models import Event
from piste.kernel import clock
from piste.testing import CastTestCase

NEW = "another herring sails"


class SignInTestCase(CastTestCase):
    @classmethod
    def setUpTestData(cls):
        super().setUpTestData()
        cls.ann.set_password(PASSWORD)
        cls.ann.save()

    def setUp(self):
        cache.clear()

    def sign_in(self, password=PASSWORD, email="ann@example.com", **headers):
        return self.client.post("/sign-in/", {"login": email, "password": password}, headers=headers)

    def assert_signed_in(self):
        self.assertEqual(self.client.get("/settings/").status_code, 200)

    def assert_signed_out(self):
        self.assertRedirects(self.client.get("/settings/"), "/sign-in/?next=/settings/", fetch_redirect_response=False)


class PasswordTest(SignInTestCase):
    def test_the_right_password_lets_in_whatever_the_case_of_the_address(self):
        self.assertRedirects(self.sign_in(email="Ann@Example.com"), "/", fetch_redirect_response=False)
        self.assert_signed_in()

    def test_one_comes_back_to_the_page_that_asked(self):
        answer = self.client.post("/sign-in/", {"login": "ann@example.com", "password": PASSWORD, "next": "/settings/"})
        self.assertRedirects(answer, "/settings/", fetch_redirect_response=False)

    def test_nobody_is_led_to_another_site(self):
        answer = self.client.post(
            "/sign-in/", {"login": "ann@example.com", "password": PASSWORD, "next": "https://evil.example/"}
        )
        self.assertEqual(answer["Location"], "/")

    def test_somebody_outside_of_sales_comes_to_his_activities(self):
        self.otto.set_password(PASSWORD)
        self.otto.save()
        self.assertNotEqual(self.sign_in(email="otto@example.com")["Location"], "/")

    def test_a_wrong_password_and_an_unknown_address_get_the_same_answer(self):
        wrong, unknown = self.sign_in("no"), self.sign_in("no", email="nobody@example.com")
        self.assertEqual((wrong.status_code, unknown.status_code), (422, 422))
        said = "The e-mail or the password is not right."
        self.assertContains(wrong, said, status_code=422)
        self.assertContains(unknown, said, status_code=422)

    def test_a_deactivated_user_does_not_come_in(self):
        deactivate(self.ann, by=self.root)
        self.assertRedirects(self.sign_in(), "/sign-in/deactivated/")

    def test_signing_out_is_a_post(self):
        self.sign_in()
        self.assertContains(self.client.get("/sign-out/"), "Sign out?")
        self.client.post("/sign-out/")
        self.assert_signed_out()

    def test_a_part_of_a_page_asked_for_after_signing_out_says_so(self):
        answer = self.client.get("/settings/", headers={"HX-Request": "true"})
        self.assertEqual(answer.status_code, 401)
        self.assertIn("signedOut", answer["HX-Trigger"])

    def test_there_is_no_sign_up(self):
        self.assertEqual(self.client.get("/sign-up/").status_code, 404)
        self.assertNotContains(self.client.get("/sign-in/"), "sign-up")

    def test_pages_before_sign_in_speak_the_browsers_language(self):
        answer = self.client.get("/sign-in/", headers={"Accept-Language": "fr-CA,fr;q=0.9"})
        self.assertContains(answer, '<html lang="fr"')


class LockoutTest(SignInTestCase):
    def fail(self, times, **more):
        for _ in range(times):
            self.sign_in("wrong", **more)

    def later(self, minutes):
        moment = clock.now() + timedelta(minutes=minutes)
        return patch("piste.kernel.clock.now", return_value=moment)

    def test_after_five_failures_even_the_right_password_waits_a_minute(self):
        self.fail(4)
        self.assertEqual(self.sign_in("wrong").status_code, 422)
        self.assertContains(self.sign_in(), "Wait 1 minute", status_code=422)
        self.assert_signed_out()
        with self.later(minutes=1.1):
            self.assertEqual(self.sign_in().status_code, 302)

    def test_four_failures_cost_nothing(self):
        self.fail(4)
        self.assertEqual(self.sign_in().status_code, 302)

    def test_waits_double_up_to_a_quarter_of_an_hour_and_end(self):
        waits = []
        for failure in range(12):
            with self.later(minutes=20 * failure):
                lockout.count_failure("ann@example.com", "127.0.0.1")
                waits.append(lockout.minutes_to_wait("ann@example.com", "127.0.0.1"))
        self.assertEqual(waits, [0, 0, 0, 0, 1, 2, 4, 8, 15, 15, 15, 15])

    def test_an_unknown_address_waits_too(self):
        self.fail(5, email="nobody@example.com")
        self.assertContains(self.sign_in(email="nobody@example.com"), "Wait 1 minute", status_code=422)

    def test_nobody_locks_out_somebody_elsewhere(self):
        self.fail(5)
        self.assertEqual(lockout.minutes_to_wait("ann@example.com", "192.0.2.7"), 0)

    def test_a_network_that_tries_many_accounts_waits_too(self):
        for number in range(lockout.FREE_FOR_NETWORK):
            lockout.count_failure(f"user{number}@example.com", "127.0.0.1")
        self.assertContains(self.sign_in(), "Wait 1 minute", status_code=422)

    def test_an_office_whose_people_mistype_now_and_then_waits_for_nothing(self):
        with patch.object(cache, "set") as kept:
            lockout.count_failure("ann@example.com", "127.0.0.1")
        self.assertEqual([call.args[2] for call in kept.call_args_list], [24 * 3600, 3600])

    def test_the_right_password_forgets_the_failures(self):
        self.fail(4)
        self.sign_in()
        self.client.post("/sign-out/")
        self.fail(4)
        self.assertEqual(self.sign_in().status_code, 302)


@override_settings(TASKS=AT_ONCE)
class ResetTest(SignInTestCase):
    def link(self):
        self.client.post("/password/forgotten/", {"email": "ann@example.com"})
        return next(word for word in mail.outbox[-1].body.split() if word.startswith("http://testserver/password/new/"))

    def test_a_forgotten_password_is_chosen_anew_by_a_link_that_works_once(self):
        link = self.link()
        page = self.client.get(link, follow=True)
        answer = self.client.post(page.request["PATH_INFO"], {"password1": NEW, "password2": NEW})
        self.assertRedirects(answer, "/password/new/done/")
        self.assertEqual(self.sign_in(NEW).status_code, 302)
        self.assertTrue(Event.objects.of_row(self.ann).filter(name="user.password_set").exists())
        self.client.post("/sign-out/")
        self.assertContains(self.client.get(link, follow=True), "no longer works")

    def test_it_ends_after_24_hours(self):
        link = self.link()
        with override_settings(PASSWORD_RESET_TIMEOUT=-1):
            self.assertContains(self.client.get(link, follow=True), "no longer works")

    def test_an_unknown_address_gets_the_same_answer_and_no_mail(self):
        known = self.client.post("/password/forgotten/", {"email": "ann@example.com"})
        unknown = self.client.post("/password/forgotten/", {"email": "nobody@example.com"})
        self.assertEqual(known["Location"], unknown["Location"])
        self.assertEqual(len(mail.outbox), 1)

    def test_a_weak_password_is_refused(self):
        page = self.client.get(self.link(), follow=True)
        answer = self.client.post(page.request["PATH_INFO"], {"password1": "short", "password2": "short"})
        self.assertContains(answer, "too short", status_code=422)

    def test_changing_it_keeps_this_session_and_ends_the_others(self):
        other = self.client_class()
        other.force_login(self.ann)
        self.sign_in()
        answer = self.client.post("/settings/password/", {"oldpassword": PASSWORD, "password1": NEW, "password2": NEW})
        self.assertRedirects(answer, "/settings/", fetch_redirect_response=False)
        self.assert_signed_in()
        self.assertEqual(other.get("/settings/").status_code, 302)

    def test_changing_it_asks_for_the_present_one(self):
        self.sign_in()
        answer = self.client.post("/settings/password/", {"oldpassword": "no", "password1": NEW, "password2": NEW})
        self.assertContains(answer, "This is not your password", status_code=422)


class SecondFactorTest(SignInTestCase):
    def code(self, secret):
        return format_hotp_value(hotp_value(secret, int(time.time()) // 30))

    def turned_on(self):
        secret = generate_totp_secret()
        TOTP.activate(self.ann, secret)
        return secret

    def test_turning_it_on_asks_for_the_password_and_gives_recovery_codes(self):
        self.sign_in()
        on = reverse("mfa_activate_totp")
        self.assertRedirects(self.client.get(on), f"/sign-in/again/?next={on}")
        self.client.post("/sign-in/again/", {"password": PASSWORD, "next": on})
        page = self.client.get(on)
        self.assertContains(page, "data:image/svg+xml;base64,")
        self.assertEqual(self.client.post(on, {"code": "000000x"}).status_code, 422)
        answer = self.client.post(on, {"code": self.code(self.client.session["mfa.totp.secret"])})
        codes = self.client.get(answer["Location"])
        self.assertContains(codes, "<li>", count=10)
        self.assertContains(self.client.get(reverse("mfa_index")), "10 codes are left")
        download = self.client.get(reverse("mfa_download_recovery_codes"))
        self.assertEqual(len(download.content.split()[-10:]), 10)

    def test_the_password_alone_no_longer_signs_in(self):
        secret = self.turned_on()
        self.assertRedirects(self.sign_in(), "/sign-in/code/")
        self.assert_signed_out()
        self.assertContains(
            self.client.post("/sign-in/code/", {"code": "000000"}), "This code is not right", status_code=422
        )
        self.assertRedirects(
            self.client.post("/sign-in/code/", {"code": self.code(secret)}), "/", fetch_redirect_response=False
        )
        self.assert_signed_in()

    def test_a_recovery_code_lets_in_once(self):
        self.turned_on()
        spare = RecoveryCodes.activate(self.ann).get_unused_codes()[0]
        for expected in (302, 422):
            self.sign_in()
            self.assertEqual(self.client.post("/sign-in/code/", {"code": spare}).status_code, expected)
            self.client.post("/sign-out/")

    def test_wrong_codes_are_limited(self):
        secret = self.turned_on()
        self.sign_in()
        for _ in range(5):
            self.client.post("/sign-in/code/", {"code": "000000"})
        answer = self.client.post("/sign-in/code/", {"code": self.code(secret)})
        self.assertContains(answer, "Too many tries", status_code=422)

    def test_the_database_does_not_know_the_key(self):
        secret = self.turned_on()
        kept = Authenticator.objects.get(user=self.ann).data["secret"]
        self.assertNotIn(secret, kept)

    def test_with_another_secret_key_no_code_fits_and_nothing_breaks(self):
        secret = self.turned_on()
        with override_settings(SECRET_KEY="a new one"):
            self.sign_in()
            self.assertEqual(self.client.post("/sign-in/code/", {"code": self.code(secret)}).status_code, 422)

    def test_turning_it_off_takes_the_recovery_codes_along(self):
        self.turned_on()
        self.client.force_login(self.ann)
        off = reverse("mfa_deactivate_totp")
        self.client.get(off)
        self.client.post("/sign-in/again/", {"password": PASSWORD, "next": off})
        self.assertContains(self.client.get(off), "Turn off")
        self.client.post(off)
        self.assertFalse(Authenticator.objects.filter(user=self.ann).exists())

    def test_an_invitation_link_does_not_pass_it_by(self):
        self.turned_on()
        link = invite_again(self.ann, by=self.root).get_absolute_url()
        self.assertRedirects(self.client.post(link, {"password1": NEW, "password2": NEW}), "/sign-in/code/")
