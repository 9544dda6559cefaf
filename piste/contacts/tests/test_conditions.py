import json
import re
from html import unescape
from urllib.parse import parse_qs

from piste.contacts.tests.test_views import HTMX, DoorTestCase
from piste.contacts.verbs.creating import create_company

LYON = {"f": "city", "op": "is", "v": "Lyon"}
RETAIL = {"f": "industry", "op": "contains", "v": "retail"}


def unescaped(page):
    return unescape(page.content.decode())


class ConditionsTest(DoorTestCase):
    @classmethod
    def setUpTestData(cls):
        super().setUpTestData()
        create_company(by=cls.ann, name="Ashdown", city="Leeds", industry="Retail")

    def said(self, *conditions):
        return json.dumps({"all": conditions})

    def test_a_list_shows_what_fits(self):
        page = self.client.get(self.url("companies"), {"f": self.said(LYON)})
        self.assertContains(page, "Maison Verdier")
        self.assertNotContains(page, "Ashdown")
        page = self.client.get(self.url("people"), {"f": self.said({"f": "company.city", "op": "is", "v": "Leeds"})})
        self.assertContains(page, "Nothing fits these conditions.")

    def test_each_condition_is_a_chip_with_a_link_that_leaves_it_out(self):
        page = self.client.get(self.url("companies"), {"f": self.said(LYON, RETAIL), "sort": "-name"})
        links = [parse_qs(link) for link in re.findall(r'chip__remove" href="[^?]*\?([^"]*)"', unescaped(page))]
        self.assertEqual([json.loads(link["f"][0])["all"] for link in links], [[RETAIL], [LYON]])
        self.assertEqual([link["sort"] for link in links], [["-name"]] * 2)

    def test_order_and_search_keep_them(self):
        page = self.client.get(self.url("companies"), {"f": self.said(LYON)})
        self.assertContains(page, '<input type="hidden" name="f" value="{&#34;all&#34;', count=1)
        self.assertContains(page, "&amp;sort=-name")

    def test_what_is_no_filter_is_refused_and_never_everything(self):
        for said in ("{", "[1]", self.said({"f": "colour", "op": "is", "v": "red"})):
            with self.subTest(said):
                page = self.client.get(self.url("companies"), {"f": said})
                self.assertContains(page, "Nothing was searched.", status_code=409)
                self.assertEqual(self.client.get(self.url("people"), {"f": said}, headers=HTMX).status_code, 409)
