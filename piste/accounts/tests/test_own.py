from django.urls import reverse
from ninja.testing import TestClient

from piste.accounts.api import router
from piste.accounts.models import User
from piste.accounts.verbs.access import deactivate
from piste.history.models import Event
from piste.testing import CastTestCase

GIVEN = {
    "name": "Ann Archer",
    "language": "fr",
    "time_zone": "America/Toronto",
    "first_weekday": "6",
    "theme": "dark",
    "density": "compact",
    "single_keys": "on",
}


class SettingsTest(CastTestCase):
    def test_everybody_changes_his_own_settings_and_sees_them_at_once(self):
        for user in (self.ann, self.olga, self.otto):
            self.client.force_login(user)
            self.assertEqual(self.client.post("/settings/", GIVEN).status_code, 302)
            self.assertContains(
                self.client.get("/settings/"), '<html lang="fr" data-theme="dark" data-density="compact"'
            )
            user.refresh_from_db()
            self.assertEqual((user.time_zone, user.first_weekday), ("America/Toronto", User.Weekday.SUNDAY))
            self.assertEqual((user.win_messages, user.single_keys), (False, True))

    def test_nobody_gives_himself_a_role(self):
        self.client.force_login(self.ann)
        self.client.post("/settings/", GIVEN | {"role": "administrator", "email": "x@example.com"})
        self.ann.refresh_from_db()
        self.assertEqual((self.ann.role, self.ann.email), ("own", "ann@example.com"))

    def test_an_unknown_zone_or_language_is_refused_and_changes_nothing(self):
        self.client.force_login(self.ann)
        for wrong in ({"time_zone": "Moon/Crater"}, {"language": "xx"}, {"name": ""}):
            answer = self.client.post("/settings/", GIVEN | wrong)
            self.assertContains(answer, '<html lang="en" data-theme="system"', status_code=422)

    def test_a_zone_that_this_machine_no_longer_knows_is_read_as_utc(self):
        User.objects.filter(pk=self.ann.pk).update(time_zone="Old/Town")
        self.client.force_login(self.ann)
        self.assertEqual(self.client.get("/settings/").status_code, 200)

    def test_the_quick_switch_changes_the_theme(self):
        self.client.force_login(self.ann)
        url = reverse("accounts:theme")
        self.assertEqual(self.client.post(url, {"theme": "dark"}, headers={"HX-Request": "true"}).status_code, 204)
        self.assertEqual(User.objects.get(pk=self.ann.pk).theme, "dark")
        self.assertEqual(self.client.post(url, {"theme": "pink"}).status_code, 422)

    def test_what_one_changed_last_is_taken_back_as_everywhere(self):
        self.client.force_login(self.ann)
        self.client.post(reverse("accounts:theme"), {"theme": "dark"})
        event = Event.objects.of_row(self.ann).get()
        self.client.post(reverse("history:undo", args=[event.change_set_id]))
        self.assertEqual(User.objects.get(pk=self.ann.pk).theme, "system")

    def test_signing_out_elsewhere_keeps_this_session(self):
        other = self.client_class()
        for client in (self.client, other):
            client.force_login(self.ann)
        self.assertEqual(self.client.post(reverse("accounts:sign_out_elsewhere")).status_code, 302)
        self.assertEqual(self.client.get("/settings/").status_code, 200)
        self.assertEqual(other.get("/settings/").status_code, 302)

    def test_a_session_is_kept_by_one_write_a_day(self):
        self.client.force_login(self.ann)
        self.client.get("/settings/")
        self.assertNotIn("used_on", self.client.session)
        session = self.client.session
        session["used_on"] = "2020-01-01"
        session.save()
        self.client.get("/settings/")
        self.assertNotEqual(self.client.session["used_on"], "2020-01-01")


class CompanyTest(CastTestCase):
    given = {
        "name": "Nordwind",
        "language": "fr",
        "currency": "CHF",
        "country": "CH",
        "time_zone": "Europe/Zurich",
    }

    def test_administrators_change_it_and_may_undo_it(self):
        self.client.force_login(self.root)
        url = reverse("accounts:company")
        self.assertEqual(self.client.post(url, self.given).status_code, 302)
        self.site.refresh_from_db()
        self.assertEqual((self.site.currency, self.site.salespeople_create_reasons), ("CHF", False))
        event = Event.objects.get(name="site.edited")
        self.assertEqual(event.changes["currency"], ["EUR", "CHF"])
        undo = reverse("history:undo", args=[event.change_set_id])
        self.assertContains(self.client.get(url), undo)
        self.client.force_login(self.maya)
        self.assertEqual(self.client.post(undo).status_code, 404)
        self.client.force_login(self.root)
        self.client.post(undo)
        self.site.refresh_from_db()
        self.assertEqual(self.site.currency, "EUR")

    def test_nobody_else_finds_it(self):
        for user in (self.ann, self.maya, self.otto):
            self.client.force_login(user)
            self.assertEqual(self.client.get(reverse("accounts:company")).status_code, 404)
            self.assertEqual(self.client.post(reverse("accounts:company"), self.given).status_code, 404)

    def test_an_unknown_currency_is_refused(self):
        self.client.force_login(self.root)
        answer = self.client.post(reverse("accounts:company"), self.given | {"currency": "DEM"})
        self.assertEqual(answer.status_code, 422)


class ChoicesTest(CastTestCase):
    def names(self, route, user, q=""):
        self.client.force_login(user)
        return [row["text"] for row in self.client.get(reverse(route), {"q": q}).json()["results"]]

    def test_owners_are_active_people_of_sales_who_write(self):
        deactivate(self.zoe, by=self.root)
        self.assertEqual(self.names("accounts:user_choices", self.ann), ["Ann", "Ben", "Maya", "Root"])

    def test_an_activity_may_go_to_anybody(self):
        self.assertEqual(self.names("accounts:colleague_choices", self.ann, "ot"), ["Otto"])

    def test_somebody_outside_of_sales_sees_himself_only(self):
        self.assertEqual(self.names("accounts:colleague_choices", self.otto), ["Otto"])

    def test_they_are_twenty_at_most(self):
        User.objects.bulk_create(User(email=f"u{one}@example.com", name=f"U {one}") for one in range(30))
        self.assertEqual(len(self.names("accounts:user_choices", self.ann)), 20)


class UsersApiTest(CastTestCase):
    client_of_router = TestClient(router)

    def get(self, path, user):
        return self.client_of_router.get(path, user=user)

    def test_sales_sees_every_colleague_and_oneself(self):
        self.assertEqual(len(self.get("", self.ann).json()["items"]), 7)
        self.assertEqual(self.get("/me", self.ann).json()["email"], "ann@example.com")
        self.assertEqual(self.get(f"/{self.ben.pk}", self.ann).json()["name"], "Ben")

    def test_outside_of_sales_the_others_are_not_there(self):
        self.assertEqual(len(self.get("", self.otto).json()["items"]), 1)
        self.assertEqual(self.get(f"/{self.ben.pk}", self.otto).status_code, 404)
