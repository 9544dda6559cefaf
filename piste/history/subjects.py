"""The nouns: which model a name in an event means."""

from functools import cache, lru_cache

from django.apps import apps

from piste.history.models import Hanging, Subject


@cache
def all_subjects() -> dict[str, type[Subject]]:
    return {model.noun: model for model in apps.get_models() if issubclass(model, Subject)}


@cache
def timelines() -> dict[str, type[Subject]]:
    """The nouns whose pages have a timeline."""
    return {noun: model for noun, model in all_subjects().items() if model.has_timeline}


@cache
def hanging() -> list[type[Hanging]]:
    """The models of what hangs on records."""
    return [model for model in all_subjects().values() if issubclass(model, Hanging)]


def model_of(noun: str) -> type[Subject]:
    """The model of a noun; LookupError when there is none."""
    return all_subjects()[noun]


def may_see(user, noun: str, key: int) -> bool:
    """Whether the user sees that record, by its own queryset."""
    model = all_subjects().get(noun)
    return model is not None and model._default_manager.visible_to(user).filter(pk=key).exists()


@lru_cache(maxsize=4096)
def address(noun: str, key: int) -> str:
    """Where that record's page is; empty for what has none."""
    row = model_of(noun)(pk=key)
    return row.get_absolute_url() if hasattr(row, "get_absolute_url") else ""
