from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from piste.contacts.models import Company, Person, Tag
from piste.contacts.verbs.creating import create_company, create_person
from piste.contacts.verbs.editing import edit
from piste.contacts.verbs.storing import archive, trash
from piste.history.models import ChangeSet
from piste.testing import CastTestCase

HTMX = {"HX-Request": "true"}


class DoorTestCase(CastTestCase):
    @classmethod
    def setUpTestData(cls):
        super().setUpTestData()
        cls.company = create_company(by=cls.ann, name="Maison Verdier", emails=["shop@verdier.example"], city="Lyon")
        cls.person = create_person(by=cls.ann, first_name="Claire", last_name="Verdier", company=cls.company)

    def setUp(self):
        self.client.force_login(self.ann)

    def url(self, route, *args):
        return reverse(f"contacts:{route}", args=args)

    def queries(self, url):
        with CaptureQueriesContext(connection) as captured:
            self.assertEqual(self.client.get(url).status_code, 200)
        return len(captured)


class ListDoorTest(DoorTestCase):
    def test_everybody_in_sales_reads_companies_and_people(self):
        for user in (self.ann, self.zoe, self.olga, self.maya):
            self.client.force_login(user)
            with self.subTest(user=user):
                self.assertContains(self.client.get(self.url("companies")), "Maison Verdier")
                self.assertContains(self.client.get(self.url("people")), "Claire Verdier")

    def test_somebody_outside_of_sales_finds_nothing_there(self):
        self.client.force_login(self.otto)
        for url in (
            self.url("companies"),
            self.url("people"),
            self.url("company", self.company.pk),
            self.url("person", self.person.pk),
            self.url("new_company"),
            self.url("company_hints"),
        ):
            with self.subTest(url=url):
                self.assertEqual(self.client.get(url).status_code, 404)

    def test_who_has_not_signed_in_is_asked_to(self):
        self.client.logout()
        answer = self.client.get(self.url("companies"))
        self.assertRedirects(answer, f"{reverse('account_login')}?next=/companies/", fetch_redirect_response=False)

    def test_the_search_narrows_the_list_and_offers_to_create_what_is_not_found(self):
        create_company(by=self.ann, name="Banque Rhône")
        answer = self.client.get(self.url("companies"), {"q": "rhone"}, headers=HTMX)
        self.assertContains(answer, "Banque Rhône")
        self.assertNotContains(answer, "Maison Verdier")
        self.assertContains(self.client.get(self.url("companies"), {"q": "nobody"}), "name=nobody")

    def test_the_browser_keeps_the_list_alone_apart_from_the_page(self):
        for headers in ({}, HTMX):
            with self.subTest(headers=headers):
                self.assertIn("HX-Request", self.client.get(self.url("companies"), headers=headers).headers["Vary"])

    def test_archived_and_deleted_ones_have_lists_of_their_own(self):
        archive(self.company, by=self.ann)
        trash(self.person, by=self.maya)
        self.assertNotContains(self.client.get(self.url("companies")), "Maison Verdier")
        self.assertContains(self.client.get(self.url("companies"), {"show": "archived"}), "Maison Verdier")
        self.assertNotContains(self.client.get(self.url("people"), {"show": "trash"}), "Claire")
        self.client.force_login(self.maya)
        self.assertContains(self.client.get(self.url("people"), {"show": "trash"}), "Claire")

    def test_the_people_of_one_company(self):
        create_person(by=self.ann, last_name="Stranger")
        answer = self.client.get(self.url("people"), {"company": self.company.pk})
        self.assertContains(answer, "Claire")
        self.assertNotContains(answer, "Stranger")

    def test_more_than_fifty_come_in_pages_by_key_in_both_directions(self):
        for number in range(60):
            create_company(by=self.ann, name=f"Company {number:02}")
        for sort in ("name", "-name", "created", "-created"):
            with self.subTest(sort=sort):
                first = self.client.get(self.url("companies"), {"sort": sort})
                cursor = _cursor(first)
                rest = self.client.get(self.url("companies"), {"sort": sort, "cursor": cursor}, headers=HTMX)
                seen = _names(first) + _names(rest)
                self.assertEqual((len(_names(first)), len(seen), len(set(seen))), (50, 61, 61))

    def test_a_damaged_cursor_is_refused(self):
        self.assertEqual(self.client.get(self.url("companies"), {"cursor": "x"}).status_code, 409)

    def test_a_list_costs_the_same_with_ten_and_with_fifty_rows(self):
        counts = []
        for upto in (10, 50):
            for number in range(Company.objects.count(), upto):
                company = create_company(by=self.ann, name=f"C{number}", owner=self.ben, tags=Tag.objects.all()[:2])
                create_person(by=self.ann, last_name=f"P{number}", company=company)
            counts.append([self.queries(self.url(route)) for route in ("companies", "people")])
        self.assertEqual(*counts)


