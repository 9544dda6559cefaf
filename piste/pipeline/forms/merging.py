"""What is asked when records are merged."""

from typing import Any

from django import forms

from piste.contacts import merge_forms
from piste.pipeline.merged import PICKED


class MergeForm(merge_forms.MergeForm):
    """Won and open ones together are open, which has to be meant (02.B3)."""

    confirmed = forms.BooleanField(required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, facts=PICKED, **kwargs)
