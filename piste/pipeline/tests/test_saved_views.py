import json
from urllib.parse import parse_qs, urlsplit

from django.urls import reverse

from piste.accounts.verbs.access import deactivate
from piste.finding.models import SavedView
from piste.finding.verbs.saving import save_view
from piste.history.models import ChangeSet
from piste.history.undo import undo
from piste.kernel.refusals import Refused
from piste.pipeline.tests.doors import HTMX, DoorTestCase

LEADS = reverse("pipeline:leads")
NEW = reverse("finding:new_view", args=["lead"])
FORK = json.dumps({"all": [{"f": "title", "op": "contains", "v": "fork"}]})


class SavedViewsTest(DoorTestCase):
    def saved(self, by=None, query="scope=all&sort=title", **values):
        place = {"of": "lead", "route": "pipeline:leads", "query": query}
        return save_view(by=by or self.ann, **place, **{"name": "By title"} | values)

    def door(self, name, view):
        return reverse(f"finding:{name}", args=[view.pk])

    def opened(self, view):
        answer = self.client.get(self.door("view", view))
        return urlsplit(answer["Location"]).path, parse_qs(urlsplit(answer["Location"]).query)

    def test_a_list_is_saved_under_a_name_and_stands_as_a_tab(self):
        then = f"{LEADS}?scope=all&group=stage&cursor=abc&at=1"
        answer = self.client.post(NEW, {"name": "By stage", "sharing": "private", "then": then}, headers=HTMX)
        view = SavedView.objects.get()
        self.assertEqual((answer["HX-Redirect"], view.query), (self.door("view", view), "group=stage&scope=all"))
        self.assertEqual(self.opened(view), (LEADS, {"scope": ["all"], "group": ["stage"], "view": [str(view.pk)]}))
        self.assertContains(self.client.get(LEADS), f'href="{self.door("view", view)}"')

    def test_it_needs_a_name_and_a_team_when_it_is_shared_with_one(self):
        for values in ({"name": ""}, {"name": "x", "sharing": "team"}):
            answer = self.client.post(NEW, {"sharing": "private", "then": LEADS} | values, headers=HTMX)
            self.assertEqual(answer.status_code, 422)
        self.assertFalse(SavedView.objects.exists())

    def test_what_was_changed_since_is_marked_saved_or_taken_back(self):
        view = self.saved()
        _path, said = self.opened(view)
        page = self.client.get(LEADS, said)
        self.assertContains(page, "By title<")
        self.assertNotContains(page, "By title •")
        changed = said | {"sort": ["-title"]}
        page = self.client.get(LEADS, changed)
        for text in ("By title •", self.door("keep_view", view), ">Reset<"):
            self.assertContains(page, text)
        self.client.post(self.door("keep_view", view), {"then": f"{LEADS}?scope=all&sort=-title&view={view.pk}"})
        view.refresh_from_db()
        self.assertEqual(view.query, "scope=all&sort=-title")
        self.assertNotContains(self.client.get(LEADS, changed), "By title •")

    def test_links_of_the_list_stay_in_the_view(self):
        view = self.saved()
        page = self.client.get(LEADS, self.opened(view)[1])
        self.assertContains(page, f"group=stage&amp;view={view.pk}")

    def test_private_shared_with_a_team_and_with_everybody(self):
        private, team = self.saved(name="Mine"), self.saved(name="Team", sharing="team", team=self.north)
        everybody = self.saved(name="All", sharing="all")
        for user, seen in (
            (self.ann, {private, team, everybody}),
            (self.ben, {team, everybody}),
            (self.zoe, {everybody}),
        ):
            self.assertEqual(set(SavedView.objects.visible_to(user)), seen, user)
        self.client.force_login(self.zoe)
        self.assertEqual(self.client.get(self.door("view", team)).status_code, 404)
        for name in ("edit_view", "keep_view", "delete_view"):
            self.assertEqual(self.client.post(self.door(name, everybody)).status_code, 404, name)

    def test_sharing_gives_no_rights(self):
        view = self.saved(by=self.maya, sharing="all", query="scope=all")
        page = self.client.get(LEADS, self.opened(view)[1])
        self.assertContains(page, "Forklifts")
        self.assertNotContains(page, "Sensors")

    def test_it_is_renamed_and_deleted_and_both_are_undone(self):
        view = self.saved()
        self.client.post(self.door("edit_view", view), {"name": "A to Z", "sharing": "private"}, headers=HTMX)
        view.refresh_from_db()
        self.assertEqual(view.name, "A to Z")
        undo(ChangeSet.objects.latest("id"), by=self.ann)
        answer = self.client.post(self.door("delete_view", view), headers=HTMX)
        self.assertEqual(answer["HX-Redirect"], LEADS)
        self.assertFalse(SavedView.objects.visible_to(self.ann).exists())
        undo(ChangeSet.objects.latest("id"), by=self.ann)
        self.assertEqual(SavedView.objects.visible_to(self.ann).get().name, "By title")

    def test_a_view_with_removed_fields_opens_without_them_and_says_which(self):
        conditions = {"all": [*json.loads(FORK)["all"], {"any": [{"f": "mood", "op": "is", "v": "good"}]}]}
        said = {"scope": "all", "columns": "title,mood", "f": json.dumps(conditions)}
        view = self.saved(query="&".join(f"{name}={value}" for name, value in said.items()))
        page = self.client.get(self.door("view", view), follow=True)
        self.assertContains(page, "Not there any more, and left out: mood, mood")
        self.assertContains(page, "Forklifts</a>")
        _path, query = self.opened(view)
        self.assertEqual((query["columns"], query["f"]), (["title"], [FORK.replace(" ", "")]))

    def test_the_views_of_somebody_who_left_are_kept(self):
        private, shared = self.saved(), self.saved(name="Shared", sharing="all")
        deactivate(self.ann, by=self.root, handover_to=self.ben)
        self.assertEqual(set(SavedView.objects.visible_to(self.ben)), {private, shared})
        self.assertEqual(set(SavedView.objects.visible_to(self.zoe)), {shared})

    def test_too_many_are_refused(self):
        for place in range(50):
            self.saved(name=f"View {place}")
        with self.assertRaisesMessage(Refused, "50 saved views"):
            self.saved()

    def test_a_view_of_another_person_is_asked_for_in_vain(self):
        view = self.saved(by=self.ben)
        page = self.client.get(LEADS, {"view": view.pk, "sort": "title"})
        self.assertNotContains(page, "By title")
        self.assertNotContains(page, ">Reset<")
