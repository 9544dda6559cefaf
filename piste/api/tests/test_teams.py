from piste.api.tests.cast import ApiTestCase
from piste.teams.models import Team
from piste.teams.verbs.configuring import create_team
from piste.teams.verbs.members import add_member


class TeamsApiTest(ApiTestCase):
    def test_everybody_reads_the_teams_with_their_members(self):
        found = self.ask("get", "/teams?q=nor")["items"]
        self.assertEqual([(row["name_en"], row["members"]) for row in found], [("North", [self.ann.pk, self.ben.pk])])
        self.assertEqual(self.ask("get", f"/teams/{Team.objects.default().pk}")["default"], True)

    def test_managers_write_teams_and_others_do_not(self):
        self.ask("post", "/teams", {"name_en": "East"}, status=403)
        made = self.ask("post", "/teams", {"name_en": "East", "leader": self.ben.pk}, as_=self.maya, status=201)
        url = f"/teams/{made['id']}"
        self.ask("patch", url, {"name_fr": "Est"}, status=404)
        self.assertEqual(self.ask("patch", url, {"name_fr": "Est"}, as_=self.maya)["leader"], self.ben.pk)
        self.ask("patch", url, {"name_fr": "Orient", "version": 1}, as_=self.maya, status=409)
        self.ask("patch", url, {"leader": 999_999}, as_=self.maya, status=409)
        self.assertTrue(self.ask("post", f"{url}/default", as_=self.maya)["default"])
        self.ask("post", f"{url}/archive", as_=self.maya, status=409)

    def test_the_order_of_the_teams_and_what_one_shows_first(self):
        self.ask("post", f"/teams/{self.south.pk}/move", {"place": 0}, status=404)
        self.ask("post", f"/teams/{self.south.pk}/move", {"place": 0}, as_=self.maya)
        self.assertEqual(Team.objects.order_by("sequence").first(), self.south)
        self.ask("post", f"/teams/{self.north.pk}/favourite")
        self.assertEqual(self.north.favourite_of.get(), self.ann)
        self.ask("post", f"/teams/{self.north.pk}/favourite", {"on": False})
        self.assertFalse(self.north.favourite_of.exists())

    def test_members_join_and_leave(self):
        url = f"/teams/{self.south.pk}/members"
        self.ask("post", url, {"user": self.ann.pk}, status=404)
        joined = self.ask("post", url, {"user": self.ann.pk}, as_=self.maya)
        self.assertEqual(joined["members"], [self.zoe.pk, self.ann.pk])
        self.ask("post", url, {"user": self.ann.pk}, as_=self.maya, status=409)
        self.assertEqual(self.ask("delete", f"{url}/{self.ann.pk}", as_=self.maya)["members"], [self.zoe.pk])
        self.ask("delete", f"{url}/{self.ann.pk}", as_=self.maya, status=404)

    def test_what_a_member_is_given_is_read_and_changed(self):
        url = f"/teams/{self.north.pk}/members"
        self.ask("patch", f"{url}/{self.ann.pk}", {"capacity": 60}, status=404)
        self.ask("patch", f"{url}/{self.ann.pk}", {"capacity": -1}, as_=self.maya, status=422)
        self.ask("patch", f"{url}/{self.ann.pk}", {"capacity": 2.5}, as_=self.maya, status=422)
        changed = self.ask("patch", f"{url}/{self.ann.pk}", {"capacity": 60, "assigns": False}, as_=self.maya)
        self.assertEqual((changed["capacity"], changed["assigns"]), (60, False))
        self.assertIn(changed, self.ask("get", url)["items"])

    def test_alias_and_target(self):
        url = f"/teams/{self.north.pk}"
        changed = self.ask("patch", url, {"alias": "North", "monthly_target": "20000"}, as_=self.maya)
        self.assertEqual((changed["alias"], changed["alias_writers"]), ("north", "everyone"))
        self.ask("patch", url, {"alias": "sales"}, as_=self.maya, status=409)
        self.ask("patch", url, {"monthly_target": "-1"}, as_=self.maya, status=422)

    def test_the_news_of_a_team(self):
        self.ask("put", f"/team-news/{self.south.pk}", {"news": ["won"]}, status=404)
        self.ask("put", f"/team-news/{self.north.pk}", {"news": ["xyz"]}, status=422)
        said = self.ask("put", f"/team-news/{self.north.pk}", {"news": ["won", "created"]})
        self.assertEqual(said, {"team": self.north.pk, "news": ["created", "won"]})
        self.assertEqual(self.ask("get", "/team-news")["items"], [said])
        self.assertEqual(self.ask("get", "/team-news", as_=self.maya)["items"], [])
        self.ask("put", f"/team-news/{self.north.pk}", {"news": []})
        self.assertEqual(self.ask("get", "/team-news")["items"], [])

    def test_targets_of_single_months(self):
        url = f"/teams/{self.north.pk}/targets"
        self.ask("patch", url, {"months": {"2026-12": "1"}}, status=404)
        self.ask("patch", url, {"months": {"2026-12": "25000", "2027-01": 5}}, as_=self.maya)
        changed = self.ask("patch", url, {"months": {"2027-01": None}}, as_=self.maya)
        self.assertEqual(changed["month_targets"], {"2026-12": "25000.00"})
        self.ask("patch", url, {"months": {"2026-13": "1"}}, as_=self.maya, status=409)
        self.ask("patch", url, {"months": {"2026-12": "-1"}}, as_=self.maya, status=422)

    def test_deleting_names_who_takes_the_records(self):
        self.ask("delete", f"/teams/{self.south.pk}", {"into": self.north.pk}, status=404)
        self.ask("delete", f"/teams/{self.south.pk}", {"into": self.north.pk}, as_=self.maya)
        self.ask("get", f"/teams/{self.south.pk}", status=404)

    def test_who_leaves_may_leave_his_records_to_a_colleague(self):
        url = f"/teams/{self.north.pk}/members/{self.ann.pk}?handover_to="
        self.ask("delete", f"{url}999999", as_=self.maya, status=409)
        self.ask("delete", f"{url}{self.olga.pk}", as_=self.maya, status=409)
        self.ask("delete", f"{url}{self.ben.pk}", as_=self.maya)

    def test_archived_teams_are_listed_when_asked_for(self):
        self.ask("post", f"/teams/{self.south.pk}/archive", as_=self.maya)
        self.assertEqual([row["name_en"] for row in self.ask("get", "/teams?archived=true")["items"]], ["South"])
        self.ask("post", f"/teams/{self.south.pk}/unarchive", as_=self.maya)
        self.assertEqual(self.ask("get", "/teams?archived=true")["items"], [])

    def test_a_list_costs_the_same_with_ten_and_with_fifty_rows(self):
        counts = []
        for upto in (10, 50):
            for number in range(Team.objects.count(), upto):
                add_member(create_team(by=self.maya, name_en=f"T{number}"), by=self.maya, user=self.ann)
            counts.append(self.queries("/teams"))
        self.assertEqual(*counts)
