from datetime import timedelta
from decimal import Decimal

from piste.assignment.models import Assignment, Leftover
from piste.assignment.planning import plan
from piste.assignment.tests.cast import AssignmentTestCase
from piste.kernel.clock import now
from piste.pipeline.models import Lead
from piste.pipeline.verbs.closing import mark_lost

CANADA = {"all": [{"f": "country", "op": "is", "v": "CA"}]}
FRANCE = {"all": [{"f": "country", "op": "is", "v": "FR"}]}


class CandidatesTest(AssignmentTestCase):
    def setUp(self):
        self.set(self.anns, capacity=300)

    def test_only_open_unowned_and_not_archived_records_of_no_team_or_of_this_one(self):
        self.waiting("Own", team=self.north)
        self.waiting("Opportunity", kind="opportunity")
        self.waiting("Of South", team=self.south)
        self.waiting("Archived", archived=True)
        mark_lost(self.waiting("Lost"), by=self.maya)
        self.waiting("Zoe's", owner=self.zoe)
        self.run_now()
        found = Lead.objects.filter(owner__in=[self.ann, self.ben])
        self.assertEqual(set(found.values_list("title", flat=True)), {"Own", "Opportunity"})

    def test_a_team_filter_decides_about_records_without_a_team_only(self):
        self.set(self.north, filter=CANADA)
        self.waiting("Canadian", country="CA")
        self.waiting("French", country="FR")
        self.waiting("French of the team", country="FR", team=self.north)
        run = self.run_now()
        self.assertEqual(set(self.owners()), {"Canadian", "French of the team"})
        self.assertEqual(run.left_over, {"no_team": 1})

    def test_too_new_and_too_old_ones_wait_and_are_listed(self):
        self.set(self.rules, min_age_hours=2, max_age_days=7)
        for title, age in (("New", timedelta(hours=1)), ("Right", timedelta(hours=3)), ("Old", timedelta(days=8))):
            lead = self.waiting(title)
            Lead.objects.filter(pk=lead.pk).update(created_at=now() - age)
        run = self.run_now()
        self.assertEqual(set(self.owners()), {"Right"})
        self.assertEqual(run.left_over, {"age": 2})
        left = run.leftovers.filter(reason=Leftover.Reason.AGE)
        self.assertEqual(set(left.values_list("lead__title", flat=True)), {"New", "Old"})

    def test_0_is_no_limit(self):
        self.set(self.rules, max_age_days=0)
        Lead.objects.filter(pk=self.waiting("Old").pk).update(created_at=now() - timedelta(days=400))
        self.assertEqual(self.run_now().given, 1)

    def test_a_team_that_takes_no_part_is_left_alone(self):
        Assignment.objects.update(max_age_days=0)
        self.set(self.north, assigns=False)
        self.waiting("New")
        self.assertEqual(self.run_now().given, 0)

    def test_an_invalid_filter_skips_the_team_and_is_listed_and_never_means_all(self):
        self.set(self.north, filter={"all": [{"f": "shoe_size", "op": "is", "v": 43}]})
        self.waiting("New")
        run = self.run_now()
        self.assertEqual((run.given, [one["name"] for one in run.skipped]), (0, ["North"]))
        self.assertIn("shoe_size", run.skipped[0]["cause"])

    def test_an_invalid_filter_of_a_member_skips_him_alone(self):
        self.set(self.anns, preferred_filter={"some": []})
        self.waiting("New")
        run = self.run_now()
        self.assertEqual(self.owners(), {"New": "Ben"})
        self.assertEqual([one["name"] for one in run.skipped], ["North: Ann"])


