"""Acts on more records than one waits for (14.11)."""

from datetime import timedelta

from django.urls import reverse
from django_tasks_db.models import DBTaskResult

from piste.activities.models import Activity, ActivityType
from piste.finding import bulk
from piste.finding.bulk import Act
from piste.history import jobs
from piste.history.long_acts import work
from piste.history.models import ChangeSet, LongAct
from piste.history.undo import undo
from piste.kernel.clock import now, today
from piste.pipeline.models import Lead
from piste.pipeline.tests.doors import HTMX, DoorTestCase
from piste.pipeline.verbs.closing import mark_lost_many
from piste.pipeline.verbs.creating import create

COUNT = 130


class Killed(BaseException):
    """What ends a process."""


class LongActTestCase(DoorTestCase):
    @classmethod
    def setUpTestData(cls):
        super().setUpTestData()
        cls.many = [create(by=cls.ann, owner=cls.ann, title=f"Number {place:03}") for place in range(COUNT)]
        cls.keys = ",".join(str(lead.pk) for lead in cls.many)

    def ask_for(self, act, keys=None, **values):
        url = reverse("finding:many", args=["lead", act])
        return self.client.post(url, {"ids": keys or self.keys, "asked": "True"} | values, headers=HTMX)

    def begun(self, act, keys=None, **values):
        self.ask_for(act, keys, **values)
        return LongAct.objects.latest("pk")

    def lost(self):
        return Lead.objects.filter(outcome="lost").count()


