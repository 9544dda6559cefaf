import re
from html import unescape

from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from piste.accounts.models import User
from piste.accounts.roles import Role
from piste.accounts.verbs.access import deactivate, reactivate, remove_second_factor, sign_out_everywhere
from piste.accounts.verbs.editing import edit
from piste.accounts.verbs.joining import add, invite
from piste.history import events
from piste.history.models import Event
from piste.history.undo import undo
from piste.kernel.refusals import Refused
from piste.testing import CastTestCase

PASSWORD = "winter herring sails"


class EditingTest(CastTestCase):
    def test_a_new_role_is_told_with_what_was_before(self):
        edit(self.ann, by=self.root, role=Role.ALL)
        event = Event.objects.of_row(self.ann).get()
        self.assertEqual((event.name, event.changes), ("user.edited", {"role": ["own", "all"]}))

    def test_nothing_changed_tells_nothing(self):
        edit(self.ann, by=self.root, name="Ann")
        self.assertFalse(Event.objects.of_row(self.ann).exists())

    def test_nobody_takes_the_address_of_another(self):
        with self.assertRaisesMessage(Refused, "Ben signs in with this address"):
            edit(self.ann, by=self.root, email="BEN@example.com")

    def test_an_administrator_keeps_his_own_role(self):
        with self.assertRaisesMessage(Refused, "your own administrator role"):
            edit(self.root, by=self.root, role=Role.MANAGER)

    def test_the_last_administrator_stays_one(self):
        with self.assertRaisesMessage(Refused, "Root is the last administrator"):
            edit(self.root, by=self.maya, role=Role.MANAGER)
        edit(self.maya, by=self.root, role=Role.ADMINISTRATOR)
        edit(self.root, by=self.maya, role=Role.MANAGER)
        self.assertEqual(list(User.objects.administrators()), [self.maya])

    def test_undo_gives_back_a_name_and_never_a_right(self):
        edit(self.ann, by=self.root, name="Anna", role=Role.ADMINISTRATOR)
        undo(self.ann.last_event.change_set, by=self.root)
        self.ann.refresh_from_db()
        self.assertEqual((self.ann.name, self.ann.role), ("Ann", Role.ADMINISTRATOR))

    def test_a_user_is_found_by_part_of_his_name_whatever_the_accents(self):
        edit(self.zoe, by=self.root, name="Zoé Müller")
        self.assertEqual(list(User.objects.matching("zoe mull")), [self.zoe])


class DeactivatingTest(CastTestCase):
    def test_access_ends_at_once_and_a_session_does_not_come_back(self):
        ann = add(email="a@example.com", name="A", role="own", password=PASSWORD)
        self.client.force_login(ann)
        self.assertEqual(self.client.get("/settings/").status_code, 200)
        deactivate(ann, by=self.root, handover_to=self.ben)
        self.assertEqual(self.client.get("/settings/").status_code, 302)
        reactivate(ann, by=self.root)
        self.assertEqual(self.client.get("/settings/").status_code, 302)

    def test_the_event_names_who_takes_over(self):
        deactivate(self.ann, by=self.root, handover_to=self.ben)
        event = Event.objects.of_row(self.ann).get()
        self.assertEqual((event.name, event.facts), ("user.deactivated", {"handover_to": self.ben.pk}))

    def test_a_listener_may_refuse_and_then_nothing_has_happened(self):
        def refuse(told):
            raise Refused("Choose who takes over.", field="handover_to")

        events.on("user.deactivated")(refuse)
        self.addCleanup(events._listeners["user.deactivated"].remove, refuse)
        with self.assertRaisesMessage(Refused, "Choose who takes over"):
            deactivate(self.ann, by=self.root)
        self.assertTrue(User.objects.get(pk=self.ann.pk).is_active)

    def test_only_an_active_colleague_takes_over(self):
        for nobody in (self.ann, invite(by=self.root, email="n@example.com", name="N", role="own").user):
            with self.assertRaisesMessage(Refused, "Choose an active colleague"):
                deactivate(self.ann, by=self.root, handover_to=nobody)

    def test_the_last_administrator_and_oneself_stay(self):
        with self.assertRaises(Refused):
            deactivate(self.root, by=self.root)
        with self.assertRaisesMessage(Refused, "last administrator"):
            deactivate(self.root, by=self.maya)

    def test_who_never_had_a_password_is_invited_again_instead(self):
        deactivate(self.ann, by=self.root)
        with self.assertRaisesMessage(Refused, "Send a new invitation"):
            reactivate(self.ann, by=self.root)

    def test_signing_out_everywhere_ends_each_session(self):
        self.client.force_login(self.ann)
        sign_out_everywhere(self.ann, by=self.root)
        self.assertEqual(self.client.get("/settings/").status_code, 302)

    def test_a_second_factor_is_removed_once(self):
        TOTP.activate(self.ann, generate_totp_secret())
        remove_second_factor(self.ann, by=self.root)
        with self.assertRaisesMessage(Refused, "no second factor"):
            remove_second_factor(self.ann, by=self.root)


