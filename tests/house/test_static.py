"""Every file that pages ask for is among those that are collected."""

import re

import pytest
from django.contrib.staticfiles.storage import staticfiles_storage
from django.core.management import call_command

from piste.ui import assets
from tests.house.sources import ROOT

CLASS = re.compile(r"\.([a-z][\w-]*)")
# What is no selector: remarks, texts, addresses, and the declarations inside.
NO_SELECTOR = re.compile(r"/\*.*?\*/|\"[^\"]*\"|url\([^)]*\)|\{[^{}]*:[^{}]*;[^{}]*\}", re.DOTALL)
ASKED = re.compile(r"""\b(?:css|module|static)\(["']([^"'{}]+)["']\)""")


@pytest.fixture
def collected(settings, tmp_path):
    settings.STATIC_ROOT = tmp_path
    settings.WHITENOISE_USE_FINDERS = False
    settings.STORAGES = settings.STORAGES | {"staticfiles": {"BACKEND": "piste.config.static.HashedFiles"}}
    call_command("collectstatic", interactive=False, verbosity=0)
    # Pages that other tests asked for have made the head already.
    assets.head.cache_clear()
    yield staticfiles_storage.hashed_files
    assets.head.cache_clear()


def test_every_file_that_pages_load_is_collected(collected):
    templates = [path.read_text() for path in ROOT.glob("piste/*/jinja2/**/*.html")]
    asked = {name for text in templates for name in ASKED.findall(text)} | set(assets.MODULES.values())
    assert {name for name in asked if name not in collected} == set()
    assert "ui/css/piste." in assets.head()


def test_no_style_is_left_over():
    """Each class that a style names is given by a template, a door, a script or a library; a kind by its stem."""
    own = [path for path in (ROOT / "piste").rglob("*") if path.suffix in (".html", ".js", ".py")]
    libraries = [
        ROOT / "node_modules/tom-select/dist/js/tom-select.base.js",
        ROOT / "node_modules/trix/dist/trix.esm.js",
    ]
    sources = "".join(path.read_text() for path in [*own, *libraries] if "tests" not in path.parts)
    words = set(re.findall(r"[\w-]+", sources))
    left = [
        f"{path.relative_to(ROOT)}: {name}"
        for path in (ROOT / "piste").rglob("*.css")
        for name in sorted(set(CLASS.findall(NO_SELECTOR.sub("", path.read_text()))))
        if name not in words and not re.search(re.escape(name.rpartition("-")[0]) + r"-(?![\w-])", sources)
    ]
    assert not left, "\n".join(left)
