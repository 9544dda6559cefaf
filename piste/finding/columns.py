"""The columns that somebody chooses for the lists of a noun."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Self

from django.utils.text import capfirst

from piste.finding.models import ColumnChoice
from piste.finding.shapes import COLUMNS_AT_MOST, field_of, is_listed
from piste.kernel.criteria import fields
from piste.kernel.criteria.fields import Field, Noun, Type
from piste.kernel.normal import plain

NARROWEST, WIDEST = 60, 800


@dataclass
class Choice:
    """Keys of columns in their order, as they are put together."""

    noun: Noun
    keys: list[str]

    @classmethod
    def said(cls, noun: Noun, keys: Iterable[str]) -> Self:
        known = [key for key in dict.fromkeys(keys) if is_listed(field_of(noun, key))]
        return cls(noun, known[:COLUMNS_AT_MOST])

    @property
    def fields(self) -> list[Field]:
        return [self.noun.field(key) for key in self.keys]

    @property
    def offered(self) -> list[tuple[str, list[tuple[str, str]]]]:
        """Columns that are not there yet: the row's own first, then those of each link."""
        own = [one for one in self.noun.fields.values() if is_listed(one) and one.key not in self.keys]
        groups = [(capfirst(str(self.noun.model._meta.verbose_name)), own)]
        for link in self.noun.fields.values():
            if link.type == Type.LINK and link.noun in fields.nouns() and link.noun != "user":
                inner = fields.noun(link.noun).fields.values()
                reached = [one.over(link) for one in inner if is_listed(one) and one.type != Type.SPECIAL]
                groups.append((str(link.label), [one for one in reached if one.key not in self.keys]))
        return [(title, _options(some)) for title, some in groups if some]

    def do(self, act: str, added: str = "") -> None:
        """`up:key`, `down:key`, `without:key`, `add`."""
        name, _colon, key = act.partition(":")
        if name == "add" and is_listed(field_of(self.noun, added)) and added not in self.keys:
            self.keys = [*self.keys, added][:COLUMNS_AT_MOST]
        if key not in self.keys:
            return
        place = self.keys.index(key)
        self.keys.remove(key)
        if name in ("up", "down"):
            self.keys.insert(max(0, place + (1 if name == "down" else -1)), key)
        elif not self.keys:
            self.keys = [key]

    def keep(self, user: Any, keys: list[str]) -> None:
        """From now on this user's lists show these; none for the usual ones."""
        kept = {"columns": keys}
        ColumnChoice.objects.update_or_create(user=user, noun=self.noun.name, defaults=kept)


def _options(some: Iterable[Field]) -> list[tuple[str, str]]:
    return sorted(((one.key, str(one.label)) for one in some), key=lambda option: plain(option[1]))


def keep_width(user: Any, noun: Noun, key: str, typed: str) -> None:
    """Remembers how wide somebody drew a column."""
    if not is_listed(field_of(noun, key)) or not typed.isdecimal():
        return
    kept, _new = ColumnChoice.objects.get_or_create(user=user, noun=noun.name)
    kept.widths = kept.widths | {key: min(max(int(typed[:5]), NARROWEST), WIDEST)}
    kept.save(update_fields=["widths"])
