"""Who may see or touch a row is asked here, and nowhere else."""

from typing import Self

from django.db import models


class VisibleQuerySet(models.QuerySet):
    """Rows with rights. A model whose queryset does not say who sees it cannot be shown at all."""

    def visible_to(self, user) -> Self:
        raise NotImplementedError(f"{self.model.__name__} does not say who may see it.")

    def editable_by(self, user) -> Self:
        return self.visible_to(user) if user.may_write else self.none()

    def deletable_by(self, user) -> Self:
        return self.editable_by(user) if user.manages else self.none()


class ConfigurationQuerySet(VisibleQuerySet):
    """Stages, tags, reasons, types: every user reads their names, managers write them (12.2)."""

    def visible_to(self, user) -> Self:
        return self.filter(deleted_at=None) if user.is_active else self.none()

    def editable_by(self, user) -> Self:
        return self.visible_to(user) if user.manages else self.none()


def may(user, act: str, row: models.Model) -> bool:
    """Whether the user may "see", "edit" or "delete" the row, by the same questions as the doors ask."""
    question = {"see": "visible_to", "edit": "editable_by", "delete": "deletable_by"}[act]
    return getattr(type(row)._default_manager.all(), question)(user).filter(pk=row.pk).exists()
