"""What is asked when a lead is converted (02.7), or many are (02.10)."""

from collections.abc import Iterator
from itertools import cycle
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from piste.accounts.models import User
from piste.contacts.facts import MODELS
from piste.contacts.models import Company, Person
from piste.history.merging import followed
from piste.kernel.keys import is_key
from piste.pipeline import customers
from piste.pipeline.conversion import CREATE, KEEP, NONE, Conversion, key_of
from piste.pipeline.defaults import team_with_owner
from piste.pipeline.forms.bulk import ColumnsManyForm
from piste.pipeline.forms.records import ColumnsForm
from piste.pipeline.models import Lead
from piste.ui.formats import money
from piste.ui.forms import SearchedSelect, SearchedSelectMultiple

CONVERT = "convert"


class ConvertForm(ColumnsForm):
    """Convert or merge, whose it is from now on, and which customer it has."""

    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)
    # For whom the team stands there: an owner who was chosen since brings his own.
    team_of = forms.CharField(widget=forms.HiddenInput, required=False)
    action = forms.ChoiceField(label=gettext_lazy("What becomes of it"), widget=forms.RadioSelect)
    customer = forms.ChoiceField(label=gettext_lazy("Customer"), widget=forms.RadioSelect)
    reuse = forms.BooleanField(required=False, initial=True)
    person = forms.ModelChoiceField(
        Person.objects.none(),
        label=gettext_lazy("Another contact"),
        required=False,
        widget=SearchedSelect("contacts:person_choices"),
    )
    company = forms.ModelChoiceField(
        Company.objects.none(),
        label=gettext_lazy("Another company"),
        required=False,
        widget=SearchedSelect("contacts:company_choices"),
    )

    def __init__(
        self, data: Any = None, *, user: User, lead: Lead, initial: dict[str, Any] | None = None, **kwargs: Any
    ) -> None:
        self.conversion = Conversion(lead, user)
        merged = self.conversion.mergeable[:1]
        begins = {"seen": lead.version, "team_of": lead.owner_id or "", "customer": self.conversion.usual_customer}
        begins |= {"action": str(merged[0].pk) if merged else CONVERT} | (initial or {})
        sent = None if data is None else followed_customers(data)
        super().__init__(sent, columns=("owner", "team"), user=user, lead=lead, initial=begins, **kwargs)
        self.fields["action"].choices = [(CONVERT, _("Convert to an opportunity")), *self._merges()]
        self.fields["customer"].choices = list(self._customers())
        self.fields["person"].queryset = Person.objects.visible_to(user)
        self.fields["company"].queryset = Company.objects.visible_to(user)
        if there := self.conversion.company_there:
            self.fields["reuse"].label = _("Take the company “%(company)s”, which is there already") % {
                "company": there
            }
        else:
            del self.fields["reuse"]

    def _merges(self) -> Iterator[tuple[str, str]]:
        for lead in self.conversion.mergeable:
            stage = lead.stage.name if lead.is_opportunity else _("Lead")
            facts = [lead.title, stage, str(lead.owner or pgettext("one", "Unassigned")), money(lead.expected_revenue)]
            yield str(lead.pk), _("Merge with %(record)s") % {"record": " · ".join(filter(None, facts))}

    def _customers(self) -> Iterator[tuple[str, str]]:
        conversion, lead = self.conversion, self.conversion.lead
        if conversion.linked:
            yield KEEP, _("%(customer)s, as now") % {"customer": conversion.linked}
        for one in conversion.proposals:
            employer = getattr(one.contact, "company", None)
            name = ", ".join(str(part) for part in (one.contact, employer) if part)
            yield key_of(one.contact), f"{name} ({one.reason.label})"
        if merged := conversion.named(chosen := str(self.data.get("customer", ""))):
            yield chosen, str(merged)
        if customers.may_become(lead) and not conversion.linked:
            names = [lead.contact_name or lead.email, lead.company_name]
            yield CREATE, _("Create %(customer)s") % {"customer": ", ".join(filter(None, names))}
        if not conversion.linked:
            yield NONE, _("None")

    @property
    def looked_at(self) -> int | None:
        """The version of the lead that was looked at, also where something else of the form is not valid."""
        said = str(self.data.get("seen", ""))
        return int(said) if is_key(said) else None

    def drop_what_is_gone(self) -> None:
        """A choice that is not offered any more makes room for the usual one."""
        sent: Any = self.data.copy()
        for name in ("action", "customer"):
            if sent.get(name) not in dict(self.fields[name].choices):
                sent[name] = self.initial[name]
        self.data = sent

    @property
    def choices(self) -> dict[str, Any]:
        """What the verb wants to know."""
        said, lead = self.cleaned_data, self.conversion.lead
        owner, key = said["owner"], said["customer"]
        contact = said["person"] or said["company"] or self.conversion.contact(key)
        brings_own = owner and str(owner.pk) != said["team_of"]
        return {
            "owner": None if owner and owner.pk == lead.owner_id else owner,
            "team": None if brings_own else said["team"],
            "contact": contact,
            "create": contact is None and key == CREATE,
            "reuse": said.get("reuse", False),
            "merge_with": {str(one.pk): one for one in self.conversion.mergeable}.get(said["action"]),
            "seen": said["seen"],
        }


