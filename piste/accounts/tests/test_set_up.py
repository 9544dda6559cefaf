from io import StringIO
from unittest.mock import patch

from django.core.management import CommandError, call_command
from django.test import TestCase
from django.urls import reverse
from django_tasks_db.models import DBTaskResult

from piste.accounts.models import Site, User
from piste.accounts.setup import setup_code
from piste.history.models import Event
from piste.testing import CastTestCase

PASSWORD = "winter herring sails"


class SetUpTest(TestCase):
    url = "/setup/"

    def given(self, **other):
        return {
            "code": setup_code(),
            "name": "Nordwind",
            "language": "fr",
            "currency": "CHF",
            "country": "CH",
            "time_zone": "Europe/Zurich",
            "person": "Rosa Brandt",
            "email": "Rosa@nordwind.example",
            "password1": PASSWORD,
            "password2": PASSWORD,
        } | other

    def test_every_page_leads_to_it_while_there_is_nobody(self):
        for path in ("/", "/sign-in/", "/leads/"):
            self.assertRedirects(self.client.get(path), self.url, fetch_redirect_response=False)
        self.assertEqual(self.client.get("/health").status_code, 200)

    def test_it_proposes_what_the_browser_tells(self):
        page = self.client.get(self.url, headers={"Accept-Language": "fr-CH, en;q=0.5"})
        for proposed in ("fr", "CH", "CHF"):
            self.assertContains(page, f'<option value="{proposed}" selected>')

    def test_it_makes_the_company_and_its_administrator_who_is_signed_in(self):
        self.assertRedirects(self.client.post(self.url, self.given()), "/", fetch_redirect_response=False)
        user, site = User.objects.get(), Site.current()
        self.assertEqual((user.email, user.role, user.language), ("rosa@nordwind.example", "administrator", "fr"))
        self.assertEqual((site.name, site.currency, site.country), ("Nordwind", "CHF", "CH"))
        self.assertEqual(self.client.session["_auth_user_id"], str(user.pk))
        self.assertEqual(
            list(Event.objects.order_by("id").values_list("name", flat=True)),
            ["user.created", "site.set_up", "user.signed_in"],
        )

    def test_the_code_is_typed_as_people_type(self):
        code = setup_code().lower().replace("-", " ")
        self.assertEqual(self.client.post(self.url, self.given(code=f" {code} ")).status_code, 302)

    def test_without_the_code_nobody_is_made(self):
        for wrong in ({"code": "ABCD"}, {"code": ""}, {"password1": "short", "password2": "short"}):
            self.assertEqual(self.client.post(self.url, self.given(**wrong)).status_code, 422)
        self.assertFalse(User.objects.exists())

    def test_there_is_no_second_time(self):
        given = self.given()
        self.client.post(self.url, given)
        self.assertEqual(setup_code(), "")
        for client in (self.client, self.client_class()):
            self.assertEqual(client.get(self.url).status_code, 404)
            self.assertEqual(client.post(self.url, given).status_code, 404)

    def test_demo_data_is_loaded_by_a_job(self):
        self.client.post(self.url, self.given(demo="on"))
        self.assertEqual(DBTaskResult.objects.get().task_path, "piste.accounts.jobs.load_demo_data")


class UserCommandTest(CastTestCase):
    def run_command(self, *words, typed=""):
        out = StringIO()
        with patch("sys.stdin", StringIO(typed)):
            call_command("user", *words, stdout=out)
        return out.getvalue()

    def test_an_administrator_can_always_be_made(self):
        self.run_command(
            "add", "Eve@example.com", "--name", "Eve", "--role", "administrator", "--password-stdin", typed=PASSWORD
        )
        eve = User.objects.get(email="eve@example.com")
        self.assertTrue(eve.administers and eve.check_password(PASSWORD))

    def test_a_password_is_set_and_told(self):
        self.run_command("password", "ann@example.com", "--password-stdin", typed=f"{PASSWORD}\n")
        self.assertTrue(User.objects.get(pk=self.ann.pk).check_password(PASSWORD))
        self.assertEqual(Event.objects.get().change_set.via, "command")

    def test_a_weak_password_an_unknown_user_and_a_refusal_are_one_sentence(self):
        for words, typed, said in (
            (("password", "ann@example.com", "--password-stdin"), "short", "too short"),
            (("password", "ann@example.com"), "", "standard input"),
            (("role", "nobody@example.com", "all"), "", "Nobody signs in with"),
            (("role", "root@example.com", "all"), "", "administrator role"),
            (("activate", "ann@example.com"), "", "already active"),
            (("remove-second-factor", "ann@example.com"), "", "no second factor"),
        ):
            with self.assertRaisesMessage(CommandError, said):
                self.run_command(*words, typed=typed)

    def test_roles_are_given_and_listed(self):
        self.run_command("role", "ann@example.com", "all")
        line = next(line for line in self.run_command("list").splitlines() if line.startswith("ann@"))
        self.assertEqual(line.split(), ["ann@example.com", "all", "active", "Ann"])


class RouteTest(CastTestCase):
    def test_only_the_doors_that_are_meant_are_open(self):
        for path in ("/accounts/login/", "/sign-up/", "/settings/email/", reverse("accounts:set_up")):
            self.assertEqual(self.client.get(path).status_code, 404, path)
