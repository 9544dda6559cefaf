"""Choices among everything in the world, in the active language."""

from django import forms
from django.utils.translation import gettext_lazy as _

from piste.kernel import world


def time_zone_field() -> forms.ChoiceField:
    return forms.ChoiceField(
        label=_("Time zone"), choices=lambda: [(zone, zone.replace("_", " ")) for zone in [*world.time_zones(), "UTC"]]
    )


def country_field() -> forms.ChoiceField:
    return forms.ChoiceField(label=_("Country"), choices=lambda: list(world.countries().items()))


def currency_field() -> forms.ChoiceField:
    return forms.ChoiceField(
        label=_("Currency"), choices=lambda: [(code, f"{name} ({code})") for code, name in world.currencies().items()]
    )
