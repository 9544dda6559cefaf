from piste.api.tests.cast import ApiTestCase
from piste.pipeline.tests.test_recurring import RecurringTestCase


class RecurringApiTest(ApiTestCase, RecurringTestCase):
    def test_records_have_it(self):
        said = {"recurring_revenue": "1200.00", "recurring_plan": self.yearly.pk}
        row = self.ask("patch", f"/leads/{self.lead.pk}", said)
        self.assertEqual((row["recurring_revenue"], row["monthly_recurring"]), ("1200.00", "100.00"))
        self.assertEqual(row["recurring_plan"], self.yearly.pk)
        made = self.ask("post", "/leads", {"title": "Racks", **said}, status=201)
        self.assertEqual(made["monthly_recurring"], "100.00")
        self.ask("patch", f"/leads/{self.lead.pk}", {"recurring_revenue": "-1"}, status=422)
        self.ask("patch", f"/leads/{self.lead.pk}", {"recurring_plan": None}, status=409)
        self.ask("patch", f"/leads/{self.lead.pk}", {"recurring_plan": 9999}, status=409)

    def test_many_get_it_and_none_is_left_without_a_plan(self):
        said = {"recurring_revenue": "1200.00", "recurring_plan": self.yearly.pk}
        self.ask("patch", f"/leads/{self.lead.pk}", said)
        ids = [self.lead.pk, self.bens.pk]
        answer = self.ask("post", "/leads/bulk/edit", {"ids": ids, "to": {"recurring_revenue": 600}}, as_=self.maya)
        self.assertEqual((answer["done"], answer["skipped"][0]["id"]), (ids[:1], ids[1]))
        answer = self.ask("post", "/leads/bulk/edit", {"ids": ids, "to": {"recurring_plan": None}}, as_=self.maya)
        self.assertEqual((answer["done"], answer["skipped"][0]["id"]), (ids[1:], ids[0]))
        self.assertEqual(self.ask("post", "/leads/bulk/edit", {"ids": ids, "to": said}, as_=self.maya)["done"], ids)
        told = self.ask("get", f"/leads/{self.bens.pk}", as_=self.maya)
        self.assertEqual(told["monthly_recurring"], "100.00")

    def test_plans_are_read_by_all_and_written_by_managers(self):
        rows = self.ask("get", "/recurring-plans")["items"]
        self.assertEqual([row["months"] for row in rows], [1, 12, 36, 60])
        self.ask("post", "/recurring-plans", {"name_en": "Quarterly", "months": 3}, status=403)
        self.ask("post", "/recurring-plans", {"name_en": "Quarterly", "months": 0}, as_=self.maya, status=422)
        made = self.ask("post", "/recurring-plans", {"name_en": "Quarterly", "months": 3}, as_=self.maya, status=201)
        url = f"/recurring-plans/{made['id']}"
        self.assertEqual(self.ask("patch", url, {"months": 4}, as_=self.maya)["months"], 4)
        self.ask("patch", url, {"months": 4}, status=404)
        self.ask("post", f"{url}/archive", as_=self.maya)
        self.assertNotIn("Quarterly", [row["name"] for row in self.ask("get", "/recurring-plans")["items"]])
        self.ask("post", f"{url}/unarchive", as_=self.maya)
        self.assertEqual(self.ask("get", url)["months"], 4)
        self.ask("delete", url, as_=self.maya)
        self.ask("get", url, status=404)
