"""The keys of one's own, one line for each verb."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from piste.ui import keys

REQUIRED = {"required": _("Type one letter or one sign.")}


class KeysForm(forms.Form):
    """Its fields are named like the verbs."""

    def __init__(self, *args: Any, own: dict[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        chosen = keys.chosen(own)
        for name, key in keys.KEYS.items():
            attrs = {"class": "input key-field", "autocomplete": "off", "autocapitalize": "none", "spellcheck": "false"}
            self.fields[name] = forms.CharField(
                label=str(key.label),
                max_length=1,
                initial=chosen[name],
                error_messages=REQUIRED,
                widget=forms.TextInput(attrs=attrs),
            )

    @property
    def places(self) -> list[tuple[str, list[forms.BoundField]]]:
        """The lines as they are parted: where a key works, and its verbs."""
        return [
            (str(title), [self[name] for name, key in keys.KEYS.items() if key.place == place])
            for place, title in keys.PLACES.items()
        ]
