"""Styles, scripts and fonts as the web server sends them: hashed names, compressed once."""

import hashlib
import os
from collections.abc import Iterator

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.files.base import ContentFile
from django.core.management import call_command
from whitenoise.storage import CompressedManifestStaticFilesStorage

from piste.config.apps import SourcesConfig
from piste.ui import assets


class HashedFiles(CompressedManifestStaticFilesStorage):
    """Rewrites what styles import; source maps are not collected, so nothing may ask for them."""

    patterns = (("*.css", CompressedManifestStaticFilesStorage.patterns[0][1][:2]),)

    def post_process(self, paths: dict, dry_run: bool = False, **options) -> Iterator:
        """Before names are hashed, the frame's many styles become one file."""
        sheets = []
        for name in assets.SHEETS:
            storage, path = paths[name]
            with storage.open(path) as file:
                sheets.append(file.read().decode())
        self.delete(assets.ONE_SHEET)
        self.save(assets.ONE_SHEET, ContentFile("\n".join(sheets)))
        paths[assets.ONE_SHEET] = (self, assets.ONE_SHEET)
        yield from super().post_process(paths, dry_run, **options)


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
