from datetime import UTC, date, datetime, timedelta
from unittest.mock import patch

from piste.activities import counts
from piste.activities.lines import deadline
from piste.activities.models import Activity
from piste.activities.states import Urgency, state_of
from piste.activities.tests.cast import ActivityTestCase
from piste.activities.verbs.finishing import done

# 23 November 2026, 10:30 in London: it is 23:30 in Auckland and 02:30 in Los Angeles.
NOW = datetime(2026, 11, 23, 10, 30, tzinfo=UTC)


class StateTest(ActivityTestCase):
    def test_a_day_is_today_from_its_first_instant_to_its_last(self):
        self.assertEqual(state_of(NOW, NOW), Urgency.TODAY)
        self.assertEqual(state_of(NOW + timedelta(seconds=1), NOW), Urgency.PLANNED)
        self.assertEqual(state_of(NOW - timedelta(days=1) + timedelta(seconds=1), NOW), Urgency.TODAY)
        self.assertEqual(state_of(NOW - timedelta(days=1), NOW), Urgency.OVERDUE)
        self.assertEqual(state_of(None, NOW), Urgency.NONE)

    def test_filters_agree_with_the_state_of_each(self):
        for days in (-2, -1, 0, 1, 2):
            self.planned(days)
        for state in (Urgency.OVERDUE, Urgency.TODAY, Urgency.PLANNED):
            found = set(Activity.objects.in_state(state))
            self.assertEqual(found, {one for one in Activity.objects.open() if one.urgency == state})
            self.assertTrue(found)

    def test_what_is_closed_is_not_urgent(self):
        self.assertEqual(done(self.planned(-3), by=self.ann).urgency, Urgency.NONE)


@patch("django.utils.timezone.now", return_value=NOW)
class ZoneTest(ActivityTestCase):
    @classmethod
    def setUpTestData(cls):
        super().setUpTestData()
        cls.call.delete()
        cls.ann.time_zone, cls.ben.time_zone = "Pacific/Auckland", "America/Los_Angeles"
        cls.ann.save()
        cls.ben.save()

    def due(self, user, day):
        return self.planned(0, user=user, due_on=date(2026, 11, day))

    def test_the_same_day_is_in_another_state_for_each(self, clock):
        with self.subTest("the 24th begins in half an hour in Auckland, and tomorrow night in Los Angeles"):
            self.assertEqual((self.due(self.ann, 24).urgency, self.due(self.ben, 24).urgency), ("planned", "planned"))
        with self.subTest("the 23rd"):
            self.assertEqual((self.due(self.ann, 23).urgency, self.due(self.ben, 23).urgency), ("today", "today"))
        with self.subTest("the 22nd"):
            self.assertEqual((self.due(self.ann, 22).urgency, self.due(self.ben, 22).urgency), ("overdue", "overdue"))

    def test_midnight_comes_to_each_at_his_own_hour(self, clock):
        auckland, los_angeles = self.due(self.ann, 23), self.due(self.ben, 23)
        clock.return_value = NOW + timedelta(hours=1)
        self.assertEqual((auckland.urgency, los_angeles.urgency), ("overdue", "today"))
        self.assertEqual((deadline(auckland), deadline(los_angeles)), ("1 day late", "Today"))
        self.assertEqual(list(Activity.objects.in_state("overdue")), [auckland])
        clock.return_value = datetime(2026, 11, 24, 8, 0, tzinfo=UTC)
        self.assertEqual(los_angeles.urgency, "overdue")

    def test_counts_are_those_of_ones_own_day(self, clock):
        self.due(self.ann, 23)
        self.due(self.ann, 24)
        self.due(self.ben, 24)
        self.assertEqual((counts.for_user(self.ann), counts.for_user(self.ben)), (1, 0))
        clock.return_value = NOW + timedelta(hours=1)
        group = counts.by_noun(self.ann)[0]
        self.assertEqual((group.name, group.late, group.today, group.later), ("Companies", 1, 1, 0))

    def test_deadlines_in_words(self, clock):
        self.assertEqual(deadline(self.due(self.ann, 21)), "2 days late")
        self.assertEqual(deadline(self.due(self.ann, 24)), "Tomorrow")
        timed = self.planned(0, user=self.ann, due_on=date(2026, 12, 1), due_time="14:00")
        timed.refresh_from_db()
        self.assertEqual(deadline(timed), "Tue 1 Dec 14:00")
