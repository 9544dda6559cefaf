"""allauth's forms in our words."""

from allauth.account import forms as account
from allauth.account.fields import PasswordField, SetPasswordField
from allauth.mfa.base import forms as second_factor
from allauth.mfa.totp.forms import ActivateTOTPForm
from django import forms
from django.utils.translation import gettext_lazy as _

GOOD_PASSWORD = _("12 characters or more. Several words are good; a common password or your name is not.")


class NewPasswordForm(account.PasswordVerificationMixin, forms.Form):
    """A password that is chosen, typed twice. `user` is whose it becomes."""

    password1 = SetPasswordField(label=_("Password"), help_text=GOOD_PASSWORD)
    password2 = PasswordField(label=_("The same again"), autocomplete="new-password")

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        _without_placeholders(self)


class SignInForm(account.LoginForm):
    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["login"].label = _("E-mail")
        self.fields["login"].widget.attrs["autocomplete"] = "username"
        self.fields["password"].help_text = ""
        self.fields["password" if self.is_bound else "login"].widget.attrs["autofocus"] = True
        _without_placeholders(self)


class AskResetForm(account.ResetPasswordForm):
    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["email"].label = _("E-mail")
        self.fields["email"].widget.attrs |= {"autofocus": True, "autocomplete": "username"}
        _without_placeholders(self)


class ResetForm(NewPasswordForm, account.ResetPasswordKeyForm):
    pass


class ChangePasswordForm(NewPasswordForm, account.ChangePasswordForm):
    oldpassword = PasswordField(label=_("Present password"), autocomplete="current-password")
    password1 = SetPasswordField(label=_("New password"), help_text=GOOD_PASSWORD)
    field_order = ["oldpassword", "password1", "password2"]


class PasswordAgainForm(account.ReauthenticateForm):
    password = PasswordField(label=_("Password"), autocomplete="current-password")

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["password"].widget.attrs["autofocus"] = True
        _without_placeholders(self)


class CodeForm(second_factor.AuthenticateForm):
    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        _code(self.fields["code"])


class CodeAgainForm(second_factor.ReauthenticateForm):
    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        _code(self.fields["code"])


class ActivateForm(ActivateTOTPForm):
    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        _code(self.fields["code"])


def _code(field: forms.Field) -> None:
    field.label = _("Code")
    field.widget.attrs = {"autofocus": True, "autocomplete": "one-time-code", "inputmode": "numeric", "maxlength": 20}


def _without_placeholders(form: forms.Form) -> None:
    """The label says it."""
    for field in form.fields.values():
        field.widget.attrs.pop("placeholder", None)
