from collections import Counter
from datetime import timedelta
from decimal import Decimal
from io import StringIO
from random import Random

from django.core.management import CommandError, call_command
from django.db.models import Sum

from piste.activities.models import Activity
from piste.activities.verbs.finishing import done
from piste.history.models import ChangeSet
from piste.history.undo import undo
from piste.kernel.clock import now
from piste.kernel.refusals import Refused
from piste.pipeline import jobs, totals
from piste.pipeline.models import BoardTotal, Lead, Stage
from piste.pipeline.tests.cast import PipelineTestCase
from piste.pipeline.tests.test_closing import planned
from piste.pipeline.verbs import assigning, closing, creating, editing, moving, storing

TURNS = 150


class TotalsTest(PipelineTestCase):
    def assert_agreement(self, hint=""):
        self.assertEqual(totals.differences(), {}, hint)
        lines = BoardTotal.objects.values_list("stage", "team", "owner", "due").annotate(held=Sum("count"))
        ledger = {tuple(key): held for *key, held in lines if held}
        records = Lead.objects.filter(on_board=True).values_list("stage", "team", "owner", "next_due")
        self.assertEqual(ledger, Counter(records), hint)

    def acts(self, random):
        """What people and jobs do, on any record at any time; much of it is refused."""
        lead = random.choice(list(Lead.objects.all()))
        person = random.choice([self.ann, self.ben, self.zoe, None])
        stage = random.choice(list(Stage.objects.all()))
        amount = Decimal(random.randrange(99999))
        open_activities = list(Activity.objects.open())
        last = ChangeSet.objects.filter(undone_by=None).order_by("-id").first()
        yield lambda: creating.create(by=self.maya, title="New", owner=person, expected_revenue=amount)
        yield lambda: moving.move(lead, by=self.maya, stage=stage)
        yield lambda: moving.move_many(Lead.objects.all(), by=self.maya, stage=stage)
        yield lambda: editing.edit(lead, by=self.maya, expected_revenue=amount)
        yield lambda: editing.edit(lead, by=self.maya, probability=random.choice([None, Decimal(33)]))
        yield lambda: assigning.assign(lead, by=self.maya, owner=person)
        yield lambda: closing.mark_won(lead, by=self.maya)
        yield lambda: closing.mark_lost(lead, by=self.maya, reason=self.price)
        yield lambda: closing.restore(lead, by=self.maya)
        yield lambda: closing.restore_many(Lead.objects.all(), by=self.maya)
        yield lambda: storing.archive(lead, by=self.maya)
        yield lambda: storing.unarchive(lead, by=self.maya)
        yield lambda: storing.trash(lead, by=self.maya)
        yield lambda: storing.untrash(lead, by=self.maya)
        yield lambda: planned(lead, self.ann, random.randrange(-3, 9))
        yield lambda: [done(activity, by=self.ann) for activity in open_activities[:1]]
        yield lambda: undo(last, by=self.maya)
        yield lambda: jobs.compact_totals.call()

    def test_the_ledger_agrees_after_whatever_people_do(self):
        random, refused = Random(1848), 0  # noqa: S311 (variety, not secrecy)
        for turn in range(TURNS):
            try:
                random.choice(list(self.acts(random)))()
            except Refused:
                refused += 1
            self.assertEqual(totals.differences(), {}, f"turn {turn}")
        self.assert_agreement()
        self.assertLess(refused, TURNS / 2)

    def test_adding_up_leaves_one_line_for_each_key(self):
        for stage in (self.qualified, self.new, self.qualified, self.proposition):
            moving.move(self.lead, by=self.ann, stage=stage)
        before = BoardTotal.objects.count()
        saved = totals.compact()
        self.assertEqual(BoardTotal.objects.count(), before - saved)
        self.assertEqual(BoardTotal.objects.count(), 3)
        self.assert_agreement()
        self.assertEqual(totals.compact(), 0)

    def test_days_long_past_become_one(self):
        for lead, days in ((self.lead, -9), (self.bens, -30)):
            Lead.objects.filter(pk=lead.pk).update(owner=self.ann)
            planned(lead, self.ann, days)
        totals.rebuild()
        totals.compact()
        late = BoardTotal.objects.exclude(due=None)
        self.assertEqual([line.count for line in late], [2])
        self.assertLess(late.get().due, now() - timedelta(days=2))
        self.assertEqual(totals.differences(), {})

    def test_the_command_finds_and_mends_what_is_wrong(self):
        BoardTotal.objects.filter(owner=self.ann).delete()
        said = StringIO()
        with self.assertRaises(CommandError):
            call_command("board_totals", "--check", stdout=said)
        self.assertIn("New: the ledger says 2 (700.00 expected", said.getvalue())
        call_command("board_totals", "--rebuild", stdout=said)
        self.assertIn("agree", said.getvalue())
        self.assert_agreement()
