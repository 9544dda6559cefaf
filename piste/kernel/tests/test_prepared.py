"""A prepared question answers as the queryset itself would."""

from datetime import timedelta

from django.db.models import QuerySet
from django.test import TestCase

from piste.kernel.clock import now
from piste.kernel.models import Release
from piste.kernel.prepared import prepared


class PreparedTest(TestCase):
    @classmethod
    def setUpTestData(cls):
        Release.objects.all().delete()
        for version in ("1.0", "1.1", "2.0"):
            Release.objects.create(version=version)

    def test_it_answers_anew_for_each_value(self):
        @prepared
        def from_version(version: str) -> QuerySet:
            return Release.objects.filter(version__gte=version).order_by("version").values_list("version", flat=True)

        self.assertEqual(from_version("1.1"), ["1.1", "2.0"])
        self.assertEqual(from_version("2.0"), ["2.0"])
        self.assertEqual(from_version("9"), [])

    def test_its_statement_is_written_once_and_asked_each_time(self):
        made = []

        @prepared
        def of(version: str) -> QuerySet:
            made.append(version)
            return Release.objects.filter(version=version)

        with self.assertNumQueries(3):
            self.assertEqual([row.version for version in ("1.0", "3.0", "2.0") for row in of(version)], ["1.0", "2.0"])
        self.assertEqual(len(made), 1)

    def test_rows_are_read_anew_each_time(self):
        @prepared
        def every() -> QuerySet:
            return Release.objects.order_by("version").values_list("version", flat=True)

        self.assertEqual(len(every()), 3)
        Release.objects.create(version="3.0")
        self.assertEqual(len(every()), 4)

    def test_times_are_compared_as_times(self):
        @prepared
        def before(at) -> QuerySet:
            return Release.objects.filter(since__lt=at)

        self.assertEqual(len(before(now() + timedelta(minutes=1))), 3)
        self.assertEqual(before(now() - timedelta(days=1)), [])

    def test_what_can_have_no_answer_asks_nothing(self):
        @prepared
        def none_of(version: str) -> QuerySet:
            return Release.objects.filter(version=version, pk__in=[])

        with self.assertNumQueries(0):
            self.assertEqual(none_of("1.0"), [])

    def test_lists_may_have_any_length(self):
        @prepared
        def among(versions: list[str], besides: str) -> QuerySet:
            rows = Release.objects.filter(version__in=versions).exclude(version=besides)
            return rows.order_by("version").values_list("version", flat=True)

        self.assertEqual(among(["1.0", "1.1", "2.0"], "1.1"), ["1.0", "2.0"])
        self.assertEqual(among(["2.0"], "1.1"), ["2.0"])
        self.assertEqual(among(["1.0", "1.1"], "1.1"), ["1.0"])
        with self.assertNumQueries(0):
            self.assertEqual(among([], "1.1"), [])
