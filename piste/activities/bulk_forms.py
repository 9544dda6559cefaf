"""What is asked before an act on many activities."""

from typing import Any

from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from piste.accounts.models import User
from piste.activities.forms import DATE_ERROR, SnoozeForm
from piste.activities.models import Activity, ActivityType
from piste.finding import bulk_forms
from piste.finding.bulk_forms import ManyForm
from piste.ui.forms import SearchedSelect


class SnoozeManyForm(SnoozeForm, ManyForm):
    """Each to a day of its own where that has a name: the assignee's tomorrow."""


class CancelManyForm(ManyForm):
    reason = forms.CharField(label=_("Reason"), required=False, max_length=200)


class ReassignManyForm(ManyForm):
    assignee = forms.ModelChoiceField(
        User.objects.none(), label=_("Assigned to"), widget=SearchedSelect("activities:assignee_choices")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["assignee"].queryset = User.objects.visible_to(self.user).active()


class EditManyForm(bulk_forms.EditManyForm):
    EDITED = ("due_on", "due_time", "type", "summary")

    def name_of(self, column: str) -> str:
        return capfirst(str(Activity._meta.get_field(column).verbose_name))

    def control(self, column: str) -> Any:
        label = self.name_of(column)
        if column == "type":
            return forms.ModelChoiceField(ActivityType.objects.visible_to(self.user).current(), label=label)
        if column == "due_on":
            return forms.DateField(label=label, error_messages=DATE_ERROR)
        return Activity._meta.get_field(column).formfield(label=label, required=False)
