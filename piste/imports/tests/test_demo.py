from datetime import timedelta
from io import StringIO

from django.core.management import call_command
from django.test import TestCase

from piste.accounts.models import User
from piste.activities.models import Activity
from piste.assignment.planning import plan
from piste.contacts.models import Company, Person
from piste.history.models import ChangeSet, Event
from piste.imports.demo.inquiries import INQUIRIES
from piste.imports.demo.loading import LEADS, load_demo
from piste.imports.demo.removing import links, remove_demo
from piste.imports.models import SourceKey
from piste.kernel.clock import now
from piste.kernel.refusals import Refused
from piste.messages import timeline
from piste.messages.models import Note
from piste.pipeline import totals
from piste.pipeline.duplicates import same_open_of
from piste.pipeline.first_answers import Clock, ticking
from piste.pipeline.models import Lead
from piste.pipeline.verbs.creating import create
from piste.teams.models import Team
from piste.testing import CastTestCase


def printed(act: str) -> str:
    output = StringIO()
    call_command("demo", act, stdout=output)
    return output.getvalue()


class DemoTest(CastTestCase):
    @classmethod
    def setUpTestData(cls) -> None:
        super().setUpTestData()
        cls.before = User.objects.count(), Team.objects.count()
        cls.users = load_demo(language="en")
        cls.own = create(by=cls.ann, owner=cls.ann, title="Ours", company=Company.objects.first())

    def test_it_holds_records_of_every_outcome_with_history_and_next_steps(self):
        demo = Lead.objects.exclude(pk=self.own.pk)
        self.assertEqual(demo.filter(kind="opportunity").count(), LEADS)
        self.assertEqual(set(demo.values_list("outcome", flat=True)), {"open", "won", "lost"})
        self.assertTrue(demo.exclude(next_activity=None).exists())
        closed = demo.filter(outcome="won").first()
        told = list(Event.objects.of_row(closed).order_by("id").values_list("name", "at"))
        self.assertEqual([name for name, _at in told], ["lead.created", "lead.moved", "lead.moved", "lead.won"])
        self.assertEqual([at for _name, at in told], sorted(at for _name, at in told))
        self.assertEqual(totals.differences(), {})

    def test_leads_wait_for_a_salesperson_and_some_came_twice(self):
        leads = Lead.objects.filter(kind="lead")
        self.assertEqual(leads.count(), INQUIRIES)
        waiting = leads.filter(owner=None)
        self.assertGreaterEqual(waiting.count(), 20)
        self.assertTrue(waiting.filter(team=None).exists() and waiting.exclude(team=None).exists())
        self.assertTrue(same_open_of(waiting))
        self.assertTrue(leads.exclude(answered_at=None).exists())
        self.assertTrue(leads.filter(ticking(Clock.MISSED)).exists())

    def test_when_assignment_is_turned_on_the_teams_take_what_is_theirs(self):
        made = plan()
        self.assertEqual(made.skipped, [])
        self.assertEqual({one.team.name_en for one in made.placings}, {"Retail", "Industry"})
        self.assertTrue(made.mergings)

    def test_with_a_password_that_everybody_knows_nobody_comes_into_a_site_of_somebody(self):
        self.assertFalse(any(user.has_usable_password() for user in self.users))
        self.assertEqual(printed("sign-ins"), "")

    def test_a_timeline_is_told_in_the_order_of_its_days(self):
        for lead in Lead.objects.filter(outcome="won")[:5]:
            days = [entry.at for entry in timeline.page(lead, self.root).entries]
            self.assertGreaterEqual(len(days), 3)
            self.assertEqual(days, sorted(days, reverse=True))

    def test_records_rot_from_their_last_step(self):
        touched = [lead.touched_at for lead in Lead.objects.filter(outcome="open", kind="opportunity")]
        ago = now() - timedelta(days=10)
        self.assertTrue(any(at < ago for at in touched) and any(at > ago for at in touched))

    def test_it_is_loaded_once(self):
        with self.assertRaisesMessage(Refused, "already here"):
            load_demo(language="en")

    def test_it_goes_away_fully_and_own_records_stay(self):
        self.assertEqual([(row, field) for row, field, _target in links()], [(self.own, "company")])
        remove_demo()
        self.assertEqual((User.objects.count(), Team.objects.count()), self.before)
        self.assertEqual(list(Lead.objects.all()), [self.own])
        for model in (Company, Person, Activity, Note, SourceKey):
            self.assertFalse(model.objects.exists(), model)
        self.own.refresh_from_db()
        self.assertIsNone(self.own.company)
        self.assertEqual(Event.objects.of_row(self.own).count(), 1)
        self.assertEqual(ChangeSet.objects.count(), 1)
        self.assertEqual(totals.differences(), {})

    def test_a_demo_user_with_own_history_is_deactivated_instead(self):
        seller = User.objects.get(email="ben@demo.example")
        mine = create(by=seller, owner=self.ann, title="Made by a demo user")
        remove_demo()
        seller.refresh_from_db()
        self.assertFalse(seller.is_active)
        self.assertTrue(Lead.objects.filter(pk=mine.pk).exists())


class FirstStartTest(TestCase):
    def test_on_an_empty_site_demo_users_sign_in_and_are_told(self):
        self.assertIn("ben@demo.example           salesperson", printed("load"))
        administrator = User.objects.order_by("pk")[0]
        self.assertTrue(administrator.administers and administrator.check_password("piste-demo-2026"))
        remove_demo()
        self.assertEqual(printed("sign-ins"), "")
