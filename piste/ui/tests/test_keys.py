import re
from pathlib import Path

from django.test import SimpleTestCase

from piste.ui import keys

ROOMS = Path(__file__).parents[2]
LITERAL = re.compile(r"""(?:\bkey=|data[-_]key=|keyhint\()"([a-z/?.])\"""")
NAMED = re.compile(r"""(?:key_of|keyhint)\("([a-z_]{3,})"\)""")


class KeysTest(SimpleTestCase):
    def templates(self):
        return sorted(ROOMS.glob("*/jinja2/**/*.html"))

    def test_templates_name_the_verb_and_never_its_letter(self):
        wrong = [f"{path.name}: {found}" for path in self.templates() for found in LITERAL.findall(path.read_text())]
        self.assertEqual(wrong, [], "Name the verb, as ui/keys.py does: everybody may have another letter for it.")

    def test_every_named_verb_is_there(self):
        named = {name for path in self.templates() for name in NAMED.findall(path.read_text())}
        self.assertEqual(named - set(keys.KEYS), set())
        self.assertIn("undo", named)

    def test_a_key_of_one_s_own_takes_the_place_of_the_usual_one(self):
        with keys.at({"won": "v"}):
            self.assertEqual((keys.of("won"), keys.of("lost"), keys.of("Esc")), ("v", "l", "Esc"))
        self.assertEqual(keys.of("won"), "w")
