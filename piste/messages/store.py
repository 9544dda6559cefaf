"""The contents of files: each stored once under its hash, outside of the web root (04.32)."""

import hashlib
import os
import tempfile
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.core.files.base import File

PNG, JPEG, GIF, WEBP, PDF = "image/png", "image/jpeg", "image/gif", "image/webp", "application/pdf"
IMAGES = {PNG, JPEG, GIF, WEBP}
OTHER = "application/octet-stream"
SIGNATURES = (
    (b"\x89PNG\r\n\x1a\n", PNG),
    (b"\xff\xd8\xff", JPEG),
    (b"GIF87a", GIF),
    (b"GIF89a", GIF),
    (b"%PDF-", PDF),
)


@dataclass(frozen=True, slots=True)
class Content:
    digest: str
    size: int
    media_type: str


def keep(file: File) -> Content:
    """Stores the content, unless it is there already; the type is what its first bytes say."""
    digest, size, head = hashlib.sha256(), 0, b""
    root = Path(settings.MEDIA_ROOT)
    root.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile(dir=root, prefix="incoming-", delete=False) as copy:
        try:
            for chunk in file.chunks():
                head = head or chunk[:16]
                digest.update(chunk)
                size += len(chunk)
                copy.write(chunk)
            # What was acknowledged is kept, also through a power cut.
            copy.flush()
            os.fsync(copy.fileno())
            copy.close()
            _settle(Path(copy.name), path(digest.hexdigest()))
        finally:
            Path(copy.name).unlink(missing_ok=True)
    return Content(digest.hexdigest(), size, media_type(head))


def _settle(copy: Path, place: Path) -> None:
    place.parent.mkdir(exist_ok=True)
    if place.exists():
        os.utime(place)
    else:
        copy.replace(place)


def path(digest: str) -> Path:
    return Path(settings.MEDIA_ROOT) / digest[:2] / digest[2:]


def media_type(head: bytes) -> str:
    """By the first bytes, never by the name: only what we know may be shown instead of downloaded."""
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return WEBP
    return next((name for signature, name in SIGNATURES if head.startswith(signature)), OTHER)


def kept() -> Iterable[tuple[str, Path]]:
    """Digest and place of every content on disk."""
    for place in Path(settings.MEDIA_ROOT).glob("[0-9a-f][0-9a-f]/*"):
        yield place.parent.name + place.name, place
