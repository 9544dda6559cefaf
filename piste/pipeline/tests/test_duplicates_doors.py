from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from piste.contacts.models import Apart
from piste.contacts.verbs.creating import create_company
from piste.pipeline.models import Lead
from piste.pipeline.tests.doors import DoorTestCase
from piste.pipeline.verbs.creating import create
from piste.pipeline.verbs.editing import edit


class DuplicatesDoorTest(DoorTestCase):
    @classmethod
    def setUpTestData(cls):
        super().setUpTestData()
        edit(cls.lead, by=cls.ann, email="ana@acme.example")
        cls.same = create(by=cls.ann, owner=cls.ann, title="Forklifts again", email="ana@acme.example")
        cls.likely = create(by=cls.ann, owner=cls.ann, title="Old forklifts", website="acme.example")
        cls.secret = create(by=cls.zoe, owner=cls.zoe, title="Secret", email="ana@acme.example")

    def test_the_page_asks_for_them_when_it_is_there(self):
        page = self.client.get(self.lead.get_absolute_url())
        self.assertContains(page, f'hx-get="{reverse("pipeline:likeness", args=[self.lead.pk])}"')
        answer = self.get("pipeline:likeness", self.lead.pk)
        self.assertContains(answer, "Duplicates (3)")
        self.assertContains(answer, "Open with the same e-mail")
        self.assertContains(answer, "Forklifts again")
        self.assertNotContains(answer, "Secret")

    def test_the_banner_stands_on_both_until_it_is_answered(self):
        for lead in (self.lead, self.same):
            self.assertContains(self.get("pipeline:likeness", lead.pk), "Not a duplicate")
        response = self.post("pipeline:apart", self.same.pk, self.lead.pk)
        self.assertEqual((response.status_code, self.said(response)), (204, "Not proposed again"))
        for lead in (self.lead, self.same):
            self.assertNotContains(self.get("pipeline:likeness", lead.pk), "Open with the same e-mail")

    def test_the_comparison_lists_them_by_strength_and_of_hidden_ones_whom_to_ask(self):
        response = self.get("pipeline:duplicates", self.lead.pk)
        self.assertContains(response, "same website domain")
        self.assertContains(response, "1 more, ask Zoe")
        self.assertNotContains(response, "Secret")
        text = response.content.decode()
        self.assertLess(text.index("Forklifts again"), text.index("Old forklifts"))

    def test_a_stranger_finds_nothing(self):
        for route in ("pipeline:duplicates", "pipeline:likeness"):
            self.assertEqual(self.get(route, self.lead.pk, as_user=self.zoe).status_code, 404)
        self.assertEqual(self.post("pipeline:apart", self.lead.pk, self.same.pk).status_code, 404)
        self.client.force_login(self.ann)
        self.assertEqual(self.post("pipeline:apart", self.lead.pk, self.secret.pk).status_code, 404)
        self.assertFalse(Apart.objects.exists())

    def test_who_only_reads_may_not_answer(self):
        self.assertEqual(self.post("pipeline:apart", self.lead.pk, self.same.pk, as_user=self.olga).status_code, 409)

    def test_more_of_them_cost_no_more_statements(self):
        def counted():
            with CaptureQueriesContext(connection) as queries:
                self.get("pipeline:duplicates", self.lead.pk)
            return len(queries)

        few = counted()
        for number in range(20):
            create(by=self.ann, owner=self.ann, title=f"More {number}", email="ana@acme.example")
        self.assertEqual(counted(), few)


class HintsTest(DoorTestCase):
    @classmethod
    def setUpTestData(cls):
        super().setUpTestData()
        edit(cls.lead, by=cls.ann, email="ana@acme.example", company_name="Acme")

    def test_the_forms_ask_for_hints_while_one_types(self):
        for route in ("pipeline:create", "pipeline:quick_create"):
            self.assertContains(self.get(route), f'hx-get="{reverse("pipeline:hints")}"')

    def test_what_is_typed_finds_what_is_there(self):
        for typed in ({"email": "ANA@acme.example"}, {"company_name": "ACME"}, {"company": "acme"}):
            response = self.get("pipeline:hints", **typed)
            self.assertContains(response, "Forklifts")
            self.assertContains(response, reverse("pipeline:add_to", args=[self.lead.pk]))

    def test_nothing_typed_and_nonsense_find_nothing(self):
        for typed in ({}, {"email": "a"}, {"company": "9" * 30}, {"phone": "\0", "person": "x"}):
            response = self.get("pipeline:hints", **typed)
            self.assertEqual(response.status_code, 200)
            self.assertNotContains(response, "Already here")

    def test_of_what_one_does_not_see_only_the_owner_is_told(self):
        response = self.get("pipeline:hints", as_user=self.zoe, email="ana@acme.example")
        self.assertContains(response, "1 more, ask Ann")
        self.assertNotContains(response, "Forklifts")
        self.assertEqual(self.get("pipeline:hints", as_user=self.otto).status_code, 404)

    def test_a_colleague_who_only_reads_it_may_open_it(self):
        self.assertNotContains(self.get("pipeline:hints", as_user=self.olga, email="ana@acme.example"), "/add/")

    def test_what_was_typed_is_added_to_the_one_that_is_there(self):
        company = create_company(by=self.ann, name="Acme")
        typed = {"title": "Other", "email": "leo@acme.example", "phone": "+33142685300", "company": company.pk}
        self.post("pipeline:add_to", self.lead.pk, **typed)
        self.lead.refresh_from_db()
        self.assertEqual((self.lead.title, self.lead.email), ("Forklifts", "ana@acme.example"))
        self.assertEqual((self.lead.extra_emails, self.lead.phone), (["leo@acme.example"], "+33142685300"))
        self.assertEqual((self.lead.company, Lead.objects.count()), (company, 3))

    def test_another_number_is_added_as_the_mobile_one_and_what_is_there_is_added_to_nothing(self):
        edit(self.lead, by=self.ann, phone="+33199001122")
        self.post("pipeline:add_to", self.lead.pk, phone="01 99 00 33 44")
        self.assertContains(self.client.get(self.lead.get_absolute_url()), "Added to Forklifts")
        self.post("pipeline:add_to", self.lead.pk, phone="01 99 00 11 22", email="Ana@acme.example")
        self.assertContains(self.client.get(self.lead.get_absolute_url()), "Forklifts has all of this already")
        self.lead.refresh_from_db()
        self.assertEqual((self.lead.phone, self.lead.mobile), ("+33199001122", "+33199003344"))

    def test_a_stranger_adds_nothing(self):
        response = self.post("pipeline:add_to", self.lead.pk, as_user=self.zoe, phone="+33142685300")
        self.assertEqual(response.status_code, 404)
