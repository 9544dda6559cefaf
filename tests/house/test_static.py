"""Every file that pages ask for is among those that are collected."""

import re

import pytest
from django.contrib.staticfiles.storage import staticfiles_storage
from django.core.management import call_command

from piste.ui import assets
from tests.house.sources import ROOT

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
