from datetime import timedelta
from urllib.parse import quote

from django.core import mail
from django.test import override_settings
from django.urls import reverse, reverse_lazy

from piste.accounts.models import Invitation, User
from piste.accounts.verbs.access import deactivate
from piste.accounts.verbs.joining import accept, add, invite, invite_again, withdraw_invitation
from piste.history.models import Event
from piste.kernel.clock import now
from piste.kernel.refusals import Refused
from piste.testing import CastTestCase

PASSWORD = "winter herring sails"
AT_ONCE = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}


class InvitingTest(CastTestCase):
    @classmethod
    def setUpTestData(cls):
        super().setUpTestData()
        cls.invitation = invite(by=cls.root, email="Nina@Example.com", name=" Nina  Roth ", role="own", language="fr")
        cls.nina = cls.invitation.user

    def test_who_is_invited_cannot_sign_in_yet(self):
        self.assertEqual((self.nina.email, self.nina.name), ("nina@example.com", "Nina Roth"))
        self.assertFalse(self.nina.is_active or self.nina.has_usable_password())
        self.assertEqual(self.nina.state, User.State.INVITED)
        self.assertEqual(list(User.objects.invited()), [self.nina])

    def test_the_history_tells_of_it_and_keeps_no_secret(self):
        told = Event.objects.of_row(self.nina).order_by("id")
        self.assertEqual([event.name for event in told], ["user.created", "user.invited"])
        self.assertNotIn("password", told[0].changes)

    def test_an_address_is_invited_once(self):
        with self.assertRaisesMessage(Refused, "Nina Roth signs in with this address"):
            invite(by=self.root, email="NINA@example.com", name="Nina", role="own")

    def test_what_is_no_address_is_refused_beside_its_field(self):
        with self.assertRaises(Refused) as no:
            invite(by=self.root, email="nina", name="Nina", role="own")
        self.assertEqual(no.exception.field, "email")

    def test_the_link_lets_in_once(self):
        accept(self.invitation, password=PASSWORD, language="en")
        self.nina.refresh_from_db()
        self.assertTrue(self.nina.is_active and self.nina.check_password(PASSWORD))
        self.assertEqual((self.nina.language, self.nina.state), ("en", User.State.ACTIVE))
        with self.assertRaisesMessage(Refused, "This link was used"):
            accept(self.invitation, password="another long password")

    def test_the_link_ends_after_24_hours(self):
        Invitation.objects.filter(pk=self.invitation.pk).update(created_at=now() - timedelta(hours=24, minutes=1))
        self.nina = User.objects.get(pk=self.nina.pk)
        self.assertEqual(self.nina.state, User.State.LAPSED)
        with self.assertRaisesMessage(Refused, "more than 24 hours"):
            accept(self.invitation, password=PASSWORD)

    def test_a_new_link_ends_the_old_one(self):
        again = invite_again(self.nina, by=self.root)
        with self.assertRaises(Refused):
            accept(self.invitation, password=PASSWORD)
        accept(again, password=PASSWORD)

    def test_a_withdrawn_invitation_lets_nobody_in(self):
        withdraw_invitation(self.nina, by=self.root)
        self.assertEqual(User.objects.get(pk=self.nina.pk).state, User.State.DEACTIVATED)
        with self.assertRaises(Refused):
            accept(self.invitation, password=PASSWORD)

    def test_a_deactivated_user_gets_no_link_but_is_reactivated(self):
        mark = add(email="mark@example.com", name="Mark", role="own", password=PASSWORD)
        deactivate(mark, by=self.root)
        with self.assertRaisesMessage(Refused, "Reactivate Mark first"):
            invite_again(mark, by=self.root)

    def test_a_link_that_somebody_altered_is_none(self):
        key, _, signature = self.invitation.token.partition(":")
        for token in (f"{int(key) + 1}:{signature}", f"{key}:{signature[:-1]}", "", "x"):
            self.assertFalse(Invitation.objects.by_token(token).exists())


