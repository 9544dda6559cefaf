from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from piste.accounts.models import User
from piste.activities.delays import NAMED
from piste.activities.models import Activity, ActivityType
from piste.activities.records import names_of
from piste.activities.targets import Target
from piste.history.subjects import timelines
from piste.messages.forms import Files
from piste.ui.forms import HueField, RichText, SearchedSelect, SeenAgain

DATE_ERROR = {"invalid": _("Type a date, for example 2026-12-31."), "required": _("When is it due?")}


class PlanForm(SeenAgain, forms.ModelForm):
    """Plans an activity, or edits one. `seen` is the version that was shown, `was` the type that filled the fields."""

    seen = forms.IntegerField(required=False, widget=forms.HiddenInput)
    was = forms.ModelChoiceField(ActivityType.objects.none(), required=False, widget=forms.HiddenInput)
    follows = forms.ModelChoiceField(Activity.objects.none(), required=False, widget=forms.HiddenInput)

    class Meta:
        model = Activity
        fields = ["type", "summary", "due_on", "due_time", "assignee", "instructions"]
        widgets = {
            "type": forms.RadioSelect,
            "due_on": forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
            "due_time": forms.TimeInput(format="%H:%M", attrs={"type": "time"}),
            "assignee": SearchedSelect("activities:assignee_choices"),
            "instructions": RichText(attrs={"rows": 2}),
        }
        error_messages = {"due_on": DATE_ERROR, "due_time": {"invalid": _("Type a time, for example 14:30.")}}

    def __init__(self, *args: Any, user, target: Target, **kwargs: Any) -> None:
        if target.activity:
            own = {"seen": target.activity.version, "was": target.activity.type}
            kwargs = {"instance": target.activity, "initial": own} | kwargs
        super().__init__(*args, **kwargs)
        follows = self.initial.get("follows")
        self.suggested = set(follows.type.suggested_next.all()) if follows else set()
        self.types = sorted(target.types(user), key=lambda type: type not in self.suggested)
        types = ActivityType.objects.visible_to(user)
        self.fields["type"].queryset = types.filter(pk__in=[type.pk for type in self.types])
        self.fields["type"].empty_label = None
        self.fields["was"].queryset = types
        self.fields["assignee"].queryset = User.objects.visible_to(user).active()
        self.fields["follows"].queryset = target.activities(user)
        for name in self.Meta.fields:
            # What was shown travels with the form, so that only what was changed by hand is saved (00.22).
            self.fields[name].show_hidden_initial = target.activity is not None

    @property
    def values(self) -> dict[str, Any]:
        """What the verbs of planning take; of an edit, what was changed."""
        return {name: self.cleaned_data[name] for name in self.Meta.fields if name in self.changed_data or self.is_new}

    @property
    def is_new(self) -> bool:
        return self.instance.pk is None