class PageDoorTest(DoorTestCase):
    def test_the_company_shows_its_people_and_subsidiaries(self):
        create_company(by=self.ann, name="Verdier Bron", parent=self.company)
        answer = self.client.get(self.url("company", self.company.pk))
        for text in ("Claire Verdier", "Verdier Bron", "mailto:shop@verdier.example"):
            self.assertContains(answer, text)

    def test_an_observer_reads_and_is_offered_nothing_to_change(self):
        self.client.force_login(self.olga)
        answer = self.client.get(self.url("company", self.company.pk))
        self.assertContains(answer, "Maison Verdier")
        self.assertNotContains(answer, "<editable-field")
        self.assertNotContains(answer, self.url("company_archive", self.company.pk))

    def test_only_managers_are_offered_the_trash(self):
        door = self.url("company_trash", self.company.pk)
        self.assertNotContains(self.client.get(self.url("company", self.company.pk)), door)
        self.client.force_login(self.maya)
        self.assertContains(self.client.get(self.url("company", self.company.pk)), door)

    def test_a_linked_company_in_the_trash_is_named_without_a_link(self):
        trash(self.company, by=self.maya)
        answer = self.client.get(self.url("person", self.person.pk))
        self.assertContains(answer, "Maison Verdier")
        self.assertNotContains(answer, f'href="{self.url("company", self.company.pk)}"')

    def test_a_page_costs_the_same_with_ten_and_with_fifty_people(self):
        counts = []
        for upto in (10, 50):
            for number in range(Person.objects.count(), upto):
                create_person(by=self.ann, last_name=f"P{number}", company=self.company)
            counts.append(self.queries(self.url("company", self.company.pk)))
        self.assertEqual(*counts)


class FactDoorTest(DoorTestCase):
    def fact(self, key, data=None, **headers):
        url = self.url("company_fact", self.company.pk, key)
        headers = HTMX | headers
        return self.client.get(url, headers=headers) if data is None else self.client.post(url, data, headers=headers)

    def test_a_form_that_is_opened_as_a_page_says_what_of_whom(self):
        page = self.client.get(self.url("company_fact", self.company.pk, "industry"))
        self.assertContains(page, "<title>Industry: Maison Verdier – Piste</title>")

    def test_every_fact_of_both_can_be_asked_for(self):
        company = ("name", "legal_name", "emails", "phones", "website", "domains", "address", "industry", "employees")
        company += ("registration_number", "tax_number", "parent", "language", "owner", "team", "tags", "notes")
        person = (
            "person_name",
            "job_title",
            "company",
            "emails",
            "phones",
            "address",
            "language",
            "time_zone",
            "notes",
        )
        for noun, keys, pk in (("company", company, self.company.pk), ("person", person, self.person.pk)):
            for key in keys:
                with self.subTest(noun=noun, key=key):
                    answer = self.client.get(self.url(f"{noun}_fact", pk, key), headers=HTMX)
                    self.assertContains(answer, "<form")

    def test_saving_answers_with_the_value_and_an_undo(self):
        answer = self.fact("address", {"street": "3 rue Mercière", "city": "Lyon", "country": "FR"})
        self.assertContains(answer, "3 rue Mercière")
        self.assertIn(reverse("history:undo", args=[ChangeSet.objects.latest("id").pk]), answer.headers["HX-Trigger"])

    def test_addresses_arrive_as_rows_with_their_marks(self):
        rows = {
            "phones-key": ["0", "1", "2"],
            "phones": ["04 72 00 18 42", " ", "06 12 34 56 78"],
            "phones-label": ["Desk", "", "Claire"],
            "phones-opted_out": ["2"],
        }
        self.assertContains(self.fact("phones", rows), "+33 4 72 00 18 42")
        self.company.refresh_from_db()
        kept = [(one["value"], one["label"], one["opted_out"]) for one in self.company.phones]
        self.assertEqual(kept, [("+33472001842", "Desk", False), ("+33612345678", "Claire", True)])

    def test_a_mark_that_follows_from_the_value_goes_with_it(self):
        edit(self.company, by=self.ann, phones=["ask Claire"])
        self.assertTrue(self.company.phones[0]["invalid"])
        self.assertNotContains(self.fact("phones"), "checked")

    def test_a_bad_value_comes_back_with_what_was_typed(self):
        answer = self.fact("employees", {"employees": "many"})
        self.assertContains(answer, "many", status_code=422)

    def test_a_refusal_stands_beside_its_field(self):
        child = create_company(by=self.ann, name="Verdier Bron", parent=self.company)
        self.assertContains(self.fact("parent", {"parent": child.pk}), "belongs to", status_code=422)

    def test_a_value_changed_by_somebody_else_meanwhile_is_not_overwritten(self):
        seen = self.company.version
        edit(self.company, by=self.ben, industry="Retail")
        answer = self.fact("industry", {"industry": "Food", "seen": seen})
        self.assertContains(answer, "Ben changed", status_code=422)

    def test_what_follows_from_other_fields_is_refused_as_a_notice(self):
        self.client.force_login(self.ann)
        url = self.url("person_fact", self.person.pk, "person_name")
        self.assertEqual(self.client.post(url, {"first_name": "", "last_name": ""}, headers=HTMX).status_code, 422)
        nameless = create_person(by=self.ann, emails=["x@example.com"])
        url = self.url("person_fact", nameless.pk, "emails")
        self.assertEqual(self.client.post(url, {"emails-key": "0", "emails": ""}, headers=HTMX).status_code, 409)

    def test_without_a_script_saving_goes_back_to_the_page(self):
        answer = self.client.post(self.url("company_fact", self.company.pk, "industry"), {"industry": "Food"})
        self.assertRedirects(answer, self.company.get_absolute_url())

    def test_strangers_observers_and_unknown_facts_are_not_found(self):
        self.assertEqual(self.fact("source_key").status_code, 404)
        for user in (self.olga, self.otto):
            self.client.force_login(user)
            with self.subTest(user=user):
                self.assertEqual(self.fact("industry", {"industry": "Food"}).status_code, 404)


