from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from piste.accounts.models import User
from piste.api import scopes
from piste.kernel.clock import day_ends, today
from piste.teams.models import Team

CHOSEN = "chosen"


class KeyForm(forms.Form):
    """A new key: what it may, where and how long."""

    name = forms.CharField(
        label=_("What is it for?"), max_length=80, widget=forms.TextInput({"placeholder": _("Our website")})
    )
    access = forms.ChoiceField(
        label=_("It may"),
        choices=[
            (scopes.WRITE, _("read and change everything that I may")),
            (scopes.READ, _("read everything that I may")),
            (CHOSEN, _("only what is ticked below")),
        ],
        initial=scopes.READ,
        widget=forms.RadioSelect,
    )
    objects = forms.MultipleChoiceField(required=False, widget=forms.CheckboxSelectMultiple)
    export = forms.BooleanField(label=_("Take lists away as files"), required=False)
    admin = forms.BooleanField(label=_("Change users and company settings"), required=False)
    team = forms.ModelChoiceField(
        Team.objects.none(), label=_("Only records of the team"), required=False, empty_label=_("All teams")
    )
    networks = forms.CharField(
        label=_("Only from the networks"),
        required=False,
        help_text=_("Such as 192.0.2.0/24, with commas between them. Empty: from everywhere."),
    )
    ends_on = forms.DateField(label=_("Last day"), required=False, help_text=_("Empty: until it is ended by hand."))

    def __init__(self, *args: Any, by: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.by = by
        self.fields["team"].queryset = Team.objects.visible_to(by).current()
        self.fields["objects"].choices = sorted((word, word) for word in scopes.known() if ":" in word)
        if by.is_service:
            self.fields["access"].choices = [
                (scopes.WRITE, _("read and change everything that this account may")),
                (scopes.READ, _("read everything that this account may")),
                (CHOSEN, _("only what is ticked below")),
            ]
        if not by.may_export:
            del self.fields["export"]
        if not by.administers:
            del self.fields["admin"]

    @property
    def rows(self) -> list[dict[str, Any]]:
        """The objects with what can be ticked for each."""
        ticked, known = self["objects"].value() or [], scopes.known()
        return [
            {
                "label": label,
                "ticks": [
                    {"value": word, "on": word in ticked} if (word := f"{name}:{act}") in known else None
                    for act in (scopes.READ, scopes.WRITE)
                ],
            }
            for name, label in scopes.OBJECTS.items()
        ]

    def clean_ends_on(self) -> date | None:
        day = self.cleaned_data["ends_on"]
        if day and day < today(self.by):
            raise forms.ValidationError(_("This day is over."))
        return day

    def clean(self) -> dict[str, Any]:
        sent = super().clean() or {}
        if sent.get("access") == CHOSEN and not sent.get("objects") and not sent.get("admin"):
            self.add_error("access", _("Tick at least one thing."))
        return sent

    @property
    def values(self) -> dict[str, Any]:
        """What the verb is told."""
        sent = self.cleaned_data
        words = sent["objects"] if sent["access"] == CHOSEN else [sent["access"]]
        more = [word for word in (scopes.EXPORT, scopes.ADMIN) if sent.get(word)]
        day = sent["ends_on"]
        return {
            "name": sent["name"],
            "scopes": [*words, *more],
            "networks": [one.strip() for one in sent["networks"].split(",") if one.strip()],
            "team": sent["team"],
            "ends_at": day and day_ends(day, self.by.time_zone),
        }