class PeopleDoorTest(CastTestCase):
    def url(self, door, user=None):
        return reverse(f"accounts:{door}", args=[(user or self.ann).pk])

    def test_the_list_shows_people_by_state_and_finds_them_by_text(self):
        nina = invite(by=self.root, email="nina@example.com", name="Nina", role="own").user
        deactivate(self.zoe, by=self.root)
        self.client.force_login(self.root)
        url = reverse("accounts:users")
        for query, seen, unseen in (
            ({}, "ben@", "nina@"),
            ({"show": "invited"}, "nina@", "ben@"),
            ({"show": "deactivated"}, "zoe@", "nina@"),
            ({"q": "nin"}, nina.email, "ben@"),
        ):
            answer = self.client.get(url, query)
            self.assertContains(answer, seen)
            self.assertNotContains(answer, unseen)

    def cost_of_the_list(self, people):
        for number in range(people):
            User.objects.create_user(f"u{people}.{number}@example.com", name=f"User {number:02}")
        with CaptureQueriesContext(connection) as asked:
            self.client.get(reverse("accounts:users"))
        return len(asked)

    def test_the_list_costs_the_same_for_many(self):
        self.client.force_login(self.root)
        self.assertEqual(self.cost_of_the_list(3), self.cost_of_the_list(35))

    def test_long_lists_go_on(self):
        User.objects.bulk_create(User(email=f"u{number}@example.com", name=f"User {number:02}") for number in range(60))
        self.client.force_login(self.root)
        first = self.client.get(reverse("accounts:users"))
        self.assertNotContains(first, "User 59")
        url = unescape(re.search(r'hx-get="(/configuration/users/[^"]+)"', first.content.decode())[1])
        more = self.client.get(url, headers={"HX-Request": "true"})
        self.assertContains(more, "User 59")
        self.assertNotContains(more, "<html")

    def test_nobody_but_administrators_finds_these_doors(self):
        for user in (self.ben, self.maya, self.olga, self.otto):
            self.client.force_login(user)
            self.assertEqual(self.client.get(reverse("accounts:users")).status_code, 404)
            for door in ("user", "deactivate"):
                self.assertEqual(self.client.get(self.url(door)).status_code, 404)
            for door in ("user", "deactivate", "reactivate", "sign_out", "invite_again", "remove_second_factor"):
                self.assertEqual(self.client.post(self.url(door)).status_code, 404, door)
        self.assertFalse(Event.objects.of_row(self.ann).exists())

    def test_a_stranger_is_asked_to_sign_in(self):
        self.assertEqual(self.client.get(self.url("user")).status_code, 302)

    def test_an_administrator_changes_role_and_address(self):
        self.client.force_login(self.root)
        given = {"name": "Ann", "email": "Ann.New@example.com", "role": "manager", "language": "fr"}
        self.assertEqual(self.client.post(self.url("user"), given).status_code, 302)
        self.ann.refresh_from_db()
        self.assertEqual((self.ann.email, self.ann.role, self.ann.language), ("ann.new@example.com", "manager", "fr"))

    def test_a_bad_form_and_a_refusal_stand_beside_their_fields(self):
        self.client.force_login(self.root)
        given = {"name": "Root", "email": "root@example.com", "role": "own", "language": "en"}
        answer = self.client.post(self.url("user", self.root), given)
        self.assertContains(answer, "your own administrator role", status_code=422)
        self.assertEqual(self.client.post(self.url("user"), given | {"name": " "}).status_code, 422)
        answer = self.client.post(self.url("user"), given | {"email": "ben@example.com"})
        self.assertContains(answer, "signs in with this address already", status_code=422)

    def test_deactivating_is_a_dialog_with_a_colleague(self):
        self.client.force_login(self.root)
        self.assertContains(self.client.get(self.url("deactivate"), headers={"HX-Request": "true"}), "handover_to")
        answer = self.client.post(self.url("deactivate"), {"handover_to": self.ben.pk}, headers={"HX-Request": "true"})
        self.assertEqual(answer["HX-Redirect"], self.ann.get_absolute_url())
        self.assertFalse(User.objects.get(pk=self.ann.pk).is_active)
        self.assertEqual(self.client.post(self.url("deactivate")).status_code, 409)

    def test_a_wrong_colleague_is_refused_in_the_dialog(self):
        self.client.force_login(self.root)
        self.assertEqual(self.client.post(self.url("deactivate"), {"handover_to": self.ann.pk}).status_code, 422)

    def test_one_button_acts(self):
        self.client.force_login(self.root)
        self.assertEqual(self.client.post(self.url("sign_out")).status_code, 302)
        self.assertEqual(self.client.post(self.url("reactivate")).status_code, 409)
        self.assertEqual(self.client.post(self.url("remove_second_factor")).status_code, 409)
        self.assertEqual(self.client.get(self.url("sign_out")).status_code, 405)
