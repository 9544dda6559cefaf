from piste.api.tests.cast import ApiTestCase
from piste.pipeline.tests.cast import PipelineTestCase


class SightApiTest(ApiTestCase, PipelineTestCase):
    def test_one_asks_why_one_sees_a_record(self):
        told = self.ask("get", f"/leads/{self.lead.pk}/why")
        self.assertEqual(told, {"reasons": [{"why": "owner", "text": "The owner is you"}], "may_edit": True})
        self.ask("get", f"/leads/{self.lead.pk}/why", as_=self.zoe, status=404)
        self.assertFalse(self.ask("get", f"/leads/{self.lead.pk}/why", as_=self.olga)["may_edit"])

    def test_managers_ask_who_sees_it(self):
        rows = self.ask("get", f"/leads/{self.lead.pk}/who", as_=self.maya)["items"]
        self.assertEqual([row["name"] for row in rows], ["Ann", "Ben", "Maya", "Olga", "Root"])
        self.assertEqual([row["may_edit"] for row in rows], [True, True, True, False, True])
        self.ask("get", f"/leads/{self.lead.pk}/who", status=403)
