"""Who may see or touch a row is asked here, and nowhere else."""

from typing import Any, Self

from django.db import models
from django.db.models import Q


class VisibleQuerySet(models.QuerySet):
    """Rows with rights. A model whose queryset does not say who sees it cannot be shown at all."""

    def visible_to(self, user) -> Self:
        raise NotImplementedError(f"{self.model.__name__} does not say who may see it.")

    def reach(self, user) -> Q | None:
        """The rule of `visible_to`, where it asks plain columns of the row only: former values can be asked too."""
        return None

    def reach_to_edit(self, user) -> Q | None:
        """The same of `editable_by`, where fewer may edit than see."""
        return self.reach(user)

    def editable_by(self, user) -> Self:
        return self.visible_to(user) if user.may_write else self.none()

    def deletable_by(self, user) -> Self:
        return self.editable_by(user) if user.manages else self.none()

    def trashed_for(self, user) -> Self:
        """What lies in the trash, for those who may bring it back. Most rows are brought back by undo only."""
        return self.none()


class ConfigurationQuerySet(VisibleQuerySet):
    """Stages, tags, reasons, types: every user reads their names, managers write them (12.2)."""

    def visible_to(self, user) -> Self:
        return self.filter(deleted_at=None) if user.is_active else self.none()

    def reach(self, user) -> Q | None:
        return Q() if user.is_active else None

    def reach_to_edit(self, user) -> Q | None:
        return Q() if user.manages else None

    def editable_by(self, user) -> Self:
        return self.visible_to(user) if user.manages else self.none()


def may(user, act: str, row: models.Model) -> bool:
    """Whether the user may "see", "edit" or "delete" the row, by the same questions as the doors ask.

    Several parts of a page ask it; the row keeps the answer until it is changed.
    """
    answers = row.__dict__.setdefault("_may", {})
    asked = user.pk, act, getattr(row, "version", None)
    if asked not in answers:
        question = {"see": "visible_to", "edit": "editable_by", "delete": "deletable_by"}[act]
        allowed = getattr(type(row)._default_manager.all(), question)(user)
        answers[asked] = allowed.filter(pk=row.pk).exists()
    return answers[asked]


def holds(rule: Q, values: dict[str, Any]) -> bool:
    """Whether a rule of plain columns (equal, in) holds for a row with these values."""
    parts: list[Any] = list(rule.children)
    answers = [holds(part, values) if isinstance(part, Q) else _matches(part[0], part[1], values) for part in parts]
    return (all(answers) if rule.connector == Q.AND else any(answers)) != rule.negated


def columns(rule: Q) -> set[str]:
    """The columns that the rule asks for."""
    parts: list[Any] = list(rule.children)
    return set().union(*(columns(part) if isinstance(part, Q) else {part[0].partition("__")[0]} for part in parts))


def _matches(question: str, wanted: Any, values: dict[str, Any]) -> bool:
    name, _, lookup = question.partition("__")
    if lookup == "in":
        return values[name] in {getattr(one, "pk", one) for one in wanted}
    if lookup:
        raise NotImplementedError(f"A rule of plain columns cannot ask {question}.")
    return values[name] == getattr(wanted, "pk", wanted)
