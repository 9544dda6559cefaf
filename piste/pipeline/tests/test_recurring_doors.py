from django.urls import reverse

from piste.accounts.models import Site
from piste.finding.models import ColumnChoice
from piste.pipeline.models import Lead, RecurringPlan
from piste.pipeline.tests.doors import HTMX, DoorTestCase
from piste.pipeline.tests.test_recurring import RecurringTestCase

LEADS = reverse("pipeline:leads")


class RecurringDoorsTest(RecurringTestCase, DoorTestCase):
    def switch_off(self):
        Site.objects.update(uses_recurring=False)

    def test_a_manager_switches_it_on(self):
        self.switch_off()
        self.client.force_login(self.maya)
        door = reverse("accounts:switches")
        self.assertContains(self.client.get(door), "Recurring revenue")
        answer = self.client.post(door, {"uses_recurring": "on"}, follow=True)
        self.assertTrue(Site.current().uses_recurring)
        self.assertContains(answer, reverse("pipeline:plans"))

    def test_many_get_the_amount_with_its_plan(self):
        door = reverse("finding:many", args=["lead", "edit"])
        chosen = {"ids": f"{self.lead.pk}", "field": "recurring_revenue"}
        asked = self.client.post(door, chosen | {"asked": ""}, headers=HTMX)
        self.assertContains(asked, 'name="recurring_plan"')
        typed = {"asked": "True", "recurring_revenue": "1200", "recurring_plan": self.yearly.pk}
        self.client.post(door, chosen | typed, headers=HTMX)
        self.assertEqual(Lead.objects.get(pk=self.lead.pk).monthly_recurring, 100)
        self.switch_off()
        asked = self.client.post(door, chosen | {"asked": ""}, headers=HTMX)
        self.assertNotContains(asked, "recurring")

    def test_it_is_typed_in_place_with_its_plan(self):
        door = reverse("pipeline:edit_field", args=[self.lead.pk, "recurring_revenue"])
        asked = self.client.get(door, headers=HTMX)
        self.assertContains(asked, 'name="recurring_revenue"')
        self.assertContains(asked, 'name="recurring_plan"')
        typed = {"recurring_revenue": "1200", "recurring_plan": self.yearly.pk, "seen": self.lead.version}
        self.assertContains(self.client.post(door, typed, headers=HTMX), "€1,200")
        page = self.client.get(self.lead.get_absolute_url())
        self.assertContains(page, "€100 a month")
        for wrong, text in (
            ({"recurring_revenue": "-1"}, "greater than or equal to 0"),
            ({"recurring_plan": ""}, "Choose the plan"),
        ):
            seen = {"seen": Lead.objects.get(pk=self.lead.pk).version}
            self.assertContains(self.client.post(door, typed | wrong | seen, headers=HTMX), text, status_code=422)

    def test_a_new_record_has_it(self):
        asked = self.client.get(reverse("pipeline:create"), headers=HTMX)
        self.assertContains(asked, 'name="recurring_plan"')
        self.post("pipeline:create", title="Racks", recurring_revenue="30", recurring_plan=self.monthly.pk)
        self.assertEqual(Lead.objects.get(title="Racks").monthly_recurring, 30)

    def test_column_heads_lists_and_figures_show_it(self):
        self.recur(self.lead, 14_400, self.yearly)
        self.assertContains(self.client.get(reverse("pipeline:board")), "€1.2k a month")
        self.assertContains(self.client.get(LEADS, {"columns": "title,monthly_recurring,recurring_plan"}), "€1,200")
        figures = self.client.get(
            reverse("pipeline:pivot"), {"rows": "recurring_plan", "measures": "monthly_recurring"}
        )
        self.assertContains(figures, "€1,200")
        self.assertContains(figures, "Yearly")

    def test_conditions_ask_for_it(self):
        self.recur(self.lead, 1200, self.yearly)
        for f in (
            {"f": "monthly_recurring", "op": ">=", "v": 100},
            {"f": "recurring_plan", "op": "is", "v": self.yearly.pk},
            {"f": "recurring_revenue", "op": "filled"},
        ):
            said = str({"all": [f]}).replace("'", '"')
            page = self.client.get(LEADS, {"scope": "all", "f": said})
            self.assertContains(page, "Forklifts</a>")
            self.assertNotContains(page, "Scanners</a>")

    def test_switched_off_nothing_of_it_shows(self):
        self.recur(self.lead, 1200, self.yearly)
        self.switch_off()
        self.client.force_login(self.maya)
        columns = ["title", "recurring_revenue", "monthly_recurring"]
        ColumnChoice.objects.create(user=self.maya, noun="lead", columns=columns)
        for url, given in (
            (reverse("pipeline:board"), {"scope": "all"}),
            (LEADS, {"scope": "all"}),
            (reverse("pipeline:pivot"), {}),
            (self.bens.get_absolute_url(), {}),
            (reverse("pipeline:create"), {}),
            (reverse("finding:build", args=["lead"]), {}),
        ):
            page = self.client.get(url, given)
            self.assertEqual(page.status_code, 200, url)
            for sign in ("ecurring revenue", "a month", "recurring_", "Recurring plan"):
                text = page.content.decode()
                found = text.find(sign)
                self.assertEqual(found, -1, f"{url}: {text[max(0, found - 100) : found + 100]}")
        self.assertEqual(self.client.get(reverse("pipeline:plans")).status_code, 404)

    def test_the_merge_dialog_shows_them_side_by_side(self):
        self.recur(self.lead, 1200, self.yearly)
        self.recur(self.bens, 10, self.monthly)
        self.client.force_login(self.maya)
        ids = f"{self.lead.pk},{self.bens.pk}"
        asked = self.client.post(reverse("pipeline:merge"), {"ids": ids}, headers=HTMX)
        self.assertContains(asked, 'name="take_recurring_revenue"', count=2)
        self.switch_off()
        asked = self.client.post(reverse("pipeline:merge"), {"ids": ids}, headers=HTMX)
        self.assertNotContains(asked, "take_recurring_revenue")


