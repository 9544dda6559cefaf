from datetime import timedelta

from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from piste.activities.models import ActivityType
from piste.activities.verbs.planning import plan
from piste.history.models import Event
from piste.history.undo import undo
from piste.kernel.clock import now, today
from piste.pipeline.tests.cast import PipelineTestCase
from piste.pipeline.verbs.assigning import assign
from piste.pipeline.verbs.creating import create
from piste.pipeline.verbs.editing import edit
from piste.pipeline.verbs.storing import trash


class LiveTest(PipelineTestCase):
    def setUp(self):
        self.start = self.a_while_ago()

    def a_while_ago(self):
        """What happened so far is no news any more; on PostgreSQL the last moments are told twice."""
        Event.objects.update(at=now() - timedelta(minutes=1))
        return Event.objects.newest()

    def heard_by(self, user, after=None):
        self.client.force_login(user)
        answer = self.client.get(reverse("live"), {"after": self.start if after is None else after}).json()
        return {change["noun"]: change["ids"] for change in answer["changes"]}

    def test_the_first_call_learns_where_it_begins(self):
        self.client.force_login(self.ann)
        answer = self.client.get(reverse("live")).json()
        self.assertEqual((answer["after"], answer["changes"]), (self.start, []))
        self.assertIn("notices", answer["counts"])

    def test_a_change_is_heard_by_those_who_see_the_record_and_by_nobody_else(self):
        edit(self.lead, by=self.ann, title="Bigger forklifts")
        for user in (self.ann, self.ben, self.maya, self.olga):
            self.assertEqual(self.heard_by(user), {"lead": [self.lead.pk]}, user)
        for user in (self.zoe, self.otto):
            self.assertEqual(self.heard_by(user), {}, user)

    def test_nobody_hears_twice(self):
        edit(self.lead, by=self.ann, title="Bigger forklifts")
        self.client.force_login(self.ann)
        after = self.client.get(reverse("live"), {"after": self.start}).json()["after"]
        self.assertEqual(after, Event.objects.newest())

    def test_a_new_record_of_a_stranger_is_not_heard_of(self):
        create(by=self.ann, owner=self.ann, title="Secret")
        self.assertEqual(self.heard_by(self.zoe), {})

    def test_whoever_loses_a_record_hears_of_it_once(self):
        assign(self.zoes, by=self.maya, owner=self.ann, team=self.north)
        self.assertEqual(self.heard_by(self.zoe), {"lead": [self.zoes.pk]})
        after = self.a_while_ago()
        edit(self.zoes, by=self.ann, title="Mine now")
        self.assertEqual(self.heard_by(self.zoe, after), {})
        self.assertEqual(self.heard_by(self.ann, after), {"lead": [self.zoes.pk]})

    def test_a_record_in_the_trash_leaves_the_boards_that_showed_it(self):
        trash(self.lead, by=self.maya)
        self.assertEqual(self.heard_by(self.ann), {"lead": [self.lead.pk]})
        self.assertEqual(self.heard_by(self.zoe), {})

    def test_undoing_a_creation_takes_it_from_the_board(self):
        lead = create(by=self.ann, owner=self.ann, title="Typed twice")
        after = self.a_while_ago()
        undo(lead.last_event.change_set, by=self.ann)
        self.assertEqual(self.heard_by(self.ann, after), {"lead": [lead.pk]})
        self.assertEqual(self.heard_by(self.zoe, after), {})

    def test_what_hangs_on_a_record_announces_the_record_too(self):
        activity = plan(
            self.lead, by=self.ann, type=ActivityType.objects.first(), due_on=today(self.ann), assignee=self.ann
        )
        self.assertEqual(self.heard_by(self.ben), {"activity": [activity.pk], "lead": [self.lead.pk]})
        self.assertEqual(self.heard_by(self.zoe), {})

    def test_quiet_times_cost_one_query(self):
        self.client.force_login(self.maya)
        # Session, user and site are what every request asks.
        self.assertEqual(self.cost(self.start), 3 + 1)

    def test_many_changes_cost_no_more_than_one(self):
        self.client.force_login(self.zoe)
        edit(self.lead, by=self.ann, title="Bigger forklifts")
        one = self.cost(self.start)
        after = self.a_while_ago()
        for number in range(20):
            create(by=self.ann, owner=self.ann, title=str(number))
        self.assertEqual(self.cost(after), one)

    def cost(self, after):
        with self.captured() as queries:
            self.client.get(reverse("live"), {"after": after})
        return len(queries)

    def captured(self):
        return CaptureQueriesContext(connection)
