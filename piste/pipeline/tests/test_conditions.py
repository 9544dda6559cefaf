"""Conditions of the criteria language in the address of every view of the pipeline."""

import orjson
from django.urls import reverse

from piste.pipeline.tests.cast import PipelineTestCase

VIEWS = ("board", "leads", "calendar", "matrix")
RICH = orjson.dumps({"all": [{"f": "expected_revenue", "op": ">", "v": 300}]}).decode()


class ConditionsTest(PipelineTestCase):
    def setUp(self) -> None:
        self.client.force_login(self.maya)

    def shown(self, view: str, **query: str):
        return self.client.get(reverse(f"pipeline:{view}", query={"scope": "all"} | query))

    def test_every_view_shows_what_fits_and_says_so_in_a_chip(self):
        for view in ("board", "leads", "matrix"):
            with self.subTest(view=view):
                shown = self.shown(view, f=RICH)
                self.assertContains(shown, "Forklifts")
                self.assertContains(shown, "Scanners")
                self.assertNotContains(shown, "Sensors")
                self.assertContains(shown, "Expected revenue &gt; 300")

    def test_each_condition_is_taken_away_by_its_own_chip(self):
        both = {"all": [{"f": "expected_revenue", "op": ">", "v": 300}, {"f": "title", "op": "contains", "v": "lift"}]}
        shown = self.shown("leads", f=orjson.dumps(both).decode())
        self.assertNotContains(shown, "Scanners")
        self.assertContains(shown, "Title contains “lift”")
        without = reverse("pipeline:leads", query={"scope": "all", "f": RICH.replace("300", '"300"')})
        self.assertContains(shown, without.replace("&", "&amp;"))

    def test_the_heads_of_the_board_count_only_what_fits(self):
        shown = self.shown("board", f=RICH)
        self.assertContains(shown, "€1.5k")

    def test_what_is_no_filter_is_refused_in_every_view(self):
        for view in VIEWS:
            with self.subTest(view=view):
                refused = self.shown(view, f='{"all":[{"f":"xyz","op":"is","v":1}]}')
                self.assertContains(refused, "which does not exist", status_code=409)

    def test_a_view_is_passed_on_to_another_with_its_conditions(self):
        shown = self.shown("leads", f=RICH)
        self.assertContains(shown, "/pipeline/?scope=all&amp;f=")
        self.assertContains(shown, "/leads/calendar/?scope=all&amp;f=")

    def test_an_act_on_all_results_keeps_to_the_conditions(self):
        door = reverse("finding:many", args=["lead", "archive"], query={"scope": "all", "f": RICH})
        self.client.post(door, {"ids": [self.lead.pk], "all": "1"}, headers={"HX-Request": "true"})
        self.zoes.refresh_from_db()
        self.bens.refresh_from_db()
        self.assertTrue(self.bens.archived)
        self.assertFalse(self.zoes.archived)
