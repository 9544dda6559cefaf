from piste.activities.models import ActivityType
from piste.api.tests.cast import ApiTestCase
from piste.api.verbs.keys import make_key
from piste.contacts.verbs.creating import create_company, create_person
from piste.pipeline.cleanup.seeking import seek
from piste.pipeline.models import Lead
from piste.pipeline.tests.cast import PipelineTestCase
from piste.pipeline.verbs.creating import create


class DuplicatesTest(ApiTestCase):
    def make(self, **values):
        return create(by=self.ann, **{"title": "Deal", "owner": self.ann} | values)

    def test_creating_answers_with_what_may_be_the_same(self):
        first = self.make(email="ana@acme.example")
        create(by=self.zoe, owner=self.zoe, title="Secret", email="ana@acme.example")
        answer = self.ask("post", "/leads", {"title": "Again", "email": "Ana@Acme.example"}, status=201)
        found = answer["possible_duplicates"]
        self.assertEqual(
            [(one["id"], one["strength"], one["reasons"][0]) for one in found], [(first.pk, "same", "email")]
        )
        self.assertEqual(answer["hidden_duplicates"], [{"owner": "Zoe", "count": 1}])

    def test_the_duplicates_of_a_record(self):
        first, second = self.make(phone="+33142685300"), self.make(phone="+33142685300")
        answer = self.ask("get", f"/leads/{first.pk}/duplicates")
        self.assertEqual([one["reference"] for one in answer["possible_duplicates"]], [second.reference])
        self.ask("get", f"/leads/{first.pk}/duplicates", as_=self.zoe, status=404)

    def test_merging_and_what_was_merged_leads_there(self):
        first, second = self.make(), self.make(city="Lyon", contact_name="Ana")
        said = {"leads": [first.pk, second.pk], "into": second.pk, "picked": {"title": first.pk}}
        answer = self.ask("post", "/leads/merge", said)
        self.assertEqual((answer["id"], answer["city"]), (second.pk, "Lyon"))
        moved = self.call("get", f"/leads/{first.pk}")
        self.assertEqual((moved.status_code, moved["Location"]), (307, f"/api/v1/leads/{second.pk}"))
        for method, path in (("patch", ""), ("post", "/won"), ("delete", "?dry_run=true")):
            moved = self.call(method, f"/leads/{first.pk}{path}", {})
            self.assertEqual((moved.status_code, moved["Location"]), (307, f"/api/v1/leads/{second.pk}{path}"))
        self.assertEqual(self.call("post", f"/leads/{first.pk}/won", {}, as_=self.zoe).status_code, 404)
        self.ask("get", f"/leads/{first.pk}", as_=self.zoe, status=404)
        undone = self.ask("post", f"/leads/{second.pk}/undo")
        self.assertEqual(undone["city"], "Lyon")
        self.assertEqual(Lead.objects.visible_to(self.ann).count(), 2)

    def test_what_cannot_be_merged_is_refused(self):
        first, second = self.make(), self.make()
        others = create(by=self.zoe, owner=self.zoe, title="Secret")
        self.ask("post", "/leads/merge", {"leads": [first.pk]}, status=409)
        self.ask("post", "/leads/merge", {"leads": [first.pk, others.pk]}, status=404)
        both = {"leads": [first.pk, second.pk]}
        self.ask("post", "/leads/merge", both | {"picked": {"nonsense": first.pk}}, status=409)
        self.ask("post", "/leads/merge", both | {"versions": [{"lead": first.pk, "version": 99}]}, status=409)
        self.ask("post", "/leads/merge", both | {"into": others.pk}, status=409)

    def test_what_shares_a_value_is_worked_through(self):
        leads = [self.make(email="ana@acme.example") for _one in range(2)]
        people = [create_person(by=self.ann, last_name="Roux", emails=["ana@acme.example"]) for _one in range(2)]
        companies = [create_company(by=self.ann, name="Acme") for _one in range(2)]
        seek()
        for path, by, rows in (
            ("leads", "email", leads),
            ("people", "email", people),
            ("companies", "name", companies),
        ):
            with self.subTest(path):
                ids = [row.pk for row in rows]
                groups = self.ask("get", f"/{path}/duplicates?by={by}")
                self.assertEqual([group["ids"] for group in groups["items"]], [ids])
                told = self.ask("post", f"/{path}/apart", {"ids": ids})
                self.assertEqual(told["pairs"], 1)
                self.assertEqual(self.ask("get", f"/{path}/duplicates?by={by}")["items"], [])
                self.assertEqual(self.ask("post", f"/{path}/apart", {"ids": ids})["pairs"], 0)
                self.ask("post", f"/acts/{told['change_set']}/undo")
                self.assertEqual(len(self.ask("get", f"/{path}/duplicates?by={by}")["items"]), 1)
        self.ask("post", "/leads/apart", {"ids": [row.pk for row in leads]}, as_=self.zoe, status=404)
        self.ask("post", "/leads/apart", {"ids": [leads[0].pk]}, status=409)


