from datetime import timedelta

from piste.assignment.models import Placement
from piste.assignment.quotas import daily
from piste.assignment.tests.cast import AssignmentTestCase
from piste.kernel.clock import now, today
from piste.pipeline.models import Lead


class DailyTest(AssignmentTestCase):
    def test_a_thirtieth_rounded_half_up(self):
        asked = {0: 0, 15: 1, 30: 1, 44: 1, 45: 2, 60: 2, 120: 4}
        self.assertEqual({capacity: daily(capacity, None, now()) for capacity in asked}, asked)

    def test_below_fifteen_one_when_the_last_is_long_enough_ago(self):
        at = now()
        self.assertEqual(daily(10, None, at), 1)
        self.assertEqual(daily(10, at - timedelta(days=2, hours=23), at), 0)
        self.assertEqual(daily(10, at - timedelta(days=3), at), 1)


class QuotaTest(AssignmentTestCase):
    def setUp(self):
        self.set(self.bens, assigns=False)

    def given_before(self, count, *, days=0, hours=0, **values):
        for number in range(count):
            lead = self.waiting(f"Old {number} {days}", owner=self.ann, team=self.north)
            at = now() - timedelta(days=days, hours=hours)
            Lead.objects.filter(pk=lead.pk).update(assigned_at=at, **values)

    def test_what_he_got_in_24_hours_any_way_counts_closed_and_archived_too(self):
        self.set(self.anns, capacity=120)
        self.given_before(1, hours=1)
        self.given_before(1, hours=23, archived=True)
        self.given_before(1, hours=25)
        for number in range(4):
            self.waiting(f"New {number}")
        run = self.run_now()
        self.assertEqual((run.given, run.left_over), (2, {"full": 2}))

    def test_ignoring_today_drops_the_subtraction_and_never_the_cap(self):
        self.set(self.anns, capacity=120)
        self.given_before(2, hours=1)
        for number in range(5):
            self.waiting(f"New {number}")
        self.assertEqual(self.run_now(ignore_today=True).given, 4)
        self.set(self.anns, capacity=7)
        self.assertEqual(self.run_now(ignore_today=True).given, 0)

    def test_thirty_days_never_hold_more_than_the_capacity(self):
        self.set(self.anns, capacity=30)
        self.given_before(29, days=5)
        self.waiting("New 1")
        self.assertEqual(self.run_now().given, 1)
        Lead.objects.filter(title="New 1").update(assigned_at=now() - timedelta(days=2))
        self.waiting("New 2")
        self.assertEqual(self.run_now(ignore_today=True).left_over, {"full": 1})

    def test_what_lies_longer_ago_than_thirty_days_is_forgotten(self):
        self.given_before(30, days=31)
        self.waiting("New")
        self.assertEqual(self.run_now().given, 1)

    def test_skipped_are_absent_paused_inactive_observing_members_and_those_of_capacity_0(self):
        skipped = [
            {"assigns": False},
            {"capacity": 0},
            {"absent_from": today(self.ann)},
        ]
        lead = self.waiting("New")
        for values in skipped:
            before = {name: getattr(self.anns, name) for name in values}
            self.set(self.anns, **values)
            with self.subTest(values=values):
                self.assertEqual(self.run_now().left_over, {"no_member": 1})
            self.set(self.anns, **before)
        for values in ({"is_active": False}, {"role": "observer_all"}):
            before = {name: getattr(self.ann, name) for name in values}
            self.set(self.ann, **values)
            with self.subTest(values=values):
                self.assertEqual(self.run_now().given, 0)
            self.set(self.ann, **before)
        self.assertEqual(self.run_now().given, 1)
        self.assertEqual(Placement.objects.get().lead, lead)
