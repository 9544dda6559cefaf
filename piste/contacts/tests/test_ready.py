import json
import re
from html import unescape
from urllib.parse import parse_qs

from piste.contacts.tests.test_views import HTMX, DoorTestCase
from piste.contacts.verbs.creating import create_company

MINE = {"f": "owner", "op": "me"}
LEEDS = {"f": "city", "op": "is", "v": "Leeds"}


class ReadyFiltersTest(DoorTestCase):
    """Companies and people have ready filters as records do, made of conditions."""

    @classmethod
    def setUpTestData(cls):
        super().setUpTestData()
        create_company(by=cls.ann, name="Ashdown", city="Leeds", owner=cls.ann)
        create_company(by=cls.ann, name="Blue Anchor", owner=cls.ben)

    def choices(self, page) -> dict[str, list]:
        """What each ready filter asks for."""
        links = re.findall(r'facets__one" href="[^?"]*\??([^"]*)"[^>]*>([^<]+)</a>', unescape(page.content.decode()))
        asked = {text: parse_qs(query).get("f") for query, text in links}
        return {text: json.loads(said[0])["all"] if said else [] for text, said in asked.items()}

    def test_one_click_asks_for_ones_own_and_another_takes_it_back(self):
        page = self.client.get(self.url("companies"))
        self.assertEqual(self.choices(page)["Mine"], [MINE])
        page = self.client.get(self.url("companies"), {"f": json.dumps({"all": [MINE]})})
        self.assertContains(page, "Ashdown")
        self.assertNotContains(page, "Blue Anchor")
        self.assertEqual(self.choices(page)["Mine"], [])
        self.assertContains(page, 'aria-current="true">Mine</a>')

    def test_one_of_a_group_takes_the_place_of_another_and_other_conditions_stay(self):
        page = self.client.get(self.url("companies"), {"f": json.dumps({"all": [LEEDS, MINE]})})
        self.assertEqual(self.choices(page)["Unassigned"], [LEEDS, {"f": "owner", "op": "empty"}])
        late = {"f": "next_activity", "op": "rel", "v": "overdue"}
        self.assertEqual(self.choices(page)["Overdue"], [LEEDS, MINE, late])

    def test_any_of_several_is_narrowed_as_a_whole(self):
        page = self.client.get(self.url("companies"), {"f": json.dumps({"any": [LEEDS, MINE]})})
        self.assertEqual(self.choices(page)["Mine"], [{"any": [LEEDS, MINE]}, MINE])

    def test_every_layout_has_them_and_every_choice_opens(self):
        for noun in ("company", "person"):
            for route in (f"{noun}_cards", f"{noun}_pivot", "companies" if noun == "company" else "people"):
                for text, asked in self.choices(self.client.get(self.url(route))).items():
                    with self.subTest(route=route, text=text):
                        answer = self.client.get(self.url(route), {"f": json.dumps({"all": asked})})
                        self.assertEqual(answer.status_code, 200)

    def test_conditions_that_are_opened_after_a_search_keep_its_words(self):
        for route in ("companies", "company_cards", "company_pivot"):
            target = {"company_pivot": "figures"}.get(route, "contacts")
            page = self.client.get(self.url(route), {"q": "ash"}, headers=HTMX | {"HX-Target": target})
            with self.subTest(route=route):
                self.assertRegex(page.content.decode(), r'id="filter-way" hx-swap-oob="true"')
                self.assertIn("then=%2Fcompanies%2F", page.content.decode())
                self.assertIn("q%3Dash", page.content.decode())
