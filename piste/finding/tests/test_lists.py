"""A noun that was only declared has its list, filters and groups: here memberships, which no page lists."""

import json
from urllib.parse import parse_qs, urlsplit

from django.db import connection
from django.template.loader import render_to_string
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext

from piste.accounts.models import User
from piste.finding import asked
from piste.finding.shapes import Shape
from piste.finding.tables import Look, Table
from piste.kernel.criteria import fields
from piste.kernel.criteria.columns import column
from piste.kernel.criteria.fields import declare
from piste.teams.models import Membership
from piste.testing import CastTestCase

LOOK = Look(
    noun="membership",
    label="Memberships",
    element="list",
    columns=("user", "team", "capacity"),
    sort="user",
    links=False,
)


class DeclaredListTest(CastTestCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        declare(
            "membership",
            Membership,
            column(Membership, "user", label="User"),
            column(Membership, "team", label="Team"),
            column(Membership, "capacity", measurable=True),
            column(Membership, "assigns"),
            column(Membership, "absent_from", groupable=True),
        )
        cls.addClassCleanup(fields._nouns.pop, "membership")

    @classmethod
    def setUpTestData(cls):
        super().setUpTestData()
        for place, member in enumerate(Membership.objects.order_by("pk")):
            Membership.objects.filter(pk=member.pk).update(
                capacity=10 * (place + 1), absent_from=f"2026-0{place + 1}-15"
            )

    def table(self, f="", at=(), **given):
        rows = asked.fitting(Membership.objects.all(), "membership", f, self.maya)
        shape = Shape.of(fields.noun("membership"), given)
        return Table(self.maya, LOOK, rows, shape, lambda: "/list/", readable=Membership.objects.all(), at=at)

    def shown(self, table):
        return [[str(table.value(row, column)) for column in table.columns] for row in table.page().rows]

    def test_its_list_shows_the_declared_fields_in_words(self):
        table = self.table()
        self.assertEqual(self.shown(table), [["Ann", "North", "10"], ["Ben", "North", "20"], ["Zoe", "South", "30"]])
        context = {"table": table, "found": table.page(), "csrf_input": "", "user": self.maya}
        page = render_to_string("finding/_list.html", context, request=RequestFactory().get("/"))
        for text in ("<strong>3</strong>", "Ann", "South", "/list/?sort=team", "/list/?group=team"):
            self.assertIn(text, page)

    def test_it_is_filtered_by_them(self):
        said = json.dumps({"f": "capacity", "op": ">", "v": 15})
        self.assertEqual([row[0] for row in self.shown(self.table(f=said))], ["Ben", "Zoe"])

    def test_it_is_sorted_by_each_of_them_in_both_directions(self):
        for key in ("user", "team", "capacity", "assigns", "absent_from"):
            ways = [{row[0] for row in self.shown(self.table(sort=way))} for way in (key, f"-{key}")]
            self.assertEqual(ways, [{"Ann", "Ben", "Zoe"}] * 2, key)
        self.assertEqual([row[0] for row in self.shown(self.table(sort="-capacity"))], ["Zoe", "Ben", "Ann"])

    def test_its_columns_are_those_of_the_address_and_what_is_gone_is_said(self):
        table = self.table(columns="capacity,colour,user.email", sort="size")
        self.assertEqual(self.shown(table)[0], ["10", "ann@example.com"])
        self.assertEqual(table.shape.gone, ("colour", "size"))

    def test_its_groups_have_counts_and_sums(self):
        heads = self.table(group="team").heads()
        self.assertEqual(
            [(head.label, head.count, head.sums["capacity"]) for head in heads], [("North", 2, 30), ("South", 1, 30)]
        )

    def test_an_opened_group_holds_its_rows_and_no_others(self):
        table = self.table(group="team", at=(str(self.north.pk),))
        self.assertEqual([row[0] for row in self.shown(table)], ["Ann", "Ben"])

    def test_dates_are_grouped_by_their_units_and_inside_of_other_groups(self):
        labels = [head.label for head in self.table(group="absent_from:quarter").heads()]
        self.assertEqual(labels, ["Q1 2026"])
        inner = self.table(group="team,absent_from:month")
        heads = inner.heads((str(self.north.pk),))
        self.assertEqual([(head.said, head.count) for head in heads], [("2026-01-01", 1), ("2026-02-01", 1)])
        at = (str(self.north.pk), "2026-02-01")
        self.assertEqual([row[0] for row in self.shown(self.table(group="team,absent_from:month", at=at))], ["Ben"])
        self.assertEqual(inner.head(at).count, 1)

    def test_rows_without_a_value_are_a_group_of_their_own(self):
        Membership.objects.filter(user=self.zoe).update(absent_from=None)
        heads = self.table(group="absent_from:year").heads()
        self.assertEqual([(head.label, head.count) for head in heads], [("2026", 2), ("None", 1)])
        self.assertEqual([row[0] for row in self.shown(self.table(group="absent_from:year", at=("",)))], ["Zoe"])

    def test_beyond_two_hundred_groups_the_rest_is_summed_up(self):
        people = [User(email=f"{place}@x.example", name=f"N{place:03}", role="own") for place in range(210)]
        made = User.objects.bulk_create(people)
        Membership.objects.bulk_create([Membership(user=one, team=self.south, capacity=1) for one in made])
        heads = self.table(group="user").heads()
        self.assertEqual((len(heads), heads[-1].said, heads[-1].label), (200, None, "14 others"))
        self.assertEqual(sum(head.count for head in heads), 213)
        self.assertEqual(sum(head.sums["capacity"] for head in heads), 270)

    def test_it_costs_the_same_with_ten_rows_and_with_fifty(self):
        counts = []
        for size in (10, 40):
            made = User.objects.bulk_create(
                [User(email=f"{size}.{place}@x.example", name=f"N{place}", role="own") for place in range(size)]
            )
            Membership.objects.bulk_create([Membership(user=one, team=self.south) for one in made])
            with CaptureQueriesContext(connection) as queries:
                self.shown(self.table())
                self.table(group="team").heads()
            counts.append(len(queries))
        self.assertEqual(*counts)

    def test_a_link_lays_the_same_rows_out_otherwise(self):
        table = self.table(group="team", columns="user,team")
        said = parse_qs(urlsplit(table.shaped(sort="-team")).query)
        self.assertEqual(said, {"group": ["team"], "columns": ["user,team"], "sort": ["-team"]})
        self.assertEqual(parse_qs(urlsplit(table.grouped_by("user")).query)["group"], ["team,user"])
        self.assertNotIn("group", parse_qs(urlsplit(table.grouped_by("team")).query))
