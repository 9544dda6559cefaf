"""Filters of teams and members: read, put into words, and asked of all candidates at once."""

from dataclasses import dataclass, field
from typing import Any

import orjson
from django.utils import translation

from piste.accounts.models import Site, User
from piste.accounts.roles import Role
from piste.kernel.criteria.asker import Asker
from piste.kernel.criteria.compiling import fitting
from piste.kernel.criteria.parsing import Group, dump, parse
from piste.kernel.criteria.wording import sentence
from piste.pipeline.models import Lead
from piste.pipeline.querysets import LeadQuerySet

LANGUAGES = ("en", "fr")


def checked(said: Any) -> dict[str, Any]:
    """The filter of lead records as it is stored; raises Refused for one that is none."""
    return dump(parse(Lead.noun, said))


def words(filter: Group, language: str) -> str:
    """The filter as a sentence, with the names that the site knows: whoever reads why he got a record may read it."""
    with translation.override(language):
        return sentence(filter, User(role=Role.ADMINISTRATOR))


def both_languages(filter: Group) -> dict[str, str]:
    return {language: words(filter, language) for language in LANGUAGES} if filter else {}


def site_asks() -> Asker:
    """Filters of assignment are read for the site: nobody is "me" there."""
    return Asker.in_zone(Site.current().time_zone)


@dataclass
class Fits:
    """Which candidates fit a filter: one query for each different filter, however many records and people."""

    rows: LeadQuerySet
    asker: Asker = field(default_factory=site_asks)
    _found: dict[bytes, frozenset[int]] = field(default_factory=dict)

    def keys(self, filter: Group) -> frozenset[int] | None:
        """None for a filter without conditions: every record fits it."""
        if not filter:
            return None
        name = orjson.dumps(dump(filter), default=str)
        if name not in self._found:
            self._found[name] = frozenset(fitting(self.rows, filter, self.asker).values_list("pk", flat=True))
        return self._found[name]
