from decimal import Decimal

from django.db import connection
from django.test.utils import CaptureQueriesContext

from piste.accounts.models import Site
from piste.history.models import ChangeSet
from piste.history.undo import undo
from piste.kernel.refusals import Refused
from piste.pipeline import totals
from piste.pipeline.board import Board, Layout
from piste.pipeline.filters import Filter, Scope
from piste.pipeline.models import BoardTotal, Lead, RecurringPlan
from piste.pipeline.tests.cast import PipelineTestCase
from piste.pipeline.verbs import closing, creating, editing, merging, moving, storing
from piste.pipeline.verbs.plans import archive_plan, create_plan, delete_plan, edit_plan


class RecurringTestCase(PipelineTestCase):
    @classmethod
    def setUpTestData(cls):
        super().setUpTestData()
        Site.objects.update_or_create(pk=1, defaults={"uses_recurring": True})
        cls.monthly, cls.yearly, cls.three, cls.five = RecurringPlan.objects.order_by("months")

    def recur(self, lead, amount, plan):
        editing.edit(lead, by=self.maya, recurring_revenue=amount and Decimal(amount), recurring_plan=plan)

    def head(self, stage, user=None):
        board = Board(user or self.maya, Filter(scope=Scope.ALL), Layout())
        return board.heads[stage.pk]


class RecurringTest(RecurringTestCase):
    def test_the_plans_are_there(self):
        self.assertEqual(
            list(RecurringPlan.objects.values_list("name_en", "name_fr", "months")),
            [("Monthly", "Mensuel", 1), ("Yearly", "Annuel", 12), ("3 years", "3 ans", 36), ("5 years", "5 ans", 60)],
        )

    def test_what_it_makes_a_month_is_the_amount_over_the_months_half_a_cent_up(self):
        for amount, plan, made in (
            ("1200", self.yearly, "100.00"),
            ("100", self.yearly, "8.33"),
            ("100", self.monthly, "100.00"),
            ("0.90", self.three, "0.03"),
            ("0.54", self.three, "0.02"),
        ):
            with self.subTest(amount):
                self.recur(self.lead, amount, plan)
                self.assertEqual(Lead.objects.get(pk=self.lead.pk).monthly_recurring, Decimal(made))
        self.recur(self.lead, None, None)
        self.assertIsNone(Lead.objects.get(pk=self.lead.pk).monthly_recurring)

    def test_an_amount_needs_its_plan(self):
        for act in (
            lambda: editing.edit(self.lead, by=self.ann, recurring_revenue=Decimal(10)),
            lambda: creating.create(by=self.ann, title="A", recurring_revenue=Decimal(10)),
            lambda: editing.edit_many(
                Lead.objects.all(), by=self.maya, recurring_revenue=Decimal(10), recurring_plan=None
            ),
        ):
            with self.assertRaises(Refused) as caught:
                act()
            self.assertEqual(caught.exception.field, "recurring_plan")
        self.recur(self.lead, 10, self.yearly)
        editing.edit(self.lead, by=self.ann, recurring_revenue=Decimal(24))
        with self.assertRaises(Refused):
            editing.edit(self.lead, by=self.ann, recurring_plan=None)
        editing.edit(self.lead, by=self.ann, recurring_revenue=None, recurring_plan=None)

    def test_a_negative_amount_is_refused(self):
        with self.assertRaises(Refused) as caught:
            self.recur(self.lead, -1, self.yearly)
        self.assertEqual(caught.exception.field, "recurring_revenue")

    def test_the_head_of_the_column_adds_it_up(self):
        self.recur(self.lead, 1200, self.yearly)
        self.recur(self.bens, 10, self.monthly)
        self.assertEqual(self.head(self.new).monthly, Decimal(110))
        filtered = Board(self.maya, Filter(scope=Scope.ALL, q="Forklifts"), Layout())
        self.assertEqual(filtered.heads[self.new.pk].monthly, Decimal(100))
        moving.move(self.lead, by=self.ann, stage=self.qualified)
        self.assertEqual((self.head(self.new).monthly, self.head(self.qualified).monthly), (Decimal(10), Decimal(100)))
        closing.mark_lost(self.bens, by=self.ben, reason=self.price)
        storing.trash(self.lead, by=self.maya)
        self.assertEqual(BoardTotal.objects.filter(stage=self.qualified).count(), 2)
        self.assertEqual(self.head(self.qualified).monthly, 0)
        self.assertEqual(totals.differences(), {})

    def test_the_ledger_is_checked_for_it_and_made_anew(self):
        self.recur(self.lead, 1200, self.yearly)
        BoardTotal.objects.update(monthly=0)
        self.assertEqual(list(totals.differences()), [self.new.pk])
        totals.rebuild()
        self.assertEqual(totals.differences(), {})
        self.assertEqual(self.head(self.new).monthly, 100)
        self.recur(self.lead, 600, self.yearly)
        totals.compact()
        self.assertEqual((totals.differences(), self.head(self.new).monthly), ({}, 50))

    def test_a_copy_has_it_too(self):
        self.recur(self.lead, 1200, self.yearly)
        made = creating.copy(self.lead, by=self.ann)
        self.assertEqual(
            (made.recurring_revenue, made.recurring_plan, made.monthly_recurring), (1200, self.yearly, 100)
        )

    def test_amount_and_plan_are_merged_together(self):
        self.recur(self.bens, 360, self.three)
        editing.edit(self.lead, by=self.maya, recurring_plan=self.monthly)
        kept = merging.merge([self.lead, self.bens], by=self.maya, into=self.lead)
        self.assertEqual((kept.recurring_revenue, kept.recurring_plan, kept.monthly_recurring), (360, self.three, 10))
        self.assertEqual(totals.differences(), {})

    def test_the_merge_takes_the_pair_that_was_picked(self):
        self.recur(self.lead, 100, self.monthly)
        self.recur(self.bens, 360, self.three)
        picked = {"recurring_revenue": self.bens.pk}
        kept = merging.merge([self.lead, self.bens], by=self.maya, into=self.lead, picked=picked)
        self.assertEqual((kept.recurring_revenue, kept.recurring_plan), (360, self.three))

    def test_many_records_are_derived_with_few_statements(self):
        def statements(count):
            rows = [creating.create(by=self.ann, title=str(n)) for n in range(count)]
            for row in rows:
                self.recur(row, 120, self.yearly)
            chosen = Lead.objects.filter(pk__in=[row.pk for row in rows])
            with CaptureQueriesContext(
                connection,
            ) as caught:
                editing.edit_many(chosen, by=self.maya, city="Lyon")
            return len(caught)

        self.assertEqual(statements(3), statements(12))

    def test_undo_brings_it_back(self):
        self.recur(self.lead, 1200, self.yearly)
        self.recur(self.lead, 100, self.monthly)
        undo(ChangeSet.objects.latest("id"), by=self.maya)
        self.lead.refresh_from_db()
        self.assertEqual((self.lead.recurring_plan, self.lead.monthly_recurring), (self.yearly, 100))
        self.assertEqual(totals.differences(), {})