class CreateDoorTest(DoorTestCase):
    def test_a_company_is_created_and_its_page_opened(self):
        answer = self.client.post(
            self.url("new_company"), {"name": "Roux", "email": "a@roux.example", "phone": "0472001842"}
        )
        company = Company.objects.get(name="Roux")
        self.assertRedirects(answer, company.get_absolute_url())
        self.assertEqual((company.email, company.phone), ("a@roux.example", "+33472001842"))

    def test_a_form_without_a_name_comes_back(self):
        self.assertEqual(self.client.post(self.url("new_company"), {"name": ""}, headers=HTMX).status_code, 422)
        self.assertEqual(self.client.post(self.url("new_person"), {"first_name": ""}, headers=HTMX).status_code, 422)

    def test_the_same_name_is_a_hint_and_never_a_block(self):
        hint = self.client.get(self.url("company_hints"), {"name": "MAISON VERDIER sa"}, headers=HTMX)
        self.assertContains(hint, self.company.get_absolute_url())
        self.client.post(self.url("new_company"), {"name": "Maison Verdier"})
        self.assertEqual(Company.objects.filter(name="Maison Verdier").count(), 2)

    def test_people_are_recognised_by_name_or_email(self):
        found = self.client.get(
            self.url("person_hints"), {"first_name": "claire", "last_name": "VERDIER"}, headers=HTMX
        )
        self.assertContains(found, self.person.get_absolute_url())
        for typed in ({"phone": "\0"}, {"name": "a", "website": "gmail.com"}, {"email": "x@"}):
            self.assertNotContains(self.client.get(self.url("company_hints"), typed, headers=HTMX), "href")
        self.assertNotContains(self.client.get(self.url("person_hints"), headers=HTMX), "href")

    def test_a_person_of_a_typed_company_brings_the_company(self):
        self.client.post(self.url("new_person"), {"last_name": "Roux", "company": "Atelier Roux"})
        self.assertEqual(Person.objects.get(last_name="Roux").company.name, "Atelier Roux")

    def test_a_typed_company_survives_an_error(self):
        answer = self.client.post(self.url("new_person"), {"company": "Atelier Roux"}, headers=HTMX)
        self.assertContains(answer, "Atelier Roux", status_code=422)

    def test_the_dialog_knows_the_company_that_it_was_opened_from(self):
        answer = self.client.get(self.url("new_person"), {"company": self.company.pk}, headers=HTMX)
        self.assertContains(answer, "Maison Verdier")

    def test_observers_create_nothing(self):
        self.client.force_login(self.olga)
        self.assertEqual(self.client.get(self.url("new_company")).status_code, 404)
        self.assertEqual(self.client.post(self.url("new_person"), {"last_name": "X"}).status_code, 404)


