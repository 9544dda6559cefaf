from datetime import timedelta
from decimal import Decimal

from django.db import connection
from django.test.utils import CaptureQueriesContext

from piste.contacts.models import Company, Tag
from piste.kernel.clock import now
from piste.pipeline.board import ON_A_PAGE, Board, Layout, Order
from piste.pipeline.filters import Filter, Scope
from piste.pipeline.models import Lead, Stage
from piste.pipeline.tests.cast import PipelineTestCase
from piste.pipeline.tests.test_closing import planned
from piste.pipeline.verbs.closing import mark_won
from piste.pipeline.verbs.creating import create
from piste.pipeline.verbs.editing import edit


class BoardTest(PipelineTestCase):
    def board(self, user=None, *, order=Order.PRIORITY, only=(), opened=(), **filter):
        layout = Layout(order=order, only=tuple(only), opened=tuple(opened))
        return Board(user or self.ann, Filter(**filter), layout)

    def column(self, board, stage):
        return next(column for column in board.columns if column.stage == stage)

    def titles(self, stage=None, **asked):
        return [card.title for card in self.column(self.board(**asked), stage or self.new).cards]

    def make(self, *titles, **values):
        return [create(by=self.ann, owner=self.ann, title=title, **values) for title in titles]

    def test_shared_stages_are_columns_even_empty_ones(self):
        self.assertEqual([column.stage for column in self.board().columns], list(Stage.objects.all()))

    def test_stages_of_a_team_are_columns_of_its_boards_and_where_a_record_stands_in_them(self):
        southern = Stage.objects.create(name_en="Southern", sequence=15)
        southern.teams.set([self.south])

        def shown(board):
            return southern in [column.stage for column in board.columns]

        self.assertFalse(shown(self.board(self.ann)))
        self.assertTrue(shown(self.board(self.zoe)))
        self.assertTrue(shown(self.board(self.maya, scope=Scope.ALL, team=self.south.pk)))
        self.assertFalse(shown(self.board(self.maya, scope=Scope.ALL)))
        create(by=self.zoe, owner=self.zoe, title="Stands there", stage=southern)
        self.assertTrue(shown(self.board(self.maya, scope=Scope.ALL)))

    def test_a_folded_stage_shows_its_count_until_it_is_opened(self):
        Stage.objects.filter(pk=self.new.pk).update(folded=True)
        folded = self.column(self.board(), self.new)
        self.assertEqual((folded.folded, folded.cards, folded.head.count), (True, (), 1))
        opened = self.column(self.board(opened=[str(self.new.pk)]), self.new)
        self.assertEqual((opened.folded, len(opened.cards)), (False, 1))

    def test_a_head_sums_all_records_of_its_column(self):
        self.make(*map(str, range(ON_A_PAGE + 5)), expected_revenue=Decimal(10))
        planned(self.lead, self.ann, -1)
        for board in (self.board(), self.board(created="month")):
            column = self.column(board, self.new)
            self.assertEqual((column.head.count, len(column.cards)), (ON_A_PAGE + 6, ON_A_PAGE))
            self.assertEqual((column.head.revenue, column.head.weighted), (Decimal(1450), Decimal(145)))
            self.assertEqual(dict(column.head.steps), {"overdue": 1, "none": ON_A_PAGE + 5})

    def test_further_cards_follow_without_a_gap_or_a_repetition(self):
        self.make(*map(str, range(ON_A_PAGE * 2)))
        board = self.board()
        first = self.column(board, self.new)
        second = board.column(self.new, first.following)
        third = board.column(self.new, second.following)
        keys = [card.id for column in (first, second, third) for card in column.cards]
        self.assertEqual((len(keys), len(set(keys)), third.following), (ON_A_PAGE * 2 + 1, ON_A_PAGE * 2 + 1, ""))

    def test_cards_stand_in_the_order_that_was_chosen(self):
        a, b, c = self.make("a", "b", "c")
        edit(a, by=self.ann, priority=2, expected_closing="2027-03-01")
        edit(b, by=self.ann, expected_revenue=Decimal(5000), expected_closing="2027-02-01")
        planned(c, self.ann, 3)
        planned(a, self.ann, 5)
        Lead.objects.filter(pk=c.pk).update(rank=-(10**12))
        orders = {order: self.titles(order=order) for order in Order}
        self.assertEqual(orders[Order.PRIORITY], ["a", "c", "b", "Forklifts"])
        self.assertEqual(orders[Order.HAND], ["c", "b", "a", "Forklifts"])
        self.assertEqual(orders[Order.NEXT][:2], ["c", "a"])
        self.assertEqual(orders[Order.REVENUE], ["b", "Forklifts", "c", "a"])
        self.assertEqual(orders[Order.CLOSING][:2], ["b", "a"])

    def test_the_page_can_put_cards_in_the_same_order_by_place_and_number(self):
        a, _b, c = self.make("a", "b", "c")
        edit(a, by=self.ann, priority=2, expected_closing="2027-03-01")
        planned(c, self.ann, 3)
        for order in Order:
            board = self.board(order=order)
            cards = list(self.column(board, self.new).cards)
            ties = board.ties(self.new)
            self.assertEqual(cards, sorted(cards, key=lambda card: (card.place, ties * card.id)), order)

    def test_what_was_won_stands_newest_closed_first_in_any_order(self):
        a, b = self.make("a", "b")
        mark_won(b, by=self.ann)
        mark_won(a, by=self.ann)
        for order in Order:
            self.assertEqual(self.titles(self.won, order=order), ["a", "b"])

    def test_a_column_can_show_one_state_of_the_next_step(self):
        self.make("a")
        planned(self.lead, self.ann, -1)
        self.assertEqual(self.titles(only=[f"{self.new.pk}.overdue"]), ["Forklifts"])
        self.assertEqual(self.titles(only=[f"{self.new.pk}.none"]), ["a"])
        self.assertEqual(len(self.titles(only=[f"{self.new.pk}.nonsense", "x"])), 2)

    def test_a_card_tells_what_it_shows(self):
        company, tag = Company.objects.create(name="Logis Nord"), Tag.objects.first()
        edit(self.lead, by=self.ann, company=company, tags=[tag], priority=1, probability=Decimal(42))
        planned(self.lead, self.ann, 0)
        Stage.objects.filter(pk=self.new.pk).update(rotting_days=1)
        long_ago = now() - timedelta(days=400)
        Lead.objects.filter(pk=self.lead.pk).update(touched_at=long_ago, stage_since=long_ago)
        card = self.column(self.board(), self.new).cards[0]
        self.assertEqual((card.customer, card.revenue, card.chance, card.guessed), ("Logis Nord", 1000, 42, False))
        self.assertEqual((card.step, card.urgency, card.stars, card.rots), ("Call", "today", 1, True))
        self.assertEqual((card.tags, card.owner_name), (((tag.name, tag.colour),), "Ann"))
        self.assertEqual(card.days, 400)

    def test_what_is_won_needs_no_next_step(self):
        mark_won(self.lead, by=self.ann)
        card = self.column(self.board(), self.won).cards[0]
        self.assertEqual(card.urgency, "")
        self.assertNotIn("No next step", self.board().draw(card))

    def test_it_costs_the_same_with_ten_records_and_with_fifty(self):
        def cost(**asked):
            with CaptureQueriesContext(connection) as captured:
                board = self.board(self.maya, scope=Scope.ALL, **asked)
                self.assertTrue(board.columns)
            return len(captured)

        self.make(*(f"a{number}" for number in range(10)), tags=[Tag.objects.first()])
        cost()  # The first look learns her teams.
        few = {order: cost(order=order) for order in Order} | {"text": cost(q="a")}
        for stage in Stage.objects.all():
            self.make(*(f"a{number}" for number in range(50)), stage=stage, tags=Tag.objects.all()[:3])
        self.assertEqual({order: cost(order=order) for order in Order} | {"text": cost(q="a")}, few)
