import datetime
import zoneinfo
from decimal import Decimal
from types import SimpleNamespace
from unittest import mock

from django.test import SimpleTestCase
from django.utils import timezone, translation

from piste.ui import formats, place

NOW = datetime.datetime(2026, 12, 12, 14, 30, tzinfo=datetime.UTC)
PARIS = zoneinfo.ZoneInfo("Europe/Paris")


def at_site(country: str = "FR", currency: str = "EUR"):
    return place.at(SimpleNamespace(country=country, currency=currency))


class InEnglishTest(SimpleTestCase):
    def setUp(self):
        self.enterContext(at_site())
        self.enterContext(translation.override("en"))
        self.enterContext(timezone.override(PARIS))
        self.enterContext(mock.patch("piste.kernel.clock.now", return_value=NOW))

    def test_money_has_cents_only_where_there_are_some(self):
        self.assertEqual(formats.money(Decimal("6400.00")), "€6,400")
        self.assertEqual(formats.money(Decimal("6400.50")), "€6,400.50")
        self.assertEqual(formats.money(0), "€0")

    def test_money_takes_the_places_of_its_currency_and_rounds_half_up(self):
        self.assertEqual(formats.money(Decimal("6400.50"), "JPY"), "JP¥6,401")
        self.assertEqual(formats.money(Decimal("1.2345"), "KWD"), "KWD\xa01.235")

    def test_crumbs_of_a_sum_are_not_written(self):
        for write in (formats.money, formats.money_short):
            self.assertEqual(write(Decimal("-0.000000000523868948221207")), "€0")
            self.assertEqual(write(Decimal("1249.999999999995")), write(Decimal(1250)))

    def test_short_money_keeps_a_decimal_where_it_says_something(self):
        amounts = [950, 9_800, 38_500, 182_000, 1_240_000, 318_000_000, -5_200, 0]
        expected = ["€950", "€9.8k", "€38.5k", "€182k", "€1.2M", "€318M", "-€5.2k", "€0"]
        self.assertEqual([formats.money_short(Decimal(amount)) for amount in amounts], expected)

    def test_short_money_leaves_the_letters_of_a_currency_alone(self):
        self.assertEqual(formats.money_short(182_000, "SEK"), "SEK\xa0182k")

    def test_nothing_is_written_for_no_value(self):
        for write in (formats.money, formats.money_short, formats.number, formats.percent, formats.day):
            self.assertEqual(write(None), "")
        for write in (formats.hour, formats.day_hour, formats.moment):
            self.assertEqual(write(None), "")

    def test_a_day_has_its_year_only_when_it_is_another_one(self):
        self.assertEqual(formats.day(datetime.date(2026, 12, 1)), "1 Dec")
        self.assertEqual(formats.day(datetime.date(2027, 1, 31)), "31 Jan 2027")
        self.assertEqual(formats.day(datetime.date(2026, 12, 12), "weekday"), "Sat 12 Dec")
        self.assertEqual(formats.day(datetime.date(2026, 12, 12), "long"), "Saturday 12 December 2026")

    def test_an_instant_is_read_in_the_zone_of_the_reader(self):
        late = datetime.datetime(2026, 12, 11, 23, 30, tzinfo=datetime.UTC)
        self.assertEqual(formats.day(late), "12 Dec")
        self.assertEqual(formats.hour(late), "00:30")
        self.assertEqual(formats.day_hour(late), "12 Dec 00:30")

    def test_the_head_of_a_day_names_the_near_ones(self):
        today = datetime.date(2026, 12, 12)
        heads = [formats.day_head(today - datetime.timedelta(days=days)) for days in (0, 1, 25, 400)]
        self.assertEqual(heads, ["Today", "Yesterday", "17 November", "7 November 2025"])

    def test_a_moment_says_how_long_ago_and_exactly_on_hover(self):
        written = formats.moment(NOW - datetime.timedelta(minutes=3))
        self.assertIn(">3 minutes ago</time>", written)
        self.assertIn('title="Saturday 12 December 2026 15:27"', written)

    def test_a_moment_of_another_week_is_a_day(self):
        self.assertIn(">1 Dec</time>", formats.moment(NOW - datetime.timedelta(days=11)))
        self.assertIn(">just now</time>", formats.moment(NOW))
        self.assertIn(">in 2 hours</time>", formats.moment(NOW + datetime.timedelta(hours=2)))

    def test_a_chance_is_kept_in_points(self):
        self.assertEqual(formats.percent(Decimal("83.6")), "84%")

    def test_initials_are_of_the_first_and_the_last_name(self):
        names = ["Ana Moreau", "Jean-Luc de la Tour", "Zoé", "", "ü ö"]
        self.assertEqual([formats.initials(name) for name in names], ["AM", "JT", "Z", "", "ÜÖ"])


class InFrenchTest(SimpleTestCase):
    def setUp(self):
        self.enterContext(at_site())
        self.enterContext(translation.override("fr"))
        self.enterContext(mock.patch("piste.kernel.clock.now", return_value=NOW))

    def test_numbers_and_money_are_written_the_french_way(self):
        self.assertEqual(formats.money(Decimal("96000")), "96\u202f000\xa0€")
        self.assertEqual(formats.money(Decimal("96000.5")), "96\u202f000,50\xa0€")
        self.assertEqual(formats.money_short(182_000), "182\xa0k\xa0€")
        self.assertEqual(formats.number(Decimal("1234.5")), "1\u202f234,5")
        self.assertEqual(formats.percent(84), "84\xa0%")

    def test_days_and_moments_are_french(self):
        self.assertEqual(formats.day(datetime.date(2026, 12, 1)), "1 déc.")
        self.assertIn(">il y a 3 minutes</time>", formats.moment(NOW - datetime.timedelta(minutes=3)))


class CountryTest(SimpleTestCase):
    def test_the_country_decides_where_the_language_is_its_own(self):
        day = datetime.date(2020, 12, 1)
        with translation.override("en"), at_site(country="US"):
            self.assertEqual(formats.day(day), "Dec 1, 2020")
        with translation.override("en"), at_site(country="DE"):
            self.assertEqual(formats.day(day), "1 Dec 2020")
        with translation.override("fr"), at_site(country="CH", currency="CHF"):
            self.assertEqual(formats.money(6400), "6\u202f400\xa0CHF")
