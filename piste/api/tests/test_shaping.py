"""What is read comes in the shape that was asked for."""

from piste.api.root import api
from piste.api.tests import described
from piste.api.tests.cast import ApiTestCase
from piste.api.verbs.keys import make_key
from piste.contacts.models import Company, Tag
from piste.pipeline.models import Lead
from piste.pipeline.tests.cast import PipelineTestCase
from piste.pipeline.verbs.creating import create
from piste.pipeline.verbs.editing import edit


class ShapingTest(ApiTestCase, PipelineTestCase):
    @classmethod
    def setUpTestData(cls) -> None:
        super().setUpTestData()
        cls.company = Company.objects.create(name="Verdier")
        cls.tag = Tag.objects.first()
        edit(cls.lead, by=cls.ann, company=cls.company, tags=[cls.tag])

    def test_only_the_fields_that_were_asked_for(self):
        row = self.ask("get", "/leads?fields=title,owner")["items"][0]
        self.assertEqual(row.keys(), {"id", "version", "title", "owner"})
        self.assertEqual(self.ask("get", f"/leads/{self.lead.pk}?fields=title").keys(), {"id", "version", "title"})
        problem = self.ask("get", "/leads?fields=search_text", status=422)
        self.assertEqual(problem["errors"][0]["field"], "fields")

    def test_linked_records_in_the_place_of_their_keys(self):
        row = self.ask("get", f"/leads/{self.lead.pk}?expand=company,owner,tags,lost_reason")
        self.assertEqual((row["company"]["name"], row["owner"]["name"]), ("Verdier", "Ann"))
        self.assertEqual((row["tags"][0]["name_en"], row["lost_reason"]), (self.tag.name_en, None))
        self.assertIn("company", self.ask("get", "/leads?expand=title", status=422)["errors"][0]["message"])

    def test_what_the_key_does_not_read_is_not_expanded(self):
        _key, token = make_key(self.ann, by=self.ann, name="Narrow", scopes=["leads:read"])
        problem = self.ask("get", "/leads?expand=company", token=token, status=403)
        self.assertEqual(problem["scope"], "companies:read")

    def test_expanding_costs_the_same_for_many(self):
        few = self.queries("/leads?expand=company,owner,stage")
        for number in range(20):
            company = Company.objects.create(name=f"Company {number}")
            create(by=self.ann, owner=self.ann, title=f"Number {number}", company=company)
        self.assertEqual(self.queries("/leads?expand=company,owner,stage"), few)

    def test_an_empty_name_is_no_field(self):
        for asked in ("fields=", "fields=title,", "expand="):
            with self.subTest(asked):
                self.ask("get", f"/leads?{asked}", status=422)

    def test_every_list_that_can_be_counted_is(self):
        asks = {"/notes": f"&noun=lead&record={self.lead.pk}", "/attachments": f"&noun=lead&record={self.lead.pk}"}
        lists = [
            path.removeprefix("/api/v1")
            for path, methods in api.get_openapi_schema()["paths"].items()
            if "{" not in path and "count" in {one["name"] for one in methods.get("get", {}).get("parameters", [])}
        ]
        self.assertIn("/notices", lists)
        for path in (*lists, f"/timeline/lead/{self.lead.pk}"):
            with self.subTest(path):
                answer = self.ask("get", f"{path}?count=true{asks.get(path, '')}", as_=self.root)
                self.assertIsInstance(answer["count"], int)

    def test_counts_when_asked_for(self):
        answer = self.ask("get", "/leads?count=true&limit=1", as_=self.maya)
        self.assertEqual((answer["count"], answer["more_than_count"]), (Lead.objects.count(), False))
        self.assertNotIn("count", self.ask("get", "/leads"))

    def test_an_answer_that_is_not_as_described_would_be_noticed(self):
        answer = self.call("get", f"/leads/{self.lead.pk}")
        answer.content = answer.content.replace(b'"outcome":"open"', b'"outcome":"closed"')
        self.assertEqual(len(described.faults("get", f"/api/v1/leads/{self.lead.pk}", answer)), 1)
