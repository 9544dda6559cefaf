from types import SimpleNamespace

from django.test import SimpleTestCase

from piste.messages.rich import cleaned, plain_text

BEN = SimpleNamespace(pk=5, name="Ben Keller")


class CleanedTest(SimpleTestCase):
    def test_scripts_styles_and_handlers_do_not_survive(self):
        for typed in (
            "<p>Hi<script>alert(1)</script></p>",
            '<p onclick="alert(1)">Hi</p>',
            '<p style="position:fixed;inset:0">Hi</p>',
            "<p>Hi<style>p{display:none}</style></p>",
            '<p>Hi<img src="x" onerror="alert(1)"></p>',
            "<p>Hi<svg onload=alert(1)></svg></p>",
            "<p>Hi<iframe src='https://evil.example'></iframe></p>",
            '<p class="dialog">Hi</p>',
        ):
            with self.subTest(typed):
                self.assertEqual(cleaned(typed), "<p>Hi</p>")

    def test_only_addresses_that_lead_somewhere_are_links(self):
        for address in ("javascript:alert(1)", "data:text/html,x", "vbscript:x", "java\nscript:alert(1)"):
            with self.subTest(address):
                self.assertNotIn("href", cleaned(f'<a href="{address}">x</a>'))
        for address in ("https://example.com", "mailto:ann@example.com", "tel:+33472001842"):
            with self.subTest(address):
                self.assertIn(f'href="{address}"', cleaned(f'<a href="{address}">x</a>'))

    def test_bold_lists_quotes_and_links_stay(self):
        typed = "<div><strong>Now</strong></div><ul><li>one</li></ul><blockquote>said</blockquote>"
        self.assertEqual(cleaned(typed), typed)

    def test_plain_text_keeps_its_lines_and_signs(self):
        self.assertEqual(cleaned("a < b & c\nnext"), "<p>a &lt; b &amp; c<br>next</p>")

    def test_addresses_in_text_become_links_that_tell_nothing_of_us(self):
        self.assertIn(
            '<a href="https://example.com/?a=1&amp;b=2" rel="noopener', cleaned("https://example.com/?a=1&b=2")
        )

    def test_code_and_links_are_left_alone(self):
        self.assertEqual(cleaned("<code>https://example.com</code>"), "<code>https://example.com</code>")

    def test_the_name_of_a_mentioned_person_is_marked_in_text_only(self):
        marked = cleaned("<p>@ben keller, see</p>", [BEN])
        self.assertIn('<a href="#mention-5"', marked)
        self.assertIn(">@Ben Keller</a>, see", marked)
        self.assertNotIn("mention", cleaned("<p>x@Ben Keller</p>", [BEN]))

    def test_a_mention_bears_the_true_name(self):
        self.assertIn(">@Ben Keller</a>", cleaned('<a href="#mention-5">@The boss</a>', [BEN]))

    def test_a_mention_of_somebody_who_is_not_told_is_text(self):
        self.assertEqual(cleaned('<p><a href="#mention-9">@Zoe</a></p>', [BEN]), "<p>@Zoe</p>")

    def test_a_name_is_never_markup(self):
        tricky = SimpleNamespace(pk=7, name="O'Neil <b>")
        self.assertNotIn("<b>", cleaned("<p>@O'Neil &lt;b&gt;</p>", [tricky]))

    def test_nothing_visible_is_nothing(self):
        self.assertEqual(cleaned("<div><br>&nbsp;</div>"), "")

    def test_its_words_stand_alone_without_tags(self):
        self.assertEqual(plain_text("<p>one<br>two &amp; <b>three</b></p>"), "one two & three")
