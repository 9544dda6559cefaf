"""What administrators fill in about people, and people about themselves."""

from django import forms
from django.utils.translation import gettext_lazy as _

from piste.accounts.forms.fields import time_zone_field
from piste.accounts.models import User
from piste.kernel import normal
from piste.ui.forms import SearchedSelect, Segmented

TAKEN = _("Somebody signs in with this address already.")


class PersonForm(forms.ModelForm):
    """A user as administrators see him."""

    class Meta:
        model = User
        fields = ["name", "email", "role", "language", "exports"]
        error_messages = {"email": {"unique": TAKEN}}

    def clean_email(self) -> str:
        return normal.email(self.cleaned_data["email"]).value


class InviteForm(PersonForm):
    class Meta(PersonForm.Meta):
        fields = ["email", "name", "role", "language"]
        labels = {"language": _("Language of the invitation")}


class ServiceForm(forms.ModelForm):
    """A program's account."""

    class Meta:
        model = User
        fields = ["name", "role"]
        help_texts = {"name": _("Such as “Our website”: history and audit log name it so.")}


class SettingsForm(forms.ModelForm):
    """A user as he sees himself."""

    time_zone = time_zone_field()

    class Meta:
        model = User
        fields = ["name", "language", "time_zone", "first_weekday", "theme", "density", "win_messages", "single_keys"]
        labels = {"win_messages": _("Tell me when a deal is won"), "single_keys": _("Single-key shortcuts")}
        help_texts = {"single_keys": _("One letter does what a button does, as W for Won. Press ? to see them all.")}
        widgets = {"theme": Segmented, "density": Segmented}


class ThemeForm(forms.ModelForm):
    class Meta:
        model = User
        fields = ["theme"]


class FirstStepsForm(forms.Form):
    first_steps = forms.BooleanField(required=False)


class DeactivateForm(forms.Form):
    handover_to = forms.ModelChoiceField(
        User.objects.none(),
        label=_("Who takes over"),
        error_messages={"required": _("Choose who takes over what is open.")},
        widget=SearchedSelect("accounts:colleague_choices"),
    )

    def __init__(self, *args, leaving: User, by: User, leaves_something: bool, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["handover_to"].required = leaves_something
        self.fields["handover_to"].queryset = User.objects.visible_to(by).active().exclude(pk=leaving.pk)
