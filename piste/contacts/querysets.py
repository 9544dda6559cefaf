from typing import Self

from piste.kernel.search import SearchQuerySet
from piste.kernel.visibility import VisibleQuerySet


class ContactQuerySet(SearchQuerySet, VisibleQuerySet):
    """Contacts are read and edited by everybody in sales (12.7)."""

    def visible_to(self, user) -> Self:
        return self.filter(deleted_at=None) if user.sells else self.none()

    def current(self) -> Self:
        return self.filter(archived=False, deleted_at=None)


class CompanyQuerySet(ContactQuerySet):
    pass


class PersonQuerySet(ContactQuerySet):
    pass
