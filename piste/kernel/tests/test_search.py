from django.test import SimpleTestCase

from piste.kernel.search import index_text, terms


class TermsTest(SimpleTestCase):
    def test_words_lose_case_and_accents(self):
        self.assertEqual(terms(" Société  GÉNÉRALE"), ["societe", "generale"])

    def test_a_short_word_is_looked_for_where_a_word_begins(self):
        self.assertEqual(terms("sa"), ["  sa"])

    def test_a_telephone_number_loses_its_signs_and_its_plus(self):
        for typed in ("+33 6 12", "0033 6/12", "(0033) 6.12", "+33 (0)6-12"):
            with self.subTest(typed=typed):
                self.assertEqual(terms(typed), ["33612"])

    def test_a_telephone_number_may_stand_among_words(self):
        self.assertEqual(terms("verdier 06 12 34 tel"), ["verdier", "061234", "tel"])
        self.assertEqual(terms("verdier +33 (0)6.12"), ["verdier", "33612"])
        self.assertEqual(terms("budget 2024 12"), ["budget", "2024", "  12"])

    def test_noughts_alone_are_no_country(self):
        self.assertEqual(terms("007"), ["007"])
        self.assertEqual(terms("0033"), ["0033"])
        self.assertEqual(terms("order 00012"), ["order", "00012"])

    def test_fewer_than_three_digits_are_a_word(self):
        self.assertEqual(terms("12"), ["  12"])

    def test_quotes_and_brackets_around_words_are_no_part_of_them(self):
        typed = '"Hôpital Saint" (Lyon), « L\'Atelier » L-42:'
        self.assertEqual(terms(typed), ["hopital", "saint", "lyon", "l'atelier", "l-42"])
        self.assertEqual(terms('"x" % "'), ['"x"', "  %"])
        self.assertEqual(terms('"'), ['  "'])

    def test_nothing_typed_looks_for_nothing(self):
        self.assertEqual(terms("   "), [])

    def test_a_long_text_is_cut(self):
        self.assertEqual(len(terms("word " * 50)), 8)
        self.assertEqual(len(terms("x" * 500)[0]), 60)


class IndexTextTest(SimpleTestCase):
    def test_each_word_stands_once_behind_two_spaces(self):
        self.assertEqual(index_text(["Café Noir", "café"]), "  cafe  noir")

    def test_numbers_stand_also_without_their_signs(self):
        self.assertIn("  0612345678", index_text(["06.12.34.56.78"]))
        self.assertIn("  202410", index_text(["Budget 2024-10"]))
        self.assertIn("  0612345678", index_text(["Tel. 06 12 34 56 78 in the evening"]))

    def test_every_term_of_a_text_is_found_in_it(self):
        text = index_text(["L'Œuvre – Société d'Art 50%", "+33 6 12 34 56 78"])
        for typed in ("l'œuvre", "SOCIÉTÉ", "d'art", "50%", "+33 6 12", "33612345678", "art +33 6"):
            with self.subTest(typed=typed):
                self.assertTrue(all(term in text for term in terms(typed)))
