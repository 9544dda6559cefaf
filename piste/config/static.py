"""Styles, scripts and fonts as the web server sends them: hashed names, compressed once."""

import hashlib
import os

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command
from whitenoise.storage import CompressedManifestStaticFilesStorage

from piste.config.apps import SourcesConfig


class HashedFiles(CompressedManifestStaticFilesStorage):
    """Rewrites what styles import; source maps are not collected, so nothing may ask for them."""

    patterns = (("*.css", CompressedManifestStaticFilesStorage.patterns[0][1][:2]),)


def collect() -> None:
    """Copies them into the data folder when any has changed."""
    if settings.DEBUG:
        return
    stamp = settings.STATIC_ROOT / ".sources"
    sources = fingerprint()
    if stamp.exists() and stamp.read_text() == sources:
        return
    call_command("collectstatic", interactive=False, clear=True, verbosity=0)
    stamp.write_text(sources)


def fingerprint() -> str:
    """Changes with the name, size or time of any source."""
    found = hashlib.sha256()
    for finder in get_finders():
        for path, storage in finder.list(SourcesConfig.ignore_patterns):
            facts = os.stat(storage.path(path))
            found.update(f"{path} {facts.st_size} {facts.st_mtime_ns}\n".encode())
    return found.hexdigest()
