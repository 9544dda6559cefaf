from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from piste.accounts.models import User
from piste.teams.models import Membership, Team
from piste.teams.targets import key_of
from piste.teams.verbs.configuring import in_use
from piste.ui import formats
from piste.ui.forms import HueField, SearchedSelect


class TeamForm(forms.ModelForm):
    colour = HueField(label=_("Colour"), initial=7)

    class Meta:
        model = Team
        fields = [
            *("name_en", "name_fr", "leader", "monthly_target", "answer_hours", "uses_leads", "uses_pipeline"),
            *("alias", "alias_writers", "colour"),
        ]
        help_texts = {
            "monthly_target": _("Untaxed, for each month."),
            "answer_hours": _("From the creation of a record to the first call, mail or meeting. Empty: no clock."),
            "uses_leads": _("Yes: what the team receives is a lead first, which somebody qualifies and converts."),
            "uses_pipeline": _("No: the team qualifies leads only, and hands them over when it converts them."),
            "alias": _("What will stand before the @ of the team’s address. Not used before mail is set up."),
        }

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["leader"] = forms.ModelChoiceField(
            User.objects.visible_to(user),
            label=_("Leader"),
            required=False,
            widget=SearchedSelect("accounts:user_choices"),
            help_text=_("Sees all records of the team. Need not be a member."),
        )
        self.fields["alias_writers"].required = self.fields["uses_leads"].required = False

    def clean_uses_leads(self) -> str:
        return self.cleaned_data["uses_leads"] or Team.UsesLeads.AS_SITE

    def clean_alias_writers(self) -> str:
        return self.cleaned_data["alias_writers"] or Team.Writers.EVERYONE


class TargetsForm(forms.Form):
    """A target for each month of a year; an empty one takes the usual target."""

    def __init__(self, *args: Any, team: Team, year: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.months = {f"month_{month}": date(year, month, 1) for month in range(1, 13)}
        usual = format(team.monthly_target.normalize(), "f") if team.monthly_target is not None else ""
        for name, month in self.months.items():
            self.fields[name] = forms.DecimalField(
                label=capfirst(formats.day(month, "month")),
                required=False,
                min_value=0,
                max_digits=14,
                decimal_places=2,
                initial=team.month_targets.get(key_of(month)),
                widget=forms.NumberInput(attrs={"placeholder": usual}),
            )

    @property
    def values(self) -> dict[date, Decimal | None]:
        return {month: self.cleaned_data[name] for name, month in self.months.items()}


class PlaceForm(forms.Form):
    """Where in the list, the first place being 0."""

    place = forms.IntegerField(min_value=0)


class DeleteTeamForm(forms.Form):
    """Which team takes what belongs to a deleted one (05.3)."""

    into = forms.ModelChoiceField(Team.objects.none(), label=_("The team that takes its records"), empty_label=None)

    def __init__(self, *args: Any, team: Team, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if in_use(team):
            self.fields["into"].queryset = Team.objects.editable_by(user).current().exclude(pk=team.pk)
        else:
            del self.fields["into"]


class MembershipForm(forms.ModelForm):
    """What automatic assignment may give a member, and when (05.5)."""

    class Meta:
        model = Membership
        fields = ["capacity", "assigns", "absent_from", "absent_until"]
        help_texts = {
            "capacity": _("Automatic assignment never gives him more records. 120 are 4 a day; 0 is none."),
            "absent_from": _("Nothing is given to him on these days."),
        }
        labels = {"capacity": _("Records over 30 days, at most")}


class InviteMemberForm(forms.ModelForm):
    class Meta:
        model = User
        fields = ["name", "email", "language"]
        labels = {"language": _("Language of the invitation")}


class LeavingForm(forms.Form):
    handover_to = forms.ModelChoiceField(
        User.objects.none(),
        label=_("Open records of this team go to"),
        required=False,
        widget=SearchedSelect("accounts:user_choices"),
        help_text=_("Nobody chosen: they stay as they are."),
    )

    def __init__(self, *args: Any, leaving: User, by: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["handover_to"].queryset = User.objects.visible_to(by).active().exclude(pk=leaving.pk)


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
