from piste.assignment.models import Assignment
from piste.assignment.tests.cast import AssignmentTestCase
from piste.history.labels import Labels
from piste.history.recording import created_many, verb
from piste.messages.models import Notice
from piste.messages.told import sentence
from piste.pipeline.models import Lead, Stage
from piste.pipeline.verbs.creating import create
from piste.pipeline.verbs.following import follow_team


class UnownedTest(AssignmentTestCase):
    """05.27: ben leads South, which takes no part; North does."""

    def setUp(self) -> None:
        self.set(self.south, leader=self.ben)
        self.set(self.north, leader=self.ann)

    def told(self) -> list[tuple[str, str]]:
        return list(Notice.objects.order_by("id").values_list("user__name", "kind"))

    def test_the_leader_hears_of_what_nobody_owns_in_a_team_without_automatic_assignment(self):
        self.waiting("Theirs", team=self.south)
        notice = Notice.objects.get()
        self.assertEqual(self.told(), [("Ben", "unowned")])
        said = sentence(notice, Labels([notice.event], self.ben))
        self.assertEqual(said, "Maya created it, without a salesperson")

    def test_where_a_run_will_give_it_he_does_not(self):
        self.waiting("Ours", team=self.north)
        self.assertEqual(self.told(), [])
        Assignment.objects.update(mode="off")
        self.waiting("Nobody gives this one", team=self.north)
        self.assertEqual(self.told(), [("Ann", "unowned")])

    def test_nobody_is_told_of_his_own_acts_or_of_what_has_an_owner_or_no_team(self):
        create(by=self.ben, title="His own", owner=None, team=self.south)
        create(by=self.maya, title="Given", owner=self.zoe, team=self.south)
        create(by=self.maya, title="Nowhere", owner=None, team=None)
        self.assertEqual(self.told(), [("Zoe", "assigned")])

    def test_a_leader_who_left_and_a_team_without_one_are_no_hindrance(self):
        self.set(self.ben, is_active=False)
        self.waiting(team=self.south)
        self.set(self.south, leader=None)
        self.waiting(team=self.south)
        self.assertEqual(self.told(), [])

    def test_who_follows_the_team_too_is_told_once_with_the_stronger_reason(self):
        follow_team(self.south, by=self.ben, news=["created"])
        self.waiting(team=self.south)
        self.assertEqual(self.told(), [("Ben", "unowned")])

    def test_of_many_each_is_told(self):
        stage = Stage.objects.first()

        @verb
        def bring(count: int) -> None:
            rows = [Lead(title=f"Lead {place}", team=self.south, stage=stage, kind="lead") for place in range(count)]
            created_many(rows, by=self.maya)

        bring(3)
        self.assertEqual(self.told(), [("Ben", "unowned")] * 3)
