"""What was done, and taken back; what was thrown away, and brought back."""

from piste.api.tests.cast import ApiTestCase
from piste.api.verbs.keys import make_key
from piste.pipeline.tests.cast import PipelineTestCase
from piste.pipeline.verbs.closing import mark_won
from piste.pipeline.verbs.converting import convert
from piste.pipeline.verbs.creating import create
from piste.pipeline.verbs.editing import edit


class ActsTest(ApiTestCase, PipelineTestCase):
    def acts(self, query="", **how):
        return self.ask("get", f"/acts{query}", **how)["items"]

    def test_one_reads_what_one_did_and_managers_what_others_did(self):
        edit(self.lead, by=self.ann, city="Lyon")
        mark_won(self.lead, by=self.ann)
        first, second = self.acts("?limit=2")
        self.assertEqual((first["verb"], second["verb"], first["undoable"]), ("lead.won", "lead.edited", True))
        self.assertEqual(first["record"], {"noun": "lead", "id": self.lead.pk})
        self.assertEqual(self.acts(f"?by={self.ann.pk}", as_=self.zoe), [])
        self.assertEqual(self.acts(f"?by={self.ann.pk}&limit=1", as_=self.maya)[0]["id"], first["id"])
        self.ask("get", f"/acts/{first['id']}")
        self.ask("get", f"/acts/{first['id']}", as_=self.zoe, status=404)

    def test_an_act_is_taken_back_once_and_not_by_a_stranger(self):
        mark_won(self.lead, by=self.ann)
        pk = self.lead.last_event.change_set_id
        self.ask("post", f"/acts/{pk}/undo", as_=self.zoe, status=404)
        back = self.ask("post", f"/acts/{pk}/undo")
        self.assertEqual((back["undoes"], self.ask("get", f"/acts/{pk}")["undone"]), (pk, True))
        self.assertEqual(self.ask("get", f"/leads/{self.lead.pk}")["outcome"], "open")
        self.ask("post", f"/acts/{pk}/undo", status=409)

    def test_what_was_changed_again_is_told_and_decided(self):
        edit(self.lead, by=self.ann, city="Lyon", campaign="Fair")
        pk = self.lead.last_event.change_set_id
        edit(self.lead, by=self.maya, city="Paris")
        problem = self.ask("post", f"/acts/{pk}/undo", status=409)
        self.assertEqual(problem["code"], "conflicts")
        conflict = problem["conflicts"][0]
        self.assertEqual(
            {name: conflict[name] for name in ("noun", "id", "field", "then", "now", "by")},
            {"noun": "lead", "id": self.lead.pk, "field": "city", "then": "Lyon", "now": "Paris", "by": "Maya"},
        )
        self.ask("post", f"/acts/{pk}/undo?dry_run=true", {"part": True})
        former = {"former": [{name: conflict[name] for name in ("noun", "id", "field")}]}
        self.ask("post", f"/acts/{pk}/undo", former)
        told = self.ask("get", f"/leads/{self.lead.pk}")
        self.assertEqual((told["city"], told["campaign"]), ("", ""))

    def test_a_key_takes_back_what_it_may_write_and_reads_what_it_may_read(self):
        mark_won(self.lead, by=self.ann)
        pk = self.lead.last_event.change_set_id
        _key, reads = make_key(self.ann, by=self.root, name="Reads", scopes=["leads:read"])
        _key, others = make_key(self.ann, by=self.root, name="Tags", scopes=["tags:write"])
        self.assertEqual(self.acts("?limit=1", token=reads)[0]["id"], pk)
        self.assertEqual(self.acts(token=others), [])
        self.assertEqual(self.ask("post", f"/acts/{pk}/undo", token=reads, status=403)["scope"], "leads:write")

    def test_a_key_of_leads_takes_back_no_customers(self):
        lead = create(by=self.ann, owner=self.ann, kind="lead", title="Asks", contact_name="Ana Roux")
        convert(lead, by=self.ann, create=True)
        _key, token = make_key(self.ann, by=self.root, name="Leads", scopes=["leads:write"])
        for address in (f"/leads/{lead.pk}/undo", f"/acts/{lead.last_act}/undo"):
            self.assertEqual(self.ask("post", address, token=token, status=403)["scope"], "people:write")

    def test_a_list_of_acts_costs_the_same_with_few_and_with_many(self):
        counts = []
        for city in ("Lyon", "Paris"):
            for number in range(10):
                edit(self.lead, by=self.ann, city=f"{city} {number}")
            counts.append(self.queries("/acts"))
        self.assertEqual(*counts)


class TrashTest(ApiTestCase, PipelineTestCase):
    def test_what_a_manager_threw_away_is_listed_and_brought_back(self):
        person = self.ask("post", "/people", {"last_name": "Roux"}, status=201)["id"]
        company = self.ask("post", "/companies", {"name": "Roux"}, status=201)["id"]
        for noun, pk in (("leads", self.lead.pk), ("people", person), ("companies", company)):
            with self.subTest(noun):
                self.ask("delete", f"/{noun}/{pk}", as_=self.maya)
                self.assertEqual([row["id"] for row in self.ask("get", f"/{noun}/trash", as_=self.maya)["items"]], [pk])
                self.assertEqual(self.ask("get", f"/{noun}/trash")["items"], [])
                self.ask("post", f"/{noun}/{pk}/untrash", status=404)
                self.ask("post", f"/{noun}/{pk}/untrash", as_=self.maya)
                self.ask("get", f"/{noun}/{pk}")

    def test_what_is_typed_is_added_and_overwrites_nothing(self):
        edit(self.lead, by=self.ann, city="Lyon", email="a@roux.example")
        said = {"email": "b@roux.example", "phone": "+33142685300"}
        told = self.ask("post", f"/leads/{self.lead.pk}/add", said)
        self.assertEqual((told["email"], told["extra_emails"]), ("a@roux.example", ["b@roux.example"]))
        self.ask("post", f"/leads/{self.lead.pk}/add", said, as_=self.zoe, status=404)
