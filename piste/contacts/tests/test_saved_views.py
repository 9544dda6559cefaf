from django.urls import reverse

from piste.contacts.tests.test_views import HTMX, DoorTestCase
from piste.contacts.verbs.editing import edit
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
        for key, fact in (
            ("name", "name"),
            ("city", "city"),
            ("created", None),
            ("industry", "industry"),
            ("email", "emails"),
            ("tags", "tags"),
        ):
            door = fact and f'data-column="{key}" data-door="{self.url("company_fact", 0, fact)}"'
            self.assertIn(door or f'data-column="{key}"><', page)
        self.client.force_login(self.maya)
        self.assertNotContains(self.client.get(self.url("companies"), {"show": "trash"}), "data-door")

    def test_a_line_is_drawn_anew_after_a_cell_was_edited(self):
        asked = {"line": self.company.pk, "columns": "name,city"}
        line = self.client.get(self.url("companies"), asked, headers=HTMX)
        self.assertContains(line, "<tr", count=1)
        self.assertContains(line, "Lyon")
        self.assertNotContains(line, "<table")

    def test_small_screens_edit_the_cells_of_a_line_in_a_sheet(self):
        asked = {"line": self.company.pk, "sheet": "1", "columns": "name,city,created"}
        sheet = self.client.get(self.url("companies"), asked, headers=HTMX)
        for key in ("name", "city"):
            self.assertContains(sheet, self.url("company_fact", self.company.pk, key))
        self.assertNotContains(sheet, "Created")
        gone = self.client.get(self.url("companies"), asked | {"line": "999"}, headers=HTMX)
        self.assertEqual(gone.status_code, 404)

    def test_a_newer_value_stands_beside_what_was_typed(self):
        door, seen = self.url("company_fact", self.company.pk, "city"), self.company.version
        edit(self.company, by=self.ben, city="Arras")
        answer = self.client.post(door, {"city": "Lens", "seen": seen}, headers=HTMX)
        for text in ("Ben changed “city” meanwhile.", "Now it is:", "Arras", 'value="Lens"'):
            self.assertContains(answer, text, status_code=422)
        self.client.post(door, {"city": "Lens", "seen": self.company.version}, headers=HTMX)
        self.company.refresh_from_db()
        self.assertEqual(self.company.city, "Lens")
