from django.urls import reverse

from piste.contacts.models import Company, Person
from piste.pipeline.tests.doors import DoorTestCase
from piste.pipeline.verbs.closing import mark_lost
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
