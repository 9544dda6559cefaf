from django.urls import reverse

from piste.contacts.tests.test_views import HTMX, DoorTestCase
from piste.finding.models import SavedView


class SavedViewsTest(DoorTestCase):
    def test_companies_and_people_have_views_of_their_own(self):
        new = reverse("finding:new_view", args=["company"])
        then = self.url("companies") + "?group=city"
        self.client.post(new, {"name": "By city", "sharing": "all", "then": then}, headers=HTMX)
        view = SavedView.objects.get()
        self.client.force_login(self.ben)
        self.assertContains(self.client.get(self.url("companies")), "By city")
        self.assertNotContains(self.client.get(self.url("people")), "By city")
        page = self.client.get(reverse("finding:view", args=[view.pk]), follow=True)
        self.assertContains(page, 'class="group__head"')


class CellsTest(DoorTestCase):
    def test_cells_lead_to_the_doors_of_their_facts(self):
        page = self.client.get(self.url("companies")).content.decode()
        for key, fact in (("city", None), ("industry", "industry"), ("email", "emails"), ("tags", "tags")):
            door = fact and f'data-column="{key}" data-door="{self.url("company_fact", 0, fact)}"'
            self.assertIn(door or f'data-column="{key}"><', page)
        self.client.force_login(self.maya)
        self.assertNotContains(self.client.get(self.url("companies"), {"show": "trash"}), "data-door")