class PlanTest(RecurringTestCase):
    def test_months_are_from_one_on(self):
        for months in (0, -12, 1201):
            with self.assertRaises(Refused) as caught:
                create_plan(by=self.maya, name_en="Odd", months=months)
            self.assertEqual(caught.exception.field, "months")

    def test_a_plan_has_a_name_of_its_own(self):
        for names in ({}, {"name_en": "yearly"}, {"name_fr": "Annuel"}):
            with self.assertRaises(Refused):
                create_plan(by=self.maya, months=2, **names)

    def test_records_follow_the_months_of_their_plan_and_its_undo(self):
        self.recur(self.lead, "100.01", self.yearly)
        self.recur(self.bens, 90, self.yearly)
        self.recur(self.zoes, 50, self.monthly)
        moving.move(self.bens, by=self.ben, stage=self.qualified)
        storing.archive(self.bens, by=self.ben)
        edit_plan(self.yearly, by=self.maya, months=6)
        self.assertEqual(self.per_month(), ["16.67", "15.00", "50.00"])
        self.assertEqual((totals.differences(), self.head(self.new).monthly), ({}, Decimal("66.67")))
        undo(ChangeSet.objects.latest("id"), by=self.maya)
        self.assertEqual(self.per_month(), ["8.33", "7.50", "50.00"])
        storing.unarchive(self.bens, by=self.ben)
        self.yearly.refresh_from_db()
        self.recur(self.lead, 12, self.yearly)
        self.assertEqual(totals.differences(), {})

    def test_both_ways_of_dividing_agree_to_the_cent(self):
        rows = [creating.create(by=self.ann, title=str(n)) for n in range(60)]
        for place, row in enumerate(rows):
            self.recur(row, Decimal(place * 37 + 1) / 100, self.yearly)
        for months in (1, 7, 8, 12, 36):
            edit_plan(self.yearly, by=self.maya, months=months)
            for lead in Lead.objects.filter(recurring_plan=self.yearly).select_related("recurring_plan"):
                self.assertEqual(lead.monthly_recurring, lead.derived()["monthly_recurring"], (months, lead))

    def per_month(self):
        rows = Lead.objects.filter(recurring_plan__isnull=False).order_by("pk")
        return [str(amount) for amount in rows.values_list("monthly_recurring", flat=True)]

    def test_one_that_records_use_is_archived_not_deleted(self):
        self.recur(self.lead, 100, self.yearly)
        with self.assertRaises(Refused):
            delete_plan(self.yearly, by=self.maya)
        archive_plan(self.yearly, by=self.maya)
        self.assertNotIn(self.yearly, RecurringPlan.objects.visible_to(self.ann).offered())
        self.assertIn(self.yearly, RecurringPlan.objects.visible_to(self.ann).offered(self.yearly.pk))
        delete_plan(self.five, by=self.maya)
        self.assertNotIn(self.five, RecurringPlan.objects.visible_to(self.ann))
