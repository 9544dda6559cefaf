"""What every template knows: words, addresses, formats, icons, slots."""

from functools import cache, lru_cache
from typing import Any

from django.conf import settings
from django.templatetags.static import static
from django.urls import NoReverseMatch, reverse
from django.utils.html import format_html
from django.utils.http import urlencode
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext, ngettext, npgettext, pgettext
from jinja2 import Environment, StrictUndefined, pass_context
from jinja2.runtime import Context
from markupsafe import Markup, escape

from piste.kernel.visibility import may
from piste.ui import answers, assets, formats, forms, keys, menu, slots
from piste.ui.icons import icon


def environment(**options: Any) -> Environment:
    env = Environment(  # noqa: S701 (it escapes, see below)
        **options
        | {
            "autoescape": True,
            "undefined": StrictUndefined,
            "extensions": ["jinja2.ext.i18n", "jinja2.ext.do", "jinja2.ext.loopcontrols"],
            "trim_blocks": True,
            "lstrip_blocks": True,
        }
    )
    env.install_gettext_callables(gettext, ngettext, newstyle=True, pgettext=pgettext, npgettext=npgettext)
    env.globals |= {
        "attributes": attributes,
        "css": css,
        "debug": settings.DEBUG,
        "field_kind": forms.kind,
        "frame_files": assets.head,
        "icon": icon,
        "import_map": assets.import_map,
        "key_of": keys.of,
        "language": get_language,
        "may": may,
        "menus": menu.build,
        "module": module,
        "release": assets.release,
        "slots": filled,
        "static": cache(static),
        "toasts": answers.toasts,
        "url": url,
        "url_if_any": url_if_any,
    }
    env.filters |= {
        "day": formats.day,
        "day_head": formats.day_head,
        "day_hour": formats.day_hour,
        "duration": formats.duration,
        "hour": formats.hour,
        "initials": formats.initials,
        "merged": merged,
        "moment": formats.moment,
        "money": formats.money,
        "money_short": formats.money_short,
        "number": formats.number,
        "percent": formats.percent,
        "change": formats.change,
    }
    return env


def url(route: str, *args: Any, query: dict[str, Any] | None = None) -> str:
    address = _address(settings.ROOT_URLCONF, route, args)
    return f"{address}?{urlencode(query, doseq=True)}" if query else address


# A list asks for the address of every line; finding it anew took a sixth of the page's time.
@lru_cache(4096)
def _address(_routes: str, route: str, args: tuple[Any, ...]) -> str:
    return reverse(route, args=args)


def url_if_any(route: str, *args: Any) -> str:
    """The address of a route that may not be there."""
    try:
        return url(route, *args)
    except NoReverseMatch:
        return ""


@cache
def css(path: str) -> SafeString:
    return format_html('<link rel="stylesheet" href="{}">', static(path))


@cache
def module(path: str) -> SafeString:
    return format_html('<script type="module" src="{}"></script>', static(path))


@pass_context
def filled(context: Context, name: str, **more: Any) -> Markup:
    return slots.render(name, context["request"], **more)


def merged(first: dict[str, Any], second: dict[str, Any]) -> dict[str, Any]:
    return first | second


def attributes(given: dict[str, Any]) -> Markup:
    """HTML attributes: `hx_get` becomes hx-get, True stands alone, None and False are left out."""
    written = []
    for name, value in given.items():
        name = name.rstrip("_").replace("_", "-")
        if value is True:
            written.append(f" {name}")
        elif value is not None and value is not False:
            written.append(f' {name}="{escape(value)}"')
    return Markup("".join(written))  # noqa: S704 (names are ours, values were escaped)
