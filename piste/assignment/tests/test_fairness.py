import re
from datetime import timedelta

from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from piste.assignment.bands import Banding
from piste.assignment.sharing import shares
from piste.assignment.tests.cast import AssignmentTestCase
from piste.kernel.clock import now
from piste.pipeline.models import Lead
from piste.pipeline.verbs.closing import mark_lost
from piste.pipeline.verbs.creating import create
from piste.pipeline.verbs.storing import archive
from piste.teams.verbs.members import remove_member


class FairnessTest(AssignmentTestCase):
    def setUp(self):
        for title, priority in (("One", 3), ("Two", 3), ("Three", 0)):
            self.owned(self.ann, title, priority=priority)
        self.owned(self.ben, "Four")

    def owned(self, user, title, **values):
        return create(by=self.maya, title=title, owner=user, team=self.north, **values)

    def north_of(self, user, by=Banding.PROBABILITY):
        share = next(one for one in shares(user, by) if one.team == self.north)
        return {part.user.name: part for part in share.parts}

    def listed(self, url):
        page = self.client.get(url).content.decode()
        return int(re.search(r'list__extent"><strong>(\d+)<', page)[1])

    def test_shares_are_said_beside_what_was_due(self):
        parts = self.north_of(self.maya)
        self.assertEqual(
            [(one.given.number, one.percent, one.due_percent) for one in parts.values()], [(3, 75, 50), (1, 25, 50)]
        )

    def test_each_number_opens_exactly_its_records(self):
        mark_lost(Lead.objects.get(title="Two"), by=self.maya)
        archive(Lead.objects.get(title="Three"), by=self.maya)
        self.client.force_login(self.maya)
        for by in Banding:
            anns = self.north_of(self.maya, by)["Ann"]
            self.assertEqual(sum(tally.number for tally in anns.bands), 3)
            for tally in (anns.given, *anns.bands):
                with self.subTest(by=by, url=tally.url):
                    self.assertEqual(self.listed(tally.url), tally.number)

    def test_what_was_given_longer_ago_and_what_is_in_the_trash_does_not_count(self):
        Lead.objects.filter(title="One").update(assigned_at=now() - timedelta(days=31))
        Lead.objects.filter(title="Two").update(deleted_at=now())
        self.assertEqual(self.north_of(self.maya)["Ann"].given.number, 1)

    def test_who_left_the_team_is_still_counted(self):
        remove_member(self.bens, by=self.maya)
        bens = self.north_of(self.maya)["Ben"]
        self.assertEqual((bens.given.number, bens.capacity, bens.due_percent), (1, None, None))

    def test_leaders_see_their_own_teams_and_nobody_else_finds_it(self):
        self.set(self.north, leader=self.ann)
        self.assertEqual([share.team for share in shares(self.ann, Banding.PRIORITY)], [self.north])
        pages = [
            reverse("assignment:fairness"),
            f"{reverse('assignment:given')}?team={self.north.pk}&user={self.ben.pk}",
        ]
        for user, found in ((self.ann, 200), (self.maya, 200), (self.ben, 404), (self.olga, 404), (self.otto, 404)):
            self.client.force_login(user)
            for url in pages:
                with self.subTest(user=user, url=url):
                    self.assertEqual(self.client.get(url).status_code, found)
        self.client.force_login(self.ann)
        other = f"{reverse('assignment:given')}?team={self.south.pk}&user={self.zoe.pk}"
        self.assertEqual(self.client.get(other).status_code, 404)

    def test_a_band_that_does_not_exist_is_not_all(self):
        self.client.force_login(self.maya)
        url = f"{reverse('assignment:given')}?team={self.north.pk}&user={self.ann.pk}&band=13"
        self.assertEqual(self.client.get(url).status_code, 404)

    def test_it_costs_the_same_with_few_and_with_many(self):
        self.client.force_login(self.maya)
        counts = []
        for number in range(2):
            for place in range(12):
                self.owned(self.ann if place % 2 else self.ben, f"{number} {place}")
            self.client.get(reverse("assignment:fairness"))
            with CaptureQueriesContext(connection) as captured:
                self.client.get(reverse("assignment:fairness"))
            counts.append(len(captured))
        self.assertEqual(*counts)
