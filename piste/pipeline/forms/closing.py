"""What is asked when a record is closed."""

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from piste.accounts.models import Site
from piste.kernel.clock import today
from piste.pipeline.models import Lead, LossReason
from piste.pipeline.verbs.reasons import reason_named


class WonForm(forms.ModelForm):
    """The figures that are still empty when a deal is won; they may stay so (01.21)."""

    asked = forms.BooleanField(initial=True, widget=forms.HiddenInput)

    class Meta:
        model = Lead
        fields = ["expected_revenue", "expected_closing"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in self.Meta.fields:
            if getattr(self.instance, name) is not None:
                del self.fields[name]
        if len(self.fields) == 1:
            del self.fields["asked"]

    def filled(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in self.Meta.fields if self.cleaned_data.get(name) is not None}


class LostForm(forms.Form):
    """Why, in one tap; a new reason may be typed on the spot (01.22, 01.31)."""

    reason = forms.ModelChoiceField(
        LossReason.objects.none(), label=_("Loss reason"), required=False, empty_label=None, widget=forms.RadioSelect
    )
    new_reason = forms.CharField(label=_("Another reason"), required=False, max_length=80)
    note = forms.CharField(
        label=_("Closing note"), required=False, max_length=5000, widget=forms.Textarea(attrs={"rows": 2})
    )
    again_on = forms.DateField(
        label=_("Try again on"),
        required=False,
        help_text=_("Plans a follow-up for that day, which stays open."),
        widget=forms.DateInput,
    )

    def __init__(self, *args: Any, user, lead: Lead | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user
        self.initial["reason"] = lead.lost_reason_id if lead else None
        self.fields["reason"].queryset = LossReason.objects.visible_to(user).offered(self.initial["reason"])
        if not (user.manages or Site.current().salespeople_create_reasons):
            del self.fields["new_reason"]

    def clean_again_on(self) -> date | None:
        day = self.cleaned_data["again_on"]
        if day and day <= today(self.user):
            raise ValidationError(_("Choose a day after today."))
        return day

    def closing(self) -> dict[str, Any]:
        """What the verb wants to know; a typed reason is made, unless it is there already."""
        typed = self.cleaned_data.get("new_reason")
        reason = reason_named(typed, by=self.user) if typed else self.cleaned_data["reason"]
        return {"reason": reason, "note": self.cleaned_data["note"], "again_on": self.cleaned_data["again_on"]}
