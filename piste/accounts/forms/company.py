from django import forms
from django.utils.translation import gettext_lazy as _

from piste.accounts.forms.fields import country_field, currency_field, time_zone_field
from piste.accounts.models import Site
from piste.accounts.roles import Role


class CompanyForm(forms.ModelForm):
    currency = currency_field(help_text=_("Amounts keep their figures; they are not converted."))
    country = country_field(help_text=_("Telephone numbers without a country are read as numbers of this one."))
    time_zone = time_zone_field()
    second_factor_roles = forms.MultipleChoiceField(
        label=_("A second factor is required of"),
        choices=Role.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Whoever has none yet sets it up at the next page that he opens."),
    )

    class Meta:
        model = Site
        fields = [
            "name",
            "language",
            "currency",
            "country",
            "time_zone",
            "salespeople_create_reasons",
            "second_factor_roles",
        ]
        labels = {"name": _("Company")}
        help_texts = {
            "language": _("For new users and for whatever has no language of its own."),
        }