class WorkTest(LongActTestCase):
    def test_the_request_only_begins_it_and_the_worker_does_it_as_one_act(self):
        response = self.ask_for("lost", reason=self.price.pk)
        act = LongAct.objects.get()
        self.assertEqual(self.events(response)["longAct"]["url"], act.get_absolute_url())
        self.assertIn("closeDialog", self.events(response))
        self.assertEqual(self.lost(), 0)
        self.assertEqual(DBTaskResult.objects.get().args_kwargs["args"], [act.pk])
        jobs.carry_out.func(act.pk)
        act.refresh_from_db()
        self.assertEqual((act.state, act.position, self.lost()), ("done", COUNT, COUNT))
        self.assertEqual(act.change_set.events.filter(name="lead.lost").count(), COUNT)
        self.assertEqual(
            set(Lead.objects.filter(outcome="lost").values_list("lost_reason", flat=True)), {self.price.pk}
        )

    def test_up_to_a_hundred_it_is_done_at_once(self):
        few = ",".join(self.keys.split(",")[:100])
        self.assertEqual(self.said(self.ask_for("won", few)), "Won: 100 records")
        self.assertFalse(LongAct.objects.exists())

    def test_what_may_not_be_changed_is_left_out_and_named_with_the_reason(self):
        closed = self.many[:3]
        mark_lost_many(Lead.objects.filter(pk__in=[lead.pk for lead in closed]), by=self.ann)
        act = work(self.begun("restore", f"{self.keys},{self.zoes.pk}"))
        self.assertEqual(len(act.outcome["done"]), 3)
        page = self.client.get(act.get_absolute_url(), headers=HTMX)
        self.assertContains(page, f"{COUNT - 2} were left out")
        left = self.client.get(reverse("history:long_left", args=[act.pk]), headers=HTMX)
        self.assertContains(left, self.many[3].title)
        self.assertContains(left, f"and {COUNT - 3 - 50} more")
        self.assertContains(left, "1 record that is not there any more")
        self.assertNotContains(left, self.zoes.title)

    def test_all_results_of_the_filter(self):
        act = work(self.begun("archive", keys="", all="1"))
        self.assertEqual(act.state, "done")
        self.assertEqual(Lead.objects.filter(archived=True).count(), COUNT + 1)

    def test_an_act_that_changed_nothing_leaves_no_act_to_undo(self):
        mark_lost_many(Lead.objects.filter(pk__in=[lead.pk for lead in self.many]), by=self.ann)
        before = ChangeSet.objects.count()
        act = work(self.begun("lost"))
        self.assertEqual((act.state, act.change_set, ChangeSet.objects.count()), ("done", None, before))

    def test_activities_are_planned_on_all(self):
        type = ActivityType.objects.current().first()
        day = today(self.ann) + timedelta(days=3)
        sent = {"type": type.pk, "due_on": day.isoformat(), "assignee": self.ann.pk, "summary": "Ask them"}
        act = work(self.begun("plan", **sent))
        self.assertEqual((act.state, act.message), ("done", ""))
        self.assertEqual(Activity.objects.filter(summary="Ask them", due_on=day).count(), COUNT)

    def test_leads_are_converted_in_turn_over_the_steps(self):
        rows = [create(by=self.ann, owner=self.ann, title=f"Lead {place}", kind="lead") for place in range(101)]
        keys = ",".join(str(row.pk) for row in rows)
        act = work(self.begun("convert", keys, owners=[self.ann.pk, self.ben.pk]))
        self.assertEqual((act.state, act.message), ("done", ""))
        dealt = [Lead.objects.filter(pk__in=act.asked["keys"], owner=user).count() for user in (self.ann, self.ben)]
        self.assertEqual(dealt, [51, 50])

    def test_duplicates_in_steps_apart_are_merged_and_none_of_them_counts_as_left_out(self):
        mails = [f"m{place % 70}@north.example" for place in range(140)]
        rows = [create(by=self.ann, owner=self.ann, title=f"Lead {mail}", kind="lead", email=mail) for mail in mails]
        act = work(self.begun("convert", ",".join(str(row.pk) for row in rows), merge_first="on"))
        told = act.outcome
        self.assertEqual((act.message, len(told["done"]), len(told["merged"]), told["left"]), ("", 70, 70, 0))
        self.assertEqual(set(told["done"]) | {key for key, _kept in told["merged"]}, {row.pk for row in rows})
        page = self.client.get(act.get_absolute_url(), headers=HTMX)
        self.assertContains(page, "70 were merged")
        said = self.client.get(reverse("history:long_left", args=[act.pk]), headers=HTMX)
        self.assertContains(said, "70 merged:")
        self.assertContains(said, "and 20 more", count=2)
        self.assertNotContains(said, "Not changed")

    def test_nobody_sees_the_acts_of_another(self):
        act = self.begun("won")
        for user in (self.ben, self.maya):
            self.client.force_login(user)
            self.assertEqual(self.client.get(act.get_absolute_url(), headers=HTMX).status_code, 404)

    def test_the_page_asks_again_while_it_is_at_work_and_offers_undo_at_the_end(self):
        act = self.begun("won")
        self.assertContains(self.client.get(act.get_absolute_url(), headers=HTMX), "every 1s")
        self.assertContains(self.client.get(act.get_absolute_url()), 'http-equiv="refresh"')
        work(act)
        answer = self.client.get(act.get_absolute_url(), headers=HTMX)
        self.assertEqual(self.said(answer), f"Won: {COUNT} records")
        self.assertTrue(self.events(answer)["toast"]["undo"])
        self.assertEqual(answer.content.strip(), b"")
        self.assertContains(self.client.get(act.get_absolute_url()), "Undo")


class StopTest(LongActTestCase):
    def test_a_button_stops_it_and_what_is_done_can_be_undone(self):
        act = self.begun("lost")
        door = reverse("history:long_stop", args=[act.pk])
        for headers in (HTMX, {}):
            self.assertContains(self.client.get(act.get_absolute_url(), headers=headers), door)
        self.assertContains(self.client.post(door, headers=HTMX), "It was stopped")
        self.assertEqual((work(LongAct.objects.get()).state, self.lost()), ("stopped", 0))
        self.assertRedirects(self.client.post(door), act.get_absolute_url())
        self.client.force_login(self.zoe)
        self.assertEqual(self.client.post(door).status_code, 404)


