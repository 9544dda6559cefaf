from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from piste.contacts.verbs.creating import create_company, create_person
from piste.contacts.verbs.editing import edit as edit_contact
from piste.pipeline.models import Lead
from piste.pipeline.tests.doors import HTMX, DoorTestCase
from piste.pipeline.verbs.closing import mark_lost
from piste.pipeline.verbs.creating import create
from piste.pipeline.verbs.editing import edit
from piste.pipeline.verbs.storing import archive, trash


class SearchTest(DoorTestCase):
    @classmethod
    def setUpTestData(cls):
        super().setUpTestData()
        cls.company = create_company(by=cls.ann, name="Électricité Verdier", phones=["04 72 00 18 42"])
        cls.person = create_person(by=cls.ann, first_name="Zoë", last_name="Müller", company=cls.company)
        edit(cls.lead, by=cls.ann, phone="04 72 00 18 42", email="c.verdier@maison.example", contact_name="O'Brien")

    def found(self, typed, as_user=None):
        self.client.force_login(as_user or self.ann)
        response = self.client.get(reverse("search"), {"q": typed})
        self.assertEqual(response.status_code, 200)
        rows = response.content.decode().split('class="found__name">')[1:]
        return {row.split("<")[0] for row in rows}

    def test_everything_is_found_by_any_part_of_its_words(self):
        for typed, names in {
            "fork": {"Forklifts"},
            "LIFTS": {"Forklifts"},
            "verdier@mais": {"Forklifts"},
            f"L-{self.lead.pk}": {"Forklifts"},
            "electricite": {"Électricité Verdier", "Zoë Müller"} & {"Électricité Verdier"},
            "muller": {"Zoë Müller"},
            "zoe mull": {"Zoë Müller"},
            "O'Brien": {"Forklifts"},
        }.items():
            with self.subTest(typed):
                self.assertLessEqual(names, self.found(typed))

    def test_a_phone_number_is_found_in_every_form(self):
        for typed in ("+33 4 72 00 18 42", "0033472001842", "04.72.00.18.42", "(04) 72/00-18 42", "472001842", "1842"):
            with self.subTest(typed):
                self.assertLessEqual({"Forklifts", "Électricité Verdier"}, self.found(typed))

    def test_a_mobile_number_is_found_as_it_is_dialled_at_home_also_behind_a_word(self):
        edit(self.lead, by=self.ann, mobile="+33 6 12 34 56 78")
        for typed in ("06 12", "06 12 34 56 78", "0612345678", "forklifts 06 12 34", "06.12.34 fork"):
            with self.subTest(typed):
                self.assertEqual(self.found(typed), {"Forklifts"})

    def in_order(self, typed):
        self.client.force_login(self.ann)
        rows = self.client.get(reverse("search"), {"q": typed}).content.decode().split('class="found__name">')[1:]
        return [row.split("<")[0] for row in rows]

    def test_what_begins_like_that_comes_before_what_only_holds_it_and_the_very_reference_first(self):
        create(by=self.ann, owner=self.ann, title="Old forklifts")
        self.assertEqual(self.in_order("forkl"), ["Forklifts", "Old forklifts"])
        self.assertEqual(self.in_order("forklifts"), ["Forklifts", "Old forklifts"])
        create(by=self.ann, owner=self.ann, title=f"L-{self.lead.pk} again")
        self.assertEqual(self.in_order(f"l-{self.lead.pk}")[0], "Forklifts")
        self.assertEqual(self.in_order("c.verdier@maison.example")[0], "Forklifts")

    def test_a_new_record_is_found_by_its_reference_in_a_list_too(self):
        lead = create(by=self.ann, owner=self.ann, title="Racks")
        self.assertEqual(list(Lead.objects.matching(f"racks l-{lead.pk}")), [lead])

    def test_one_sign_begins_a_word(self):
        self.assertIn("Forklifts", self.found("f"))
        self.assertNotIn("Forklifts", self.found("l") - self.found("L-"))

    def test_odd_input_is_only_input(self):
        for typed in ("", " ", "'", '"', "%", "_", "\\", "' OR 1=1 --", "AND", "NEAR(", "*", "x" * 10_000, "́", "日本"):
            with self.subTest(typed[:20]):
                self.assertNotIn("Forklifts", self.found(typed))

    def test_rights_are_respected(self):
        self.assertEqual(self.found("sensors"), set())
        self.assertEqual(self.found("sensors", as_user=self.maya), {"Sensors"})
        self.assertEqual(self.found("verdier", as_user=self.otto), set())

    def test_lost_and_archived_ones_are_found_and_deleted_ones_are_not(self):
        mark_lost(self.lead, by=self.ann)
        archive(self.lead, by=self.ann)
        self.assertEqual(self.found("forklifts"), {"Forklifts"})
        trash(self.lead, by=self.maya)
        self.assertEqual(self.found("forklifts"), set())

    def test_a_record_is_found_by_the_new_name_of_its_customer(self):
        edit(self.lead, by=self.ann, company=self.company, person=self.person)
        edit_contact(self.company, by=self.ann, name="Aciers Lambert")
        edit_contact(self.person, by=self.ann, last_name="Schulz")
        self.assertIn("Forklifts", self.found("lambert"))
        self.assertIn("Forklifts", self.found("schulz"))
        self.assertNotIn("Forklifts", self.found("müller"))

    def test_words_of_very_many_and_of_few_records_both_bring_the_newest_first(self):
        for number in range(30):
            create(by=self.ann, title=f"Order of crane {number:02}")
        common = list(Lead.objects.matching("crane").order_by("-pk").values_list("title", flat=True)[:3])
        self.assertEqual(common, [f"Order of crane {number}" for number in (29, 28, 27)])
        rare = list(Lead.objects.matching("crane 0").order_by("-pk").values_list("title", flat=True))
        self.assertEqual(rare, [f"Order of crane {number:02}" for number in range(9, -1, -1)])
        newest = list(Lead.objects.filter(title__contains="crane").order_by("-pk").values_list("pk", flat=True))
        self.assertEqual(Lead.objects.newest_matching("crane", 3), newest[:3])
        self.assertEqual(Lead.objects.newest_matching("crane 2", 1), newest[:1])
        self.assertEqual(Lead.objects.newest_matching("crane 0", 20), newest[20:])

    def test_more_than_a_page_leads_to_the_list(self):
        for place in range(21):
            create(by=self.ann, owner=self.ann, title=f"Pallets {place}")
        response = self.client.get(reverse("search"), {"q": "pallets"})
        self.assertContains(response, "found__one", count=20)
        self.assertContains(response, f"{reverse('pipeline:leads')}?q=pallets&amp;scope=all")

    def test_while_typing_a_short_list_comes_without_the_page(self):
        for place in range(8):
            create(by=self.ann, owner=self.ann, title=f"Pallets {place}", company=self.company)
        with CaptureQueriesContext(connection) as queries:
            response = self.client.get(reverse("search"), {"q": "pallets"}, headers=HTMX)
        self.assertContains(response, "found__one", count=5)
        self.assertNotContains(response, "<html")
        self.assertLess(len(queries), 24)
        self.assertContains(self.client.get(reverse("search"), {"q": "nobody"}, headers=HTMX), "Nothing found.")
        self.assertEqual(self.client.get(reverse("search"), {"q": ""}, headers=HTMX).content.strip(), b"")

    def test_the_page_without_a_word_is_ready_for_one(self):
        self.assertContains(self.client.get(reverse("search")), " autofocus")
        self.assertNotContains(self.client.get(reverse("search"), {"q": "fork"}), " autofocus")

    def test_where_nothing_fits_something_can_be_made(self):
        page = self.client.get(reverse("search"), {"q": "nobody knows this"})
        self.assertRegex(page.content.decode(), rf'empty__acts">\s*<a[^>]* href="{reverse("pipeline:create")}"')
