import json
from urllib.parse import parse_qs, urlencode, urlsplit

from django.urls import reverse

from piste.accounts.verbs.access import deactivate
from piste.contacts.models import Company, Tag
from piste.finding.jobs import look_through_views
from piste.finding.models import SavedView
from piste.finding.narrowing import rows_of
from piste.finding.verbs.saving import change_view, open_for_all, save_view
from piste.history.models import ChangeSet
from piste.history.undo import undo
from piste.kernel.clock import now
from piste.kernel.refusals import Refused
from piste.messages import unread
from piste.messages.models import Notice
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
        self.assertEqual(self.client.post(reverse("history:undo_last"), headers=HTMX).status_code, 200)
        self.assertEqual(SavedView.objects.visible_to(self.ann).get().name, "By title")

    def test_a_view_with_removed_fields_opens_without_them_and_says_which(self):
        view = self.saved(query=urlencode({"scope": "all", "columns": "title,mood", "f": FORK}))
        page = self.client.get(self.door("view", view), follow=True)
        self.assertContains(page, "Not there any more, and left out: mood")
        self.assertContains(page, "Forklifts</a>")
        self.assertEqual(self.opened(view)[1]["columns"], ["title"])

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


class SwitchedOffTest(DoorTestCase):
    """A view whose conditions cannot be asked any more shows nothing wider, and its owner is told, once (00.B1)."""

    MOOD = json.dumps({"all": [*json.loads(FORK)["all"], {"any": [{"f": "mood", "op": "is", "v": "good"}]}]})

    def saved(self, by=None, sharing="private", **said):
        query = urlencode({"scope": "all"} | said)
        return save_view(
            by=by or self.ann, of="lead", route="pipeline:leads", query=query, name="Forks", sharing=sharing
        )

    def open(self, view, user=None):
        self.client.force_login(user or self.ann)
        return self.client.get(reverse("finding:view", args=[view.pk]))

    def notices(self, user):
        return list(Notice.objects.visible_to(user).values_list("kind", flat=True))

    def assert_switched_off(self, view, reason):
        page = self.open(view)
        self.assertContains(page, "This view is switched off")
        self.assertContains(page, reason)
        self.assertNotContains(page, "Forklifts")

    def test_a_removed_field_is_named_and_the_rest_is_offered_to_be_mended(self):
        view = self.saved(f=self.MOOD)
        self.assert_switched_off(view, "“mood” does not exist any more")
        left = urlencode({"f": FORK.replace(" ", "")})
        page = self.open(view)
        self.assertContains(page, f'href="{LEADS}?{left}&amp;scope=all&amp;view={view.pk}"')
        self.assertContains(page, f"{reverse('finding:build', args=['lead'])}?{left}&amp;then=")
        without = self.client.get(LEADS, {"scope": "all", "f": FORK, "view": view.pk})
        self.assertContains(without, "Forks •")

    def test_its_owner_is_told_once_whoever_finds_it(self):
        view = self.saved(f=self.MOOD, sharing="all")
        self.assertContains(self.open(view, self.zoe), "Ann, whose view it is, has been told.")
        self.open(view, self.zoe)
        self.assertEqual((self.notices(self.ann), self.notices(self.zoe)), (["own"], []))
        self.client.force_login(self.ann)
        listed = self.client.get(reverse("messages:notices"))
        self.assertContains(listed, "Your view shows nothing any more")
        self.assertContains(listed, f'href="{reverse("finding:view", args=[view.pk])}"')
        self.assertEqual(unread.count(self.ann), 1)
        self.open(view)
        self.assertEqual(unread.count(self.ann), 0)

    def test_what_breaks_in_another_way_is_told_again(self):
        view = self.saved(f=self.MOOD)
        self.open(view)
        change_view(view, by=self.ann, query=urlencode({"f": self.MOOD.replace("mood", "luck")}))
        self.open(view)
        self.assertEqual(self.notices(self.ann), ["own", "own"])

    def test_the_clock_finds_it_too(self):
        self.saved(f=self.MOOD)
        self.saved(f=FORK)
        look_through_views.call()
        look_through_views.call()
        self.assertEqual(self.notices(self.ann), ["own"])

    def test_whom_it_names_and_who_is_not_there_any_more(self):
        tag = Tag.objects.create(name_en="Wood", name_fr="Bois")
        for said in (
            {"f": json.dumps({"f": "tags", "op": "has_any", "v": [tag.pk]})},
            {"tag": tag.pk},
            {"f": json.dumps({"f": "owner", "op": "in", "v": [self.ann.pk, 999]})},
            {"owner": "999"},
        ):
            with self.subTest(said):
                view = self.saved(**said)
                gone = "Salesperson" if "owner" in str(said) else "Tags"
                if gone == "Tags":
                    self.assertEqual(self.open(view).status_code, 302)
                    Tag.objects.filter(pk=tag.pk).update(deleted_at=now())
                self.assert_switched_off(view, f"“{gone}” names somebody or something that is not there any more")
                Tag.objects.filter(pk=tag.pk).update(deleted_at=None)

    def test_the_owner_lost_the_right_but_readers_without_it_still_open_what_he_sees(self):
        mine = Company.objects.create(name="Verdier")
        asked = json.dumps({"f": "company", "op": "is", "v": mine.pk})
        view = self.saved(f=asked, sharing="all")
        self.assertEqual(self.open(view, self.zoe).status_code, 302)
        Company.objects.filter(pk=mine.pk).update(deleted_at=now())
        self.assert_switched_off(view, "“Company” names")

    def test_a_program_is_refused_and_the_owner_is_told(self):
        view = self.saved(f=self.MOOD)
        with self.assertRaisesMessage(Refused, "The view uses “mood”"):
            rows_of(view.pk, "lead", self.ann)
        self.assertEqual(self.notices(self.ann), ["own"])


