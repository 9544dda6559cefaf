"""What is asked when records are merged."""

from typing import Any

from django import forms

from piste.pipeline.comparing import Comparison
from piste.pipeline.merged import PICKED
from piste.pipeline.models import Lead


class MergeForm(forms.Form):
    """Which record stays, and from which each value is taken. Sent at each choice, and with `do` when all is chosen."""

    do = forms.BooleanField(required=False)
    confirmed = forms.BooleanField(required=False)

    def __init__(self, *args: Any, keys: list[int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.keys = keys
        for name in ("into", "was_into", *(f"take_{key}" for key in PICKED)):
            choices = [(key, key) for key in keys]
            self.fields[name] = forms.TypedChoiceField(choices=choices, coerce=int, required=False, empty_value=None)
        for key in keys:
            self.fields[f"seen_{key}"] = forms.IntegerField(required=False)

    @property
    def into(self) -> int | None:
        return self.cleaned_data.get("into")

    @property
    def seen(self) -> dict[int, int]:
        seen = {key: self.cleaned_data.get(f"seen_{key}") for key in self.keys}
        return {key: version for key, version in seen.items() if version is not None}

    def picked(self, leads: Any) -> dict[str, int]:
        """The values that the user chose himself: not those that stood there by the rule when he looked."""
        taken = {key: self.cleaned_data.get(f"take_{key}") for key in PICKED}
        if not any(taken.values()):
            return {}
        by_rule = Comparison.of(leads, into=self.cleaned_data.get("was_into")).kept
        return {key: one for key, one in taken.items() if one and one != by_rule.get(key)}

    def survivor(self, leads: list[Lead]) -> Lead | None:
        return next((lead for lead in leads if lead.pk == self.into), None)
