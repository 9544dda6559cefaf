from django.urls import reverse

from piste.messages.models import Notice
from piste.pipeline.models import TeamFollower
from piste.pipeline.tests.cast import PipelineTestCase
from piste.pipeline.verbs.closing import mark_lost, restore
from piste.pipeline.verbs.creating import create
from piste.pipeline.verbs.following import follow_team
from piste.pipeline.verbs.moving import move
from piste.teams.verbs.configuring import archive_team

HTMX = {"HX-Request": "true"}
ALL = TeamFollower.News.values


class TeamNewsTest(PipelineTestCase):
    """04.9"""

    def made(self, by=None, **values):
        return create(by=by or self.ann, title="New", **{"owner": self.ann, "team": self.north} | values)

    def told(self, user):
        names = Notice.objects.filter(user=user).order_by("id").values_list("event__name", flat=True)
        return [name.removeprefix("lead.") for name in names]

    def test_who_follows_is_told_of_what_he_chose(self):
        follow_team(self.north, by=self.maya, news=["created", "lost"])
        lead = self.made()
        move(lead, by=self.ann, stage=self.qualified)
        mark_lost(lead, by=self.ann)
        restore(lead, by=self.ann)
        self.assertEqual(self.told(self.maya), ["created", "lost"])

    def test_all_kinds_of_news(self):
        follow_team(self.north, by=self.maya, news=ALL)
        lead = self.made()
        move(lead, by=self.ann, stage=self.qualified)
        mark_lost(lead, by=self.ann)
        restore(lead, by=self.ann)
        move(lead, by=self.ann, stage=self.won)
        self.assertEqual(self.told(self.maya), ["created", "moved", "lost", "restored", "won"])

    def test_nobody_is_told_of_his_own_acts_of_other_teams_or_of_what_he_does_not_see(self):
        for user in (self.maya, self.ben, self.zoe):
            follow_team(self.north, by=user, news=ALL)
        self.made(by=self.maya)
        self.made(by=self.maya, owner=self.zoe, team=self.south)
        self.assertEqual((self.told(self.maya), self.told(self.ben)), ([], ["created"]))
        # Hers by ownership, but nothing of the other team.
        self.assertEqual(self.told(self.zoe), ["created"])
        self.assertEqual(Notice.objects.get(user=self.zoe).kind, "assigned")

    def test_who_follows_both_the_record_and_the_team_is_told_once(self):
        follow_team(self.north, by=self.ben, news=ALL)
        mark_lost(self.bens, by=self.maya)
        self.assertEqual(self.told(self.ben), ["lost"])

    def test_nothing_chosen_ends_it_and_an_archived_team_is_not_followed(self):
        follow_team(self.north, by=self.maya, news=ALL)
        follow_team(self.south, by=self.maya, news=["won", "xyz"])
        self.assertEqual(TeamFollower.objects.get(team=self.south).news, ["won"])
        follow_team(self.north, by=self.maya, news=[])
        archive_team(self.south, by=self.maya)
        self.assertFalse(TeamFollower.objects.visible_to(self.maya).exists())


class TeamNewsDoorTest(PipelineTestCase):
    def door(self, team):
        return reverse("pipeline:follow_team", args=[team.pk])

    def test_new_records_are_offered_first_and_the_choice_is_kept(self):
        self.client.force_login(self.ann)
        asked = self.client.get(self.door(self.north), headers=HTMX)
        self.assertContains(asked, 'value="created"')
        self.assertContains(asked, " checked", count=1)
        self.client.post(self.door(self.north), {"news": ["created", "won"]})
        self.assertEqual(TeamFollower.objects.get().news, ["created", "won"])
        self.assertContains(self.client.get(reverse("pipeline:team_pipelines")), "Following …")
        self.assertEqual(self.client.post(self.door(self.north), {"news": ["xyz"]}, headers=HTMX).status_code, 422)
        self.client.post(self.door(self.north), {})
        self.assertFalse(TeamFollower.objects.exists())

    def test_one_follows_the_teams_that_one_sees(self):
        for user, team, found in (
            (self.ann, self.south, 404),
            (self.maya, self.south, 200),
            (self.otto, self.north, 404),
            (self.olga, self.north, 404),
        ):
            self.client.force_login(user)
            with self.subTest(user=user):
                self.assertEqual(self.client.get(self.door(team)).status_code, found)
