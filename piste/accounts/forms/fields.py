"""Choices among everything in the world, in the active language."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from piste.kernel import world


def time_zone_field() -> forms.ChoiceField:
    return forms.ChoiceField(label=_("Time zone"), choices=_time_zones)


def country_field(**options: Any) -> forms.ChoiceField:
    return forms.ChoiceField(label=_("Country"), choices=lambda: list(world.countries().items()), **options)


def currency_field(**options: Any) -> forms.ChoiceField:
    return forms.ChoiceField(label=_("Currency"), choices=_currencies, **options)


def _time_zones() -> list[tuple[str, str]]:
    return [(zone, zone.replace("_", " ")) for zone in [*world.time_zones(), "UTC"]]


def _currencies() -> list[tuple[str, str]]:
    return [(code, f"{name} ({code})") for code, name in world.currencies().items()]
