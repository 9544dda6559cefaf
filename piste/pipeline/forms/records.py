"""How each column of a record is asked for, wherever it stands."""

from collections.abc import Callable, Iterable
from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from piste.accounts.models import User
from piste.contacts.forms import CompanyOrNewField
from piste.contacts.models import Company, Person, Tag
from piste.kernel import world
from piste.kernel.normal import phone_shown
from piste.pipeline.facts import Fact, is_shown, label_of
from piste.pipeline.models import Lead, RecurringPlan, Stage
from piste.teams.models import Team
from piste.ui.forms import HueField, RichText, SearchedSelect, SearchedSelectMultiple, SeenAgain, Stars


class PersonOrNewField(forms.ModelChoiceField):
    """A person, or the name of a new one."""

    def to_python(self, value: Any) -> Person | str | None:
        if isinstance(value, str) and value and not value.isdecimal():
            return value.strip()[:200]
        return super().to_python(value)


class EmailsField(forms.CharField):
    """All addresses of the record in one cell, the main one first (00.6)."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_length=1000, widget=forms.TextInput(attrs={"inputmode": "email"}), **kwargs)


def _owner(user: User, lead: Lead | None, **kwargs: Any) -> forms.Field:
    people = User.objects.visible_to(user).assignable()
    return forms.ModelChoiceField(people, widget=SearchedSelect("pipeline:owner_choices"), **kwargs)


def _team(user: User, lead: Lead | None, **kwargs: Any) -> forms.Field:
    teams = Team.objects.visible_to(user).current()
    return forms.ModelChoiceField(teams, widget=SearchedSelect("teams:team_choices"), **kwargs)


def _company(user: User, lead: Lead | None, **kwargs: Any) -> forms.Field:
    widget = SearchedSelect("contacts:company_choices", create=True)
    return CompanyOrNewField(Company.objects.visible_to(user), widget=widget, **kwargs)


def _person(user: User, lead: Lead | None, **kwargs: Any) -> forms.Field:
    widget = SearchedSelect("contacts:person_choices", create=True)
    return PersonOrNewField(Person.objects.visible_to(user), widget=widget, **kwargs)


def _tags(user: User, lead: Lead | None, **kwargs: Any) -> forms.Field:
    chosen = lead.tags.values("pk") if lead else []
    offered = Tag.objects.visible_to(user).offered(chosen)
    return forms.ModelMultipleChoiceField(offered, widget=SearchedSelectMultiple("contacts:tag_choices"), **kwargs)


def _stage(user: User, lead: Lead | None, **kwargs: Any) -> forms.Field:
    stages = Stage.objects.visible_to(user).current()
    if lead is None:
        return forms.ModelChoiceField(stages, empty_label="", **kwargs)
    return forms.ModelChoiceField(stages.allowed_for(lead.team_id), empty_label=None, **kwargs | {"required": True})


def _plan(user: User, lead: Lead | None, **kwargs: Any) -> forms.Field:
    plans = RecurringPlan.objects.visible_to(user).offered(lead.recurring_plan_id if lead else None)
    return forms.ModelChoiceField(plans, empty_label="", **kwargs)


def _priority(user: User, lead: Lead | None, **kwargs: Any) -> forms.Field:
    lowest: Any = Lead.Priority.LOW
    return forms.TypedChoiceField(choices=Lead.Priority.choices, coerce=int, empty_value=lowest, widget=Stars, **kwargs)


def _named(names: Callable[[], dict[str, str]]) -> Callable[..., forms.Field]:
    return lambda user, lead, **kwargs: forms.ChoiceField(choices=lambda: [("", ""), *names().items()], **kwargs)


def _telephone(user: User, lead: Lead | None, **kwargs: Any) -> forms.Field:
    return forms.CharField(max_length=60, widget=forms.TextInput(attrs={"type": "tel"}), **kwargs)


def _colour(user: User, lead: Lead | None, **kwargs: Any) -> forms.Field:
    """The first colour of the tokens means none here: a card is not marked."""
    field = HueField(empty_value=0, **kwargs)
    field.choices = [("", _("None")), *list(enumerate(HueField.NAMES))[1:]]
    return field


# Where Django's own field of the column is not it.
FIELDS: dict[str, Callable[..., forms.Field]] = {
    "owner": _owner,
    "team": _team,
    "company": _company,
    "person": _person,
    "tags": _tags,
    "stage": _stage,
    "recurring_plan": _plan,
    "priority": _priority,
    "country": _named(world.countries),
    "language": _named(world.languages),
    "email": lambda user, lead, **kwargs: EmailsField(**kwargs),
    "phone": _telephone,
    "mobile": _telephone,
    "colour": _colour,
    "notes": lambda user, lead, **kwargs: forms.CharField(widget=RichText, **kwargs),
}


def field_of(column: str, *, user: User, lead: Lead | None = None) -> forms.Field:
    if column in FIELDS:
        return FIELDS[column](user, lead, label=label_of(column), required=False)
    field = Lead._meta.get_field(column).formfield(label=label_of(column), required=column == "title")
    return cast("forms.Field", field)


class ColumnsForm(forms.Form):
    """Asks for some columns of a record; what they become is the verb's affair."""

    def __init__(self, *args: Any, columns: Iterable[str], user: User, lead: Lead | None = None, **kwargs: Any) -> None:
        self.columns, self.lead = tuple(columns), lead
        initial = {column: _initial(lead, column) for column in self.columns} if lead else {}
        super().__init__(*args, initial=initial | kwargs.pop("initial", {}), **kwargs)
        self.fields |= {column: field_of(column, user=user, lead=lead) for column in self.columns}

    @property
    def values(self) -> dict[str, Any]:
        """What the verb wants. The cell of addresses shows them all, so that one left out is gone."""
        values = {column: self.cleaned_data[column] for column in self.columns}
        return values | {"extra_emails": []} if self.lead and "email" in values else values


