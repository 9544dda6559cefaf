"""The criteria language on lead records, the same on both databases."""

from datetime import date, datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

import orjson
from django.utils import translation

from piste.contacts.models import Tag
from piste.contacts.verbs.creating import create_company, create_person
from piste.kernel.clock import now
from piste.kernel.criteria import fields, parsing, wording
from piste.kernel.criteria.asker import Asker
from piste.kernel.criteria.compiling import fitting
from piste.kernel.refusals import Refused
from piste.pipeline.models import Lead, Stage
from piste.pipeline.tests.cast import PipelineTestCase
from piste.pipeline.verbs.closing import mark_won
from piste.pipeline.verbs.creating import create
from piste.pipeline.verbs.editing import edit
from piste.pipeline.verbs.moving import move


class CriteriaTestCase(PipelineTestCase):
    @classmethod
    def setUpTestData(cls) -> None:
        super().setUpTestData()
        cls.verdier = create_company(by=cls.maya, name="Maison Verdier", industry="Retail", country="FR")
        cls.claire = create_person(by=cls.maya, first_name="Claire", last_name="Roy", company=cls.verdier)
        cls.product, cls.software = Tag.objects.order_by("id")[:2]
        edit(cls.lead, by=cls.maya, title="Élévateurs à fourche", company=cls.verdier, person=cls.claire)
        edit(cls.lead, by=cls.maya, tags=[cls.product, cls.software], country="CA", email="Claire@Verdier.fr")
        edit(cls.bens, by=cls.maya, tags=[cls.product], expected_closing=date(2026, 3, 31), country="FR")

    def found(self, *parts: dict, kind: str = "all", user=None) -> set[str]:
        """The titles of the records that fit."""
        return self.fitting({kind: list(parts)}, user=user)

    def fitting(self, said: dict, user=None) -> set[str]:
        user = user or self.maya
        rows = fitting(Lead.objects.visible_to(user), parsing.parse("lead", said), Asker.of(user))
        return set(rows.values_list("title", flat=True))

    def one(self, f: str, op: str, v: object = None) -> set[str]:
        return self.found({"f": f, "op": op} | ({} if v is None else {"v": v}))


FORKS, SCANNERS, SENSORS = "Élévateurs à fourche", "Scanners", "Sensors"


