from typing import Any

from django import forms

from piste.accounts.models import Site
from piste.accounts.switches import Switch


class SwitchesForm(forms.Form):
    def __init__(self, *args: Any, switches: list[Switch], site: Site, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for one in switches:
            self.fields[one.column] = forms.BooleanField(
                label=one.title, help_text=one.sentence, required=False, initial=getattr(site, one.column)
            )
