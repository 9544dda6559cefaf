"""Companies, people and activities in figures: by declaration, without code of their own."""

import html
import re

from django.urls import reverse

from piste.activities.tests.cast import ActivityTestCase
from piste.contacts.verbs.creating import create_person
from piste.contacts.verbs.editing import edit


class FiguresTest(ActivityTestCase):
    def setUp(self) -> None:
        edit(self.verdier, by=self.maya, industry="Retail")
        create_person(by=self.maya, first_name="Claire", last_name="Roy", company=self.verdier)
        self.client.force_login(self.ann)

    def shown(self, route: str, **query: str):
        return self.client.get(reverse(route, query=query))

    def test_every_noun_has_its_pivot_and_its_graph(self):
        for route in ("contacts:company", "contacts:person", "activities:"):
            for view in ("pivot", "graph"):
                name = f"{route}{view}" if route.endswith(":") else f"{route}_{view}"
                with self.subTest(name=name):
                    self.assertContains(self.shown(name), "pivot__table")

    def test_a_figure_leads_to_its_rows(self):
        shown = self.shown("contacts:company_pivot", rows="industry")
        link = re.search(r'href="(/companies/\?[^"]+)">1</a>', shown.text)[1]
        found = self.client.get(html.unescape(link))
        self.assertContains(found, "Maison Verdier")
        self.assertNotContains(found, "Logis Nord")

    def test_conditions_and_search_narrow_it(self):
        said = '{"all":[{"f":"industry","op":"is","v":"retail"}]}'
        shown = self.shown("contacts:company_pivot", rows="owner", f=said)
        self.assertContains(shown, "Industry is “retail”")
        self.assertContains(self.shown("contacts:company_pivot", q="nothing at all"), "Nothing fits this filter.")

    def test_activities_are_counted_as_far_as_one_sees_them(self):
        self.planned(1)
        self.assertContains(self.shown("activities:pivot", rows="type", cols=""), ">2</a>")
        self.client.force_login(self.zoe)
        self.assertContains(self.shown("activities:pivot", rows="type", cols=""), "Nothing fits this filter.")

    def test_strangers_find_no_door(self):
        self.client.force_login(self.otto)
        for route in ("contacts:company_pivot", "contacts:person_graph", "activities:pivot"):
            self.assertEqual(self.shown(route).status_code, 404)