class OperatorsTest(CriteriaTestCase):
    def test_an_empty_filter_fits_every_record(self):
        for said in ({}, {"all": []}, {"any": []}, {"none": []}, {"any": [{"all": []}]}):
            with self.subTest(said=said):
                self.assertEqual(self.fitting(said), {FORKS, SCANNERS, SENSORS})

    def test_text_compares_without_case_and_accents(self):
        self.assertEqual(self.one("title", "contains", "ELEVATEURS a"), {FORKS})
        self.assertEqual(self.one("title", "contains", "teurs"), {FORKS})
        self.assertEqual(self.one("title", "is", "scanners"), {SCANNERS})
        self.assertEqual(self.one("title", "starts", "s"), {SCANNERS, SENSORS})
        self.assertEqual(self.one("title", "words", "fourche elev"), {FORKS})
        self.assertEqual(self.one("title", "contains", "100%"), set())
        self.assertEqual(self.one("title", "contains", "_"), set())

    def test_not_is_true_for_what_is_empty(self):
        self.assertEqual(self.one("title", "not_contains", "elev"), {SCANNERS, SENSORS})
        self.assertEqual(self.one("country", "is_not", "CA"), {SCANNERS, SENSORS})
        self.assertEqual(self.one("country", "not_in", ["CA", "FR"]), {SENSORS})
        self.assertEqual(self.one("company", "is_not", self.verdier.pk), {SCANNERS, SENSORS})
        self.assertEqual(self.one("expected_revenue", "!=", 500), {FORKS, SENSORS})
        self.assertEqual(self.one("tags", "has_none", [self.software.pk]), {SCANNERS, SENSORS})

    def test_an_address_is_compared_in_normal_form(self):
        self.assertEqual(self.one("email", "is", "CLAIRE@verdier.FR"), {FORKS})
        self.assertEqual(self.one("email", "is_not", "claire@verdier.fr"), {SCANNERS, SENSORS})

    def test_amounts_are_compared_and_an_empty_one_fits_no_comparison(self):
        self.assertEqual(self.one("expected_revenue", "=", "500.00"), {SCANNERS})
        self.assertEqual(self.one("expected_revenue", ">", 200), {FORKS, SCANNERS})
        self.assertEqual(self.one("expected_revenue", "between", [200, 500]), {SCANNERS, SENSORS})
        edit(self.zoes, by=self.maya, expected_revenue=None)
        self.assertEqual(self.one("expected_revenue", "empty"), {SENSORS})
        self.assertEqual(self.one("expected_revenue", "<", 10_000), {FORKS, SCANNERS})

    def test_days_are_compared(self):
        self.assertEqual(self.one("expected_closing", "on", "2026-03-31"), {SCANNERS})
        self.assertEqual(self.one("expected_closing", "before", "2026-04-01"), {SCANNERS})
        self.assertEqual(self.one("expected_closing", "after", "2026-03-31"), set())
        self.assertEqual(self.one("expected_closing", "empty"), {FORKS, SENSORS})
        self.assertEqual(self.one("expected_closing", "rel", "overdue"), {SCANNERS})

    def test_a_moment_belongs_to_the_day_of_whoever_asks(self):
        late = datetime(2026, 5, 1, 23, 30, tzinfo=ZoneInfo("Europe/Paris"))
        Lead.objects.filter(pk=self.lead.pk).update(created_at=late)
        self.maya.time_zone = "Europe/Paris"
        self.assertEqual(self.one("created", "on", "2026-05-01"), {FORKS})
        self.maya.time_zone = "Asia/Tokyo"
        self.assertEqual(self.one("created", "on", "2026-05-01"), set())
        self.assertEqual(self.one("created", "on", "2026-05-02"), {FORKS})

    def test_links_and_people(self):
        self.assertEqual(self.one("owner", "in", [self.ann.pk, self.ben.pk]), {FORKS, SCANNERS})
        self.assertEqual(self.found({"f": "owner", "op": "me"}, user=self.ann), {FORKS})
        self.assertEqual(self.found({"f": "owner", "op": "my_team"}, user=self.ben), {FORKS, SCANNERS})
        self.assertEqual(self.found({"f": "team", "op": "my_team"}, user=self.zoe), {SENSORS})

    def test_stages_stand_in_a_row(self):
        move(self.lead, by=self.ann, stage=self.proposition)
        self.assertEqual(self.one("stage", "after", self.qualified.pk), {FORKS})
        self.assertEqual(self.one("stage", "before", self.qualified.pk), {SCANNERS, SENSORS})
        self.assertEqual(self.one("stage", "before", 10**9), set())

    def test_any_all_or_none_of_many_links_are_asked_for(self):
        both = [self.product.pk, self.software.pk]
        self.assertEqual(self.one("tags", "has_any", both), {FORKS, SCANNERS})
        self.assertEqual(self.one("tags", "has_all", both), {FORKS})
        self.assertEqual(self.one("tags", "empty"), {SENSORS})
        self.assertEqual(self.one("tags", "filled"), {FORKS, SCANNERS})

    def test_linked_records_are_reached_in_two_steps(self):
        self.assertEqual(self.one("company.industry", "is", "retail"), {FORKS})
        self.assertEqual(self.one("person.company.country", "in", ["FR"]), {FORKS})
        self.assertEqual(self.one("company.industry", "empty"), {SCANNERS, SENSORS})
        with self.assertRaises(Refused):
            self.one("person.company.parent.name", "is", "x")

    def test_all_any_or_none_of_a_group_hold(self):
        rich, french = {"f": "expected_revenue", "op": ">", "v": 400}, {"f": "country", "op": "is", "v": "FR"}
        self.assertEqual(self.found(rich, french), {SCANNERS})
        self.assertEqual(self.found(rich, french, kind="any"), {FORKS, SCANNERS})
        self.assertEqual(self.found(rich, french, kind="none"), {SENSORS})
        self.assertEqual(self.fitting({"all": [rich, {"none": [french]}]}), {FORKS})

    def test_a_filter_shows_nothing_that_is_hidden(self):
        anything = {"f": "title", "op": "filled"}
        self.assertEqual(self.found(anything, user=self.zoe), {SENSORS})
        self.assertEqual(self.found(anything, kind="none", user=self.zoe), set())
        self.assertEqual(self.found(anything, user=self.otto), set())

    def test_nobody_is_me_where_a_job_asks(self):
        mine = parsing.parse("lead", {"f": "owner", "op": "me"})
        self.assertFalse(fitting(Lead.objects.all(), mine, Asker.in_zone("UTC")).exists())

    def test_fifty_conditions_in_five_levels_are_answered(self):
        one = {"f": "title", "op": "contains", "v": "scan"}
        said: dict = {"any": [one] * 46}
        for kind in ("all", "any", "all", "any"):
            said = {kind: [said, one]}
        self.assertEqual(self.fitting(said), {SCANNERS})