class PlanDoorsTest(RecurringTestCase, DoorTestCase):
    def setUp(self):
        super().setUp()
        self.client.force_login(self.maya)

    def test_only_managers_find_these_pages(self):
        for user in (self.ann, self.olga, self.otto):
            for route, args in (("plans", []), ("new_plan", []), ("plan", [self.yearly.pk])):
                self.assertEqual(self.get(f"pipeline:{route}", *args, as_user=user).status_code, 404)
            for route in ("archive_plan", "unarchive_plan", "trash_plan"):
                self.assertEqual(self.post(f"pipeline:{route}", self.yearly.pk).status_code, 404)

    def test_plans_are_made_changed_archived_and_deleted(self):
        self.assertContains(self.client.get(reverse("pipeline:plans")), "Mensuel")
        self.post("pipeline:new_plan", name_en="Quarterly", name_fr="Trimestriel", months="3")
        plan = RecurringPlan.objects.get(name_en="Quarterly")
        self.post("pipeline:plan", plan.pk, name_en="Quarterly", name_fr="Trimestriel", months="4")
        self.post("pipeline:archive_plan", plan.pk)
        plan.refresh_from_db()
        self.assertEqual((plan.months, plan.archived), (4, True))
        self.assertContains(self.client.get(reverse("pipeline:plans"), {"show": "archived"}), "Trimestriel")
        self.post("pipeline:unarchive_plan", plan.pk)
        self.post("pipeline:trash_plan", plan.pk)
        self.assertFalse(RecurringPlan.objects.current().filter(pk=plan.pk).exists())

    def test_wrong_months_stay_beside_their_field(self):
        for months in ("-12", "0", "1201", ""):
            answer = self.post("pipeline:new_plan", name_en="Odd", months=months)
            self.assertContains(answer, "field__error", status_code=422)
            self.assertContains(answer, f'value="{months}"' if months else "required", status_code=422)

    def test_one_in_use_is_not_deleted(self):
        self.recur(self.lead, 10, self.yearly)
        answer = self.post("pipeline:trash_plan", self.yearly.pk)
        self.assertEqual((answer.status_code, self.said(answer)), (409, "1 record uses it. Archive it."))
