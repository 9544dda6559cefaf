from piste.contacts.models import Company, Person
from piste.contacts.verbs.creating import create_company, create_person
from piste.contacts.verbs.editing import edit
from piste.testing import CastTestCase


class SearchTest(CastTestCase):
    """The same answers on SQLite and PostgreSQL."""

    @classmethod
    def setUpTestData(cls):
        super().setUpTestData()
        cls.verdier = create_company(
            by=cls.ann,
            name="Société Générale du Cœur",
            emails=["accueil@verdier.example"],
            phones=["04 72 00 18 42"],
            website="https://www.verdier.example",
            city="Saint-Étienne",
        )
        cls.acme = create_company(by=cls.ann, name="ACME 50% & Sons_Ltd", phones=["+1 (514) 555-0100"])
        cls.claire = create_person(by=cls.ann, first_name="Zoé", last_name="O'Brien", company=cls.acme)

    def found(self, typed):
        return [company.name for company in Company.objects.matching(typed).order_by("pk")]

    def test_accents_case_and_ligatures_do_not_matter(self):
        for typed in ("societe", "SOCIÉTÉ", "génér", "coeur", "saint-etienne", "cœur société"):
            with self.subTest(typed=typed):
                self.assertEqual(self.found(typed), [self.verdier.name])

    def test_a_telephone_number_is_found_in_any_way_of_writing_it(self):
        for typed in ("04 72 00 18 42", "04.72.00.18", "+33 4 72", "0033 4/72", "+33 (0)4 72 00", "001842"):
            with self.subTest(typed=typed):
                self.assertEqual(self.found(typed), [self.verdier.name])
        for typed in ("514-555-0100", "(514) 555", "+1 514", "5550100"):
            with self.subTest(typed=typed):
                self.assertEqual(self.found(typed), [self.acme.name])

    def test_a_short_word_finds_only_beginnings(self):
        self.assertEqual(self.found("du"), [self.verdier.name])
        self.assertEqual(self.found("ci"), [])

    def test_every_word_is_wanted(self):
        self.assertEqual(self.found("acme sons"), [self.acme.name])
        self.assertEqual(self.found("acme coeur"), [])

    def test_signs_of_the_index_are_plain_text(self):
        for typed in ("50%", "sons_ltd", "&"):
            with self.subTest(typed=typed):
                self.assertEqual(self.found(typed), [self.acme.name])
        for typed in ("s%s", "so_s", '"', "acme*", "acme OR coeur", "\\", "'"):
            with self.subTest(typed=typed):
                self.assertEqual(self.found(typed), [])

    def test_emails_and_websites_are_found_by_a_part(self):
        self.assertEqual(self.found("verdier.exam"), [self.verdier.name])
        self.assertEqual(self.found("accueil@"), [self.verdier.name])

    def test_the_index_follows_every_edit(self):
        edit(self.acme, by=self.ann, name="Roadrunner")
        self.assertEqual(self.found("acme"), [])
        self.assertEqual(self.found("roadrunner"), ["Roadrunner"])

    def test_people_are_found_by_their_names(self):
        for typed in ("zoe", "o'brien", "brien zo"):
            with self.subTest(typed=typed):
                self.assertEqual(list(Person.objects.matching(typed)), [self.claire])

    def test_nothing_typed_leaves_all(self):
        self.assertEqual(len(self.found("  ")), 2)
