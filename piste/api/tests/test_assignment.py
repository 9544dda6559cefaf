from piste.api.tests.cast import ApiTestCase
from piste.assignment.models import Assignment, Run
from piste.assignment.verbs.running import work
from piste.pipeline.verbs.creating import create

CANADA = {"all": [{"f": "country", "op": "is", "v": "CA"}]}
FRANCE = {"all": [{"f": "country", "op": "is", "v": "FR"}]}


class AssignmentApiTest(ApiTestCase):
    def test_for_managers_only(self):
        for method, path, said in (
            ("get", "/assignment", None),
            ("patch", "/assignment", {"mode": "by_hand"}),
            ("post", "/assignment/preview", {}),
            ("post", "/assignment/runs", {}),
            ("get", f"/assignment/teams/{self.north.pk}", None),
            ("patch", f"/assignment/teams/{self.north.pk}", {"assigns": True}),
            ("patch", f"/assignment/teams/{self.north.pk}/members/{self.ann.pk}", {"filter": {}}),
        ):
            with self.subTest(path=path):
                self.ask(method, path, said, status=404)
        self.assertEqual(self.ask("get", "/assignment/runs")["items"], [])

    def test_what_somebody_changed_meanwhile_is_not_overwritten(self):
        for path in ("", f"/members/{self.ann.pk}"):
            with self.subTest(path=path):
                address = f"/assignment/teams/{self.north.pk}{path}"
                first = self.ask("patch", address, {"filter": {}}, as_=self.maya)
                self.ask("patch", address, {"filter": CANADA}, as_=self.maya)
                seen = {"If-Match": f'"{first["version"]}"'}
                self.ask("patch", address, {"filter": FRANCE}, as_=self.maya, headers=seen, status=409)
                self.assertEqual(self.ask("patch", address, {}, as_=self.maya)["filter"], CANADA)

    def test_from_the_settings_to_the_log(self):
        self.ask("patch", "/assignment", {"mode": "by_hand", "max_age_days": 0}, as_=self.maya)
        self.ask("patch", "/assignment", {"every": 100}, as_=self.maya, status=422)
        team = f"/assignment/teams/{self.north.pk}"
        self.ask("patch", team, {"assigns": True, "filter": CANADA}, as_=self.maya)
        self.ask("patch", team, {"filter": {"all": [{"f": "shoe", "op": "is", "v": 1}]}}, as_=self.maya, status=409)
        chosen = self.ask("patch", f"{team}/members/{self.ann.pk}", {"preferred_filter": CANADA}, as_=self.maya)
        self.assertEqual(chosen["preferred_filter"], CANADA)
        self.assertEqual(self.ask("get", team, as_=self.maya)["filter"], CANADA)

        lead = create(by=self.maya, title="New", kind="lead", owner=None, team=None, country="CA")
        seen = self.ask("post", "/assignment/preview", {}, as_=self.maya)
        self.assertEqual([(one["lead"], one["user"]) for one in seen["placed"]], [(lead.pk, self.ann.pk)])
        begun = self.ask("post", "/assignment/runs", {}, as_=self.maya, status=202)
        self.ask("post", "/assignment/runs", {}, as_=self.maya, status=409)
        work(Run.objects.get(pk=begun["id"]))
        done = self.ask("get", f"/assignment/runs/{begun['id']}", as_=self.maya)
        self.assertEqual((done["given"], done["at_work"], done["undone"]), (1, False, False))
        (given,) = self.ask("get", f"/assignment/runs/{begun['id']}/placements", as_=self.maya)["items"]
        self.assertEqual((given["lead"], given["user"]), (lead.pk, self.ann.pk))
        self.assertIn("preferred filter “Country is Canada”", given["why"])

    def test_nothing_runs_while_it_is_off(self):
        Assignment.current()
        self.ask("post", "/assignment/runs", {}, as_=self.maya, status=409)
