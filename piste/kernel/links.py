"""From a model along its columns."""

from typing import Any, cast

from django.db import models


def linked_model(model: type[models.Model], name: str) -> type[models.Model]:
    """The model whose rows that column points to."""
    return cast("type[models.Model]", model._meta.get_field(name).related_model)


def at_end(model: type[models.Model], path: str) -> tuple[type[models.Model], Any]:
    """The model and the column where a path such as `company__industry` ends."""
    *steps, last = path.split("__")
    for step in steps:
        model = linked_model(model, step)
    return model, model._meta.get_field(last)
