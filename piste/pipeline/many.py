"""What a verb on many lead records answers."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Self

from piste.history import many
from piste.pipeline.models import Lead
from piste.pipeline.querysets import LeadQuerySet


@dataclass
class Many(many.Many[Lead]):
    @classmethod
    def sorted_out(cls, leads: LeadQuerySet, refuse: Callable[[Lead], object]) -> Self:
        return super().sorted_out(leads.select_related("stage", "team"), refuse)
