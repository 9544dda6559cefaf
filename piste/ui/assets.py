"""The files that every page loads: the frame's styles in order, and the map of modules by name."""

import base64
import hashlib
import json
from functools import cache

from django.conf import settings
from django.templatetags.static import static
from django.utils.html import format_html
from markupsafe import Markup

from piste import __version__

STYLES = ["tokens", "fonts", "reset", "base", "layout"]
COMPONENTS = [
    "avatar",
    "badge",
    "button",
    "chip",
    "combo-box",
    "conditions",
    "dialog",
    "empty",
    "facts",
    "field",
    "file-drop",
    "found",
    "hues",
    "icon",
    "key",
    "menu",
    "pager",
    "palette",
    "progress",
    "rich-text",
    "searchbox",
    "segmented",
    "stars",
    "statusbar",
    "table",
    "tabs",
    "tag",
    "toast",
]
ELEMENTS = [
    "app-dialog",
    "combo-box",
    "command-palette",
    "condition-rows",
    "draft-keeper",
    "editable-field",
    "file-drop",
    "key-map",
    "live-updates",
    "pop-menu",
    "rail-fold",
    "relative-time",
    "rich-text",
    "scroll-row",
    "search-results",
    "share-bar",
    "theme-switch",
    "toast-stack",
    "wait-queue",
]
# A name per module, so that a hashed file finds its neighbours. Libraries are fetched when they are first needed.
MODULES = {
    "ui/dialog": "ui/js/app-dialog.js",
    "ui/mentions": "ui/js/mention-list.js",
    "ui/request": "ui/js/request.js",
    "ui/toast": "ui/js/toast-stack.js",
    "chart.js": "ui/js/chart.js",
    "chart.js/min": "vendor/chart.js/chart.umd.min.js",
    "sortablejs": "ui/js/sortable.js",
    "sortablejs/min": "vendor/sortablejs/Sortable.min.js",
    "tom-select": "ui/js/tom-select.js",
    "tom-select/min": "vendor/tom-select/js/tom-select.base.min.js",
    "ufuzzy": "vendor/@leeoniya/ufuzzy/uFuzzy.mjs",
    "trix": "vendor/trix/trix.esm.min.js",
}


SHEETS = [f"ui/css/{name}.css" for name in STYLES] + [f"ui/css/components/{name}.css" for name in COMPONENTS]
FONT_WEIGHTS = ["Regular", "Medium", "SemiBold"]
# All of them in one, made where files are collected: a phone then asks once instead of thirty times.
ONE_SHEET = "ui/css/piste.css"


@cache
def head() -> Markup:
    """The links and scripts in the head of every page."""
    sheets = SHEETS if settings.WHITENOISE_USE_FINDERS else [ONE_SHEET]
    links = [format_html('<link rel="stylesheet" href="{}">', static(path)) for path in sheets]
    scripts = [format_html('<script type="module" src="{}"></script>', static(f"ui/js/{name}.js")) for name in ELEMENTS]
    # A phone shows its own font and fetches none (tokens.css).
    fonts = [
        format_html(
            '<link rel="preload" href="{}" as="font" type="font/woff2" crossorigin media="(min-width: 700.1px)">',
            static(f"vendor/inter-ui/Inter-{weight}-subset.woff2"),
        )
        for weight in FONT_WEIGHTS
    ]
    return Markup("\n").join(fonts + links + scripts)


@cache
def release() -> str:
    """What tells a page of an older program from one of this: its version, and the names of its modules."""
    return f"{__version__}-{import_map_hash()[:8]}"


@cache
def _import_map() -> str:
    return json.dumps({"imports": {name: static(path) for name, path in MODULES.items()}})


@cache
def import_map() -> Markup:
    # The addresses are our own file names: nothing in them can close the element.
    return Markup('<script type="importmap">{}</script>').format(Markup(_import_map()))  # noqa: S704


@cache
def import_map_hash() -> str:
    """By which the security policy knows the one script that stands in the page."""
    return base64.b64encode(hashlib.sha256(_import_map().encode()).digest()).decode()