class OverLayoutsTest(DoorTestCase):
    """A view keeps its layout, with what the layout says, and stands over all of them."""

    def saved(self, address, name="Kept", **values):
        answer = self.client.post(NEW, {"name": name, "sharing": "private", "then": address} | values, headers=HTMX)
        self.assertEqual(answer.status_code, 200)
        return SavedView.objects.latest("pk")

    def opened(self, view):
        return self.client.get(reverse("finding:view", args=[view.pk]))["Location"]

    def test_every_layout_is_kept_with_what_it_says(self):
        for route, said in (
            ("board", "only=3.overdue&opened=3%2C4&order=hand"),
            ("calendar", "by=next"),
            ("matrix", "scope=all"),
            ("pivot", "cols=-&measures=count%2Cexpected_revenue&rows=owner%2Cstage"),
            ("graph", "chart=pie&cols=-&measures=expected_revenue&rows=owner"),
        ):
            with self.subTest(route):
                view = self.saved(f"{reverse(f'pipeline:{route}')}?{said}&month=2027-01&cursor=x", name=route)
                self.assertEqual(self.opened(view), f"{reverse(f'pipeline:{route}')}?{said}&view={view.pk}")
                page = self.client.get(self.opened(view))
                self.assertContains(page, f">{route}</a>")
                self.assertNotContains(page, f"{route} •")

    def test_switching_the_layout_keeps_the_view_and_what_it_said_elsewhere(self):
        view = self.saved(f"{LEADS}?scope=all&group=stage&rows=owner")
        page = self.client.get(self.opened(view))
        for route in ("board", "calendar", "matrix", "pivot", "graph"):
            with self.subTest(route):
                there = reverse(f"pipeline:{route}")
                query = f"?scope=all&amp;group=stage&amp;rows=owner&amp;view={view.pk}"
                self.assertContains(page, f'href="{there}{query}"')
                other = self.client.get(there + query.replace("&amp;", "&"))
                self.assertContains(other, "Kept •")
                self.assertContains(other, f'href="{LEADS}{query}"')

    def test_the_layout_is_saved_too(self):
        view = self.saved(LEADS)
        keep = reverse("finding:keep_view", args=[view.pk])
        self.client.post(keep, {"then": f"{reverse('pipeline:graph')}?chart=line&view={view.pk}"})
        self.assertEqual(self.opened(view), f"{reverse('pipeline:graph')}?chart=line&view={view.pk}")

    def test_another_page_is_no_layout(self):
        for address in (reverse("pipeline:stages"), reverse("contacts:companies"), "/nowhere/"):
            answer = self.client.post(NEW, {"name": "x", "sharing": "private", "then": address}, headers=HTMX)
            self.assertNotEqual(answer.status_code, 200, address)
        self.assertFalse(SavedView.objects.exists())

    def test_figures_that_are_not_there_any_more_are_left_out(self):
        view = self.saved(f"{reverse('pipeline:pivot')}?rows=mood%2Cowner&measures=luck")
        self.assertEqual(self.opened(view), f"{reverse('pipeline:pivot')}?rows=owner&view={view.pk}")
        page = self.client.get(reverse("finding:view", args=[view.pk]), follow=True)
        self.assertContains(page, "Not there any more, and left out: mood, luck")

    def test_views_of_leads_do_not_stand_over_opportunities(self):
        self.saved(f"{LEADS}?kind=lead", name="Only leads")
        self.assertNotContains(self.client.get(LEADS), ">Only leads</a>")
        self.assertContains(self.client.get(f"{LEADS}?kind=lead"), "Only leads")