class CellForm(PlanForm):
    """One cell of the list, edited in place."""

    def __init__(self, *args: Any, columns: tuple[str, ...], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.columns = columns
        self.fields = {name: field for name, field in self.fields.items() if name in (*columns, "seen")}
        for field in self.fields.values():
            field.show_hidden_initial = False
        if "type" in self.fields:
            # In a line there is no room for all of them side by side.
            self.fields["type"].widget = forms.Select(choices=[(type.pk, type.name) for type in self.types])

    @property
    def values(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in self.columns}


class RecordSelect(SearchedSelect):
    """Any record that has activities; nothing is chosen at first."""

    def optgroups(self, name: str, value: list[str], attrs: dict[str, Any] | None = None) -> list:
        return []


class NewForm(forms.Form):
    """Which record a new activity is for."""

    record = forms.CharField(label=_("For"), widget=RecordSelect("activities:record_choices"))


class DoneForm(forms.Form):
    feedback = forms.CharField(
        label=_("What came out of it?"), required=False, widget=forms.Textarea(attrs={"rows": 3}), max_length=20_000
    )
    minutes = forms.IntegerField(label=_("Minutes"), required=False, min_value=0, max_value=60 * 24 * 7)
    files = Files(label=_("Files"), required=False)  # type: ignore[assignment]

    def __init__(self, *args: Any, activity: Activity, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # What was typed is kept in this browser until it was sent (03.B6).
        self.fields["feedback"].widget.attrs["data-draft"] = f"done-{activity.pk}"


class CancelForm(forms.Form):
    reason = forms.CharField(label=_("Reason"), required=False, max_length=200)


class UntilField(forms.DateField):
    """A day, or `tomorrow` or `next_week` of the assignee."""

    def to_python(self, value: Any) -> Any:
        return value if value in NAMED else super().to_python(value)


class SnoozeForm(forms.Form):
    until = UntilField(label=_("Until"), error_messages=DATE_ERROR)


class IconPicker(forms.RadioSelect):
    """The drawings that may stand for a type."""

    NAMES = {
        "mail": _("Envelope"),
        "phone": _("Phone"),
        "calendar": _("Calendar"),
        "meeting": _("Camera"),
        "people": _("People"),
        "person": _("Person"),
        "building": _("Building"),
        "todo": _("Ticked box"),
        "check": _("Tick"),
        "done": _("Ticked circle"),
        "clock": _("Clock"),
        "file": _("File"),
        "upload": _("Arrow up"),
        "download": _("Arrow down"),
        "clip": _("Paper clip"),
        "copy": _("Two sheets"),
        "note": _("Written sheet"),
        "pencil": _("Pencil"),
        "send": _("Paper plane"),
        "link": _("Link"),
        "globe": _("Globe"),
        "search": _("Magnifier"),
        "eye": _("Eye"),
        "money": _("Money"),
        "cart": _("Cart"),
        "target": _("Target"),
        "trophy": _("Cup of winners"),
        "star": _("Star"),
        "flag": _("Flag"),
        "pin": _("Place"),
        "bolt": _("Lightning"),
        "bell": _("Bell"),
        "cup": _("Cup of coffee"),
        "key": _("Key"),
        "gear": _("Gear wheel"),
        "help": _("Question mark"),
        "info": _("Letter i"),
        "warning": _("Warning sign"),
        "shield": _("Shield"),
        "chart": _("Chart"),
        "bookmark": _("Bookmark"),
        "tag": _("Tag"),
    }


class TypeForm(forms.ModelForm):
    icon = forms.ChoiceField(label=_("Icon"), choices=list(IconPicker.NAMES.items()), widget=IconPicker)
    colour = HueField(label=_("Colour"))
    applies_to = forms.MultipleChoiceField(
        label=_("Applies to"), required=False, widget=forms.CheckboxSelectMultiple, help_text=_("None chosen: to all.")
    )
    seen = forms.IntegerField(required=False, widget=forms.HiddenInput)

    class Meta:
        model = ActivityType
        fields = [
            *("name_en", "name_fr", "icon", "colour", "sequence", "action"),
            *("delay", "delay_unit", "delay_from", "summary", "instructions", "assignee"),
            *("suggested_next", "triggered_next", "applies_to", "keep_done"),
        ]
        widgets = {
            "assignee": SearchedSelect("activities:assignee_choices"),
            "instructions": RichText(attrs={"rows": 2}),
            "suggested_next": forms.CheckboxSelectMultiple,
        }

    def __init__(self, *args: Any, user, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        types = ActivityType.objects.visible_to(user).filter(archived=False)
        self.fields["suggested_next"].queryset = self.fields["triggered_next"].queryset = types
        self.fields["triggered_next"].empty_label = _("Nothing")
        self.fields["assignee"].queryset = User.objects.visible_to(user).active()
        self.fields["applies_to"].choices = [(noun, names_of(noun)) for noun in timelines()]
        self.initial.setdefault("seen", self.instance.version)
