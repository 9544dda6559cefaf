from datetime import date, timedelta

from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from piste.activities.models import ActivityType
from piste.activities.verbs.finishing import cancel, done
from piste.activities.verbs.planning import plan
from piste.history.undo import undo
from piste.kernel.clock import now
from piste.kernel.criteria.asker import Asker
from piste.kernel.criteria.compiling import fitting
from piste.kernel.criteria.parsing import parse
from piste.kernel.refusals import Refused
from piste.messages.verbs.notes import delete_note, log_call, write_note
from piste.pipeline import first_answers
from piste.pipeline.first_answers import Clock, ticking
from piste.pipeline.models import Lead
from piste.pipeline.team_tiles import tiles
from piste.pipeline.tests.cast import PipelineTestCase
from piste.pipeline.verbs.closing import mark_lost
from piste.pipeline.verbs.creating import create
from piste.pipeline.verbs.merging import merge
from piste.teams.models import Team
from piste.teams.verbs.configuring import edit_team


class FirstAnswerTest(PipelineTestCase):
    """05.X3"""

    def setUp(self):
        Team.objects.filter(pk=self.north.pk).update(answer_hours=4)
        Lead.objects.update(answered_at=None)

    def aged(self, lead, **age):
        Lead.objects.filter(pk=lead.pk).update(created_at=now() - timedelta(**age))

    def called(self, lead=None, result="reached"):
        return log_call(lead or self.lead, by=self.ann, direction="out", result=result)

    def answered(self, lead=None):
        return Lead.objects.get(pk=(lead or self.lead).pk).answered_at

    def fits(self, clock):
        return set(Lead.objects.filter(ticking(clock)))

    def planned(self, action):
        kind = ActivityType.objects.filter(action=action).first()
        return plan(self.lead, by=self.ann, type=kind, due_on=date(2100, 1, 1))

    def test_the_first_call_answers_and_later_ones_change_nothing(self):
        self.assertIsNone(self.answered())
        first = self.called(result="no_answer")
        self.called()
        self.assertEqual(self.answered(), first.at)

    def test_a_call_a_mail_and_a_meeting_answer_when_they_are_done_and_nothing_else_does(self):
        write_note(self.lead, by=self.ann, body="Looks good")
        done(self.planned("none"), by=self.ann)
        cancel(self.planned("call"), by=self.ann)
        self.assertIsNone(self.answered())
        for action in ("call", "email", "meeting"):
            with self.subTest(action=action):
                Lead.objects.update(answered_at=None)
                activity = done(self.planned(action), by=self.ann)
                self.assertIsNotNone(self.answered())
                undo(activity.last_event.change_set, by=self.ann)

    def test_what_is_taken_back_was_no_answer(self):
        call = self.called()
        undo(call.last_event.change_set, by=self.ann)
        self.assertIsNone(self.answered())
        activity = done(self.planned("call"), by=self.ann)
        undo(activity.last_event.change_set, by=self.ann)
        self.assertIsNone(self.answered())
        delete_note(self.called(), by=self.ann)
        self.assertIsNone(self.answered())

    def test_a_merged_record_brings_its_answer(self):
        other = create(by=self.ann, title="Same", owner=self.ann, team=self.north)
        call = self.called(other)
        merged = merge([self.lead, other], by=self.maya, into=self.lead)
        self.assertEqual(self.answered(merged), call.at)
        undo(merged.last_event.change_set, by=self.maya)
        self.assertEqual((self.answered(), self.answered(other)), (None, call.at))

    def test_the_clock_is_soon_then_missed_and_stops_with_the_answer(self):
        for age, clock in ((2.9, None), (3.1, Clock.SOON), (4.1, Clock.MISSED), (24 * 31, None)):
            with self.subTest(age=age):
                self.aged(self.lead, hours=age)
                self.assertEqual([one for one in Clock if self.lead in self.fits(one)], [clock] if clock else [])
        self.aged(self.lead, hours=5)
        self.called()
        self.assertNotIn(self.lead, self.fits(Clock.MISSED))

    def test_closed_records_and_teams_without_target_have_no_clock(self):
        for lead in Lead.objects.all():
            self.aged(lead, hours=5)
        mark_lost(self.lead, by=self.ann)
        self.assertEqual({lead.team for lead in self.fits(Clock.MISSED)}, {self.north})
        self.assertNotIn(self.lead, self.fits(Clock.MISSED))
        Team.objects.update(answer_hours=None)
        self.assertEqual(self.fits(Clock.MISSED), set())

    def test_filters_ask_for_it_and_lists_say_it(self):
        self.aged(self.lead, hours=5)
        said = parse("lead", {"f": "answer_clock", "op": "missed"})
        self.assertIn(self.lead, fitting(Lead.objects.all(), said, Asker.of(self.ann)))
        with self.assertRaises(Refused):
            parse("lead", {"f": "answer_clock", "op": "missed", "v": 3})
        self.client.force_login(self.ann)
        shown = self.client.get(reverse("pipeline:leads"), {"columns": "title,answer_clock"})
        self.assertContains(shown, "missed by 1h")
        self.assertContains(shown, "First answer is missed")

    def test_how_it_is_said(self):
        at = now()
        self.assertEqual(first_answers.said(at, at + timedelta(hours=2), None, None), "after 2h")
        self.assertEqual(first_answers.said(at, None, None, None), "")
        self.assertEqual(first_answers.said(at - timedelta(hours=2), None, at, 1), "")
        self.assertEqual(first_answers.said(at - timedelta(minutes=29), None, None, 3), "due in 2h")

    def test_a_target_is_within_bounds(self):
        for hours in (0, 1000, -1):
            with self.subTest(hours=hours), self.assertRaises(Refused):
                edit_team(self.north, by=self.maya, answer_hours=hours)

    def test_the_migration_finds_what_was_answered_before(self):
        from importlib import import_module

        from django.apps import apps

        call, activity = self.called(), done(self.planned("call"), by=self.ann)
        Lead.objects.update(answered_at=None)
        import_module("piste.pipeline.migrations.0009_known_answers").find(apps, None)
        self.assertEqual(self.answered(), min(call.at, activity.closed_at))
        self.assertIsNone(self.answered(self.bens))


