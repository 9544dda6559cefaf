from datetime import date, time
from unittest import TestCase

from piste.activities.spoken import Spoken, spoken

# A Saturday.
TODAY = date(2026, 11, 28)


class SpokenTest(TestCase):
    def test_days_and_hours_in_both_languages(self):
        tomorrow, monday = date(2026, 11, 29), date(2026, 11, 30)
        for typed, meant in {
            "call tomorrow 9": Spoken("call", tomorrow, time(9)),
            "Call tomorrow at 2:30 pm": Spoken("call", tomorrow, time(14, 30)),
            "call at 9 tomorrow": Spoken("call", tomorrow, time(9)),
            "appeler demain 9h30": Spoken("appeler", tomorrow, time(9, 30)),
            "Réunion lundi à 14h": Spoken("reunion", monday, time(14)),
            "meet on Monday": Spoken("meet", monday),
            "call today": Spoken("call", TODAY),
            "rappeler aujourd’hui 17h": Spoken("rappeler", TODAY, time(17)),
            "call in 2 weeks": Spoken("call", date(2026, 12, 12)),
            "appeler dans 3 jours": Spoken("appeler", date(2026, 12, 1)),
            "mail next week": Spoken("mail", monday),
            "appeler après-demain": Spoken("appeler", monday),
            "call 2026-12-31 16:00": Spoken("call", date(2026, 12, 31), time(16)),
            "call saturday": Spoken("call", date(2026, 12, 5)),
        }.items():
            with self.subTest(typed):
                self.assertEqual(spoken(typed, TODAY), meant)

    def test_what_names_no_day_plans_nothing(self):
        for typed in ("call 9", "won", "", "2026-13-45", "'; --", "monument"):
            with self.subTest(typed):
                self.assertIsNone(spoken(typed, TODAY).day)

    def test_an_hour_that_no_clock_shows_is_none(self):
        self.assertIsNone(spoken("call tomorrow 27", TODAY).hour)
        self.assertIsNone(spoken("call tomorrow 14 pm", TODAY).hour)
