import re
from pathlib import Path

from django.test import SimpleTestCase

from piste.ui import assets, icons

APPS = Path(assets.__file__).parent.parent
STATIC = APPS / "ui/static"


def templates():
    return [path for path in APPS.glob("*/jinja2/**/*.html") if "mail" not in path.parts]


class AssetsTest(SimpleTestCase):
    def test_every_style_of_the_frame_is_loaded(self):
        written = {str(path.relative_to(STATIC)) for path in STATIC.glob("ui/css/**/*.css")}
        self.assertEqual(written, set(assets.SHEETS))

    def test_every_module_is_loaded_or_has_a_name_to_be_imported_by(self):
        written = {str(path.relative_to(STATIC)) for path in STATIC.glob("ui/js/*.js")}
        loaded = {f"ui/js/{name}.js" for name in assets.ELEMENTS}
        named = {path for path in assets.MODULES.values() if path.startswith("ui/")}
        asked_for = {path for page in templates() for path in re.findall(r'module\("(ui/[^"]+)"\)', page.read_text())}
        self.assertEqual(written, loaded | named | asked_for)

    def test_modules_import_each_other_by_names_of_the_map(self):
        for script in APPS.glob("*/static/*/**/*.js"):
            for name in re.findall(r"""(?:from|import)\s*\(?["']([^"']+)["']""", script.read_text()):
                self.assertIn(name, assets.MODULES, script.name)

    def test_an_icon_that_is_not_there_is_an_error_that_names_the_others(self):
        with self.assertRaisesRegex(KeyError, "pipeline"):
            icons.icon("nonsense")
        self.assertIn('aria-label="Won"', icons.icon("trophy", "Won"))
        self.assertIn("aria-hidden=true", icons.icon("trophy"))


class TemplatesTest(SimpleTestCase):
    """What the security policy would silently drop is not written in the first place."""

    def test_no_template_has_inline_styles_or_handlers(self):
        for path in templates():
            with self.subTest(path.name):
                self.assertNotRegex(path.read_text(), r"""\s(?:style|on[a-z]+)=["']|<style|hx-on""")

    def test_styles_override_nothing_by_force(self):
        for path in APPS.glob("*/static/**/*.css"):
            with self.subTest(path.name):
                self.assertNotIn("!important", path.read_text())
