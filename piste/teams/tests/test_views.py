import json

from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from piste.accounts.models import Site
from piste.history.models import ChangeSet
from piste.teams.models import Membership, Team
from piste.teams.verbs.configuring import archive_team, create_team
from piste.teams.verbs.members import add_member
from piste.testing import CastTestCase, person

HTMX = {"HX-Request": "true"}


class TeamDoorTest(CastTestCase):
    def setUp(self):
        self.client.force_login(self.maya)

    def url(self, route, *args):
        return reverse(f"teams:{route}", args=args)

    def queries(self, url):
        with CaptureQueriesContext(connection) as captured:
            self.assertEqual(self.client.get(url).status_code, 200)
        return len(captured)

    def test_managers_configure_and_nobody_else_finds_the_doors(self):
        membership = Membership.objects.get(user=self.ann)
        looked = [self.url("teams"), self.url("new_team"), self.url("team", self.north.pk)]
        done = [self.url(route, self.north.pk) for route in ("edit_team", "archive_team", "trash_team", "add_member")]
        done += [self.url("remove_member", membership.pk), self.url("make_default", self.north.pk)]
        for user in (self.ann, self.olga, self.otto):
            self.client.force_login(user)
            for url in looked:
                with self.subTest(user=user, url=url):
                    self.assertEqual(self.client.get(url).status_code, 404)
            for url in done:
                with self.subTest(user=user, url=url):
                    self.assertEqual(self.client.post(url, {"name_en": "X"}).status_code, 404)
        for user in (self.maya, self.root):
            self.client.force_login(user)
            for url in looked:
                with self.subTest(user=user, url=url):
                    self.assertEqual(self.client.get(url).status_code, 200)

    def test_create_and_edit(self):
        answer = self.client.post(self.url("new_team"), {"name_en": "East", "leader": self.ben.pk, "colour": 4})
        team = Team.objects.get(name_en="East")
        self.assertRedirects(answer, team.get_absolute_url())
        self.client.post(self.url("edit_team", team.pk), {"name_en": "East", "name_fr": "Est", "colour": 5})
        team.refresh_from_db()
        self.assertEqual((team.name_fr, team.leader, team.colour), ("Est", None, 5))

    def test_a_bad_form_and_a_refusal_come_back_beside_their_fields(self):
        bad = self.client.post(self.url("new_team"), {"name_en": "East", "colour": 77}, headers=HTMX)
        self.assertEqual(bad.status_code, 422)
        refused = self.client.post(
            self.url("new_team"), {"name_en": "East", "colour": 1, "leader": self.olga.pk}, headers=HTMX
        )
        self.assertContains(refused, "cannot lead a team", status_code=422)

    def test_moving_answers_with_the_list_and_an_undo(self):
        answer = self.client.post(self.url("move_team", self.south.pk), {"place": 0}, headers=HTMX)
        self.assertContains(answer, "South")
        self.assertIn(reverse("history:undo", args=[ChangeSet.objects.latest("id").pk]), answer.headers["HX-Trigger"])
        self.assertEqual(Team.objects.current().first(), self.south)
        self.assertRedirects(self.client.post(self.url("move_team", self.south.pk), {"place": 1}), self.url("teams"))
        self.assertEqual(self.client.post(self.url("move_team", self.south.pk), {"place": "x"}).status_code, 422)

    def test_default_archive_delete_and_their_refusals(self):
        self.client.post(self.url("make_default", self.north.pk))
        self.assertEqual(Team.objects.default(), self.north)
        for route in ("make_default", "archive_team", "trash_team", "unarchive_team"):
            with self.subTest(route=route):
                self.assertEqual(self.client.post(self.url(route, self.north.pk)).status_code, 409)
        self.client.post(self.url("archive_team", self.south.pk))
        self.assertContains(self.client.get(self.url("teams"), {"show": "archived"}), "South")
        self.client.post(self.url("unarchive_team", self.south.pk))
        self.client.post(self.url("trash_team", self.south.pk))
        self.assertEqual(self.client.get(self.url("team", self.south.pk)).status_code, 404)

    def test_members_join_and_leave(self):
        answer = self.client.post(self.url("add_member", self.south.pk), {"user": self.ann.pk}, headers=HTMX)
        self.assertContains(answer, "ann@example.com")
        membership = Membership.objects.get(team=self.south, user=self.ann)
        self.assertContains(self.client.get(self.url("remove_member", membership.pk), headers=HTMX), "Ann leaves South")
        answer = self.client.post(self.url("remove_member", membership.pk))
        self.assertRedirects(answer, self.south.get_absolute_url())
        self.assertNotContains(self.client.get(self.south.get_absolute_url()), "ann@example.com")
        self.assertEqual(self.client.post(self.url("remove_member", membership.pk)).status_code, 404)

    def test_without_a_script_joining_goes_back_to_the_team(self):
        answer = self.client.post(self.url("add_member", self.south.pk), {"user": self.ann.pk})
        self.assertRedirects(answer, self.south.get_absolute_url())

    def test_a_second_membership_and_an_empty_choice_come_back(self):
        door = self.url("add_member", self.north.pk)
        self.assertContains(
            self.client.post(door, {"user": self.ann.pk}, headers=HTMX), "already in team North", status_code=422
        )
        self.assertEqual(self.client.post(door, {"user": ""}, headers=HTMX).status_code, 422)

    def test_where_each_person_has_one_team_the_move_is_asked_and_then_made(self):
        self.site.one_team_per_person = True
        self.site.save()
        door = self.url("add_member", self.south.pk)
        asked = self.client.post(door, {"user": self.ann.pk}, headers=HTMX)
        self.assertContains(asked, "Ann leaves North", status_code=422)
        self.assertContains(asked, "Move to this team", status_code=422)
        self.client.post(door, {"user": self.ann.pk, "replace": "on"}, headers=HTMX)
        self.assertEqual(Team.objects.worked_by(self.ann).get(), self.south)

    def test_managers_switch_several_teams_off_and_on(self):
        self.client.force_login(self.maya)
        door = reverse("accounts:switches")
        self.assertContains(self.client.get(door), "Several teams per person")
        self.client.post(door, {})
        self.assertTrue(Site.current().one_team_per_person)
        self.client.post(door, {"not_one_team_per_person": "on"})
        self.assertFalse(Site.current().one_team_per_person)

    def test_choices_are_the_current_teams_by_name(self):
        self.client.force_login(self.ann)
        archive_team(self.south, by=self.maya)
        url = self.url("team_choices")
        self.assertEqual(
            self.client.get(url, {"q": "nor"}).json()["results"], [{"value": self.north.pk, "text": "North"}]
        )
        self.assertEqual(self.client.get(url, {"q": "south"}).json()["results"], [])

    def test_pages_cost_the_same_with_ten_and_with_fifty_rows(self):
        counts = []
        # What is asked once in the life of a process is not what a page costs.
        self.queries(self.url("team", self.north.pk))
        for upto in (10, 50):
            for number in range(Team.objects.count(), upto):
                team = create_team(by=self.maya, name_en=f"T{number}", leader=self.ben)
                add_member(team, by=self.maya, user=self.ann)
            for number in range(Membership.objects.active().filter(team=self.north).count(), upto):
                add_member(self.north, by=self.maya, user=person(f"p{upto}-{number}", "own"))
            counts.append([self.queries(self.url("teams")), self.queries(self.url("team", self.north.pk))])
        self.assertEqual(*counts)


