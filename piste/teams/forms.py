from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from piste.accounts.models import User
from piste.teams.models import Team
from piste.ui.forms import HueField, SearchedSelect


class TeamForm(forms.ModelForm):
    colour = HueField(label=_("Colour"), initial=7)

    class Meta:
        model = Team
        fields = ["name_en", "name_fr", "leader", "colour"]

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["leader"] = forms.ModelChoiceField(
            User.objects.visible_to(user),
            label=_("Leader"),
            required=False,
            widget=SearchedSelect("accounts:user_choices"),
            help_text=_("Sees all records of the team. Need not be a member."),
        )


class PlaceForm(forms.Form):
    """Where in the list, the first place being 0."""

    place = forms.IntegerField(min_value=0)


class MemberForm(forms.Form):
    user = forms.ModelChoiceField(
        User.objects.none(),
        label=_("Salesperson"),
        widget=SearchedSelect("accounts:user_choices", attrs={"placeholder": _("Choose somebody to add")}),
    )
    replace = forms.BooleanField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["user"].queryset = User.objects.visible_to(user)