class FirstAnswerDoorTest(PipelineTestCase):
    def setUp(self):
        Team.objects.filter(pk=self.north.pk).update(answer_hours=4)
        Lead.objects.update(answered_at=None, created_at=now() - timedelta(hours=5))
        self.url = reverse("pipeline:first_answers")
        self.client.force_login(self.ann)

    def test_one_sees_those_that_one_may_see(self):
        shown = self.client.get(self.url, {"clock": "missed"})
        self.assertContains(shown, "Forklifts")
        self.assertNotContains(shown, "Scanners")
        self.client.force_login(self.maya)
        self.assertContains(self.client.get(self.url, {"clock": "missed", "team": self.north.pk}), "Scanners")
        self.assertNotContains(self.client.get(self.url, {"clock": "missed", "team": self.south.pk}), "Scanners")
        self.assertContains(self.client.get(self.url), "No customer waits")
        self.client.force_login(self.otto)
        self.assertEqual(self.client.get(self.url).status_code, 404)

    def test_what_does_not_exist_is_not_all(self):
        for wrong in ({"clock": "xyz"}, {"team": "xyz"}, {"team": 9999}):
            with self.subTest(wrong=wrong):
                self.assertEqual(self.client.get(self.url, wrong).status_code, 404)

    def test_the_tiles_count_them_and_lead_there(self):
        create(by=self.maya, title="Old", owner=self.ann, team=self.north)
        Lead.objects.filter(title="Old").update(created_at=now() - timedelta(days=31))
        soon, missed = next(tile.answers for tile in tiles(self.maya) if tile.team == self.north)
        self.assertEqual((soon[1].count, missed[1].count), (0, 2))
        self.client.force_login(self.maya)
        self.assertContains(self.client.get(missed[1].url), "<strong>2</strong>")
        self.assertEqual(next(tile.answers for tile in tiles(self.maya) if tile.team == self.south), [])
        self.assertContains(self.client.get(reverse("pipeline:team_pipelines")), "missed first answers")

    def test_the_record_says_how_it_stands(self):
        self.assertContains(self.client.get(self.lead.get_absolute_url()), "missed by 1h")

    def test_a_manager_sets_the_target(self):
        self.client.force_login(self.maya)
        sent = {"name_en": "North", "colour": 0, "answer_hours": 8}
        door = reverse("teams:edit_team", args=[self.north.pk])
        self.client.post(door, sent)
        self.north.refresh_from_db()
        self.assertEqual(self.north.answer_hours, 8)
        self.assertEqual(self.client.post(door, sent | {"answer_hours": 0}).status_code, 422)
        self.assertContains(self.client.get(self.north.get_absolute_url()), "within 8 hours")

    def test_it_costs_the_same_with_few_and_with_many(self):
        counts = []
        for number in range(2):
            for place in range(12):
                create(by=self.ann, title=f"{number} {place}", owner=self.ann, team=self.north)
            Lead.objects.update(created_at=now() - timedelta(hours=5))
            url = f"{self.url}?clock=missed"
            self.client.get(url)
            with CaptureQueriesContext(connection) as captured:
                self.client.get(url)
            counts.append(len(captured))
        self.assertEqual(*counts)
