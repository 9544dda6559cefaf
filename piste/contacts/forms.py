"""Forms of companies, people and tags. A column is asked for in the same way wherever it stands."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from piste.accounts.models import User
from piste.contacts.addresses import AddressesField
from piste.contacts.facts import MODELS, fact
from piste.contacts.models import Company, Contact, Person, Tag
from piste.kernel import world
from piste.teams.models import Team
from piste.ui.forms import HueField, SearchedSelect, SearchedSelectMultiple, SeenAgain


class WordsField(forms.CharField):
    """Several words in one line, with commas between them."""

    def prepare_value(self, value: Any) -> str:
        return ", ".join(value) if isinstance(value, list) else value

    def to_python(self, value: Any) -> list[str]:
        return [word.strip() for word in (value or "").split(",") if word.strip()]


class CompanyOrNewField(forms.ModelChoiceField):
    """A company, or the name of a new one."""

    def to_python(self, value: Any) -> Company | str | None:
        if isinstance(value, str) and value and not value.isdecimal():
            return value.strip()[:200]
        return super().to_python(value)


def _chosen(names: Callable[[], dict[str, str]]) -> Callable[..., forms.Field]:
    return lambda user, contact, **kwargs: forms.ChoiceField(choices=[("", ""), *names().items()], **kwargs)


def _owner(user: User, contact: Contact, **kwargs: Any) -> forms.Field:
    people = User.objects.visible_to(user)
    return forms.ModelChoiceField(people, widget=SearchedSelect("accounts:user_choices"), **kwargs)


def _team(user: User, contact: Contact, **kwargs: Any) -> forms.Field:
    teams = Team.objects.visible_to(user)
    return forms.ModelChoiceField(teams, widget=SearchedSelect("teams:team_choices"), **kwargs)


def _company(user: User, contact: Contact, **kwargs: Any) -> forms.Field:
    companies = Company.objects.visible_to(user)
    return forms.ModelChoiceField(companies, widget=SearchedSelect("contacts:company_choices"), **kwargs)


def _tags(user: User, contact: Contact, **kwargs: Any) -> forms.Field:
    chosen = contact.tags.values("pk") if contact.pk else []
    offered = Tag.objects.visible_to(user).offered(chosen)
    return forms.ModelMultipleChoiceField(offered, widget=SearchedSelectMultiple("contacts:tag_choices"), **kwargs)


# How a column is asked for where Django's own field is not it.
FIELDS: dict[str, Callable[..., forms.Field]] = {
    "emails": lambda user, contact, **kwargs: AddressesField("email", label=kwargs["label"]),
    "phones": lambda user, contact, **kwargs: AddressesField("phone", label=kwargs["label"]),
    "domains": lambda user, contact, **kwargs: WordsField(help_text=_("Separated by commas."), **kwargs),
    "country": _chosen(world.countries),
    "language": _chosen(world.languages),
    "time_zone": _chosen(lambda: {name: name.replace("_", " ") for name in world.time_zones()}),
    "owner": _owner,
    "team": _team,
    "company": _company,
    "parent": _company,
    "tags": _tags,
}


class ContactForm(forms.ModelForm):
    """Asks for columns of a contact; what they become is the verb's affair, so that save() is never called."""

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in FIELDS.keys() & set(self._meta.fields or ()):
            label = self.fields[name].label
            self.fields[name] = FIELDS[name](user, self.instance, label=label, required=False)


class FactForm(SeenAgain, ContactForm):
    """One fact of a contact, edited in place."""

    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["seen"] = self.instance.version
        for name, field in self.fields.items():
            field.widget.attrs["placeholder"] = field.label if name != "seen" else ""


def fact_form(noun: str, key: str) -> type[forms.ModelForm]:
    """The form of that fact; LookupError when there is no such fact."""
    return forms.modelform_factory(MODELS[noun], form=FactForm, fields=fact(noun, key).columns)


class NewContactForm(ContactForm):
    """What one is asked for a new contact: the rest is filled in on its page."""

    email = forms.CharField(label=_("E-mail"), max_length=254, required=False, widget=forms.EmailInput)
    phone = forms.CharField(
        label=_("Phone"), max_length=60, required=False, widget=forms.TextInput(attrs={"type": "tel"})
    )

    @property
    def values(self) -> dict[str, Any]:
        """What the verb wants."""
        values = dict(self.cleaned_data)
        email, phone = values.pop("email"), values.pop("phone")
        return values | {"emails": [email] if email else [], "phones": [phone] if phone else []}


class CompanyForm(NewContactForm):
    field_order = ["name", "website", "email", "phone", "city", "country", "industry", "owner", "tags"]

    class Meta:
        model = Company
        fields = ["name", "website", "city", "country", "industry", "owner", "tags"]


class PersonForm(NewContactForm):
    # Not a column here, because it may be the name of a company that is not there yet.
    company = CompanyOrNewField(
        Company.objects.none(),
        label=_("Company"),
        required=False,
        widget=SearchedSelect("contacts:company_choices", create=True),
    )

    field_order = ["first_name", "last_name", "company", "job_title", "email", "phone", "owner", "tags"]

    class Meta:
        model = Person
        fields = ["first_name", "last_name", "job_title", "owner", "tags"]

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, user=user, **kwargs)
        self.fields["company"].queryset = Company.objects.visible_to(user)

    @property
    def values(self) -> dict[str, Any]:
        values = super().values
        if isinstance(values["company"], str):
            values["company_name"] = values.pop("company")
        return values


FORMS: dict[str, type[NewContactForm]] = {"company": CompanyForm, "person": PersonForm}


class TagForm(forms.ModelForm):
    colour = HueField(label=_("Colour"), initial=7)

    class Meta:
        model = Tag
        fields = ["name_en", "name_fr", "colour"]