class StoringDoorTest(DoorTestCase):
    def test_archive_and_back(self):
        answer = self.client.post(self.url("company_archive", self.company.pk))
        self.assertRedirects(answer, self.company.get_absolute_url())
        self.assertEqual(self.client.post(self.url("company_archive", self.company.pk)).status_code, 409)
        self.client.post(self.url("company_unarchive", self.company.pk))
        self.assertFalse(Company.objects.get().archived)

    def test_the_trash_is_for_managers(self):
        self.assertEqual(self.client.post(self.url("person_trash", self.person.pk)).status_code, 404)
        self.client.force_login(self.maya)
        answer = self.client.post(self.url("person_trash", self.person.pk))
        self.assertRedirects(answer, self.url("people"))
        page = self.url("person", self.person.pk)
        self.assertContains(self.client.get(page), "In the trash")
        self.assertNotContains(self.client.get(page), self.url("person_fact", self.person.pk, "emails"))
        self.client.force_login(self.ann)
        self.assertEqual(self.client.get(page).status_code, 404)
        self.client.force_login(self.maya)
        answer = self.client.post(self.url("person_untrash", self.person.pk))
        self.assertRedirects(answer, self.person.get_absolute_url())

    def test_looking_changes_nothing(self):
        self.assertEqual(self.client.get(self.url("company_archive", self.company.pk)).status_code, 405)

    def test_observers_and_strangers_do_not_find_the_door(self):
        for user in (self.olga, self.otto):
            self.client.force_login(user)
            with self.subTest(user=user):
                self.assertEqual(self.client.post(self.url("company_archive", self.company.pk)).status_code, 404)


class ChoicesDoorTest(DoorTestCase):
    def results(self, route, **asked):
        return self.client.get(self.url(route), asked).json()["results"]

    def test_companies_and_people_with_what_tells_them_apart(self):
        self.assertEqual(
            self.results("company_choices", q="verd"),
            [{"value": self.company.pk, "text": "Maison Verdier", "note": "Lyon"}],
        )
        self.assertEqual(
            self.results("person_choices", q="claire"),
            [{"value": self.person.pk, "text": "Claire Verdier", "note": "Maison Verdier"}],
        )

    def test_at_most_twenty_and_none_that_is_archived(self):
        for number in range(25):
            create_company(by=self.ann, name=f"Company {number}")
        self.assertEqual(len(self.results("company_choices")), 20)
        archive(self.company, by=self.ann)
        self.assertEqual(self.results("company_choices", q="verdier"), [])

    def test_tags_by_their_name_in_the_readers_language(self):
        self.assertEqual([row["text"] for row in self.results("tag_choices", q="soft")], ["Software"])
        self.ann.language = "fr"
        self.ann.save()
        self.assertEqual([row["text"] for row in self.results("tag_choices", q="logi")], ["Logiciel"])

    def test_somebody_outside_of_sales_is_offered_nobody(self):
        self.client.force_login(self.otto)
        self.assertEqual(self.results("company_choices"), [])
        self.assertEqual(self.results("person_choices"), [])


class TagDoorTest(DoorTestCase):
    def test_tags_are_in_the_hands_of_managers(self):
        tag = Tag.objects.first()
        self.assertEqual(self.client.get(self.url("tags")).status_code, 404)
        self.assertEqual(self.client.post(self.url("archive_tag", tag.pk)).status_code, 404)
        self.client.force_login(self.maya)
        self.assertContains(self.client.get(self.url("tags")), "Software")

    def test_create_edit_archive(self):
        self.client.force_login(self.maya)
        self.client.post(self.url("new_tag"), {"name_en": "Fair", "name_fr": "Salon", "colour": 3})
        tag = Tag.objects.get(name_en="Fair")
        self.client.post(self.url("tag", tag.pk), {"name_en": "Trade fair", "name_fr": "Salon", "colour": 4})
        self.client.post(self.url("archive_tag", tag.pk))
        tag.refresh_from_db()
        self.assertEqual((tag.name_en, tag.colour, tag.archived), ("Trade fair", 4, True))
        self.assertContains(self.client.get(self.url("tags"), {"show": "archived"}), "Trade fair")
        self.client.post(self.url("unarchive_tag", tag.pk))
        self.assertEqual(self.client.post(self.url("unarchive_tag", tag.pk)).status_code, 409)

    def test_a_name_that_exists_comes_back_beside_its_field(self):
        self.client.force_login(self.maya)
        answer = self.client.post(self.url("new_tag"), {"name_en": "software", "colour": 3}, headers=HTMX)
        self.assertContains(answer, "exists already", status_code=422)


