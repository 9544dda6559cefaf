from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from piste.accounts import setup
from piste.accounts.forms.company import CompanyForm
from piste.accounts.forms.fields import country_field, currency_field, time_zone_field
from piste.accounts.forms.sign_in import NewPasswordForm
from piste.accounts.models import User


class JoinForm(NewPasswordForm, forms.ModelForm):
    """What somebody who was invited chooses when he comes."""

    time_zone = time_zone_field()

    class Meta:
        model = User
        fields = ["name", "language", "time_zone"]

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["password1"].user = self.instance


class AgainForm(JoinForm):
    """Somebody who was here already chooses a new password."""

    time_zone = None  # type: ignore[assignment]  # Django's way to leave a field out

    class Meta(JoinForm.Meta):
        fields: list[str] = []


class SetUpForm(NewPasswordForm, CompanyForm):
    """The first page of all: the console's code, the company, its first administrator."""

    currency = currency_field()
    country = country_field()
    code = forms.CharField(label=_("Code"), help_text=_("Piste has printed it where it was started."), max_length=40)
    person = forms.CharField(label=_("Your name"), max_length=120)
    email = forms.EmailField(label=_("Your e-mail"))
    demo = forms.BooleanField(
        label=_("Load invented demo data"), help_text=_("It can be removed later as a whole."), required=False
    )

    class Meta(CompanyForm.Meta):
        fields = ["name", "language", "currency", "country", "time_zone"]
        help_texts: dict[str, Any] = {}

    def clean_code(self) -> str:
        if not setup.fits(self.cleaned_data["code"]):
            raise forms.ValidationError(_("This is not the code that Piste has printed."))
        return self.cleaned_data["code"]

    def company(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in self.Meta.fields}

    def administrator(self) -> dict[str, Any]:
        given = self.cleaned_data
        return {"name": given["person"], "email": given["email"], "password": given["password1"]}
