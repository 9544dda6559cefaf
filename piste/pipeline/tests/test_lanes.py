"""The board of leads: columns are salespeople or teams."""

from datetime import timedelta
from unittest import mock

from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from piste.history.models import ChangeSet
from piste.history.undo import undo
from piste.kernel.clock import now
from piste.pipeline.board import Layout, Order
from piste.pipeline.filters import Filter, Scope
from piste.pipeline.lanes import LaneBoard
from piste.pipeline.models import Lead
from piste.pipeline.tests.doors import HTMX, DoorTestCase
from piste.pipeline.verbs.creating import create

BOARD = reverse("pipeline:board")


class LanesTest(DoorTestCase):
    @classmethod
    def setUpTestData(cls):
        super().setUpTestData()
        cls.mine = create(by=cls.ann, owner=cls.ann, kind="lead", title="Mine", expected_revenue=100)
        cls.nobodys = create(by=cls.maya, owner=None, team=cls.north, kind="lead", title="Nobody's")

    def board(self, by="owner", user=None, **layout):
        filter = Filter(scope=Scope.ALL, kind=Lead.Kind.LEAD)
        return LaneBoard(user or self.ann, filter, Layout(**layout), by)

    def lanes(self, board):
        return {column.stage.name: [card.title for card in column.cards] for column in board.columns}

    def moved(self, lead, key, *, user=None, **query):
        self.client.force_login(user or self.ann)
        door = reverse("pipeline:to_lane", args=[lead.pk], query={"kind": "lead", "scope": "all", "board": 1} | query)
        return self.client.post(door, {"stage": key}, headers=HTMX)

    def test_nobody_comes_first_then_those_who_have_leads_and_colleagues(self):
        shown = self.lanes(self.board())
        self.assertEqual(next(iter(shown)), "Nobody")
        self.assertEqual((shown["Nobody"], shown[self.ann.name]), (["Nobody's"], ["Mine"]))
        self.assertEqual(shown[self.ben.name], [])
        self.assertNotIn(self.zoe.name, shown)

    def test_heads_count_all_that_a_lane_holds(self):
        heads = self.board().heads
        self.assertEqual((heads[0].count, heads[self.ann.pk].count, heads[self.ann.pk].revenue), (1, 1, 100))

    def test_teams_are_columns_too(self):
        shown = self.lanes(self.board(by="team"))
        self.assertEqual(next(iter(shown)), "No team")
        self.assertIn("Nobody's", shown[self.north.name])

    def test_a_drop_gives_the_lead_to_somebody_and_is_undone(self):
        answer = self.moved(self.nobodys, self.ann.pk)
        self.nobodys.refresh_from_db()
        self.assertEqual(self.nobodys.owner, self.ann)
        self.assertContains(answer, f'<ol data-stage="{self.ann.pk}">')
        for key in (0, self.ann.pk):
            self.assertContains(answer, f'id="head-{key}"')
        self.assertEqual(self.said(answer), f"Assigned to {self.ann.name}")
        undo(ChangeSet.objects.latest("id"), by=self.ann)
        self.nobodys.refresh_from_db()
        self.assertIsNone(self.nobodys.owner)

    def test_a_drop_on_nobody_and_on_a_team(self):
        self.moved(self.mine, 0, user=self.maya)
        self.mine.refresh_from_db()
        self.assertIsNone(self.mine.owner)
        self.moved(self.mine, self.south.pk, user=self.maya, lanes="team")
        self.mine.refresh_from_db()
        self.assertEqual(self.mine.team, self.south)

    def test_strangers_and_nonsense(self):
        self.assertEqual(self.moved(self.mine, self.zoe.pk, user=self.zoe).status_code, 404)
        for key in (999_999, "x", self.otto.pk):
            self.assertEqual(self.moved(self.mine, key).status_code, 409, key)
        self.client.force_login(self.ann)
        answer = self.client.post(reverse("pipeline:to_lane", args=[self.mine.pk]), {"stage": 0}, headers=HTMX)
        self.assertEqual(answer.status_code, 404)

    def test_the_page_its_columns_and_what_others_changed(self):
        page = self.client.get(BOARD, {"kind": "lead", "scope": "all"})
        self.assertContains(page, 'data-move="/leads/0/lane/"')
        self.assertContains(page, f'href="{BOARD}?scope=all&amp;kind=lead&amp;lanes=team"')
        self.assertNotContains(page, 'data-act="won"')
        self.assertNotContains(page, "By hand")
        column = self.get("pipeline:column", 0, kind="lead", scope="all")
        self.assertContains(column, "Nobody&#39;s")
        self.assertEqual(self.get("pipeline:column", 999_999, kind="lead").status_code, 404)
        changed = self.get("pipeline:cards", kind="lead", scope="all", ids=self.mine.pk)
        self.assertContains(changed, f'<ol data-stage="{self.ann.pk}">')

    def test_a_column_goes_on_and_narrows(self):
        for number in range(45):
            create(by=self.ann, owner=self.ann, kind="lead", title=f"L{number}")
        board = self.board(order=Order.REVENUE)
        lane = next(lane for lane in board.stages if lane.pk == self.ann.pk)
        first = board.column(lane)
        following = board.column(lane, first.following)
        self.assertEqual((len(first.cards), len(following.cards)), (40, 6))
        self.assertEqual(first.cards[0].title, "Mine")
        self.assertEqual(self.board(only=(f"{self.ann.pk}.overdue",)).column(lane).cards, ())

    def test_more_leads_ask_no_more_questions(self):
        counts = []
        for number in (5, 20):
            for one in range(number):
                create(by=self.ann, owner=self.ann, kind="lead", title=f"L{one}")
            self.client.get(BOARD, {"kind": "lead"})
            with CaptureQueriesContext(connection) as asked:
                self.client.get(BOARD, {"kind": "lead"})
            counts.append(len(asked))
        self.assertEqual(counts[0], counts[1])

    def test_cards_say_days_since_creation_and_heads_no_weighted_sum(self):
        Lead.objects.filter(pk=self.mine.pk).update(created_at=now() - timedelta(days=9))
        column = self.get("pipeline:column", self.ann.pk, kind="lead", scope="all")
        self.assertContains(column, "<i>9 d</i>")
        self.assertContains(self.get("pipeline:board", kind="lead"), 'data-days="Days since creation"')
        self.assertNotContains(column, "weighted")

    def test_a_new_lead_stands_in_the_column_it_is_made_in(self):
        form = self.get("pipeline:quick_create", kind="lead", owner=self.ben.pk)
        self.assertContains(form, f'name="owner" value="{self.ben.pk}"')
        self.assertContains(form, reverse("pipeline:hints"))
        door = reverse("pipeline:quick_create", query={"kind": "lead", "owner": self.ben.pk})
        answer = self.client.post(door, {"title": "A", "owner": self.ben.pk, "priority": 0}, headers=HTMX)
        made = Lead.objects.get(title="A")
        self.assertEqual((made.kind, made.owner, made.team), (Lead.Kind.LEAD, self.ben, self.north))
        self.assertContains(answer, f'name="owner" value="{self.ben.pk}"')
        self.assertEqual(self.events(answer)["lead-changed"], {"ids": [made.pk], "top": True})

    def test_a_new_lead_of_nobody_and_of_a_team(self):
        self.client.force_login(self.maya)
        for query, owner, team in (
            ({"owner": 0}, None, None),
            ({"team": self.south.pk}, self.maya, self.south),
            ({"team": 0}, self.maya, None),
        ):
            (by, key), title = next(iter(query.items())), f"New {query}"
            door = reverse("pipeline:quick_create", query={"kind": "lead"} | query)
            self.client.post(door, {"title": title, by: key or "", "priority": 0}, headers=HTMX)
            made = Lead.objects.get(title=title)
            self.assertEqual((made.owner, made.team), (owner, team or (made.team if by == "owner" else None)))

    def test_a_column_that_takes_nothing_is_said(self):
        door = reverse("pipeline:quick_create", query={"kind": "lead", "owner": self.otto.pk})
        answer = self.client.post(door, {"title": "A", "owner": self.otto.pk, "priority": 0}, headers=HTMX)
        self.assertContains(answer, "This lead cannot be put there.", status_code=422)

    def test_columns_left_out_are_said_and_hold_the_least(self):
        with mock.patch("piste.pipeline.lanes.LANES_AT_MOST", 1):
            board = self.board()
            self.assertEqual([lane.pk for lane in board.stages], [0, self.ann.pk])
            self.assertGreater(board.left_out, 0)
            page = self.client.get(BOARD, {"kind": "lead", "scope": "all"})
        self.assertContains(page, "All in the list")
        self.assertNotContains(self.client.get(BOARD, {"kind": "lead", "scope": "all"}), "All in the list")
