"""Names typed by managers have a field per language (14.22)."""

from collections.abc import Iterable
from typing import TypeVar

from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from piste.kernel.normal import plain

Row = TypeVar("Row", bound="Named")


class Named(models.Model):
    name_en = models.CharField(_("English name"), max_length=80, blank=True)
    name_fr = models.CharField(_("French name"), max_length=80, blank=True)

    class Meta:
        abstract = True

    @property
    def name(self) -> str:
        return in_language(self.name_en, self.name_fr)

    @property
    def plain_names(self) -> set[str]:
        """Its names as they are compared and looked for: without case, accents and outer spaces."""
        return {plain(name) for name in (self.name_en, self.name_fr) if name}

    def __str__(self) -> str:
        return self.name


def named_like(rows: Iterable[Row], words: str) -> list[Row]:
    """Those whose name in any language holds these words, which are in their plain form."""
    return [row for row in rows if any(words in name for name in row.plain_names)]


def in_language(english: str, french: str) -> str:
    """The name in the active language, else the one that there is."""
    if (get_language() or "en").startswith("fr"):
        return french or english
    return english or french
