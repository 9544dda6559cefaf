from datetime import date

from django.test import SimpleTestCase

from piste.kernel.criteria.asker import Asker
from piste.kernel.criteria.periods import days_of, exists, said

FRIDAY = date(2026, 5, 15)
SATURDAY, SUNDAY = 5, 6


def asker(today: date = FRIDAY, first_weekday: int = 0) -> Asker:
    return Asker(None, "UTC", today, first_weekday)


class PeriodsTest(SimpleTestCase):
    def test_each_named_period_begins_and_ends_where_people_expect(self):
        expected = {
            "today": (date(2026, 5, 15), date(2026, 5, 16)),
            "yesterday": (date(2026, 5, 14), date(2026, 5, 15)),
            "tomorrow": (date(2026, 5, 16), date(2026, 5, 17)),
            "this_week": (date(2026, 5, 11), date(2026, 5, 18)),
            "last_week": (date(2026, 5, 4), date(2026, 5, 11)),
            "next_month": (date(2026, 6, 1), date(2026, 7, 1)),
            "this_quarter": (date(2026, 4, 1), date(2026, 7, 1)),
            "last_quarter": (date(2026, 1, 1), date(2026, 4, 1)),
            "next_year": (date(2027, 1, 1), date(2028, 1, 1)),
            "overdue": (None, date(2026, 5, 15)),
            "last_7_days": (date(2026, 5, 9), date(2026, 5, 16)),
            "next_2_weeks": (date(2026, 5, 15), date(2026, 5, 29)),
            "last_1_months": (date(2026, 4, 16), date(2026, 5, 16)),
        }
        for period, days in expected.items():
            with self.subTest(period=period):
                self.assertEqual(days_of(period, asker()), days)

    def test_weeks_begin_with_the_weekday_of_whoever_asks(self):
        for first, today, begin in (
            (SUNDAY, FRIDAY, date(2026, 5, 10)),
            (SUNDAY, date(2026, 5, 17), date(2026, 5, 17)),
            (SATURDAY, FRIDAY, date(2026, 5, 9)),
            (SATURDAY, date(2026, 5, 16), date(2026, 5, 16)),
        ):
            with self.subTest(first=first, today=today):
                self.assertEqual(days_of("this_week", asker(today, first))[0], begin)

    def test_a_month_ends_with_its_own_last_day(self):
        self.assertEqual(days_of("last_1_months", asker(date(2026, 3, 31))), (date(2026, 3, 1), date(2026, 4, 1)))

    def test_what_is_no_period_does_not_exist(self):
        for period in ("", "last_0_days", "this_day", "last_1000_days", "next_7_years", "last_7_days "):
            with self.subTest(period=period):
                self.assertFalse(exists(period))

    def test_the_first_year_that_a_date_can_have_is_the_end_of_the_past(self):
        self.assertEqual(days_of("last_999_months", asker(date(50, 1, 1)))[0], date(1, 1, 2))

    def test_periods_are_said_in_words(self):
        self.assertEqual(said("last_1_days"), "in the last day")
        self.assertEqual(said("overdue"), "in the past")
