"""Configuring stages, loss reasons and recurring plans."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from piste.pipeline.facts import REQUIRABLE, label_of
from piste.pipeline.models import Lead, LossReason, RecurringPlan, Stage, TeamFollower
from piste.pipeline.verbs.stages import records_in, targets_of
from piste.teams.models import Team
from piste.ui.forms import HueField


def _offered() -> list[tuple[str, str]]:
    return [(column, label_of(column)) for column in REQUIRABLE]


class StageForm(forms.ModelForm):
    """What a stage is; setting or clearing the won flag names the records that follow, and asks for a tick (01.7)."""

    required_fields = forms.MultipleChoiceField(
        label=_("Required fields"),
        required=False,
        choices=_offered,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Asked for when a record is moved here."),
    )
    agreed = forms.BooleanField(required=False, widget=forms.HiddenInput)

    class Meta:
        model = Stage
        fields = [
            *("name_en", "name_fr", "is_won", "default_probability", "rotting_days", "folded"),
            *("requirements", "required_fields", "teams"),
        ]
        widgets = {"teams": forms.CheckboxSelectMultiple}
        help_texts = {
            "default_probability": _("The chance of records that enter this stage."),
            "rotting_days": _("After so many days without any step a record is marked. 0: never."),
            "folded": _("Shown on the board as a narrow strip."),
            "requirements": _("What must be true before a record comes here; shown at the stage."),
            "teams": _("None: all teams use it."),
        }

    def __init__(self, *args: Any, user, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["teams"].queryset = Team.objects.visible_to(user).current()
        self.was_won = self.instance.is_won

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        followers = self._followers(data.get("is_won", self.was_won))
        if followers and not data.get("agreed"):
            self._ask(followers, wins=data["is_won"])
        return data

    def _followers(self, is_won: bool) -> int:
        """The records whose outcome changes with the flag."""
        if not self.instance.pk or is_won == self.was_won:
            return 0
        return records_in(self.instance, outcome=Lead.Outcome.OPEN if is_won else Lead.Outcome.WON)

    def _ask(self, count: int, *, wins: bool) -> None:
        if wins:
            text = ngettext("Mark its %(count)s open record as won", "Mark its %(count)s open records as won", count)
        else:
            text = ngettext("Open its %(count)s won record again", "Open its %(count)s won records again", count)
        self.fields["agreed"].widget = forms.CheckboxInput()
        self["agreed"].label = text % {"count": count}
        raise ValidationError({"agreed": _("Tick this to go on. It can be undone.")})

    @property
    def values(self) -> dict[str, Any]:
        return {name: value for name, value in self.cleaned_data.items() if name != "agreed"}


class DeleteStageForm(forms.Form):
    """Where the records of a deleted stage go (01.9)."""

    target = forms.ModelChoiceField(Stage.objects.none(), label=_("Move its records to"), empty_label=None)

    def __init__(self, *args: Any, stage: Stage, user, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.count = records_in(stage)
        if self.count:
            keys = [target.pk for target in targets_of(stage)]
            self.fields["target"].queryset = Stage.objects.editable_by(user).filter(pk__in=keys)
        else:
            del self.fields["target"]


class TeamNewsForm(forms.Form):
    """What one is told of a team's records."""

    news = forms.MultipleChoiceField(
        label=_("Tell me of"),
        required=False,
        choices=TeamFollower.News.choices,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Of records that you see, and never of your own acts. Nothing ticked: you do not follow the team."),
    )


class TeamColourForm(forms.Form):
    colour = HueField()


class PlaceForm(forms.Form):
    """Where in the list, the first place being 0."""

    place = forms.IntegerField(min_value=0)


class ReasonForm(forms.ModelForm):
    class Meta:
        model = LossReason
        fields = ["name_en", "name_fr"]


class PlanForm(forms.ModelForm):
    class Meta:
        model = RecurringPlan
        fields = ["name_en", "name_fr", "months"]
        help_texts = {"months": _("The recurring revenue of a record is divided by them.")}


class MergeReasonForm(forms.Form):
    into = forms.ModelChoiceField(LossReason.objects.none(), label=_("Merge into"), empty_label=None)

    def __init__(self, *args: Any, reason: LossReason, user, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["into"].queryset = LossReason.objects.editable_by(user).exclude(pk=reason.pk)
