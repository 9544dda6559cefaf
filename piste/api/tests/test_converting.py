from piste.accounts.models import Site
from piste.api.tests.cast import ApiTestCase
from piste.contacts.verbs.creating import create_company, create_person
from piste.pipeline.models import Lead
from piste.pipeline.tests.cast import PipelineTestCase
from piste.pipeline.verbs.closing import mark_lost
from piste.pipeline.verbs.creating import create
from piste.pipeline.verbs.editing import edit


class ConvertingApiTest(ApiTestCase, PipelineTestCase):
    def setUp(self):
        super().setUp()
        facts = {"email": "ana@nord.example", "contact_name": "Ana Roy", "company_name": "Nord SARL"}
        self.asking = create(by=self.ann, kind="lead", title="Asks for pallets", owner=self.ann, **facts)
        self.url = f"/leads/{self.asking.pk}/convert"

    def test_a_record_begins_as_the_team_works(self):
        self.assertEqual(self.ask("post", "/leads", {"title": "One"}, status=201)["kind"], "opportunity")
        Site.objects.update(uses_leads=True)
        self.assertEqual(self.ask("post", "/leads", {"title": "Two"}, status=201)["kind"], "lead")
        said = {"title": "Three", "kind": "opportunity"}
        self.assertEqual(self.ask("post", "/leads", said, status=201)["kind"], "opportunity")

    def test_a_lead_is_converted_with_a_new_customer(self):
        answer = self.ask("post", self.url)
        self.assertEqual((answer["kind"], answer["id"], answer["owner"]), ("opportunity", self.asking.pk, self.ann.pk))
        self.assertIsNotNone(answer["converted_at"])
        self.asking.refresh_from_db()
        self.assertEqual((str(self.asking.person), str(self.asking.company)), ("Ana Roy", "Nord SARL"))
        self.ask("post", self.url, status=409)
        self.assertEqual(self.ask("post", f"/leads/{self.asking.pk}/undo")["kind"], "lead")

    def test_or_with_the_matched_one_a_named_one_or_none(self):
        ana = create_person(by=self.ann, last_name="Roy", emails=["ana@nord.example"])
        self.assertEqual(self.ask("post", self.url)["person"], ana.pk)
        self.ask("post", f"/leads/{self.asking.pk}/undo")
        nord = create_company(by=self.ann, name="Nord")
        self.assertEqual(self.ask("post", self.url, {"company": nord.pk})["company"], nord.pk)
        self.ask("post", f"/leads/{self.asking.pk}/undo")
        answer = self.ask("post", self.url, {"customer": "none"})
        self.assertEqual((answer["person"], answer["company"]), (None, None))

    def test_owner_and_team_are_chosen(self):
        answer = self.ask("post", self.url, {"owner": self.zoe.pk, "customer": "none"}, as_=self.maya)
        self.assertEqual((answer["owner"], answer["team"]), (self.zoe.pk, self.south.pk))

    def test_it_goes_into_an_open_record(self):
        self.ask("post", self.url, {"merge_with": self.zoes.pk}, status=409)
        answer = self.ask("post", self.url, {"merge_with": self.lead.pk})
        self.assertEqual((answer["id"], answer["email"]), (self.lead.pk, "ana@nord.example"))

    def test_a_stranger_finds_nothing_an_observer_only_reads_and_an_old_version_is_refused(self):
        self.ask("post", self.url, as_=self.zoe, status=404)
        self.ask("post", self.url, as_=self.olga, status=403)
        edit(self.asking, by=self.ben, phone="+33199001122")
        self.ask("post", self.url, {"version": 1}, status=409)
        self.ask("post", self.url, {"owner": 99999}, status=409)

    def test_many_are_converted_and_the_others_are_told_apart(self):
        same = create(by=self.ann, kind="lead", title="Same", email="ana@nord.example", owner=None, team=self.north)
        free = create(by=self.ann, kind="lead", title="Free", owner=None, team=self.north)
        lost = create(by=self.ann, kind="lead", title="Gone", owner=self.ann)
        mark_lost(lost, by=self.ann)
        ids = [self.asking.pk, same.pk, free.pk, lost.pk, self.zoes.pk]
        answer = self.ask("post", "/leads/convert", {"ids": ids, "owners": [self.ben.pk]})
        self.assertEqual(sorted(answer["converted"]), [self.asking.pk, free.pk])
        self.assertEqual(answer["merged"], [{"lead": same.pk, "into": self.asking.pk}])
        self.assertEqual([one["lead"] for one in answer["skipped"]], [lost.pk])
        self.assertEqual(answer["missing"], 1)
        owners = Lead.objects.filter(pk__in=[self.asking.pk, free.pk]).order_by("pk").values_list("owner", flat=True)
        self.assertEqual(list(owners), [self.ann.pk, self.ben.pk])
        self.ask("post", "/leads/convert", {"ids": ids}, as_=self.olga, status=403)
        self.ask("post", "/leads/convert", {"ids": []}, status=409)

    def test_back_to_lead_and_a_copy(self):
        self.assertEqual(self.ask("post", f"/leads/{self.lead.pk}/to-lead")["kind"], "lead")
        self.ask("post", f"/leads/{self.lead.pk}/to-lead", status=409)
        self.ask("post", f"/leads/{self.lead.pk}/copy", as_=self.zoe, status=404)
        copied = self.ask("post", f"/leads/{self.lead.pk}/copy", status=201)
        self.assertEqual((copied["title"], copied["kind"]), ("Forklifts", "lead"))
        self.assertNotEqual(copied["id"], self.lead.pk)

    def test_a_new_e_mail_is_told_to_the_contact_when_asked(self):
        ana = create_person(by=self.ann, last_name="Roy", emails=["ana@nord.example"])
        edit(self.lead, by=self.ann, person=ana)
        self.ask("patch", f"/leads/{self.lead.pk}", {"email": "one@nord.example"})
        self.ask("patch", f"/leads/{self.lead.pk}", {"email": "two@nord.example", "contact_too": True})
        ana.refresh_from_db()
        self.assertEqual([one["value"] for one in ana.emails], ["two@nord.example", "ana@nord.example"])
