from datetime import timedelta
from decimal import Decimal

from piste.kernel.clock import now
from piste.pipeline.models import Lead
from piste.pipeline.tests.cast import PipelineTestCase
from piste.pipeline.verbs.closing import mark_won
from piste.pipeline.verbs.creating import create
from piste.pipeline.win_message import win_message


class WinMessageTest(PipelineTestCase):
    """The first reason that is true, in the order of 01.38."""

    def a_win(self, *, revenue=None, closed=timedelta(), took=timedelta(days=20), owner=None):
        owner = owner or self.ann
        lead = create(by=owner, owner=owner, title="Won", expected_revenue=revenue and Decimal(revenue))
        mark_won(lead, by=owner)
        at = now() - closed
        Lead.objects.filter(pk=lead.pk).update(closed_at=at, created_at=at - took)
        lead.refresh_from_db()
        return lead

    def said(self, lead):
        return win_message(lead, self.ann)

    def test_the_first_of_the_year(self):
        self.assertEqual(self.said(self.a_win(revenue=1)), "Won: the first of the year for Ann")

    def test_the_largest_of_the_team_then_of_the_owner(self):
        self.a_win(revenue=500, closed=timedelta(days=3))
        self.assertEqual(self.said(self.a_win(revenue=600)), "Won: the largest of team North in 30 days")
        self.a_win(revenue=5000, owner=self.ben)
        self.assertEqual(self.said(self.a_win(revenue=700)), "Won: the largest of Ann in 30 days")

    def test_the_fastest_needs_three_to_compare_with(self):
        self.a_win(revenue=500, closed=timedelta(days=5))
        self.a_win(revenue=500, closed=timedelta(days=5))
        self.assertEqual(self.said(self.a_win(revenue=10, took=timedelta(days=1))), "Won")
        self.assertEqual(self.said(self.a_win(revenue=10, took=timedelta(hours=1))), "Won: the fastest in 30 days")

    def test_the_third_day_in_a_row(self):
        self.a_win(revenue=500, closed=timedelta(days=2))
        self.a_win(revenue=500, closed=timedelta(days=1))
        self.assertEqual(self.said(self.a_win(revenue=10)), "Won: the third day in a row for Ann")

    def test_it_can_be_switched_off(self):
        self.ann.win_messages = False
        self.assertEqual(self.said(self.a_win(revenue=1)), "Won")