class CrashTest(LongActTestCase):
    """A worker that dies loses the step on which it was, and nothing else."""

    def setUp(self):
        super().setUp()
        self.deaths = 1
        bulk.declare(Lead.noun, {"dying": Act(title="Dying", verb=self.dies_once)})
        self.addCleanup(bulk._acts[Lead.noun].pop, "dying")

    def dies_once(self, leads, *, by):
        result = mark_lost_many(leads, by=by)
        if self.deaths and self.lost() > 100:
            self.deaths -= 1
            raise Killed
        return result

    def test_it_goes_on_where_it_was_cut_off_in_the_same_act(self):
        act = self.begun("dying")
        with self.assertRaises(Killed):
            work(act)
        act = LongAct.objects.get()
        self.assertEqual((act.state, act.position, self.lost()), ("at_work", 100, 100))
        LongAct.objects.update(beat_at=now() - timedelta(minutes=3))
        jobs.go_on.func()
        act.refresh_from_db()
        self.assertEqual((act.state, act.position, self.lost()), ("done", COUNT, COUNT))
        self.assertEqual(act.change_set.events.filter(name="lead.lost").count(), COUNT)
        undo(act.change_set, by=self.ann)
        self.assertEqual(self.lost(), 0)

    def test_a_job_that_is_repeated_does_nothing_twice(self):
        act = work(self.begun("lost"))
        told = act.change_set.events.count()
        jobs.carry_out.func(act.pk)
        self.assertEqual(act.change_set.events.count(), told)

    def test_whoever_gives_signs_of_life_is_left_alone(self):
        self.begun("lost")
        jobs.go_on.func()
        self.assertEqual(self.lost(), 0)

    def test_undone_half_way_it_stops(self):
        act = self.begun("dying")
        with self.assertRaises(Killed):
            work(act)
        act.refresh_from_db()
        undo(act.change_set, by=self.ann)
        act = work(act)
        self.assertEqual((act.state, self.lost()), ("stopped", 0))
        self.assertIn("undone", act.message)

    def test_whoever_may_write_no_more_does_not_go_on(self):
        act = self.begun("lost")
        self.ann.is_active = False
        self.ann.save()
        act = work(LongAct.objects.get())
        self.assertEqual((act.state, self.lost()), ("stopped", 0))

    def test_a_mistake_stops_it_with_a_message_and_what_was_done_stays(self):
        def fails(leads, *, by):
            if self.lost() >= 100:
                raise ZeroDivisionError
            return mark_lost_many(leads, by=by)

        bulk.declare(Lead.noun, {"dying": Act(title="Failing", verb=fails)})
        with self.assertLogs("piste.history.long_acts", "ERROR"):
            act = work(self.begun("dying"))
        self.assertEqual((act.state, self.lost()), ("stopped", 100))
        self.assertContains(self.client.get(act.get_absolute_url(), headers=HTMX), "It stopped here")


class LongUndoTest(LongActTestCase):
    def setUp(self):
        super().setUp()
        self.act = work(self.begun("lost"))
        self.door = reverse("history:undo", args=[self.act.change_set_id])

    def undone(self, **sent):
        self.client.post(self.door, sent, headers=HTMX)
        return work(LongAct.objects.latest("pk"))

    def test_the_worker_undoes_it_and_that_is_undone_too(self):
        back = self.undone()
        self.assertEqual((back.state, back.message, self.lost()), ("done", "", 0))
        self.client.post(reverse("history:undo", args=[back.change_set_id]), headers=HTMX)
        work(LongAct.objects.latest("pk"))
        self.assertEqual(self.lost(), COUNT)

    def test_conflicts_stop_it_before_anything_and_are_listed_field_by_field(self):
        self.client.force_login(self.ann)
        reopened = self.many[0]
        self.ask_for("restore", str(reopened.pk))
        self.ask_for("lost", str(reopened.pk), reason=self.price.pk)
        back = self.undone()
        self.assertEqual((back.state, self.lost()), ("stopped", COUNT))
        bar = self.client.get(back.get_absolute_url(), headers=HTMX)
        listed = reverse("history:conflicts", args=[self.act.change_set_id])
        self.assertContains(bar, listed)
        self.assertContains(self.client.get(listed, headers=HTMX), reopened.title)
        part = self.undone(part="1")
        self.assertEqual((part.state, part.message, self.lost()), ("done", "", 1))

    def test_it_is_repeated_without_harm_after_a_crash(self):
        back = self.undone()
        jobs.carry_out.func(back.pk)
        self.assertEqual(self.lost(), 0)

    def test_a_stranger_does_not_undo_it(self):
        self.client.force_login(self.zoe)
        self.assertEqual(self.client.post(self.door, headers=HTMX).status_code, 404)
        self.assertEqual(self.client.get(reverse("history:conflicts", args=[self.act.change_set_id])).status_code, 404)
