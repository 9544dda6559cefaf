"""What is asked when a card is put somewhere, or made there."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _

from piste.pipeline.forms.records import ColumnsForm, NewLeadForm, QualifiedForm
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
        demanded = lead.missing_for(stage)
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


class QuickLeadForm(QualifiedForm):
    """A new lead at the top of a column, which says its salesperson or its team (02.5)."""

    COLUMNS: tuple[str, ...] = (
        *("title", "company_name", "contact_name", "email", "phone"),
        *("expected_revenue", "priority"),
    )

    def __init__(self, *args: Any, user, by: str, **kwargs: Any) -> None:
        self.user, self.by = user, by
        self.COLUMNS = (*self.COLUMNS, by)
        super().__init__(*args, user=user, **kwargs)
        self.fields[by].widget = forms.HiddenInput()

    def clean(self) -> dict[str, Any]:
        """What nobody sees is no field to mend."""
        if self.errors.pop(self.by, None):
            self.add_error(None, _("This lead cannot be put there."))
        return self.cleaned_data

    @property
    def values(self) -> dict[str, Any]:
        """Nobody and no team are chosen, too."""
        chosen = {self.by: self.cleaned_data.get(self.by)}
        return super().values | {"owner": self.user} | chosen