def followed_customers(data: Any) -> Any:
    """What was sent, with customers that were merged meanwhile replaced by what they became (02.B4)."""
    data = data.copy()
    for noun, model in MODELS.items():
        if data.get(noun):
            data[noun] = followed(model, data[noun])
    noun, _, key = str(data.get("customer", "")).partition("-")
    if noun in MODELS:
        data["customer"] = f"{noun}-{followed(MODELS[noun], key)}"
    return data


def begun_with(owner: User | None, lead: Lead, given: Any) -> dict[str, Any]:
    """The form as it was when another owner was chosen, with the team that he brings (02.7)."""
    team = team_with_owner(lead.team, owner)
    kept = {name: given[name] for name in ("action", "customer", "person", "company", "seen") if given.get(name)}
    person = {"owner": owner and owner.pk, "team": team and team.pk, "team_of": owner.pk if owner else ""}
    return kept | person | {"reuse": "reuse" in given}


class ConvertManyForm(ColumnsManyForm):
    """The same choices for many: owners in turn, customers by e-mail (02.10)."""

    COLUMNS = ("team",)

    owners = forms.ModelMultipleChoiceField(
        User.objects.none(),
        label=gettext_lazy("Salespeople, in turn"),
        required=False,
        help_text=gettext_lazy("Empty: everybody keeps his."),
        widget=SearchedSelectMultiple("accounts:user_choices"),
    )
    only_unassigned = forms.BooleanField(
        label=gettext_lazy("Only leads without a salesperson are given to them"), required=False, initial=True
    )
    with_customers = forms.BooleanField(
        label=gettext_lazy("Link the customer with the same e-mail, else create one"), required=False, initial=True
    )
    reuse = forms.BooleanField(
        label=gettext_lazy("New customers belong to companies of the same name or domain"), required=False, initial=True
    )
    merge_first = forms.BooleanField(
        label=gettext_lazy("Merge duplicates first"),
        required=False,
        initial=True,
        help_text=gettext_lazy("With each other, and with one open record of the same customer that is not selected."),
    )

    field_order = ("owners", "only_unassigned", "team")

    def __init__(self, *, data: Any = None, files: Any = None, user: User, **kwargs: Any) -> None:
        # What comes with the selection alone is no answer yet: a tick that is missing there was not taken away.
        answer = data if data and "asked" in data else None
        super().__init__(data=answer, user=user, **kwargs)
        self.user = user
        self.fields["owners"].queryset = User.objects.visible_to(user).assignable()
        self.fields["team"].help_text = _("Empty: the team of the salesperson.")
        self.order_fields(self.field_order)

    @property
    def values(self) -> dict[str, Any]:
        said = {name: value for name, value in self.cleaned_data.items() if name not in ("asked", "merge_first")}
        mergeable = Lead.objects.editable_by(self.user) if self.cleaned_data["merge_first"] else None
        order = list(self["owners"].value() or ())
        owners = sorted(said["owners"], key=lambda user: order.index(str(user.pk)))
        return said | {"owners": cycle(owners) if owners else None, "mergeable": mergeable}