class LikeContactsTest(ApiTestCase):
    def test_creating_and_asking_answer_with_who_may_be_the_same(self):
        first = create_company(by=self.ann, name="Acme", emails=["info@acme.example"])
        made = self.ask("post", "/companies", {"name": "ACME SAS", "emails": ["Info@acme.example"]}, status=201)
        expected = {"id": first.pk, "name": "Acme", "strength": "same", "reasons": ["email", "domain", "name"]}
        self.assertEqual((made["possible_duplicates"], made["hidden_duplicates"]), ([expected], []))
        asked = self.ask("get", f"/companies/{first.pk}/duplicates")
        self.assertEqual([one["id"] for one in asked["possible_duplicates"]], [made["id"]])
        self.ask("get", f"/companies/{first.pk}/duplicates", as_=self.otto, status=404)

    def test_people_are_told_who_may_be_the_same_too(self):
        first = create_person(by=self.ann, first_name="Ana", last_name="Roy")
        made = self.ask("post", "/people", {"first_name": "Roy", "last_name": "Ana"}, status=201)
        self.assertEqual(made["possible_duplicates"][0]["reasons"], ["name"])
        asked = self.ask("get", f"/people/{first.pk}/duplicates")
        self.assertEqual([one["id"] for one in asked["possible_duplicates"]], [made["id"]])

    def test_what_is_missing_is_added(self):
        acme = create_company(by=self.ann, name="Acme", emails=["info@acme.example"])
        told = self.ask(
            "post", f"/companies/{acme.pk}/add", {"name": "X", "city": "Lyon", "emails": ["b@acme.example"]}
        )
        self.assertEqual((told["name"], told["city"], len(told["emails"])), ("Acme", "Lyon", 2))
        ana = create_person(by=self.ann, last_name="Roy")
        self.assertEqual(self.ask("post", f"/people/{ana.pk}/add", {"company": acme.pk})["company"], acme.pk)
        self.ask("post", f"/people/{ana.pk}/add", {"city": "X"}, as_=self.olga, status=404)


class ContactsMergeTest(ApiTestCase):
    def test_contacts_become_one_and_two_again(self):
        companies = [create_company(by=self.ann, name=name, city=name) for name in ("Acme", "Roux")]
        people = [create_person(by=self.ann, last_name=name) for name in ("Acme", "Roux")]
        for path, rows in (("companies", companies), ("people", people)):
            with self.subTest(path):
                said = {"ids": [row.pk for row in rows], "into": rows[1].pk, "picked": {"address": rows[0].pk}}
                told = self.ask("post", f"/{path}/merge", said)
                self.assertEqual((told["id"], told["city"]), (rows[1].pk, rows[0].city))
                self.assertIn("was merged into", self.ask("post", f"/{path}/merge", said, status=409)["title"])
                self.ask("post", f"/acts/{self.ask('get', '/acts?limit=1')['items'][0]['id']}/undo")
                self.ask("get", f"/{path}/{rows[0].pk}")

    def test_what_cannot_be_merged_is_refused(self):
        one, two = (create_company(by=self.ann, name=name) for name in ("Acme", "Roux"))
        both = {"ids": [one.pk, two.pk]}
        self.ask("post", "/companies/merge", {"ids": [one.pk]}, status=409)
        self.ask("post", "/companies/merge", both, as_=self.olga, status=404)
        self.ask("post", "/companies/merge", both | {"picked": {"nonsense": one.pk}}, status=409)
        self.ask("post", "/companies/merge", both | {"versions": [{"id": one.pk, "version": 99}]}, status=409)


class MergedInBodiesTest(ApiTestCase, PipelineTestCase):
    """A program may know a number that was merged since: in a body, too, it means the survivor (02.35)."""

    def merged(self, path, **values):
        pks = [self.ask("post", path, values, status=201)["id"] for _time in range(2)]
        self.ask("post", f"{path}/merge", {"ids": pks, "into": pks[0]})
        return pks

    def test_links_of_what_is_made_and_changed(self):
        company, gone = self.merged("/companies", name="Roux")
        person, gone_person = self.merged("/people", last_name="Roux")
        made = self.ask("post", "/people", {"last_name": "Ana", "company": gone}, status=201)
        self.assertEqual(made["company"], company)
        made = self.ask("post", "/companies", {"name": "South", "parent": gone}, status=201)
        self.assertEqual(made["parent"], company)
        told = self.ask("patch", f"/leads/{self.lead.pk}", {"company": gone, "person": gone_person})
        self.assertEqual((told["company"], told["person"]), (company, person))
        self.ask("patch", f"/leads/{self.lead.pk}", {"company": 999_999}, status=409)

    def test_what_is_hung_on_it_and_done_with_many(self):
        company, gone = self.merged("/companies", name="Roux")
        on = {"noun": "company", "record": gone}
        self.assertEqual(self.ask("post", "/notes", on | {"body": "Hello"}, status=201)["record"], company)
        self.ask("post", "/notes", {"noun": "company", "record": 999_999, "body": "Hello"}, status=404)
        type = ActivityType.objects.first().pk
        self.assertEqual(self.ask("post", "/activities", on | {"type": type}, status=201)["record"], company)
        answer = self.ask("post", "/companies/bulk/edit", {"ids": [gone, company], "to": {"city": "Lyon"}})
        self.assertEqual((answer["done"], answer["hidden"]), ([company], 0))

    def test_a_survivor_that_the_key_does_not_see_is_none(self):
        company, gone = self.merged("/companies", name="Roux")
        self.ask("post", "/companies/bulk/assign", {"ids": [company], "owner": self.ann.pk, "team": self.north.pk})
        _key, token = make_key(self.ann, by=self.ann, name="South", team=self.south)
        self.ask("post", "/people", {"last_name": "Ana", "company": gone}, token=token, status=409)
