"""What is asked when a card is put somewhere, or made there."""

from typing import Any

from django import forms

from piste.pipeline.forms.records import ColumnsForm, NewLeadForm
from piste.pipeline.models import Lead, Stage

ASKED_WHEN_WON = ("expected_revenue", "expected_closing")


class MoveForm(forms.Form):
    """Which stage, and between which two cards."""

    stage = forms.ModelChoiceField(Stage.objects.none(), widget=forms.HiddenInput)
    above = forms.ModelChoiceField(Lead.objects.none(), required=False, widget=forms.HiddenInput)
    below = forms.ModelChoiceField(Lead.objects.none(), required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, user, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["stage"].queryset = Stage.objects.visible_to(user)
        self.fields["above"].queryset = self.fields["below"].queryset = Lead.objects.visible_to(user)

    def clean(self) -> dict[str, Any]:
        """A neighbour that somebody took away meanwhile is no reason to refuse."""
        for name in ("above", "below"):
            self.errors.pop(name, None)
            self.cleaned_data.setdefault(name, None)
        return self.cleaned_data


class MissingForm(ColumnsForm):
    """The fields that a stage asks for, or that a win would like to know (01.21, 01.37)."""

    def __init__(self, *, data=None, files=None, user, stage: Stage, lead: Lead) -> None:
        demanded = stage.missing_in(lead)
        wished = [name for name in ASKED_WHEN_WON if stage.is_won and not lead.fills(name)]
        # A drop is no answer: it is one when these fields were shown before.
        answer = data if data and "asked" in data else None
        super().__init__(answer, columns=dict.fromkeys([*demanded, *wished]), user=user, lead=lead)
        self.may_skip = not demanded
        for name in demanded:
            self.fields[name].required = True

    @property
    def is_answered(self) -> bool:
        return not self.columns or self.is_valid()

    @property
    def filled(self) -> dict[str, Any]:
        values = self.values if self.columns else {}
        return {name: value for name, value in values.items() if value not in (None, "")}


class StarsForm(forms.Form):
    stars = forms.TypedChoiceField(choices=Lead.Priority.choices, coerce=int)


class QuickForm(NewLeadForm):
    """A new card at the top of a column: a title or a customer is enough (01.16)."""

    COLUMNS = ("title", "company", "email", "phone", "expected_revenue", "priority", "stage")

    def __init__(self, *args: Any, user, **kwargs: Any) -> None:
        super().__init__(*args, user=user, **kwargs)
        self.user = user
        self.fields["stage"].widget = forms.HiddenInput()

    @property
    def values(self) -> dict[str, Any]:
        return super().values | {"owner": self.user}
