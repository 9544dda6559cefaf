"""Icons of one file of symbols, so that a board of three hundred cards carries names and not drawings."""

import re
from functools import cache
from pathlib import Path

from django.templatetags.static import static
from django.utils.html import format_html
from markupsafe import Markup

SPRITE = "ui/icons.svg"


@cache
def names() -> frozenset[str]:
    text = (Path(__file__).parent / "static" / SPRITE).read_text()
    return frozenset(re.findall(r'<symbol id="([\w-]+)"', text))


@cache
def icon(name: str, label: str = "") -> Markup:
    """The drawing of this name; with a label it speaks to screen readers, without one it is silent."""
    if name not in names():
        raise KeyError(f"There is no icon {name!r}; there are {', '.join(sorted(names()))}.")
    spoken = format_html('role=img aria-label="{}"', label) if label else Markup("aria-hidden=true")
    return Markup("<svg class=icon {}><use href={}#{} /></svg>").format(spoken, static(SPRITE), name)
