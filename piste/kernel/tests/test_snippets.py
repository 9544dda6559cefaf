from unittest import TestCase

from piste.kernel.snippets import snippet


def shown(text: str, typed: str) -> str:
    return "".join(f"[{piece.text}]" if piece.meant else piece.text for piece in snippet(text, typed))


class SnippetTest(TestCase):
    def test_every_word_typed_is_marked_whatever_its_case_and_accents(self):
        self.assertEqual(shown("Devis envoyé à Zoë MÜLLER", "zoe envoye"), "Devis [envoyé] à [Zoë] MÜLLER")
        self.assertEqual(shown("Œuvre d’art", "oeuvre"), "[Œuvre] d’art")

    def test_a_short_word_is_marked_only_where_a_word_begins(self):
        self.assertEqual(shown("an anvil and a can", "an"), "[an] [an]vil [an]d a can")

    def test_a_long_text_is_cut_around_the_first_hit(self):
        cut = shown("one two three " * 40 + "forklift " + "four five six " * 40, "forklift")
        self.assertTrue(cut.startswith("… "))
        self.assertTrue(cut.endswith("…"))
        self.assertIn("[forklift]", cut)
        self.assertLess(len(cut), 200)

    def test_without_a_hit_the_text_begins_at_its_beginning(self):
        self.assertEqual(shown("Call back", "nothing"), "Call back")
        self.assertEqual(shown("", "x"), "")
