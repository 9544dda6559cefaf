"""How much room the disk of the data folder has left (15.B2)."""

import shutil
from pathlib import Path

from django.conf import settings

# A twentieth of a large disk is still much.
SHORT, ENOUGH = 0.05, 2 * 1024**3


def is_short() -> bool:
    """Whether files and imports have to wait, so that the daily work can go on."""
    folder = Path(settings.DATA)
    disk = shutil.disk_usage(next(place for place in (folder, *folder.parents) if place.exists()))
    return disk.free < min(disk.total * SHORT, ENOUGH)
