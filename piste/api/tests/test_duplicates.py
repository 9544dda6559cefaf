from piste.api.tests.cast import ApiTestCase
from piste.pipeline.models import Lead
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
        self.assertEqual((moved.status_code, moved["Location"]), (302, f"/api/v1/leads/{second.pk}"))
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
