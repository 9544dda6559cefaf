"""Fields made from the columns of a model: type, label, choices and links follow from the column."""

from collections.abc import Mapping
from typing import Any

from django.db import models
from django.utils.functional import lazystr
from django.utils.text import capfirst

from piste.kernel.criteria.fields import Field, Label, Type
from piste.kernel.links import linked_model
from piste.kernel.naming import Named, in_language

TYPES: tuple[tuple[type[models.Field], Type], ...] = (
    (models.ManyToManyField, Type.MANY),
    (models.ForeignKey, Type.LINK),
    (models.BooleanField, Type.YES),
    (models.GeneratedField, Type.YES),
    (models.DateTimeField, Type.MOMENT),
    (models.DateField, Type.DATE),
    (models.DecimalField, Type.NUMBER),
    (models.FloatField, Type.NUMBER),
    (models.IntegerField, Type.NUMBER),
    (models.CharField, Type.TEXT),
    (models.TextField, Type.TEXT),
)


def column(model: type[models.Model], name: str, **given: Any) -> Field:
    """The field of that column; what is given wins over what follows from the column."""
    made = model._meta.get_field(name)
    kind = Type.CHOICE if getattr(made, "choices", None) else next(kind for of, kind in TYPES if isinstance(made, of))
    known: dict[str, Any] = {"key": name, "label": _label(made), "type": kind, "path": name}
    if kind == Type.CHOICE:
        known |= {"choices": _choices_of(made), "groupable": True}
    if kind in (Type.LINK, Type.MANY):
        known |= linked(linked_model(model, name), name) | {"groupable": True}
    known |= {"groupable": True} if kind in (Type.DATE, Type.MOMENT, Type.YES) else {}
    known |= {"searched": True} if name in getattr(model, "searched_fields", ()) and kind == Type.TEXT else {}
    return Field(**known | given)


def linked(related: type[models.Model], path: str) -> dict[str, Any]:
    """What a link to rows of that model brings: who may be named, and the columns of a name."""

    def rows(user: Any) -> models.QuerySet:
        return related._default_manager.visible_to(user)

    brings: dict[str, Any] = {"rows": rows, "noun": getattr(related, "noun", "")}
    if issubclass(related, Named):
        return brings | {
            "columns": (f"{path}__name_en", f"{path}__name_fr"),
            "text": named,
            "order": f"{path}__name_en",
        }
    return brings | {"columns": (f"{path}__name",), "order": f"{path}__name"}


def named(english: str | None, french: str | None) -> str:
    return in_language(english or "", french or "")


def _label(made: Any) -> Label:
    return lazystr(_Capital(made.verbose_name))


class _Capital:
    """The label with a capital, in the language in which it is read."""

    def __init__(self, label: Label) -> None:
        self.label = label

    def __str__(self) -> str:
        return capfirst(str(self.label))


def _choices_of(made: Any) -> Any:
    def choices() -> Mapping[Any, Label]:
        return dict(made.flatchoices)

    return choices
