import html
import re
from datetime import date, timedelta
from decimal import Decimal

from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from piste.accounts.models import User
from piste.activities.models import Activity, ActivityType
from piste.activities.verbs.planning import plan
from piste.kernel.clock import day_begins, today
from piste.kernel.criteria.asker import Asker
from piste.kernel.criteria.compiling import fitting
from piste.kernel.criteria.parsing import parse
from piste.pipeline.models import Lead
from piste.pipeline.team_tiles import tiles
from piste.pipeline.tests.cast import PipelineTestCase
from piste.pipeline.verbs.closing import mark_lost
from piste.pipeline.verbs.creating import create
from piste.pipeline.verbs.editing import edit
from piste.pipeline.verbs.sharing import share
from piste.teams.models import Team
from piste.teams.verbs.configuring import create_team, favour
from piste.teams.verbs.members import add_member


class TeamTilesTest(PipelineTestCase):
    """North holds ann's forklifts (1000) and ben's scanners (500), South zoe's sensors (200)."""

    def tile(self, user, team):
        return next(tile for tile in tiles(user) if tile.team == team)

    def test_one_sees_the_teams_that_one_works_in_or_leads_and_managers_all(self):
        self.south.leader = self.ann
        self.south.save()
        self.assertEqual({tile.team for tile in tiles(self.ann)}, {self.north, self.south})
        self.assertEqual({tile.team for tile in tiles(self.zoe)}, {self.south})
        self.assertEqual({tile.team for tile in tiles(self.maya)}, set(Team.objects.all()))

    def test_figures_obey_the_readers_rights(self):
        mine, wide = self.tile(self.ann, self.north), self.tile(self.ben, self.north)
        self.assertEqual((mine.open.count, mine.open.revenue), (1, Decimal(1000)))
        self.assertEqual((wide.open.count, wide.open.revenue), (2, Decimal(1500)))

    def test_a_lost_one_is_not_open_but_was_new(self):
        mark_lost(self.lead, by=self.ann)
        tile = self.tile(self.maya, self.north)
        self.assertEqual((tile.open.count, tile.weeks[-1].count), (1, 2))

    def test_what_is_shared_with_somebody_counts_where_he_leads(self):
        share(self.bens, by=self.maya, user=self.ann)
        tile = self.tile(User.objects.get(pk=self.ann.pk), self.north)
        self.assertEqual((tile.open.count, tile.open.revenue), (2, Decimal(1500)))

    def test_unassigned_leads_and_overdue_opportunities(self):
        create(by=self.maya, title="Lead", kind="lead", owner=None, team=self.north)
        Lead.objects.filter(pk=self.lead.pk).update(expected_closing=today(self.maya) - timedelta(days=1))
        Lead.objects.filter(pk=self.bens.pk).update(expected_closing=today(self.maya))
        tile = self.tile(self.maya, self.north)
        self.assertEqual(tile.unassigned.count, 1)
        self.assertEqual((tile.overdue.count, tile.overdue.revenue), (1, Decimal(1000)))

    def test_the_last_five_weeks_begin_on_monday_and_empty_ones_are_shown(self):
        weeks = self.tile(self.maya, self.north).weeks
        self.assertEqual([week.begins.weekday() for week in weeks], [0] * 5)
        self.assertEqual([week.count for week in weeks], [0, 0, 0, 0, 2])
        self.assertEqual([week.height for week in weeks], [0, 0, 0, 0, 100])
        first = day_begins(weeks[0].begins, self.maya.time_zone)
        Lead.objects.filter(pk=self.lead.pk).update(created_at=first)
        Lead.objects.filter(pk=self.bens.pk).update(created_at=first - timedelta(seconds=1))
        self.assertEqual([week.count for week in self.tile(self.maya, self.north).weeks], [1, 0, 0, 0, 0])

    def test_favourites_come_first_for_those_who_chose_them(self):
        favour(self.south, by=self.maya)
        self.assertEqual(tiles(self.maya)[0].team, self.south)
        self.assertNotEqual(tiles(self.root)[0].team, self.south)
        favour(self.south, by=self.maya, on=False)
        self.assertFalse(any(tile.favourite for tile in tiles(self.maya)))


