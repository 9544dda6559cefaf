from django.test import SimpleTestCase

from piste.kernel import normal


class EmailTest(SimpleTestCase):
    def test_name_brackets_and_case_are_removed(self):
        self.assertEqual(normal.emails(" Ana Roy <Ana.Roy+shop@EXAMPLE.com> "), ["ana.roy+shop@example.com"])

    def test_a_domain_with_accents_is_kept_in_ascii(self):
        self.assertEqual(normal.emails("ana@exämple.de"), ["ana@xn--exmple-cua.de"])

    def test_a_cell_with_several_keeps_their_order_and_each_once(self):
        for cell in ("a@x.fr; b@y.fr, A@x.fr", "a@x.fr b@y.fr", "Roy, Ana <a@x.fr>\nb@y.fr", "mailto:a@x.fr b@y.fr"):
            with self.subTest(cell=cell):
                self.assertEqual(normal.emails(cell), ["a@x.fr", "b@y.fr"])

    def test_what_is_no_address_stays_as_typed(self):
        self.assertEqual(normal.emails(" ask at the desk "), ["ask at the desk"])
        self.assertEqual(normal.emails("  "), [])

    def test_what_is_no_address_is_not_correct(self):
        self.assertTrue(normal.email("ana@example.com").correct)
        for wrong in ("ana@", "ana@b", "@example.com", "ana example.com"):
            with self.subTest(wrong=wrong):
                self.assertFalse(normal.email(wrong).correct)


class PhoneTest(SimpleTestCase):
    def test_a_number_is_read_by_the_rules_of_its_country(self):
        for typed, country in (
            ("06 12 34 56 78", "FR"),
            ("06.12.34.56.78", "FR"),
            ("+33 (0)6 12 34 56 78", "US"),
            ("0033 612345678", "US"),
        ):
            with self.subTest(typed=typed):
                self.assertEqual(normal.phone(typed, country), normal.Checked("+33612345678", correct=True))

    def test_an_extension_is_not_lost(self):
        number = normal.phone("01 23 45 67 89 ext 12", "FR").value
        self.assertEqual(number, "+33123456789;ext=12")
        self.assertEqual(normal.phone_shown(number), "+33 1 23 45 67 89 ext. 12")

    def test_what_cannot_be_read_stays_as_typed_and_is_marked(self):
        for typed, country in ((" ask Ana ", "FR"), ("12", "FR"), ("0612345678", ""), ("0612345678", "ZZ")):
            with self.subTest(typed=typed):
                self.assertEqual(normal.phone(typed, country), normal.Checked(typed.strip(), correct=False))

    def test_shown_and_national_forms(self):
        self.assertEqual(normal.phone_shown("+33612345678"), "+33 6 12 34 56 78")
        self.assertEqual(normal.phone_shown("ask Ana"), "ask Ana")
        self.assertEqual(normal.phone_national("+33612345678"), "0612345678")
        self.assertEqual(normal.phone_national("ask Ana"), "")


class WebsiteTest(SimpleTestCase):
    def test_a_scheme_is_added_where_there_is_none(self):
        self.assertEqual(normal.website(" example.com "), "https://example.com")
        self.assertEqual(normal.website("http://example.com"), "http://example.com")
        self.assertEqual(normal.website(""), "")
        self.assertEqual(normal.website("javascript://x%0aalert(1)"), "https://javascript://x%0aalert(1)")

    def test_a_text_of_one_line_turns_nothing_that_stands_after_it(self):
        for typed in ("Roux\u202eCorp", "\u202aRoux\u2066Corp", " Roux\u2067\u2068Corp\u2069 ", "Roux\0Corp\n"):
            with self.subTest(repr(typed)):
                self.assertEqual(normal.line(typed), "RouxCorp")
        self.assertEqual(normal.line("שלום\u200f Roux"), "שלום\u200f Roux")
        self.assertEqual(normal.phone("\u202a+33 1 42 68 53 00\u202c", "").value, "+33142685300")
        self.assertEqual(normal.email("\u202aann@example.com\u202c").value, "ann@example.com")
        self.assertEqual(normal.plain("Ro\u202eux"), "roux")

    def test_what_is_no_address_has_no_domain(self):
        for address in ("[", "http://[x", "https://[1:2", ""):
            with self.subTest(address):
                self.assertEqual(normal.domain(address), "")

    def test_the_domain_is_the_host_without_www(self):
        for address in ("www.Example.com", "https://www.example.com/about?x=1", "ana@EXAMPLE.com"):
            with self.subTest(address=address):
                self.assertEqual(normal.domain(address), "example.com")

    def test_free_mail_never_identifies_a_company(self):
        self.assertTrue(normal.identifies_company("example.com"))
        self.assertFalse(normal.identifies_company("gmail.com"))
        self.assertFalse(normal.identifies_company(""))


class NameTest(SimpleTestCase):
    def test_case_accents_and_ligatures_do_not_matter(self):
        self.assertEqual(normal.plain("  Société  du SŒUR "), "societe du soeur")
        self.assertEqual(normal.plain("Straße"), normal.plain("STRASSE"))

    def test_the_legal_form_does_not_matter(self):
        for name in ("Acme", "ACME, Inc.", "Acme S.A.R.L.", "acme gmbh"):
            with self.subTest(name=name):
                self.assertEqual(normal.company_name(name), "acme")

    def test_a_name_that_is_only_a_legal_form_stays(self):
        self.assertEqual(normal.company_name("SA"), "sa")


class PlainTest(SimpleTestCase):
    def test_a_null_character_does_not_reach_the_database(self):
        self.assertEqual(normal.plain("Ab\0c"), "ab c")
