from unittest import mock

from django.test import RequestFactory, SimpleTestCase
from markupsafe import Markup

from piste.ui import menu, slots
from piste.ui.menu import Entry


class SlotsTest(SimpleTestCase):
    def setUp(self):
        self.request = RequestFactory().get("/leads/5/")
        self.enterContext(mock.patch.dict(slots._fillings, clear=True))

    def test_fillings_come_in_their_order_and_the_silent_ones_are_left_out(self):
        slots.fill("side", order=20)(lambda request: Markup("<b>second</b>"))
        slots.fill("side", order=10)(lambda request: Markup("<b>first</b>"))
        slots.fill("side", order=15)(lambda request: None)
        self.assertEqual(slots.render("side", self.request), "<b>first</b><b>second</b>")

    def test_a_filling_hears_what_it_stands_beside(self):
        slots.fill("side")(lambda request, lead: Markup("<b>{}</b>").format(lead))
        self.assertEqual(slots.render("side", self.request, lead="<Verdier>"), "<b>&lt;Verdier&gt;</b>")

    def test_plain_text_in_a_slot_is_escaped(self):
        slots.fill("side")(lambda request: "<script>")
        self.assertEqual(slots.render("side", self.request), "&lt;script&gt;")

    def test_an_empty_slot_is_nothing(self):
        self.assertEqual(slots.render("nowhere", self.request), "")

    def test_a_section_of_the_menu_without_entries_is_not_there(self):
        slots.fill("menu.sales")(lambda request: Entry("Pipeline", "/leads/"))
        slots.fill("menu.acquire")(lambda request: None)
        self.assertEqual([section.title for section in menu.build(self.request).rail], ["Sales"])

    def test_the_entry_whose_address_says_most_is_the_current_one(self):
        for url in ("/", "/leads/", "/leads/5/timeline/", "/leads/5"):
            slots.fill("menu.sales")(lambda request, url=url: Entry(url, url))
        (section,) = menu.build(self.request).rail
        self.assertEqual([entry.url for entry in section.entries if entry.current], ["/leads/5"])

    def test_the_query_of_an_entry_must_hold(self):
        for url in ("/leads/5/?view=list", "/leads/5/?view=board", "/leads/5/"):
            slots.fill("menu.sales")(lambda request, url=url: Entry(url, url))
        (section,) = menu.build(RequestFactory().get("/leads/5/?view=board")).rail
        self.assertEqual([entry.url for entry in section.entries if entry.current], ["/leads/5/?view=board"])

    def test_a_page_may_say_where_it_belongs(self):
        for url in ("/leads/?kind=lead", "/leads/"):
            slots.fill("menu.sales")(lambda request, url=url: Entry(url, url))
        (section,) = menu.build(self.request, at="/leads/?kind=lead").rail
        self.assertEqual([entry.url for entry in section.entries if entry.current], ["/leads/?kind=lead"])

    def test_an_entry_may_stand_for_several_addresses(self):
        slots.fill("menu.sales")(lambda request: Entry("Customers", "/companies/", also=("/leads/",)))
        (section,) = menu.build(self.request).rail
        self.assertTrue(section.entries[0].current)

    def test_a_page_of_the_configuration_marks_the_configuration(self):
        slots.fill("menu.configuration")(lambda request: Entry("Stages", "/leads/"))
        self.assertTrue(menu.build(self.request).configuring)
        self.assertFalse(menu.build(RequestFactory().get("/other/")).configuring)