class TeamPipelinesDoorTest(PipelineTestCase):
    def setUp(self):
        self.url = reverse("pipeline:team_pipelines")
        self.client.force_login(self.maya)

    def queries(self):
        with CaptureQueriesContext(connection) as captured:
            self.assertEqual(self.client.get(self.url).status_code, 200)
        return len(captured)

    def test_every_figure_leads_to_exactly_the_records_that_it_counts(self):
        create(by=self.maya, title="Scales lead", kind="lead", owner=None, team=self.north)
        create(by=self.maya, title="Late", owner=self.ann, team=self.north, expected_closing=date(2020, 1, 1))
        mark_lost(self.lead, by=self.ann)
        tile = next(tile for tile in tiles(self.maya) if tile.team == self.north)
        for figure, titles in (
            (tile.open, {"Scanners", "Late"}),
            (tile.overdue, {"Late"}),
            (tile.unassigned, {"Scales lead"}),
            (tile.weeks[-1], {"Forklifts", "Scanners", "Late"}),
            (tile.weeks[0], set()),
        ):
            shown = self.client.get(figure.url).content.decode()
            found = {title for title in ("Scanners", "Late", "Scales lead", "Forklifts", "Sensors") if title in shown}
            with self.subTest(url=figure.url):
                self.assertEqual((figure.count, found), (len(titles), titles))

    def test_the_views_and_reports_of_the_menu_open(self):
        tile = next(tile for tile in tiles(self.maya) if tile.team == self.north)
        for url in (
            tile.board(),
            tile.leads(),
            tile.opportunities(),
            tile.report_of_leads(),
            tile.report_of_pipeline(),
            tile.report_of_activities(),
        ):
            with self.subTest(url=url):
                self.assertEqual(self.client.get(url).status_code, 200)

    def test_the_report_of_activities_counts_those_on_the_records_of_the_team(self):
        for lead in (self.lead, self.bens, self.zoes):
            plan(lead, by=self.maya, type=ActivityType.objects.get(name_en="Call"), assignee=self.maya)
        tile = next(tile for tile in tiles(self.maya) if tile.team == self.north)
        shown = self.client.get(tile.report_of_activities())
        self.assertContains(shown, "team of the record is North")
        links = set(re.findall(r'href="(/activities/\?[^"]+)">2</a>', shown.text))
        self.assertTrue(links)
        for link in links:
            listed = self.client.get(html.unescape(link)).text
            self.assertEqual([title in listed for title in ("Forklifts", "Scanners", "Sensors")], [True, True, False])

    def test_the_team_of_a_hidden_record_is_told_to_nobody(self):
        plan(self.zoes, by=self.zoe, type=ActivityType.objects.get(name_en="Call"))
        edit(self.zoes, by=self.maya, owner=self.maya)
        asked = parse(Activity.noun, {"f": "team", "op": "is", "v": self.south.pk})
        own = Activity.objects.visible_to(self.zoe)
        self.assertTrue(own.exists())
        self.assertFalse(fitting(own, asked, Asker.of(self.zoe)).exists())

    def test_it_costs_the_same_with_few_and_with_many_teams(self):
        counts = []
        for upto in (10, 30):
            for number in range(Team.objects.count(), upto):
                add_member(create_team(by=self.maya, name_en=f"T{number}"), by=self.maya, user=self.ann)
            counts.append(self.queries())
        self.assertEqual(*counts)

    def test_whoever_is_outside_of_sales_finds_nothing(self):
        self.client.force_login(self.otto)
        self.assertEqual(self.client.get(self.url).status_code, 404)

    def test_favourites_are_chosen_among_the_teams_that_one_sees(self):
        self.client.force_login(self.ann)
        door = reverse("pipeline:favourite_team", args=[self.north.pk])
        self.assertRedirects(self.client.post(door, {"on": "1"}), self.url)
        self.assertTrue(tiles(self.ann)[0].favourite)
        self.client.post(door, {"on": "0"})
        self.assertFalse(tiles(self.ann)[0].favourite)
        other = reverse("pipeline:favourite_team", args=[self.south.pk])
        self.assertEqual(self.client.post(other, {"on": "1"}).status_code, 404)

    def test_managers_choose_the_colour(self):
        door = reverse("pipeline:team_colour", args=[self.north.pk])
        self.client.post(door, {"colour": "5"})
        self.north.refresh_from_db()
        self.assertEqual(self.north.colour, 5)
        self.assertEqual(self.client.post(door, {"colour": "99"}).status_code, 422)
        self.client.force_login(self.ann)
        self.assertEqual(self.client.post(door, {"colour": "5"}).status_code, 404)

    def test_new_ones_begin_in_the_team(self):
        asked = self.client.get(reverse("pipeline:create"), {"team": self.south.pk}, headers={"HX-Request": "true"})
        self.assertContains(asked, f'<option value="{self.south.pk}" selected>South</option>')
