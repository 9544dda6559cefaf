from datetime import date
from decimal import Decimal

from django.urls import reverse

from piste.history.undo import undo
from piste.kernel.refusals import Refused
from piste.teams.verbs.configuring import edit_team, set_targets
from piste.testing import CastTestCase

DECEMBER = date(2026, 12, 1)


class TargetsTest(CastTestCase):
    def test_a_month_has_the_usual_target_or_its_own(self):
        self.assertIsNone(self.north.target_of(DECEMBER))
        edit_team(self.north, by=self.maya, monthly_target=Decimal(10_000))
        set_targets(self.north, by=self.maya, months={DECEMBER: Decimal(25_000), date(2027, 1, 1): Decimal(0)})
        self.assertEqual(self.north.target_of(date(2026, 12, 24)), 25_000)
        self.assertEqual(self.north.target_of(date(2027, 1, 5)), 0)
        self.assertEqual(self.north.target_of(date(2026, 11, 30)), 10_000)
        set_targets(self.north, by=self.maya, months={DECEMBER: None})
        self.assertEqual(self.north.target_of(DECEMBER), 10_000)

    def test_it_is_undone_and_a_negative_one_is_refused(self):
        set_targets(self.north, by=self.maya, months={DECEMBER: Decimal(25_000)})
        undo(self.north.last_event.change_set, by=self.maya)
        self.north.refresh_from_db()
        self.assertEqual(self.north.month_targets, {})
        with self.assertRaises(Refused):
            set_targets(self.north, by=self.maya, months={DECEMBER: Decimal(-1)})


class TargetsDoorTest(CastTestCase):
    def setUp(self):
        self.url = f"{reverse('teams:targets', args=[self.north.pk])}?year=2026"

    def test_managers_set_them_month_by_month(self):
        self.client.force_login(self.maya)
        self.assertContains(self.client.get(self.url), "December 2026")
        self.client.post(self.url, {"month_12": "25000"})
        self.north.refresh_from_db()
        self.assertEqual(self.north.month_targets, {"2026-12": "25000.00"})
        page = self.client.get(self.north.get_absolute_url())
        self.assertContains(page, "December 2026: €25,000")
        self.assertEqual(self.client.post(self.url, {"month_12": "-1"}).status_code, 422)
        self.client.post(f"{reverse('teams:targets', args=[self.north.pk])}?year=2027", {"month_1": "5"})
        self.north.refresh_from_db()
        self.assertEqual(self.north.month_targets, {"2026-12": "25000.00", "2027-01": "5.00"})

    def test_a_year_that_is_none_is_this_one(self):
        self.client.force_login(self.maya)
        for said in ("x", "99999999999", "0"):
            with self.subTest(said=said):
                url = f"{reverse('teams:targets', args=[self.north.pk])}?year={said}"
                self.assertEqual(self.client.get(url).status_code, 200)

    def test_nobody_else_finds_them(self):
        for user in (self.ann, self.ben, self.olga, self.otto):
            self.client.force_login(user)
            self.assertEqual(self.client.get(self.url).status_code, 404)
            self.assertEqual(self.client.post(self.url, {"month_12": "1"}).status_code, 404)
