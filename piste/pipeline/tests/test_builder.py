"""The condition builder over the fields of lead records."""

import re
from urllib.parse import parse_qs, urlsplit

import orjson
from django.http import QueryDict
from django.urls import reverse

from piste.contacts.verbs.creating import create_company
from piste.finding.drafts import Draft
from piste.finding.forms import ConditionsField
from piste.kernel.criteria import fields, parsing
from piste.pipeline.tests.cast import PipelineTestCase

BUILD = reverse("finding:build", args=["lead"])


class BuilderTest(PipelineTestCase):
    def setUp(self) -> None:
        self.client.force_login(self.ann)

    def sent(self, *rows: tuple, **more: str) -> dict:
        """The form with rows of field, operator and values."""
        data: dict = {"where.kind": "all", "then": "/leads/?show=open"}
        for place, (field, op, *values) in enumerate(rows):
            row = f"where.{place}"
            data |= {f"{row}.field": field, f"{row}.op": op, f"{row}.value": [str(value) for value in values]}
        return data | more

    def test_it_shows_the_filter_of_the_view_in_rows(self):
        said = '{"all":[{"f":"title","op":"contains","v":"fork"},{"any":[{"f":"owner","op":"me"}]}]}'
        shown = self.client.get(BUILD, {"f": said, "then": "/leads/"})
        self.assertContains(shown, 'name="where.0.value"')
        self.assertContains(shown, 'value="fork"')
        self.assertContains(shown, 'name="where.1.kind"')
        self.assertContains(shown, 'name="where.1.0.op"')

    def test_finished_rows_become_the_filter_of_the_view(self):
        rows = (("title", "contains", "fork"), ("stage", "in", self.new.pk, self.won.pk), ("", "", ""))
        answer = self.client.post(BUILD, self.sent(*rows, do="apply"))
        address = urlsplit(answer["Location"])
        query = parse_qs(address.query)
        self.assertEqual(address.path, "/leads/")
        self.assertEqual(query["show"], ["open"])
        stages = {"f": "stage", "op": "in", "v": [self.new.pk, self.won.pk]}
        self.assertEqual(orjson.loads(query["f"][0]), {"all": [{"f": "title", "op": "contains", "v": "fork"}, stages]})

    def test_without_rows_the_view_has_no_filter(self):
        answer = self.client.post(BUILD, self.sent(do="apply") | {"then": '/leads/?f={"all":[]}&cursor=x&show=open'})
        self.assertEqual(answer["Location"], "/leads/?show=open")

    def test_all_conditions_are_taken_away_at_once_finished_or_not(self):
        then = {"then": '/leads/?f={"f":"title","op":"is","v":"x"}&show=open'}
        shown = self.client.get(BUILD, {"f": '{"f":"title","op":"is","v":"x"}'})
        self.assertContains(shown, 'value="clear"')
        self.assertNotContains(self.client.get(BUILD), 'value="clear"')
        answer = self.client.post(BUILD, self.sent(("created", "on"), do="clear") | then)
        self.assertEqual(answer["Location"], "/leads/?show=open")

    def test_an_unfinished_row_says_so_and_the_others_are_kept(self):
        rows = (("expected_revenue", ">", "much"), ("title", "is", "Forklifts"), ("created", "on"))
        answer = self.client.post(BUILD, self.sent(*rows, do="apply"), headers={"HX-Request": "true"})
        self.assertEqual(answer.status_code, 422)
        self.assertContains(answer, "“much” cannot be compared with “Expected revenue”", status_code=422)
        self.assertContains(answer, "Choose or type a value.", status_code=422)
        self.assertContains(answer, 'value="Forklifts"', status_code=422)

    def test_another_field_brings_its_own_operators_and_controls(self):
        answer = self.client.post(BUILD, self.sent(("expected_closing", "contains", "x")))
        self.assertContains(answer, '<option value="rel"')
        answer = self.client.post(BUILD, self.sent(("past", "stage_on")))
        self.assertContains(answer, 'name="where.0.stage"')
        self.assertContains(answer, 'type="date"')

    def test_a_period_of_any_length_is_an_operator_a_number_and_a_unit(self):
        answer = self.client.post(BUILD, self.sent(("created", "last", 6, "weeks"), do="apply"))
        asked = orjson.loads(parse_qs(urlsplit(answer["Location"]).query)["f"][0])
        self.assertEqual(asked, {"all": [{"f": "created", "op": "rel", "v": "last_6_weeks"}]})
        shown = self.client.get(BUILD, {"f": orjson.dumps(asked).decode()}).content.decode()
        self.assertRegex(shown, r'value="last" selected>in the last<')
        self.assertRegex(shown, r'name="where.0.value"[^>]* value="6"')
        self.assertIn('<option value="weeks" selected>', shown)

    def test_a_period_without_a_number_says_so(self):
        for number in ("", "0", "1000", "1.5", "x"):
            with self.subTest(number=number):
                rows = self.sent(("created", "next", number, "days"), do="apply")
                answer = self.client.post(BUILD, rows, headers={"HX-Request": "true"})
                self.assertContains(answer, "Type a whole number from 1 to 999.", status_code=422)
                self.assertContains(answer, 'aria-invalid="true"', status_code=422)

    def test_another_operator_of_a_date_begins_with_thirty_days(self):
        answer = self.client.post(BUILD, self.sent(("created", "last", "2026-01-01")))
        self.assertContains(answer, 'value="30"')
        self.assertContains(answer, '<option value="days" selected>')

    def test_fields_are_offered_over_two_links(self):
        shown = self.client.get(BUILD)
        self.assertContains(shown, '<option value="person.company.country">Contact · Company · Country</option>')
        self.assertNotContains(shown, '"company.owner.email"')

    def test_an_empty_row_is_filled_before_there_is_another(self):
        answer = self.client.post(BUILD, self.sent(("title", "is", "x"), ("", ""), do="add:where"))
        self.assertNotContains(answer, 'name="where.2.field"')
        answer = self.client.post(BUILD, self.sent(("title", "is", "x"), ("", ""), do="group:where"))
        self.assertContains(answer, 'name="where.1.0.field"')
        self.assertNotContains(answer, 'name="where.3.field"')

    def test_rows_and_groups_are_added_and_removed_without_a_script(self):
        answer = self.client.post(BUILD, self.sent(("title", "is", "x"), do="group:where"))
        self.assertContains(answer, 'name="where.1.kind"')
        answer = self.client.post(BUILD, self.sent(("title", "is", "x"), ("country", "is", "FR"), do="remove:where.0"))
        self.assertNotContains(answer, 'name="where.0.op"')
        self.assertContains(answer, 'name="where.1.op"')

    def test_a_group_is_not_nested_too_deep(self):
        deepest = "where" + ".0" * 4
        data = QueryDict(mutable=True)
        data.update({f"where{'.0' * depth}.kind": "any" for depth in range(8)})
        draft = Draft.sent(data, fields.noun("lead"))
        self.assertEqual(max(group.path for group in draft.groups()), deepest)
        draft.do(f"group:{deepest}")
        self.assertEqual(max(group.path for group in draft.groups()), deepest)

    def test_values_are_found_while_one_types_and_only_those_that_one_may_see(self):
        create_company(by=self.maya, name="Maison Verdier")
        door = reverse("finding:choices", args=["lead"])

        def found(field: str, typed: str) -> list[str]:
            answer = self.client.get(door, {"field": field, "q": typed})
            return [row["text"] for row in answer.json()["results"]]

        self.assertEqual(found("company", "verd"), ["Maison Verdier"])
        self.assertEqual(found("country", "franc"), ["France"])
        self.assertEqual(found("stage", "qual"), ["Qualified"])
        self.assertEqual(found("title", "x"), [])
        self.assertEqual(self.client.get(door, {"field": "xyz"}).status_code, 404)

    def test_it_leads_to_no_foreign_site(self):
        for then in ("https://example.com/", "//example.com", "/\\example.com", "javascript:x", ""):
            with self.subTest(then=then):
                answer = self.client.post(BUILD, self.sent(("title", "is", "x"), do="apply") | {"then": then})
                self.assertEqual(urlsplit(answer["Location"]).netloc, "")
                self.assertTrue(answer["Location"].startswith("/?f="))

    def test_strangers_and_unknown_nouns_find_no_door(self):
        self.assertEqual(self.client.get(reverse("finding:build", args=["xyz"])).status_code, 404)
        self.client.force_login(self.otto)
        for route in ("build", "choices"):
            self.assertEqual(self.client.get(reverse(f"finding:{route}", args=["lead"])).status_code, 404)
        self.assertEqual(self.client.post(reverse("finding:conditions", args=["lead"])).status_code, 404)

    def test_a_damaged_filter_is_refused(self):
        self.assertEqual(self.client.get(BUILD, {"f": "{"}).status_code, 409)

    def test_the_page_of_a_refused_filter_leads_to_the_page_without_it(self):
        page = self.client.get("/leads/", {"f": "{"})
        self.assertRegex(page.text, r'<a[^>]*href="/leads/"[^>]*>(<[^>]+>)*Open the page without this')
        self.assertNotContains(page, "Nothing was changed.", status_code=409)

    def test_as_a_field_of_a_form_it_gives_what_is_stored(self):
        field = ConditionsField("lead", user=self.maya)
        data = QueryDict(mutable=True)
        data.update({"filter.kind": "all", "filter.0.field": "country", "filter.0.op": "in"})
        data.setlist("filter.0.value", ["CA", "FR"])
        sent = field.widget.value_from_datadict(data, {}, "filter")
        stored = {"all": [{"f": "country", "op": "in", "v": ["CA", "FR"]}]}
        self.assertEqual(field.clean(sent), stored)
        drawn = field.widget.render("filter", stored)
        self.assertEqual(re.findall(r'<option value="(\w+)" selected', drawn), ["all", "country", "in", "CA", "FR"])
        self.assertEqual(parsing.dump(parsing.parse("lead", stored)), stored)
