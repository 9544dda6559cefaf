from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from piste.accounts.models import User
from piste.assignment.models import Assignment
from piste.finding.forms import ConditionsField
from piste.pipeline.models import Lead
from piste.teams.models import Membership, Team


class AssignmentForm(forms.ModelForm):
    class Meta:
        model = Assignment
        fields = ["mode", "every", "unit", "min_age_hours", "max_age_days", "merges_duplicates", "on_arrival"]
        widgets = {"mode": forms.RadioSelect}
        help_texts = {
            "min_age_hours": _("Younger records wait. 0: none."),
            "max_age_days": _("Older records are left alone. 0: no limit."),
            "on_arrival": _(
                "What comes without a salesperson, by hand, by the API or from a file, goes to one by the same rules."
            ),
            "merges_duplicates": _(
                "Same e-mail, contact or company: what waits joins the open record of its salesperson."
            ),
        }


class TeamFilterForm(forms.Form):
    """Which records without a team come to this one; without conditions all of them."""

    def __init__(self, *args: Any, team: Team, user: User, **kwargs: Any) -> None:
        initial = {"filter": team.filter, "converts_assigned": team.converts_assigned}
        super().__init__(*args, initial=initial, **kwargs)
        self.fields["filter"] = ConditionsField(Lead.noun, user=user, label=_("Records that come to this team"))
        self.fields["converts_assigned"] = forms.BooleanField(
            required=False, label=_("A lead that is given becomes an opportunity at once")
        )


class MemberFiltersForm(forms.Form):
    """Which records a member takes, and which ones he is asked for first."""

    def __init__(self, *args: Any, membership: Membership, user: User, **kwargs: Any) -> None:
        initial = {"filter": membership.filter, "preferred_filter": membership.preferred_filter}
        super().__init__(*args, initial=initial, **kwargs)
        self.fields["filter"] = ConditionsField(Lead.noun, user=user, label=_("Records that he takes"))
        self.fields["preferred_filter"] = ConditionsField(Lead.noun, user=user, label=_("Records that he prefers"))


class AskedForm(forms.Form):
    """A run, or its preview: for one team or all, and whether what was given today counts."""

    team = forms.ModelChoiceField(Team.objects.none(), required=False, label=_("Team"), empty_label=_("All teams"))
    ignore_today = forms.BooleanField(required=False, label=_("Ignore what was given today"))

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["team"].queryset = Team.objects.visible_to(user).current().filter(assigns=True)