class PastTest(CriteriaTestCase):
    def test_what_changed_since_a_day(self):
        edit(self.bens, by=self.ben, expected_revenue=Decimal(900))
        today = now().date().isoformat()
        asked = {"field": "expected_revenue", "since": today}
        self.assertEqual(self.one("past", "changed_since", asked), {SCANNERS})

    def test_where_a_record_stood_on_a_day(self):
        begun = now() - timedelta(days=10)
        Lead.objects.update(created_at=begun)
        self.lead.refresh_from_db()
        move(self.lead, by=self.ann, stage=self.qualified)
        move(self.lead, by=self.ann, stage=self.proposition)
        before = (now() - timedelta(days=3)).date().isoformat()
        self.assertEqual(self.one("past", "stage_on", {"stage": self.new.pk, "on": before}), {FORKS, SCANNERS, SENSORS})
        today = now().date().isoformat()
        self.assertEqual(self.one("past", "stage_on", {"stage": self.proposition.pk, "on": today}), {FORKS})
        long_ago = (now() - timedelta(days=30)).date().isoformat()
        self.assertEqual(self.one("past", "stage_on", {"stage": self.new.pk, "on": long_ago}), set())

    def test_what_nobody_touched_for_days(self):
        Lead.objects.filter(pk=self.zoes.pk).update(touched_at=now() - timedelta(days=31))
        self.assertEqual(self.one("past", "quiet_days", 30), {SENSORS})


class RefusedFiltersTest(CriteriaTestCase):
    def test_what_is_no_filter_is_refused_and_never_read_as_everything(self):
        title = {"f": "title", "op": "is", "v": "x"}
        deep: dict = title
        for _ in range(6):
            deep = {"all": [deep]}
        wrong = (
            "{", "[1]", "[]", "null", "false", "0", '""', " ", [], False, '"x"', "7", "true", "[]x", "\0", "x" * 20_001,
            {"xyz": []}, {"all": {}}, {"all": [], "any": []}, {"all": [7]}, {"all": [None]}, {"all": "x"},
            {"f": "xyz", "op": "is", "v": 1}, {"f": 7, "op": "is"}, {"f": "title", "op": "xyz"}, {"f": "title"},
            {"f": "title", "op": []}, {"f": "title", "op": "is", "v": ""}, {"f": "title", "op": "is", "v": 7},
            {"f": "title", "op": "is", "v": "x" * 501}, title | {"extra": 1},
            {"f": "expected_revenue", "op": "=", "v": "NaN"}, {"f": "expected_revenue", "op": "=", "v": "1e400"},
            {"f": "expected_revenue", "op": "=", "v": True}, {"f": "expected_revenue", "op": "between", "v": [1]},
            {"f": "created", "op": "on", "v": "31/02/2026"}, {"f": "created", "op": "on", "v": "0001-01-01"},
            {"f": "created", "op": "rel", "v": "last_0_days"}, {"f": "created", "op": "rel", "v": 7},
            {"f": "stage", "op": "in", "v": []}, {"f": "stage", "op": "in", "v": ["x"]},
            {"f": "stage", "op": "is", "v": 10**30}, {"f": "stage", "op": "is", "v": -1},
            {"f": "outcome", "op": "is", "v": "both"}, {"f": "priority", "op": "is", "v": True},
            {"f": "customer", "op": "is", "v": "x"}, {"f": "tags", "op": "is", "v": 1},
            {"f": "owner.password", "op": "contains", "v": "x"}, {"f": "__class__", "op": "is", "v": "x"},
            {"f": "past", "op": "stage_on", "v": {"stage": "x", "on": "2026-01-01"}},
            {"f": "past", "op": "changed_since", "v": {"field": "search_text", "since": "2026-01-01"}},
            {"f": "past", "op": "quiet_days", "v": -1}, deep, {"all": [title] * 51},
        )  # fmt: skip
        for said in wrong:
            with self.subTest(said=said), self.assertRaises(Refused):
                parsing.parse("lead", said)

    def test_the_refusal_says_what_is_wrong_with_a_value(self):
        for said, words in (
            ({"f": "city", "op": "is"}, "“City” needs a value here."),
            ({"f": "owner", "op": "in", "v": []}, "“Salesperson” needs a value here."),
            ({"f": "owner", "op": "in", "v": list(range(1, 300))}, "A condition names at most 200 values."),
            ({"f": "title", "op": "contains", "v": "x" * 600}, "A text in a filter has at most 500 characters."),
            ({"f": "city", "op": "is", "v": {"a": None}}, '“{"a": null}” cannot be compared with “City”.'),
            ({"f": "city", "op": ["is"], "v": "Lyon"}, 'The filter uses “["is"]”, which does not exist.'),
        ):
            with self.subTest(words), self.assertRaisesMessage(Refused, words):
                parsing.parse("lead", said)

    def test_the_refusal_names_what_does_not_exist(self):
        with self.assertRaisesMessage(Refused, "The filter uses “xyz”, which does not exist. Nothing was searched."):
            parsing.parse("lead", {"f": "xyz", "op": "is", "v": 1})


