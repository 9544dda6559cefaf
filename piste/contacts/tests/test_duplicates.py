from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from piste.contacts import duplicates
from piste.contacts.likeness import Reason
from piste.contacts.models import Company, Person
from piste.contacts.tests.test_views import HTMX, DoorTestCase
from piste.contacts.verbs.adding import add_to
from piste.contacts.verbs.apart import keep_apart
from piste.contacts.verbs.creating import create_company, create_person
from piste.contacts.verbs.storing import archive
from piste.history.models import ChangeSet
from piste.testing import CastTestCase


class LikenessTest(CastTestCase):
    def found(self, contact):
        found = duplicates.of_contact(contact, user=self.ann)
        return [(match.row.pk, match.reasons, match.strength) for match in found.matches]

    def company(self, **values):
        return create_company(by=self.ann, **{"name": "Acme"} | values)

    def person(self, **values):
        return create_person(by=self.ann, **{"first_name": "Ana", "last_name": "Roy"} | values)

    def test_the_same_email_main_or_other_is_the_same_company(self):
        acme = self.company(emails=["a@acme.example"])
        other = self.company(name="Else", emails=["b@x.example", "A@acme.example"])
        self.assertEqual(self.found(acme), [(other.pk, [Reason.EMAIL, Reason.DOMAIN], "same")])

    def test_phone_domain_and_similar_name_say_less_and_stand_behind(self):
        acme = self.company(name="Acme Forklifts France", website="acme.example", phones=["+33142685300"])
        named = self.company(name="ACME Forklift France SAS")
        phoned = self.company(name="Phone", phones=["01 42 68 53 00"], country="FR")
        housed = self.company(name="House", emails=["x@acme.example"])
        self.assertEqual([pk for pk, *_ in self.found(acme)], [phoned.pk, housed.pk, named.pk])

    def test_another_country_keeps_names_apart_and_a_subsidiary_is_no_duplicate(self):
        acme = self.company(country="FR", website="acme.example")
        self.company(country="DE")
        self.company(name="Acme Lyon", parent=acme, website="acme.example")
        self.assertEqual(self.found(acme), [])

    def test_people_of_the_same_name_whatever_its_order(self):
        acme = self.company()
        ana = self.person(company=acme)
        same = self.person(first_name="ROY", last_name="Ana", company=acme)
        far = self.person()
        self.person(first_name="", last_name="Roy")
        said = [(pk, reasons) for pk, reasons, _ in self.found(ana)]
        self.assertEqual(said, [(same.pk, [Reason.NAMESAKE]), (far.pk, [Reason.NAME])])

    def test_what_more_than_twenty_share_is_no_evidence(self):
        people = [self.person(last_name=f"Roy {number}", phones=["+33142685300"]) for number in range(20)]
        self.assertEqual(len(self.found(people[0])), 19)
        self.person(last_name="One more", phones=["+33142685300"])
        self.assertEqual(self.found(people[0]), [])

    def test_archived_ones_are_not_looked_at_and_what_was_told_apart_is_not_proposed(self):
        ana, leo, old = (self.person(last_name=name, emails=["a@x.example"]) for name in ("Roy", "Leo", "Old"))
        archive(old, by=self.ann)
        self.assertEqual([pk for pk, *_ in self.found(ana)], [leo.pk])
        keep_apart(leo, ana, by=self.ann)
        self.assertEqual(self.found(ana), [])

    def test_a_key_of_one_team_learns_only_how_many_and_whom_to_ask(self):
        mine = self.person(emails=["a@x.example"], team=self.north)
        self.person(last_name="Secret", emails=["a@x.example"], team=self.south, owner=self.zoe)
        self.ann.only_team = self.north
        found = duplicates.of_contact(mine, user=self.ann)
        self.assertEqual((found.matches, found.hidden, found.count), ([], [("Zoe", 1)], 1))


class AddToTest(CastTestCase):
    def test_it_fills_what_is_empty_and_adds_addresses(self):
        acme = create_company(by=self.ann, name="Acme", emails=["a@acme.example"], city="Lyon")
        typed = {"name": "Other", "city": "Paris", "industry": "Toys", "website": "acme.fr"}
        add_to(acme, by=self.ben, emails=["b@acme.example"], phones=["01 42 68 53 00"], country="FR", **typed)
        acme.refresh_from_db()
        self.assertEqual((acme.name, acme.city, acme.industry, acme.country), ("Acme", "Lyon", "Toys", "FR"))
        self.assertEqual([one["value"] for one in acme.emails], ["a@acme.example", "b@acme.example"])
        self.assertEqual(acme.phone, "+33142685300")

    def test_a_person_without_company_gets_the_one_that_was_typed(self):
        ana = create_person(by=self.ann, last_name="Roy", first_name="Ana")
        add_to(ana, by=self.ann, company_name="Acme")
        self.assertEqual(Person.objects.get(pk=ana.pk).company.name, "Acme")
        add_to(ana, by=self.ann, company_name="Other")
        self.assertFalse(Company.objects.filter(name="Other").exists())

    def test_nothing_new_writes_nothing(self):
        ana = create_person(by=self.ann, last_name="Roy", emails=["a@x.example"])
        self.assertEqual(add_to(ana, by=self.ann, emails=["a@x.example"], last_name="Other").version, 1)


