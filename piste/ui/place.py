"""Whose house this is: the site gives formats their currency and country."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from django.apps import apps
from django.conf import settings
from django.http import HttpRequest

_site: ContextVar = ContextVar("site", default=None)


@contextmanager
def at(site) -> Iterator[None]:
    """Formats inside use this site, without a query for each amount."""
    token = _site.set(site)
    try:
        yield
    finally:
        _site.reset(token)


def site() -> Any:
    return _site.get() or apps.get_model(settings.SITE_MODEL).current()


def context(request: HttpRequest) -> dict:
    """What every template knows besides the user."""
    return {"site": getattr(request, "site", None)}
