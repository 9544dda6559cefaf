"""Two people assigning at once, really: each in a thread and with a connection of his own."""

from django.test import TransactionTestCase

from piste.accounts.models import Site
from piste.history.models import Event
from piste.history.stale import Stale
from piste.pipeline import totals
from piste.pipeline.models import Lead
from piste.pipeline.verbs.assigning import assign, assign_many
from piste.pipeline.verbs.converting import convert_many
from piste.pipeline.verbs.creating import create
from piste.teams.models import Membership, Team
from piste.testing import at_once, person


class TwoAssignAtOnceTest(TransactionTestCase):
    serialized_rollback = True

    def setUp(self) -> None:
        # Otherwise both would make it at the same time.
        Site.current()
        self.maya, self.marc = person("maya", "manager"), person("marc", "manager")
        self.ann, self.ben = person("ann", "own"), person("ben", "own")
        north = Team.objects.create(name_en="North")
        for user in (self.ann, self.ben):
            Membership.objects.create(team=north, user=user)
        self.leads = [
            create(by=self.maya, kind="lead", title=f"Lead {place}", owner=None, team=north, email=f"{place}@a.example")
            for place in range(6)
        ]

    def tearDown(self) -> None:
        self.assertEqual(totals.differences(), {})

    def assigning(self, by, owner):
        lead = Lead.objects.get(pk=self.leads[0].pk)
        return lambda: assign(lead, by=by, owner=owner, seen=lead.version)

    def test_of_two_who_saw_it_without_owner_one_wins_and_the_other_is_told(self):
        said = at_once(self.assigning(self.maya, self.ann), self.assigning(self.marc, self.ben))
        self.assertEqual([type(one) for one in said], [Stale])
        self.assertIn("meanwhile", str(said[0]))
        event = Event.objects.select_related("change_set").get(name="lead.assigned")
        lead = Lead.objects.get(pk=self.leads[0].pk)
        wanted = {self.maya.pk: self.ann, self.marc.pk: self.ben}
        self.assertEqual(lead.owner, wanted[event.change_set.by_id])

    def test_many_given_by_two_are_all_given_and_each_change_is_told_with_what_was_before(self):
        rows = Lead.objects.filter(pk__in=[lead.pk for lead in self.leads])
        said = at_once(
            lambda: assign_many(rows.all(), by=self.maya, owner=self.ann),
            lambda: assign_many(rows.order_by("-pk"), by=self.marc, owner=self.ben),
        )
        self.assertEqual(said, [])
        self.assertEqual(len(set(rows.values_list("owner", flat=True))), 1)
        for lead in rows:
            first, second = Event.objects.of_row(lead).filter(name="lead.assigned").order_by("id")
            self.assertEqual(first.changes["owner"][0], None)
            self.assertEqual(first.changes["owner"][1], second.changes["owner"][0])
            self.assertEqual((second.changes["owner"][1], second.version), (lead.owner_id, lead.version))

    def test_one_gives_away_what_the_other_converts_and_nothing_is_lost(self):
        rows = Lead.objects.filter(pk__in=[lead.pk for lead in self.leads])
        said = at_once(
            lambda: assign_many(rows.all(), by=self.maya, owner=self.ann),
            lambda: convert_many(rows.all(), by=self.marc),
        )
        self.assertEqual(said, [])
        self.assertEqual(set(rows.values_list("kind", "owner")), {("opportunity", self.ann.pk)})
        self.assertEqual(Event.objects.filter(name="lead.converted").count(), 6)
