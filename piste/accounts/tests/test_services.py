"""The accounts of programs (12.19)."""

from io import StringIO

from django.core.management import CommandError, call_command
from django.urls import reverse

from piste.accounts.models import User
from piste.accounts.verbs import access, editing, joining
from piste.history.models import Event
from piste.kernel.refusals import Refused
from piste.testing import CastTestCase


class ServiceAccountsTest(CastTestCase):
    @classmethod
    def setUpTestData(cls) -> None:
        super().setUpTestData()
        cls.website = joining.add_service(by=cls.root, name="Our website", role="all")

    def test_nobody_signs_in_with_it(self):
        for act in (
            lambda: joining.invite_again(self.website, by=self.root),
            lambda: access.set_password(self.website, by=self.root, password="a-long-password"),
            lambda: editing.edit(self.website, by=self.root, email="web@example.com"),
        ):
            with self.assertRaisesMessage(Refused, "nobody signs in with it"):
                act()
        self.assertFalse(self.website.has_usable_password())
        self.assertEqual(self.website.address, "")

    def test_it_is_among_programs_and_not_among_people(self):
        self.assertEqual(list(User.objects.services()), [self.website])
        for rows in (User.objects.active(), User.objects.assignable(), User.objects.deactivated()):
            self.assertNotIn(self.website, rows)

    def test_it_is_deactivated_and_comes_back_without_a_password(self):
        access.deactivate(self.website, by=self.root)
        access.reactivate(self.website, by=self.root)
        self.assertTrue(self.website.is_active)

    def test_a_program_is_not_the_last_administrator(self):
        editing.edit(self.website, by=self.root, role="administrator")
        with self.assertRaisesMessage(Refused, "last administrator"):
            editing.edit(self.root, by=self.website, role="all")

    def test_administrators_make_it_on_a_page(self):
        address = reverse("accounts:new_service")
        self.client.force_login(self.maya)
        self.assertEqual(self.client.get(address).status_code, 404)
        self.client.force_login(self.root)
        self.assertContains(self.client.get(reverse("accounts:users") + "?show=services"), "Our website")
        self.assertNotContains(self.client.get(reverse("accounts:users")), "Our website")

    def test_it_is_made_from_the_console(self):
        printed = StringIO()
        call_command("user", "add-service", "--name=Shop", "--role=own", stdout=printed)
        shop = User.objects.get(name="Shop")
        self.assertEqual((shop.email, shop.is_service), (printed.getvalue().strip(), True))
        with self.assertRaises(CommandError):
            call_command("user", "add-service", "--name= ", stdout=StringIO())

    def test_the_audit_log_tells_of_it(self):
        told = Event.objects.filter(noun="user", row_id=self.website.pk, name="user.created").get()
        self.assertEqual((told.change_set.by, told.changes["is_service"]), (self.root, [None, True]))
        self.client.force_login(self.root)
        self.assertContains(self.client.get(reverse("accounts:audit"), {"person": self.website.pk}), "Our website")
