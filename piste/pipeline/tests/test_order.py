from piste.history.models import Event
from piste.history.undo import undo
from piste.pipeline.models import Lead
from piste.pipeline.tests.cast import PipelineTestCase
from piste.pipeline.verbs.creating import create
from piste.pipeline.verbs.moving import move


class OrderTest(PipelineTestCase):
    @classmethod
    def setUpTestData(cls):
        super().setUpTestData()
        Lead.objects.all().delete()
        cls.a, cls.b, cls.c, cls.d = (create(by=cls.ann, owner=cls.ann, title=title) for title in "abcd")
        for rank, lead in enumerate((cls.a, cls.b, cls.c, cls.d), start=1000):
            Lead.objects.filter(pk=lead.pk).update(rank=float(rank))
            lead.refresh_from_db()

    def order(self, stage=None):
        return "".join(
            Lead.objects.filter(stage=stage or self.new).order_by("rank", "id").values_list("title", flat=True)
        )

    def put(self, lead, *, stage=None, above=None, below=None):
        for row in (lead, above, below):
            if row:
                row.refresh_from_db()
        return move(lead, by=self.ann, stage=stage or self.new, above=above, below=below)

    def test_a_new_card_stands_on_top(self):
        create(by=self.ann, owner=self.ann, title="e")
        self.assertEqual(self.order(), "eabcd")

    def test_a_card_lies_between_the_two_it_was_dropped_between(self):
        self.put(self.d, above=self.a, below=self.b)
        self.assertEqual(self.order(), "adbc")
        event = Event.objects.get(name="lead.ordered")
        self.assertEqual(event.changes, {"rank": [1003.0, 1000.5]})

    def test_one_neighbour_is_enough_and_cards_out_of_sight_follow_it(self):
        self.put(self.a, above=self.b)
        self.assertEqual(self.order(), "bacd")
        self.put(self.d, below=self.c)
        self.assertEqual(self.order(), "badc")

    def test_on_top_and_at_the_end(self):
        self.put(self.c, below=self.a)
        self.assertEqual(self.order(), "cabd")
        self.put(self.a, above=self.d)
        self.assertEqual(self.order(), "cbda")

    def test_a_drop_in_another_column_moves_and_orders_in_one_act(self):
        for lead in (self.a, self.b):
            move(lead, by=self.ann, stage=self.qualified)
        self.put(self.d, stage=self.qualified, above=self.a, below=self.b)
        self.assertEqual(self.order(self.qualified), "adb")
        undo(self.d.last_event.change_set, by=self.ann)
        self.assertEqual(self.order(), "cd")

    def test_a_neighbour_that_left_the_column_counts_as_not_named(self):
        move(self.b, by=self.maya, stage=self.qualified)
        rank = self.d.rank
        self.put(self.d, above=self.b)
        self.assertEqual((self.d.rank, self.d.stage), (rank, self.new))

    def test_a_gap_that_is_used_up_is_spread_and_the_order_stays(self):
        for turn in range(70):
            moved = (self.c, self.d)[turn % 2]
            self.put(moved, above=self.a, below=(self.d, self.c)[turn % 2] if turn else self.b)
            expected = "acdb" if moved == self.c else "adcb"
            if turn:
                self.assertEqual(self.order(), expected, turn)
        self.assertEqual(Lead.objects.values("rank").distinct().count(), 4)
        self.a.refresh_from_db()
        self.assertNotEqual(self.a.rank, 1000, "the neighbours were spread")

    def test_cards_of_equal_rank_are_parted(self):
        Lead.objects.update(rank=1.0)
        self.put(self.d, above=self.a, below=self.b)
        self.assertEqual(self.order(), "adbc")
