from django.urls import reverse

from piste.contacts.models import Company, Person
from piste.pipeline.models import Lead
from piste.pipeline.tests.doors import DoorTestCase
from piste.pipeline.verbs.closing import mark_lost
from piste.pipeline.verbs.creating import create
from piste.pipeline.verbs.editing import edit


class CustomerDealsTest(DoorTestCase):
    @classmethod
    def setUpTestData(cls):
        super().setUpTestData()
        cls.company = Company.objects.create(name="Verdier", name_key="verdier")
        cls.person = Person.objects.create(last_name="Roux", name_key="roux", company=cls.company)
        for lead in (cls.lead, cls.zoes):
            edit(lead, by=cls.maya, company=cls.company, person=cls.person)

    def test_the_page_of_a_customer_shows_the_opportunities_that_one_may_see(self):
        for page in (self.company, self.person):
            response = self.client.get(page.get_absolute_url())
            self.assertContains(response, "Forklifts")
            self.assertNotContains(response, "Sensors")

    def test_those_of_companies_that_belong_to_it_are_shown_too(self):
        group = Company.objects.create(name="Groupe Verdier", name_key="groupe verdier")
        Company.objects.filter(pk=self.company.pk).update(parent=group)
        self.assertContains(self.client.get(group.get_absolute_url()), "Forklifts")

    def test_open_ones_stand_first(self):
        mark_lost(self.zoes, by=self.zoe)
        response = self.get("pipeline:of_company", self.company.pk, as_user=self.maya)
        self.assertLess(response.content.index(b"Forklifts"), response.content.index(b"Sensors"))

    def test_more_than_ten_follow_page_by_page_open_before_closed_leads_too(self):
        for number in range(12):
            create(by=self.ann, owner=self.ann, title=f"Deal {number:02}", kind="lead", company=self.company)
        mark_lost(Lead.objects.get(title="Deal 11"), by=self.ann)
        first = self.get("pipeline:of_company", self.company.pk)
        self.assertContains(first, "Deal 10")
        self.assertNotContains(first, "Deal 11")
        after = first.content.decode().split("?after=")[1].split('"')[0]
        rest = self.get("pipeline:of_company", self.company.pk, after=after)
        for title in ("Deal 00", "Forklifts", "Deal 11"):
            self.assertContains(rest, title, count=1)
        self.assertNotContains(rest, "Deal 10")

    def test_cards_say_how_much_is_open(self):
        card = self.client.get(reverse("contacts:company_cards"))
        self.assertContains(card, "1 open opportunity")
        self.client.force_login(self.maya)
        self.assertContains(self.client.get(reverse("contacts:person_cards")), "2 open opportunities")

    def test_outsiders_find_nothing(self):
        self.assertEqual(self.get("pipeline:of_person", self.person.pk, as_user=self.otto).status_code, 404)

    def test_a_new_one_begins_with_the_customer(self):
        response = self.client.get(reverse("pipeline:create"), {"company": self.company.pk})
        self.assertContains(response, f'<option value="{self.company.pk}" selected>Verdier</option>', html=True)

    def test_the_list_is_narrowed_to_a_customer(self):
        self.client.force_login(self.maya)
        response = self.client.get(reverse("pipeline:leads"), {"scope": "all", "company": self.company.pk})
        self.assertContains(response, "Sensors")
        self.assertNotContains(response, "Scanners")