class SeenForm(SeenAgain, ColumnsForm):
    """Columns of a record as somebody saw them: what a colleague changed meanwhile is not written over (00.22)."""

    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, lead: Lead, **kwargs: Any) -> None:
        super().__init__(*args, lead=lead, initial={"seen": lead.version}, **kwargs)


# What the linked person is told too, unless one says no (02.18).
TOLD_TO_CONTACT = ("email", "phone", "mobile")


class FactForm(SeenForm):
    """One fact of a record, edited in place."""

    def __init__(self, *args: Any, fact: Fact, lead: Lead, **kwargs: Any) -> None:
        super().__init__(*args, columns=fact.columns, lead=lead, **kwargs)
        if len(fact.columns) > 1:
            for column in fact.columns:
                self.fields[column].widget.attrs["placeholder"] = self.fields[column].label
        if fact.key in TOLD_TO_CONTACT and lead.person:
            also = _("Also updates %(person)s") % {"person": lead.person}
            self.fields["contact_too"] = forms.BooleanField(label=also, required=False, initial=True)


class NewLeadForm(ColumnsForm):
    """A new opportunity or lead: a title or a customer is enough."""

    kind: Lead.Kind = Lead.Kind.OPPORTUNITY

    COLUMNS: tuple[str, ...] = (
        *("title", "company", "person", "email", "phone", "expected_revenue", "expected_closing"),
        *("recurring_revenue", "recurring_plan", "owner", "team", "stage", "tags", "priority"),
    )

    def __init__(self, *args: Any, user: User, initial: dict[str, Any] | None = None, **kwargs: Any) -> None:
        beginning = {"owner": user.pk, "priority": Lead.Priority.LOW} | (initial or {})
        super().__init__(*args, columns=filter(is_shown, self.COLUMNS), user=user, initial=beginning, **kwargs)
        self.fields["title"].required = False
        if "stage" in self.fields:
            self.fields["stage"].help_text = _("Empty: the first stage of the team.")

    @property
    def values(self) -> dict[str, Any]:
        """Without what was left empty, so that the verb finds it."""
        given = {name: value for name, value in super().values.items() if value not in (None, "")}
        return given | {"kind": self.kind}


class QualifiedForm(NewLeadForm):
    """A new lead has no stage yet, and no closing date (02.6)."""

    kind = Lead.Kind.LEAD
    COLUMNS: tuple[str, ...] = (
        *("title", "company_name", "contact_name", "email", "phone", "website", "source"),
        *("owner", "team", "tags", "priority"),
    )


class AssignForm(SeenForm):
    def __init__(self, *args: Any, user: User, lead: Lead, **kwargs: Any) -> None:
        super().__init__(*args, columns=("owner", "team"), user=user, lead=lead, **kwargs)
        self.fields["team"].help_text = _("Empty: the team of the salesperson.")
        self.initial.pop("team", None)


def _initial(lead: Lead, column: str) -> Any:
    """The value as one would type it."""
    if column == "email":
        return ", ".join(filter(None, [lead.email, *lead.extra_emails]))
    if column in ("phone", "mobile"):
        return phone_shown(getattr(lead, column))
    if column == "probability" and lead.probability_mode == Lead.ProbabilityMode.AUTOMATIC:
        return None
    if column == "colour":
        return lead.colour or ""
    if column == "tags":
        return [tag.pk for tag in lead.tags.all()]
    return Lead._meta.get_field(column).value_from_object(lead)
