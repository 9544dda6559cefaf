from typing import Any

from django import forms

from piste.accounts.models import Site
from piste.accounts.switches import Switch


class SwitchesForm(forms.Form):
    def __init__(self, *args: Any, switches: list[Switch], site: Site, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.switches = switches
        for one in switches:
            on = getattr(site, one.column) != one.reverse
            self.fields[one.name] = forms.BooleanField(
                label=one.title, help_text=one.sentence, required=False, initial=on
            )

    @property
    def values(self) -> dict[str, bool]:
        """By the columns of the site."""
        return {one.column: self.cleaned_data[one.name] != one.reverse for one in self.switches}
