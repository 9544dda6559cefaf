"""What stands around the rows of a noun that has no frame of its own, in any layout: a search, the conditions as chips,
the saved views, and the other layouts."""

from dataclasses import dataclass, field
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.http import urlencode

from piste.finding import asked, places, ready
from piste.finding.saved import Tabs
from piste.finding.shapes import handed_on
from piste.kernel.criteria import fields, parsing
from piste.kernel.search import Searchable


@dataclass(frozen=True)
class Frame:
    """`params` are those of the address that choose the rows, `q` and `f` among them; `here` is the layout that is
    looked at, `own` what it says of itself and hands on to no other."""

    request: HttpRequest
    noun: str
    params: dict[str, str]
    here: str
    own: dict[str, str] = field(default_factory=dict)

    @property
    def place(self) -> places.Place:
        found = places.place(self.noun)
        if found is None:
            raise LookupError(self.noun)
        return found

    @property
    def path(self) -> str:
        return reverse(self.place.routes[self.here])

    def address(self, **changes: str) -> str:
        """This page with changes of what it says; what is empty is not said."""
        return self.path + self._query(self.params | handed_on(self.request.GET) | self.own | changes)

    def list_of(self, conditions: Any) -> str:
        """The list of the same rows with further conditions."""
        own = parsing.parse(self.noun, self.params.get("f", ""))
        return self.list_with(parsing.both(own, parsing.parse(self.noun, conditions)))

    def list_with(self, conditions: parsing.Group) -> str:
        """The same list with these conditions instead of its own."""
        return reverse(self.place.routes["list"]) + self._query(self.params | {"f": parsing.text(conditions)})

    def context(self) -> dict[str, Any]:
        words = issubclass(fields.noun(self.noun).model, Searchable)
        kept = handed_on(self.request.GET)
        return self.beside() | {
            "title": f"{self._plural()} · {places.LAYOUTS[self.here][0]}",
            "noun": self.noun,
            "view_address": self.address,
            "view_path": self.path,
            # None where the noun is not searched by words.
            "words": self.params.get("q", "") if words else None,
            "beside_words": {name: value for name, value in self.params.items() if name != "q"} | kept | self.own,
            "condition_chips": asked.chips(self.noun, self.params.get("f", ""), self.request.user),
            "search_part": "finding/_frame_search.html",
            "tabs_part": "finding/_frame_tabs.html",
            "chips_part": "finding/_frame_chips.html",
        }

    def beside(self) -> dict[str, Any]:
        """What lists show too, which have a frame of their own."""
        query = self._query(self.params | handed_on(self.request.GET))
        conditions = {"f": self.params.get("f", ""), "then": self.address()}
        return {
            "layouts": self.place.segments(self.place.routes[self.here], query, sells=self.request.user.sells),
            "facets": ready.offered(self.noun, self.params.get("f", ""), lambda f: self.address(f=f)),
            "conditions": f"{reverse('finding:build', args=[self.noun])}?{urlencode(conditions)}",
            "saved": Tabs(self.request.user, self.noun, self.address()),
        }

    def _plural(self) -> str:
        return str(fields.noun(self.noun).model._meta.verbose_name_plural).capitalize()

    @staticmethod
    def _query(said: dict[str, str]) -> str:
        query = urlencode({name: value for name, value in said.items() if value})
        return f"?{query}" if query else ""
