"""With whom a record is shared, and how."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from piste.accounts.models import User
from piste.teams.models import Team
from piste.ui.forms import SearchedSelect


class ShareForm(forms.Form):
    user = forms.ModelChoiceField(
        User.objects.none(), label=_("Person"), required=False, widget=SearchedSelect("pipeline:reader_choices")
    )
    team = forms.ModelChoiceField(
        Team.objects.none(), label=_("Or a team"), required=False, widget=SearchedSelect("teams:team_choices")
    )
    until = forms.DateField(
        label=_("Until"),
        required=False,
        widget=forms.DateInput,
        help_text=_("The last day. Empty: until somebody ends it."),
    )
    may_edit = forms.BooleanField(label=_("May change it, too"), required=False)

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["user"].queryset = User.objects.visible_to(user).sellers()
        self.fields["team"].queryset = Team.objects.visible_to(user).current()
