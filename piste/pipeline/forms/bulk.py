"""What is asked before an act on many records."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from piste.contacts.models import Tag
from piste.pipeline.facts import label_of
from piste.pipeline.forms.closing import LostForm
from piste.pipeline.forms.records import ColumnsForm, field_of
from piste.ui.forms import SearchedSelectMultiple


class ManyForm(forms.Form):
    """Sent twice: first with the selection only, to be shown, then with the answers."""

    asked = forms.BooleanField(initial=True, widget=forms.HiddenInput)

    @property
    def values(self) -> dict[str, Any]:
        return {name: value for name, value in self.cleaned_data.items() if name != "asked"}


class LostManyForm(LostForm, ManyForm):
    @property
    def values(self) -> dict[str, Any]:
        return self.closing()


class ColumnsManyForm(ColumnsForm, ManyForm):
    COLUMNS: tuple[str, ...] = ()

    def __init__(self, *args: Any, user, **kwargs: Any) -> None:
        super().__init__(*args, columns=self.COLUMNS, user=user, **kwargs)


class AssignManyForm(ColumnsManyForm):
    COLUMNS = ("owner", "team")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["team"].help_text = _("Empty: the team of the salesperson.")


class StageManyForm(ColumnsManyForm):
    COLUMNS = ("stage",)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["stage"].required = True


class PriorityManyForm(ColumnsManyForm):
    COLUMNS = ("priority",)


class TagManyForm(ManyForm):
    add = forms.ModelMultipleChoiceField(
        Tag.objects.none(), label=_("Add"), required=False, widget=SearchedSelectMultiple("contacts:tag_choices")
    )
    remove = forms.ModelMultipleChoiceField(
        Tag.objects.none(), label=_("Take away"), required=False, widget=SearchedSelectMultiple("contacts:tag_choices")
    )

    def __init__(self, *args: Any, user, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["add"].queryset = Tag.objects.visible_to(user).offered([])
        self.fields["remove"].queryset = Tag.objects.visible_to(user)


class EditManyForm(ManyForm):
    """Which field, and the value that all get; empty takes away what was there."""

    EDITED = (
        *("expected_revenue", "expected_closing", "priority", "source", "medium", "campaign", "referrer"),
        *("city", "region", "country", "language", "website", "job_title"),
    )

    field = forms.ChoiceField(label=_("Field"), required=False)

    def __init__(self, *args: Any, user, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        chosen = self.data.get("field", "")
        self.fields["field"].choices = [("", ""), *((column, label_of(column)) for column in self.EDITED)]
        if chosen in self.EDITED:
            self.fields[chosen] = field_of(chosen, user=user)

    def clean(self) -> None:
        """Without a value nothing is taken away by mistake: its control must have been there."""
        column = self.cleaned_data.get("field")
        if self.cleaned_data.get("asked") and (not column or column not in self.data):
            self.add_error("field", _("Choose the field, then give its value."))

    @property
    def values(self) -> dict[str, Any]:
        column = self.cleaned_data["field"]
        return {column: self.cleaned_data[column]}
