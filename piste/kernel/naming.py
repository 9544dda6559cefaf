"""Names typed by managers have a field per language (14.22)."""

from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _


class Named(models.Model):
    name_en = models.CharField(_("English name"), max_length=80, blank=True)
    name_fr = models.CharField(_("French name"), max_length=80, blank=True)

    class Meta:
        abstract = True

    @property
    def name(self) -> str:
        return in_language(self.name_en, self.name_fr)

    def __str__(self) -> str:
        return self.name


def in_language(english: str, french: str) -> str:
    """The name in the active language, else the one that there is."""
    if (get_language() or "en").startswith("fr"):
        return french or english
    return english or french
