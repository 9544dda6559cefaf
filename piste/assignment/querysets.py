from typing import Self

from piste.kernel.visibility import VisibleQuerySet


class ManagedQuerySet(VisibleQuerySet):
    """What only managers look at (05.13)."""

    def visible_to(self, user) -> Self:
        return self if user.is_active and user.manages else self.none()


class RunQuerySet(ManagedQuerySet):
    def at_work(self) -> Self:
        return self.filter(at_work=True)