class ChoiceOfTeamTest(AssignmentTestCase):
    def setUp(self):
        self.set(self.south, assigns=True)
        self.set(self.anns, capacity=60)
        self.set(self.bens, capacity=60)
        self.set(self.zoes, capacity=60)

    def teams(self):
        rows = Lead.objects.exclude(owner=None).order_by("pk").values_list("team__name_en", flat=True)
        return list(rows)

    def test_the_team_that_was_given_least_for_its_size_comes_first(self):
        for number in range(6):
            self.waiting(f"New {number}")
        self.run_now()
        self.assertEqual(self.teams(), ["North", "South", "North", "North", "South", "North"])

    def test_what_a_team_got_in_30_days_counts(self):
        for number in range(2):
            self.waiting(f"Before {number}", owner=self.ann, team=self.north)
        Lead.objects.update(assigned_at=now() - timedelta(days=10))
        self.waiting("New")
        self.run_now()
        self.assertEqual(Lead.objects.get(title="New").team, self.south)

    def test_a_team_without_room_lets_the_other_have_it(self):
        self.set(self.north, filter=CANADA)
        self.set(self.zoes, capacity=300)
        for number in range(6):
            self.waiting(f"Canadian {number}", country="CA")
        self.assertEqual(self.run_now().given, 6)
        self.assertLessEqual(self.teams().count("North"), 4)

    def test_a_team_whose_only_fitting_member_has_no_room_lets_the_other_have_it(self):
        self.set(self.anns, capacity=300, filter=FRANCE)
        self.set(self.bens, filter=CANADA, capacity=1)
        self.waiting("Before", owner=self.ben, team=self.north)
        self.set(self.zoes, capacity=60)
        for number in range(2):
            self.waiting(f"South's {number}", owner=self.zoe, team=self.south)
        Lead.objects.update(assigned_at=now() - timedelta(days=10))
        self.waiting("Canadian", country="CA")
        self.run_now()
        self.assertEqual(self.owners()["Canadian"], "Zoe")

    def test_a_run_for_one_team_gives_to_that_team_only(self):
        for number in range(3):
            self.waiting(f"New {number}")
        self.run_now(team=self.south)
        self.assertEqual(set(self.teams()), {"South"})


class DistributionTest(AssignmentTestCase):
    def setUp(self):
        self.set(self.anns, capacity=60)
        self.set(self.bens, capacity=60)

    def test_members_are_served_in_turn_and_the_next_run_goes_on_where_this_one_ended(self):
        self.waiting("First")
        self.run_now()
        self.waiting("Second")
        self.run_now()
        self.waiting("Third")
        self.run_now()
        self.assertEqual(self.owners(), {"First": "Ann", "Second": "Ben", "Third": "Ann"})

    def test_the_highest_probability_is_given_first_then_the_oldest(self):
        self.set(self.bens, assigns=False)
        for title, chance in (("Low", 5), ("High", 90), ("Middle", 50)):
            self.waiting(title, kind="opportunity", probability=Decimal(chance))
        made = plan()
        titles = dict(Lead.objects.values_list("pk", "title"))
        self.assertEqual([titles[placing.lead] for placing in made.placings], ["High", "Middle"])
        self.assertEqual([titles[key] for key in made.left], ["Low"])

    def test_a_preferred_filter_comes_first_and_does_not_shut_out_others(self):
        self.set(self.bens, preferred_filter=CANADA)
        self.waiting("French", country="FR")
        self.waiting("Canadian", country="CA")
        self.run_now()
        self.assertEqual(self.owners(), {"French": "Ann", "Canadian": "Ben"})

    def test_what_a_member_prefers_is_of_what_he_takes(self):
        self.set(self.anns, filter=FRANCE, preferred_filter={"all": [{"f": "priority", "op": "is", "v": 3}]})
        self.waiting("Canadian", country="CA", priority=3)
        self.waiting("French", country="FR", priority=3)
        self.run_now()
        self.assertEqual(self.owners(), {"Canadian": "Ben", "French": "Ann"})

    def test_a_member_filter_shuts_out_what_does_not_fit(self):
        self.set(self.anns, filter=FRANCE)
        self.set(self.bens, filter=FRANCE)
        self.waiting("Canadian", country="CA")
        self.waiting("French", country="FR")
        run = self.run_now()
        self.assertEqual((set(self.owners()), run.left_over), ({"French"}, {"no_member": 1}))

    def test_an_assigned_lead_stays_a_lead_and_stands_in_a_stage_of_its_team(self):
        self.waiting("New")
        self.run_now()
        lead = Lead.objects.get(title="New")
        self.assertEqual((lead.kind, lead.team, lead.stage.is_won), ("lead", self.north, False))
        self.assertIsNotNone(lead.assigned_at)
