from typing import Self

from piste.kernel.visibility import VisibleQuerySet


class ManagedQuerySet(VisibleQuerySet):
    """What only managers look at (05.13)."""

    def visible_to(self, user) -> Self:
        return self if user.is_active and user.manages else self.none()


class ArrivalQuerySet(ManagedQuerySet):
    def waiting(self) -> Self:
        return self.filter(run=None)

    def owned(self) -> Self:
        """Those that somebody took or was given meanwhile."""
        return self.exclude(lead__owner=None)

    def of_run(self, run) -> Self:
        return self.filter(run=run)


class RunQuerySet(ManagedQuerySet):
    def at_work(self) -> Self:
        return self.filter(at_work=True)
