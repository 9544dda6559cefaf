from datetime import timedelta

from django.test import RequestFactory

from piste.contacts.models import Tag
from piste.kernel.clock import now, today
from piste.kernel.refusals import Refused
from piste.pipeline.board import Board, Layout
from piste.pipeline.filter_words import chips, ready_filters
from piste.pipeline.filters import Filter, Scope, Show
from piste.pipeline.models import Lead, Stage
from piste.pipeline.tests.cast import PipelineTestCase
from piste.pipeline.tests.test_closing import planned
from piste.pipeline.verbs.assigning import assign
from piste.pipeline.verbs.closing import mark_lost, mark_won
from piste.pipeline.verbs.creating import create
from piste.pipeline.verbs.editing import edit
from piste.pipeline.verbs.storing import archive


def asked(query):
    return Filter.of(RequestFactory().get("/pipeline/" + query))


class FilterTest(PipelineTestCase):
    def titles(self, user, **values):
        return sorted(Filter(**values).leads(user).values_list("title", flat=True))

    def test_nothing_said_means_mine_open_or_won(self):
        self.assertEqual(asked(""), Filter(scope=Scope.MINE, show=Show.ACTIVE))
        self.assertEqual(Filter().query(), "")

    def test_an_address_says_the_filter_and_is_read_back(self):
        filter = Filter(scope=Scope.ALL, team=3, step="overdue", closing="month", rotting=True, q="a & b")
        self.assertEqual(asked(filter.query()), filter)
        self.assertEqual(asked(filter.query(scope=Scope.TEAM)).scope, Scope.TEAM)

    def test_what_does_not_exist_is_refused_and_never_everything(self):
        for query in ("?scope=theirs", "?show=maybe", "?team=north", "?step=late", "?owner=9e9", "?closing=never"):
            with self.subTest(query), self.assertRaisesMessage(Refused, "Nothing was searched"):
                asked(query)
        self.assertEqual(self.titles(self.maya, scope="all", team=4711), [])

    def test_whose_records_are_shown(self):
        self.assertEqual(self.titles(self.ann), ["Forklifts"])
        self.assertEqual(self.titles(self.ben, scope="team"), ["Forklifts", "Scanners"])
        self.assertEqual(self.titles(self.ben, scope="all"), ["Forklifts", "Scanners"])
        self.assertEqual(self.titles(self.maya, scope="all"), ["Forklifts", "Scanners", "Sensors"])
        self.assertEqual(self.titles(self.maya, scope="all", team=self.south.pk), ["Sensors"])
        self.assertEqual(self.titles(self.maya, scope="all", owner=self.ben.pk), ["Scanners"])

    def test_unassigned_ones_are_nobodys(self):
        assign(self.lead, by=self.maya, owner=None)
        self.assertEqual(self.titles(self.maya, scope="unassigned"), ["Forklifts"])

    def test_nobody_reaches_further_by_a_filter(self):
        self.assertEqual(self.titles(self.ann, scope="all"), ["Forklifts"])
        self.assertEqual(self.titles(self.zoe, scope="all", owner=self.ann.pk), [])
        self.assertEqual(self.titles(self.otto, scope="all"), [])

    def test_outcomes_and_the_archive(self):
        mark_won(self.bens, by=self.ben)
        mark_lost(self.zoes, by=self.zoe, reason=self.price)
        create(by=self.ann, owner=self.ann, title="Lead", kind=Lead.Kind.LEAD)
        archive(create(by=self.ann, owner=self.ann, title="Old"), by=self.ann)
        shown = {show: self.titles(self.maya, scope="all", show=show) for show in Show}
        self.assertEqual(
            shown,
            {
                "active": ["Forklifts", "Scanners"],
                "open": ["Forklifts"],
                "won": ["Scanners"],
                "any": ["Forklifts", "Scanners", "Sensors"],
                "lost": ["Sensors"],
                "archived": ["Old"],
            },
        )
        self.assertEqual(self.titles(self.maya, scope="all", show="lost", reason=self.price.pk), ["Sensors"])

    def test_each_ready_condition_narrows(self):
        tag = Tag.objects.first()
        edit(self.lead, by=self.ann, expected_closing=today(self.ann), tags=[tag])
        planned(self.bens, self.ben, -2)
        Lead.objects.filter(pk=self.zoes.pk).update(created_at=now() - timedelta(days=400))
        everybody = {"scope": "all"}
        self.assertEqual(self.titles(self.maya, closing="month", **everybody), ["Forklifts"])
        self.assertEqual(self.titles(self.maya, tag=tag.pk, **everybody), ["Forklifts"])
        self.assertEqual(self.titles(self.maya, step="overdue", **everybody), ["Scanners"])
        self.assertEqual(self.titles(self.maya, step="none", **everybody), ["Forklifts", "Sensors"])
        self.assertEqual(self.titles(self.maya, created="month", **everybody), ["Forklifts", "Scanners"])
        self.assertEqual(self.titles(self.maya, q="scan", **everybody), ["Scanners"])

    def test_what_nobody_touched_for_as_long_as_its_stage_allows_rots(self):
        Lead.objects.filter(pk__in=[self.lead.pk, self.bens.pk]).update(touched_at=now() - timedelta(days=8))
        Stage.objects.filter(pk=self.new.pk).update(rotting_days=7)
        self.assertEqual(self.titles(self.maya, scope="all", rotting=True), ["Forklifts", "Scanners"])
        edit(self.bens, by=self.ben, city="Lyon")
        self.assertEqual(self.titles(self.maya, scope="all", rotting=True), ["Forklifts"])
        Stage.objects.filter(pk=self.new.pk).update(rotting_days=9)
        self.assertEqual(self.titles(self.maya, scope="all", rotting=True), [])

    def test_the_ledger_counts_what_the_records_count(self):
        planned(self.lead, self.ann, -2)
        planned(self.bens, self.ben, 4)
        mark_won(create(by=self.ann, owner=self.ann, title="Won", expected_revenue=70), by=self.ann)
        for user in (self.ann, self.ben, self.zoe, self.maya, self.olga):
            for scope in Scope:
                for more in ({}, {"team": self.north.pk}, {"step": "none"}, {"show": "open"}, {"show": "won"}):
                    board = Board(user, Filter(scope=scope, **more), Layout())
                    counted = {stage.pk: board.leads.filter(stage=stage).count() for stage in Stage.objects.all()}
                    with self.subTest(user=user.name, scope=scope, **more):
                        self.assertIsNotNone(board.filter.totals(user))
                        held = {key: head.count for key, head in board.heads.items() if head.count}
                        self.assertEqual(held, {key: count for key, count in counted.items() if count})


class WordsTest(PipelineTestCase):
    def test_chips_read_as_a_sentence_and_each_can_be_taken_out(self):
        filter = Filter(scope=Scope.TEAM, step="overdue", team=self.north.pk)
        said = chips(filter, self.ann, filter.query)
        self.assertEqual([chip.text for chip in said], ["Team is mine", "Open or won", "Overdue", "North"])
        self.assertIsNone(said[1].without)
        self.assertEqual(asked(said[2].without), Filter(scope=Scope.TEAM, team=self.north.pk))

    def test_a_tab_keeps_whose_records_and_knows_itself(self):
        tabs = ready_filters(Filter(scope=Scope.ALL, closing="month"), self.ann, here="pipeline:board")
        self.assertEqual([tab.text for tab in tabs if tab.current], ["Closing this month"])
        self.assertEqual(tabs[-1].url, "/leads/?scope=all&show=lost")

    def test_rotting_is_offered_where_a_stage_rots(self):
        def texts():
            return [tab.text for tab in ready_filters(Filter(), self.ann, here="pipeline:board")]

        self.assertNotIn("Rotting", texts())
        Stage.objects.filter(pk=self.new.pk).update(rotting_days=7)
        self.assertIn("Rotting", texts())
