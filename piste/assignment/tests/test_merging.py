from unittest.mock import patch

from piste.assignment.models import Assignment
from piste.assignment.planning import plan
from piste.assignment.tests.cast import AssignmentTestCase
from piste.assignment.verbs import running
from piste.history.undo import undo
from piste.pipeline.models import Lead


class DuplicatesTest(AssignmentTestCase):
    """05.16: what is surely the same is merged before it is given."""

    def setUp(self):
        self.set(self.anns, capacity=300)
        self.set(self.bens, capacity=300)

    def living(self):
        rows = Lead.objects.filter(deleted_at=None).order_by("pk")
        return [(lead.title, str(lead.owner or "")) for lead in rows.select_related("owner")]

    def test_what_waits_twice_is_given_once(self):
        self.waiting("First", email="eve@acme.example")
        self.waiting("Second", email="EVE@acme.example")
        run = self.run_now()
        self.assertEqual(self.living(), [("First", "Ann")])
        self.assertEqual((run.merged, run.given), (1, 1))

    def test_what_waits_joins_the_open_record_of_its_salesperson_and_counts_for_him(self):
        self.set(self.anns, capacity=30)
        self.waiting("Ben's", email="eve@acme.example", owner=self.ben, team=self.north)
        self.waiting("Again", email="eve@acme.example")
        seen = plan()
        self.assertEqual([(one.owner, len(one.keys)) for one in seen.mergings], [(self.ben.pk, 2)])
        run = self.run_now()
        self.assertEqual(self.living(), [("Ben's", "Ben")])
        self.assertEqual((run.merged, run.given), (1, 0))

    def test_what_joins_counts_for_its_salesperson_but_takes_him_no_turn(self):
        self.set(self.anns, assigns=False)
        self.waiting("Ben's", email="eve@acme.example", owner=self.ben, team=self.north)
        self.waiting("Again", email="eve@acme.example")
        self.waiting("New")
        why = plan().placings[0].why
        self.assertEqual((why["today"], why["month"], why["last"]), ([3, 10], [3, 300], None))

    def test_the_pages_name_what_is_merged_and_a_run_that_only_merged_is_undone_there(self):
        owned = self.waiting("Ben's", email="eve@acme.example", owner=self.ben, team=self.north)
        again = self.waiting("Again", email="eve@acme.example")
        self.client.force_login(self.maya)
        names = f"{again.reference} Again"
        seen = self.client.get("/configuration/assignment/preview/")
        self.assertContains(seen, names)
        self.assertContains(seen, "1 duplicate would be merged first")
        run = self.run_now()
        page = self.client.get(run.get_absolute_url())
        self.assertContains(page, names)
        self.assertContains(page, owned.get_absolute_url())
        self.assertContains(page, f"/undo/{run.change_set_id}/")

    def test_records_of_two_salespeople_are_not_merged_by_a_machine(self):
        self.waiting("Ann's", email="eve@acme.example", owner=self.ann, team=self.north)
        self.waiting("Ben's", email="eve@acme.example", owner=self.ben, team=self.north)
        self.waiting("Again", email="eve@acme.example")
        self.run_now()
        self.assertEqual(self.living(), [("Ann's", "Ann"), ("Ben's", "Ben")])

    def test_undo_of_the_run_gives_each_of_them_back(self):
        self.waiting("First", email="eve@acme.example")
        self.waiting("Second", email="eve@acme.example")
        run = self.run_now()
        undo(run.change_set, by=self.maya)
        self.assertEqual(self.living(), [("First", ""), ("Second", "")])

    def test_it_can_be_switched_off(self):
        Assignment.objects.update(merges_duplicates=False)
        self.waiting("First", email="eve@acme.example")
        self.waiting("Second", email="eve@acme.example")
        self.assertEqual((self.run_now().merged, len(self.living())), (0, 2))

    def test_a_duplicate_that_somebody_takes_meanwhile_is_left_to_him(self):
        self.waiting("First", email="eve@acme.example")
        second = self.waiting("Second", email="eve@acme.example")
        made = plan()
        Lead.objects.filter(pk=second.pk).update(owner=self.zoe)
        with patch.object(running, "plan", lambda **asked: made):
            run = self.run_now()
        self.assertEqual(self.living(), [("First", "Ann"), ("Second", "Zoe")])
        self.assertEqual(run.merged, 0)
        self.assertEqual(run.leftovers.get(reason="failed").cause, "A duplicate was changed meanwhile.")

    def test_a_group_that_fails_is_left_with_its_cause_and_the_others_are_merged(self):
        for name in ("eve", "ana", "leo"):
            self.waiting(f"First {name}", email=f"{name}@acme.example")
            self.waiting(f"Second {name}", email=f"{name}@acme.example")
        bad = Lead.objects.get(title="First ana")
        unite = running.unite

        def failing(run, mergings, **kwargs):
            if any(bad.pk in merging.keys for merging in mergings):
                raise ValueError("no such thing")
            return unite(run, mergings, **kwargs)

        with patch.object(running, "unite", failing), self.assertLogs("piste.assignment", "ERROR"):
            run = self.run_now()
        self.assertEqual(run.merged, 2)
        left = run.leftovers.get(reason="failed")
        self.assertEqual((left.lead, left.cause), (bad, "no such thing"))
        self.assertEqual([title for title, _owner in self.living() if "Second" in title], ["Second ana"])


class ConvertOnAssignmentTest(AssignmentTestCase):
    def test_where_the_team_wants_it_a_given_lead_is_an_opportunity_at_once(self):
        self.set(self.north, converts_assigned=True)
        self.waiting("New", contact_name="Eve Roy", email="eve@acme.example")
        run = self.run_now()
        lead = Lead.objects.get(title="New")
        self.assertEqual((lead.kind, lead.owner, lead.person.name), ("opportunity", self.ann, "Eve Roy"))
        self.assertIsNotNone(lead.converted_at)
        undo(run.change_set, by=self.maya)
        lead.refresh_from_db()
        self.assertEqual((lead.kind, lead.owner), ("lead", None))
