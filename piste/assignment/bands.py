"""Kinds of records by which a fair share is judged: how likely they are, or how important (05.X2)."""

from dataclasses import dataclass

from django.db.models import Q, TextChoices
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from piste.pipeline.models import Lead
from piste.ui.formats import percent

# Where a band of probability begins, in percent; the last one ends with 100.
FROM = (0, 25, 50, 75)


class Banding(TextChoices):
    PROBABILITY = "probability", _("Probability")
    PRIORITY = "priority", _("Priority")


@dataclass(frozen=True, slots=True)
class Band:
    key: str
    label: str | Promise
    condition: Q


def bands(by: Banding) -> list[Band]:
    if by == Banding.PRIORITY:
        return [Band(str(value), label, Q(priority=value)) for value, label in Lead.Priority.choices]
    ends = (*FROM[1:], 101)
    return [
        Band(str(begin), f"{begin}–{percent(min(end - 1, 100))}", Q(probability__gte=begin, probability__lt=end))
        for begin, end in zip(FROM, ends, strict=True)
    ]
