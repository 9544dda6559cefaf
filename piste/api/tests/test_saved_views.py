import json

from piste.api.tests.cast import ApiTestCase
from piste.contacts.verbs.creating import create_company
from piste.finding.models import SavedView
from piste.pipeline.verbs.closing import mark_lost
from piste.pipeline.verbs.creating import create
from piste.pipeline.verbs.storing import archive


class SavedViewsApiTest(ApiTestCase):
    @classmethod
    def setUpTestData(cls):
        super().setUpTestData()
        cls.cheap = create(by=cls.ann, owner=cls.ann, title="Cheap", kind="opportunity", expected_revenue=10)
        cls.dear = create(by=cls.ann, owner=cls.ann, title="Dear", kind="opportunity", expected_revenue=99)

    def made(self, status=201, as_=None, **said):
        return self.ask("post", "/views", {"of": "lead", "name": "Mine"} | said, status=status, as_=as_)

    def titles(self, path, **how):
        return [row["title"] for row in self.ask("get", path, **how)["items"]]

    def test_a_view_is_made_read_changed_and_deleted(self):
        made = self.made(layout="pivot", asks={"scope": "all", "rows": "owner", "cols": "-"})
        self.assertEqual((made["layout"], made["owner"], made["sharing"]), ("pivot", self.ann.pk, "private"))
        self.assertEqual(made["address"], f"/leads/pivot/?cols=-&rows=owner&scope=all&view={made['id']}")
        self.assertEqual(self.ask("get", f"/views/{made['id']}"), made)
        changed = self.ask("patch", f"/views/{made['id']}", {"layout": "list", "sharing": "all"})
        self.assertEqual((changed["layout"], changed["asks"]["rows"], changed["sharing"]), ("list", "owner", "all"))
        self.assertEqual([one["id"] for one in self.ask("get", "/views?of=lead", as_=self.zoe)["items"]], [made["id"]])
        self.assertEqual(self.ask("get", "/views?of=company")["items"], [])
        self.ask("patch", f"/views/{made['id']}", {"name": "X"}, as_=self.zoe, status=404)
        self.ask("delete", f"/views/{made['id']}", as_=self.zoe, status=404)
        self.ask("delete", f"/views/{made['id']}")
        self.ask("get", f"/views/{made['id']}", status=404)

    def test_what_cannot_be_shown_or_asked_is_refused(self):
        for said in (
            {"of": "nothing"},
            {"of": "company", "layout": "board"},
            {"asks": {"columns": "mood"}},
            {"asks": {"f": json.dumps({"f": "mood", "op": "is", "v": "good"})}},
            {"name": ""},
            {"sharing": "team"},
            {"sharing": "team", "team": 999_999},
        ):
            with self.subTest(said):
                self.made(status=409, **said)
        self.assertFalse(SavedView.objects.exists())

    def test_an_older_version_does_not_overwrite(self):
        made = self.made()
        self.ask("patch", f"/views/{made['id']}", {"name": "A", "version": made["version"]})
        self.ask("patch", f"/views/{made['id']}", {"name": "B", "version": made["version"]}, status=409)

    def test_lists_read_the_filter_and_the_order_of_a_view(self):
        conditions = json.dumps({"f": "expected_revenue", "op": ">=", "v": 5})
        view = self.made(asks={"sort": "-expected_revenue", "f": conditions})["id"]
        self.assertEqual(self.titles(f"/leads?view={view}"), ["Dear", "Cheap"])
        self.assertEqual(self.titles(f"/leads?view={view}&sort=title"), ["Cheap", "Dear"])
        self.assertEqual(self.titles(f"/leads?view={view}&q=cheap"), ["Cheap"])

    def test_a_view_says_itself_what_is_usual_elsewhere(self):
        archive(self.dear, by=self.ann)
        mark_lost(self.cheap, by=self.ann)
        archived = self.made(asks={"show": "archived"})["id"]
        self.assertEqual(self.titles(f"/leads?view={archived}"), ["Dear"])
        self.assertEqual(self.titles(f"/leads?view={archived}&archived=false"), [])
        lost = self.made(asks={"show": "lost"})["id"]
        self.assertEqual(self.titles(f"/leads?view={lost}"), ["Cheap"])

    def test_sharing_gives_no_rights(self):
        view = self.made(asks={"scope": "all"}, sharing="all")["id"]
        self.assertEqual(self.titles(f"/leads?view={view}", as_=self.zoe), [])

    def test_every_noun_has_views(self):
        create_company(by=self.ann, name="Zeta")
        create_company(by=self.ann, name="Alpha")
        view = self.made(of="company", asks={"sort": "-name", "q": "zeta"})["id"]
        self.assertEqual([one["name"] for one in self.ask("get", f"/companies?view={view}")["items"]], ["Zeta"])
        for noun, path in (("person", "people"), ("activity", "activities")):
            view = self.made(of=noun)["id"]
            self.assertEqual(self.ask("get", f"/{path}?view={view}")["items"], [])

    def test_a_view_that_is_not_seen_or_broken_narrows_nothing(self):
        mine, of_company = self.made()["id"], self.made(of="company")["id"]
        self.ask("get", f"/leads?view={mine}", as_=self.zoe, status=409)
        self.ask("get", f"/leads?view={of_company}", status=409)
        SavedView.objects.filter(pk=mine).update(query="columns=mood")
        self.assertEqual(self.ask("get", f"/views/{mine}")["missing"], ["mood"])
        self.ask("get", f"/leads?view={mine}", status=409)

    def test_what_the_menu_opens(self):
        view = self.made(sharing="all")["id"]
        self.assertTrue(self.ask("post", f"/views/{view}/opens", {})["opens_for_me"])
        self.assertFalse(self.ask("post", f"/views/{view}/opens", {"on": False})["opens_for_me"])
        self.ask("post", f"/views/{view}/opens", {"for_all": True}, status=403)
        self.assertTrue(self.ask("post", f"/views/{view}/opens", {"for_all": True}, as_=self.maya)["opens_for_all"])
        self.assertEqual(self.ask("post", f"/views/{view}/take-over", as_=self.maya)["owner"], self.maya.pk)

    def test_a_list_costs_the_same_for_many_views(self):
        self.made()
        few = self.queries("/views")
        for number in range(8):
            self.made(name=f"View {number}")
        self.assertEqual(self.queries("/views"), few)