class DuplicatesDoorTest(DoorTestCase):
    @classmethod
    def setUpTestData(cls):
        super().setUpTestData()
        cls.twin = create_company(by=cls.ann, name="MAISON VERDIER sas", emails=["shop@verdier.example"])

    def get(self, route, *args, **data):
        return self.client.get(self.url(route, *args), data, headers=HTMX)

    def post(self, route, *args, **data):
        return self.client.post(self.url(route, *args), data, headers=HTMX)

    def test_the_page_asks_how_many_and_the_button_opens_the_comparison(self):
        page = self.client.get(self.company.get_absolute_url())
        self.assertContains(page, f'hx-get="{self.url("company_likeness", self.company.pk)}"')
        self.assertContains(self.get("company_likeness", self.company.pk), "Duplicates (1)")
        opened = self.get("company_duplicates", self.company.pk)
        self.assertContains(opened, "same e-mail, same domain, similar name")
        self.assertContains(opened, f'action="{self.url("merge_company")}"')
        self.assertContains(self.get("person_duplicates", self.person.pk), "No duplicates")

    def test_not_a_duplicate_is_remembered_and_undone(self):
        answer = self.post("company_apart", self.company.pk, self.twin.pk)
        self.assertIn("Not proposed again", answer["HX-Trigger"])
        self.assertContains(self.get("company_likeness", self.company.pk), "hidden")
        self.client.post(reverse("history:undo", args=[ChangeSet.objects.latest("id").pk]), headers=HTMX)
        self.assertContains(self.get("company_likeness", self.company.pk), "Duplicates (1)")

    def test_who_only_reads_looks_and_who_is_outside_finds_nothing(self):
        self.client.force_login(self.olga)
        self.assertNotContains(self.get("company_duplicates", self.company.pk), "Compare and merge")
        self.assertEqual(self.post("company_apart", self.company.pk, self.twin.pk).status_code, 404)
        self.assertEqual(self.post("company_add_to", self.company.pk, city="X").status_code, 404)
        self.client.force_login(self.otto)
        for route in ("company_duplicates", "company_likeness"):
            self.assertEqual(self.get(route, self.company.pk).status_code, 404)

    def test_the_merge_dialog_shows_what_they_become(self):
        answer = self.post("merge_company", ids=f"{self.company.pk},{self.twin.pk}")
        self.assertContains(answer, "What they become")

    def test_hints_offer_to_look_and_to_add(self):
        hint = self.get("company_hints", email="SHOP@verdier.example")
        self.assertContains(hint, self.url("company_add_to", self.company.pk))
        self.assertContains(self.get("person_hints", first_name="verdier", last_name="claire"), "Claire Verdier")
        self.client.force_login(self.olga)
        self.assertNotContains(self.get("company_hints", email="shop@verdier.example"), "/add/")

    def test_what_was_typed_is_added_to_the_one_that_is_there(self):
        typed = {"name": "Verdier", "email": "new@verdier.example", "phone": "+33142685300", "industry": "Toys"}
        answer = self.post("company_add_to", self.company.pk, **typed, owner=self.zoe.pk)
        self.assertEqual(answer["HX-Redirect"], self.company.get_absolute_url())
        self.company.refresh_from_db()
        self.assertEqual([one["value"] for one in self.company.emails], ["shop@verdier.example", "new@verdier.example"])
        self.assertEqual(
            (self.company.name, self.company.industry, self.company.owner), ("Maison Verdier", "Toys", None)
        )

    def test_more_of_them_cost_no_more_statements(self):
        def counted(route):
            with CaptureQueriesContext(connection) as queries:
                self.get(route, self.company.pk)
            return len(queries)

        few = [counted(route) for route in ("company_duplicates", "company_likeness")]
        for number in range(15):
            create_company(by=self.ann, name=f"Verdier {number}", emails=["shop@verdier.example"], owner=self.ben)
        self.assertEqual([counted(route) for route in ("company_duplicates", "company_likeness")], few)