class MembershipDoorTest(CastTestCase):
    def setUp(self):
        self.client.force_login(self.maya)
        self.membership = Membership.objects.get(user=self.ann)
        self.url = reverse("teams:edit_member", args=[self.membership.pk])

    def test_managers_change_what_a_member_is_given(self):
        self.assertContains(self.client.get(self.url, headers=HTMX), "over 30 days")
        self.client.post(self.url, {"capacity": 60, "absent_until": "2026-07-31"})
        self.membership.refresh_from_db()
        self.assertEqual((self.membership.capacity, self.membership.assigns), (60, False))

    def test_bad_capacities_come_back_with_the_form(self):
        for wrong in ("-1", "2.5", "x"):
            with self.subTest(capacity=wrong):
                self.assertEqual(self.client.post(self.url, {"capacity": wrong}, headers=HTMX).status_code, 422)
        crossed = {"capacity": 3, "absent_from": "2026-07-02", "absent_until": "2026-07-01"}
        self.assertContains(self.client.post(self.url, crossed), "ends before it begins", status_code=422)

    def test_nobody_else_finds_the_door(self):
        for user in (self.ann, self.olga, self.otto):
            self.client.force_login(user)
            self.assertEqual(self.client.get(self.url).status_code, 404)

    def test_only_administrators_invite_in_place(self):
        door = reverse("teams:invite_member", args=[self.south.pk])
        self.assertEqual(self.client.get(door).status_code, 404)
        self.client.force_login(self.root)
        self.assertContains(self.client.get(door), "South")

    def test_deleting_asks_who_takes_the_records(self):
        door = reverse("teams:trash_team", args=[self.south.pk])
        self.assertContains(self.client.get(door, headers=HTMX), "Nothing belongs to this team.")
        self.client.post(door)
        self.south.refresh_from_db()
        self.assertIsNotNone(self.south.deleted_at)

    def test_the_page_of_a_team_stays_where_it_was_when_a_dialog_over_it_is_saved(self):
        self.client.force_login(self.maya)
        membership = Membership.objects.get(team=self.north, user=self.ann)
        for door, values, told in (
            (
                reverse("teams:edit_member", args=[membership.pk]),
                {"capacity": 60, "assigns": "on"},
                "membership-changed",
            ),
            (reverse("teams:targets", args=[self.north.pk]), {"month_1": "5"}, "team-changed"),
        ):
            with self.subTest(door=door):
                answer = self.client.post(door, values, headers={"HX-Request": "true"})
                self.assertNotIn("HX-Redirect", answer.headers)
                self.assertLessEqual({told, "closeDialog", "toast"}, set(json.loads(answer.headers["HX-Trigger"])))
                self.assertEqual(self.client.post(door, values | {"month_1": "6"}).status_code, 302)