def _names(answer):
    text = answer.content.decode()
    return [part.split(">", 1)[1].split("<", 1)[0] for part in text.split('class="table__link')[1:]]


def _cursor(answer):
    return answer.content.decode().split("cursor=", 1)[1].split('"', 1)[0]


class CardsDoorTest(DoorTestCase):
    def test_cards_show_the_same_rows_as_the_list(self):
        create_company(by=self.ann, name="Banque Rhône", owner=self.ben)
        page = self.client.get(self.url("company_cards"))
        self.assertContains(page, self.company.get_absolute_url())
        self.assertContains(page, "Ben")
        found = self.client.get(self.url("company_cards"), {"q": "rhone"}, headers=HTMX)
        self.assertContains(found, "Banque Rhône")
        self.assertNotContains(found, "Maison Verdier")
        self.assertEqual(found["HX-Replace-Url"], f"{self.url('company_cards')}?q=rhone")

    def test_who_switches_to_cards_finds_cards_again_from_the_menu(self):
        start, cards, rows = (
            reverse("finding:start", args=["company"]),
            self.url("company_cards"),
            self.url("companies"),
        )

        def from_menu():
            return self.client.get(start)["Location"]

        def switch(to, came_from):
            self.client.get(to, {"q": "rhone"}, headers={"Referer": f"http://testserver{came_from}?q=rhone"})

        self.client.get(cards)
        self.assertEqual(from_menu(), rows)
        switch(cards, rows)
        self.assertEqual(from_menu(), cards)
        self.assertEqual(self.client.get(reverse("finding:start", args=["person"]))["Location"], self.url("people"))
        switch(rows, reverse("search"))
        self.assertEqual(from_menu(), cards)
        switch(rows, cards)
        self.assertEqual(from_menu(), rows)

    def test_people_name_their_company_and_lists_lead_to_cards(self):
        self.assertContains(self.client.get(self.url("person_cards")), self.company.get_absolute_url())
        for route in ("people", "person_pivot"):
            self.assertContains(
                self.client.get(self.url(route), {"q": "claire"}), f"{self.url('person_cards')}?q=claire"
            )

    def test_archived_ones_stand_apart_and_an_empty_page_says_so(self):
        archive(self.company, by=self.ann)
        self.assertContains(self.client.get(self.url("company_cards"), {"show": "archived"}), "Maison Verdier")
        self.assertContains(self.client.get(self.url("company_cards")), "No companies yet")
        self.assertContains(self.client.get(self.url("company_cards"), {"q": "nobody"}), "Nothing fits")

    def test_an_address_that_is_invalid_or_not_wanted_is_read_and_not_linked(self):
        reached = {"emails": [{"value": "claire@v.example", "opted_out": True}], "phones": ["+33199001122", "12"]}
        edit(self.person, by=self.ann, **reached)
        for url in (self.url("person_cards"), self.url("company", self.company.pk), self.url("person", self.person.pk)):
            with self.subTest(url=url):
                page = self.client.get(url)
                self.assertContains(page, 'href="tel:+33199001122"')
                self.assertContains(page, "claire@v.example")
        self.assertNotContains(self.client.get(self.url("person_cards")), "mailto:claire")
        self.assertNotContains(self.client.get(self.url("company", self.company.pk)), "mailto:claire")

    def test_they_are_paged_by_key(self):
        for number in range(60):
            create_company(by=self.ann, name=f"Company {number:02}")
        page = self.client.get(self.url("company_cards"), headers=HTMX).content.decode()
        self.assertEqual(page.count("<article"), 48)
        following = page.split('class="pager__more" href="')[1].split('"')[0].replace("&amp;", "&")
        rest = self.client.get(following, headers=HTMX)
        self.assertEqual(rest.content.decode().count("<article"), 13)
        self.assertNotContains(rest, "<h1")

    def test_more_cards_cost_no_more_statements(self):
        url = self.url("company_cards")
        few = self.queries(url)
        for number in range(10):
            create_company(by=self.ann, name=f"Company {number}", owner=self.ben, tags=Tag.objects.all()[:1])
        self.assertEqual(self.queries(url), few)

    def test_who_is_outside_of_sales_finds_nothing(self):
        self.client.force_login(self.otto)
        self.assertEqual(self.client.get(self.url("person_cards")).status_code, 404)