class WordsTest(CriteriaTestCase):
    def sentence(self, said: dict, user=None) -> str:
        return wording.sentence(parsing.parse("lead", said), user or self.maya)

    def test_a_filter_reads_as_a_sentence(self):
        said = {
            "all": [
                {"f": "country", "op": "in", "v": ["CA", "FR"]},
                {"any": [{"f": "stage", "op": "before", "v": self.won.pk}, {"f": "archived", "op": "false"}]},
                {"f": "created", "op": "rel", "v": "last_7_days"},
            ]
        }
        sentence = (
            "Country is one of Canada, France and (Stage before Won or Archived: no) and Created in the last 7 days"
        )
        self.assertEqual(self.sentence(said), sentence)
        with translation.override("fr"):
            self.assertIn("Canada, France", self.sentence(said))
            self.assertNotIn(" and ", self.sentence(said))

    def test_every_operator_of_every_field_has_its_words(self):
        for noun in fields.nouns().values():
            for field in noun.reachable():
                for op in field.operators:
                    self.assertTrue(wording.operator(field, op), (field.key, op))

    def test_rows_that_one_may_not_see_are_not_named(self):
        secret = Stage.objects.create(name_en="Secret", deleted_at=now())
        self.assertEqual(self.sentence({"f": "stage", "op": "is", "v": secret.pk}), "Stage is Unknown")

    def test_what_is_stored_is_read_back_the_same(self):
        said = {
            "any": [
                {"f": "expected_revenue", "op": "between", "v": ["1.5", "7"]},
                {"f": "created", "op": "on", "v": "2026-05-01"},
                {"none": [{"f": "owner", "op": "me"}, {"f": "past", "op": "quiet_days", "v": 9}]},
                {"f": "past", "op": "changed_since", "v": {"field": "stage", "since": "2026-05-01"}},
            ]
        }
        filter = parsing.parse("lead", said)
        self.assertEqual(parsing.dump(filter), said)
        self.assertEqual(parsing.parse("lead", parsing.text(filter)), filter)
        self.assertEqual(orjson.loads(parsing.text(filter)), said)


class EveryFieldTest(CriteriaTestCase):
    """Each declared field answers each of its operators: no path is wrong, on either database."""

    def test_every_field_of_every_noun_can_be_asked(self):
        mark_won(self.bens, by=self.ben)
        create(by=self.ann, title="More")
        for name, noun in fields.nouns().items():
            for field in noun.reachable():
                for op in field.operators if field.questions is None else ():
                    with self.subTest(field=field.key, op=op):
                        said = {"f": field.key, "op": op} | _any_value(field, op)
                        rows = noun.model._default_manager.visible_to(self.maya)
                        list(fitting(rows, parsing.parse(name, said), Asker.of(self.maya)).values_list("pk")[:5])

    def test_every_field_can_be_sorted_and_read(self):
        for noun in fields.nouns().values():
            for field in noun.fields.values():
                with self.subTest(noun=noun.name, field=field.key):
                    rows = noun.model._default_manager.visible_to(self.maya)
                    ordered = rows.order_by(field.sorted_by) if field.sorted_by else rows
                    list(ordered.values_list("pk", *field.read)[:3])


def _any_value(field: fields.Field, op: str) -> dict:
    if op in parsing.ALONE:
        return {}
    if op == "rel":
        return {"v": "next_3_months"}
    one: object = {
        fields.Type.TEXT: "abc",
        fields.Type.DATE: "2026-01-31",
        fields.Type.MOMENT: "2026-01-31",
        fields.Type.CHOICE: next(iter(field.choices()), "") if field.choices else "",
    }.get(field.type, 1)
    if op == "between":
        return {"v": [one, one]}
    return {"v": [one]} if op in parsing.SEVERAL else {"v": one}
