"""Choosing another type fills the fields that are empty or untouched, and leaves the others (03.6)."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from piste.accounts.models import User
from piste.kernel import rich_text


def refilled(given: Mapping[str, str], *, before: Mapping[str, Any], after: Mapping[str, Any]) -> dict[str, Any]:
    """What the form shows now: `before` and `after` are what the former and the new type fill in."""
    return {
        name: value if _is_untouched(given.get(name, ""), before.get(name, "")) else given[name]
        for name, value in after.items()
    }


def _is_untouched(typed: str, filled: Any) -> bool:
    # An editor of rich text writes the same words in tags of its own.
    said = rich_text.words(typed)
    return not said or said == rich_text.words(_as_sent(filled))


def _as_sent(value: Any) -> str:
    if isinstance(value, User):
        return str(value.pk)
    return value.isoformat() if isinstance(value, date) else value