class StartTest(DoorTestCase):
    """What the menu opens."""

    START = reverse("finding:start", args=["lead"])

    def view(self, route="pipeline:leads", by=None, **values):
        place = {"of": "lead", "route": route, "query": "scope=all"}
        return save_view(by=by or self.ann, **place, **{"name": "First"} | values)

    def led_to(self, user=None, query=""):
        self.client.force_login(user or self.ann)
        return self.client.get(self.START + query)["Location"]

    def set(self, view, on=True, door="open_view", user=None):
        self.client.force_login(user or self.ann)
        return self.client.post(reverse(f"finding:{door}", args=[view.pk]), {"on": "1" if on else "0"})

    def test_the_menu_opens_the_view_that_somebody_chose_until_he_stops_it(self):
        view, other = self.view(), self.view(name="Other")
        self.assertEqual(self.led_to(), LEADS)
        self.set(view)
        self.set(other)
        self.assertEqual(self.led_to(), f"{LEADS}?scope=all&view={other.pk}")
        self.assertEqual(self.led_to(self.ben), LEADS)
        self.set(other, on=False)
        self.assertEqual(self.led_to(), LEADS)

    def test_a_manager_chooses_for_everybody_who_did_not_choose_himself(self):
        view, mine = self.view(by=self.maya, sharing="all"), self.view(name="Mine")
        self.assertEqual(self.set(view, door="open_view_for_all").status_code, 404)
        self.set(view, door="open_view_for_all", user=self.maya)
        self.assertIn(f"view={view.pk}", self.led_to(self.zoe))
        self.set(mine)
        self.assertIn(f"view={mine.pk}", self.led_to())
        undo(ChangeSet.objects.latest("id"), by=self.maya)
        self.assertEqual(self.led_to(self.zoe), LEADS)

    def test_only_one_is_opened_for_everybody_and_only_what_everybody_sees(self):
        first, second = self.view(by=self.maya, sharing="all"), self.view(by=self.maya, sharing="all")
        open_for_all(first, by=self.maya)
        open_for_all(second, by=self.maya)
        self.assertEqual(list(SavedView.objects.filter(opens_for_all=True)), [second])
        change_view(second, by=self.maya, sharing="private")
        self.assertFalse(SavedView.objects.filter(opens_for_all=True).exists())
        with self.assertRaisesMessage(Refused, "Share the view with everybody first."):
            open_for_all(second, by=self.maya)

    def test_a_menu_that_names_a_layout_opens_views_in_it(self):
        view = self.view(route="pipeline:board")
        self.set(view)
        board = reverse("pipeline:board")
        self.assertEqual(self.led_to(query="?layout=board"), f"{board}?scope=all&view={view.pk}")
        self.set(self.view())
        self.assertEqual(self.led_to(query="?layout=board").split("?")[0], board)
        self.assertNotIn("view=", self.led_to(query="?layout=board"))

    def test_what_is_not_seen_any_more_is_not_opened(self):
        view = self.view(by=self.ben, sharing="all")
        self.set(view)
        change_view(view, by=self.ben, sharing="private")
        self.assertEqual(self.led_to(), LEADS)

    def test_a_manager_takes_over_what_somebody_shared(self):
        view = self.view(sharing="all")
        door = reverse("finding:take_over_view", args=[view.pk])
        self.client.force_login(self.ben)
        self.assertEqual(self.client.post(door).status_code, 404)
        self.client.force_login(self.maya)
        self.client.post(door)
        view.refresh_from_db()
        self.assertEqual(view.owner, self.maya)
        undo(ChangeSet.objects.latest("id"), by=self.maya)
        view.refresh_from_db()
        self.assertEqual(view.owner, self.ann)

    def test_there_is_no_start_of_what_has_no_place(self):
        self.assertEqual(self.client.get(reverse("finding:start", args=["stage"])).status_code, 404)