@override_settings(TASKS=AT_ONCE)
class InviteDoorTest(CastTestCase):
    url = reverse_lazy("accounts:invite")
    wanted = {"email": "nina@example.com", "name": "Nina", "role": "own", "language": "en"}

    def test_an_administrator_invites_by_mail_and_sees_the_link_once(self):
        self.client.force_login(self.root)
        answer = self.client.post(self.url, self.wanted)
        nina = User.objects.get(email="nina@example.com")
        self.assertRedirects(answer, nina.get_absolute_url(), fetch_redirect_response=False)
        link = "http://testserver" + nina.invitations.get().get_absolute_url()
        self.assertContains(self.client.get(nina.get_absolute_url()), link)
        self.assertNotContains(self.client.get(nina.get_absolute_url()), link)
        self.assertEqual(mail.outbox[0].to, ["nina@example.com"])
        self.assertIn(link, mail.outbox[0].body)
        self.assertIn("Root invites you", mail.outbox[0].body)

    def test_nobody_else_finds_the_door(self):
        for user in (self.ann, self.maya, self.olga, self.otto):
            self.client.force_login(user)
            self.assertEqual(self.client.get(self.url).status_code, 404)
            self.assertEqual(self.client.post(self.url, self.wanted).status_code, 404)

    def test_a_bad_form_is_shown_again(self):
        self.client.force_login(self.root)
        self.assertEqual(self.client.post(self.url, self.wanted | {"email": "nina"}).status_code, 422)
        answer = self.client.post(self.url, self.wanted | {"email": "ANN@example.com"})
        self.assertContains(answer, "signs in with this address", status_code=422)

    def test_it_asks_for_the_password_again_and_keeps_what_was_typed(self):
        self.root.set_password(PASSWORD)
        self.root.save()
        self.client.force_login(self.root)
        answer = self.client.post(self.url, self.wanted)
        self.assertRedirects(answer, f"/sign-in/again/?next={quote(str(self.url), safe='')}")
        answer = self.client.post("/sign-in/again/", {"password": PASSWORD, "next": str(self.url)})
        self.assertRedirects(
            answer,
            User.objects.get(email="nina@example.com").get_absolute_url(),
            fetch_redirect_response=False,
        )

    def test_a_link_can_be_made_anew_and_withdrawn(self):
        nina = invite(by=self.root, email="nina@example.com", name="Nina", role="own").user
        self.client.force_login(self.root)
        self.assertEqual(self.client.post(reverse("accounts:invite_again", args=[nina.pk])).status_code, 302)
        self.assertEqual(len(mail.outbox), 1)
        url = reverse("accounts:withdraw_invitation", args=[nina.pk])
        self.assertEqual(self.client.post(url).status_code, 302)
        self.assertEqual(self.client.post(url).status_code, 409)


class JoinDoorTest(CastTestCase):
    @classmethod
    def setUpTestData(cls):
        super().setUpTestData()
        cls.invitation = invite(by=cls.root, email="nina@example.com", name="Nina", role="own")
        cls.url = cls.invitation.get_absolute_url()
        cls.chosen = {
            "name": "Nina Roth",
            "language": "en",
            "time_zone": "Europe/Zurich",
            "password1": PASSWORD,
            "password2": PASSWORD,
        }

    def test_who_chooses_a_password_is_in(self):
        self.assertContains(self.client.get(self.url), "nina@example.com")
        answer = self.client.post(self.url, self.chosen)
        self.assertRedirects(answer, "/", fetch_redirect_response=False)
        nina = User.objects.get(email="nina@example.com")
        self.assertEqual(self.client.session["_auth_user_id"], str(nina.pk))
        self.assertEqual((nina.name, nina.time_zone), ("Nina Roth", "Europe/Zurich"))

    def test_the_second_use_and_an_old_link_say_what_to_do(self):
        accept(self.invitation, password=PASSWORD)
        self.assertContains(self.client.get(self.url), "no longer works", status_code=410)
        self.assertContains(self.client.post(self.url, self.chosen), "no longer works", status_code=410)

    def test_weak_and_different_passwords_are_refused(self):
        for one, other in (("short", "short"), ("q1w2e3r4t5y6", "q1w2e3r4t5y6"), (PASSWORD, PASSWORD + "!")):
            answer = self.client.post(self.url, self.chosen | {"password1": one, "password2": other})
            self.assertEqual(answer.status_code, 422)
        self.assertEqual(User.objects.get(email="nina@example.com").state, User.State.INVITED)

    def test_who_has_a_password_already_is_only_asked_for_a_new_one(self):
        accept(self.invitation, password=PASSWORD)
        link = invite_again(User.objects.get(email="nina@example.com"), by=self.root).get_absolute_url()
        self.assertNotContains(self.client.get(link), 'name="time_zone"')
        other = "another herring sails"
        self.client.post(link, {"password1": other, "password2": other})
        self.assertTrue(User.objects.get(email="nina@example.com").check_password(other))
