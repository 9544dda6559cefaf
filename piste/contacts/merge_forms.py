"""What is asked when rows are merged."""

from collections.abc import Callable, Iterable
from typing import Any

from django import forms

from piste.contacts.comparing import Comparison


class MergeForm(forms.Form):
    """Which row stays, and from which each fact is taken. Sent at each choice, and with `do` when all is chosen."""

    do = forms.BooleanField(required=False)

    def __init__(self, *args: Any, keys: list[int], facts: Iterable[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.keys, self.facts = keys, tuple(facts)
        for name in ("into", "was_into", *(f"take_{fact}" for fact in self.facts)):
            choices = [(key, key) for key in keys]
            self.fields[name] = forms.TypedChoiceField(choices=choices, coerce=int, required=False, empty_value=None)
        for key in keys:
            self.fields[f"seen_{key}"] = forms.IntegerField(required=False)

    @property
    def into(self) -> int | None:
        return self.cleaned_data.get("into")

    @property
    def seen(self) -> dict[int, int]:
        """The versions that were looked at, by key."""
        seen = {key: self.cleaned_data.get(f"seen_{key}") for key in self.keys}
        return {key: version for key, version in seen.items() if version is not None}

    def picked(self, by_rule: Callable[[int | None], Comparison]) -> dict[str, int]:
        """What the user chose himself: not what stood there by the rule, with that one to stay, when he looked."""
        taken = {fact: self.cleaned_data.get(f"take_{fact}") for fact in self.facts}
        if not any(taken.values()):
            return {}
        kept = by_rule(self.cleaned_data.get("was_into")).kept
        return {fact: one for fact, one in taken.items() if one and one != kept.get(fact)}
