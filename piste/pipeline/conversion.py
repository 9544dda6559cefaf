"""What there is to choose when a lead is converted: its customer, and the records that it may be merged with."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from functools import cached_property
from typing import Any

from django.db.models import Q
from django.utils.text import capfirst
from django.utils.translation import gettext

from piste.contacts.facts import MODELS
from piste.contacts.models import Company, Contact, Person
from piste.kernel import world
from piste.kernel.keys import is_key
from piste.kernel.normal import phone_shown
from piste.pipeline import customers
from piste.pipeline.duplicates import same_open
from piste.pipeline.matching import Proposal, Reason, proposals
from piste.pipeline.models import Lead
from piste.pipeline.verbs.customers import companies_like

KEEP, CREATE, NONE = "keep", "create", "none"
OFFERED_AT_MOST = 5
# What is read otherwise than it is stored.
SHOWN: dict[str, Callable[[Any], str]] = {"phones": phone_shown, "country": world.country, "language": world.language}


class Conversion:
    """One lead as one user looks at it before he converts it."""

    def __init__(self, lead: Lead, user) -> None:
        self.lead, self.user = lead, user

    @property
    def linked(self) -> str:
        """The customer that it has already."""
        return ", ".join(str(one) for one in (self.lead.person, self.lead.company) if one)

    @cached_property
    def proposals(self) -> list[Proposal]:
        own = {(Person, self.lead.person_id), (Company, self.lead.company_id)}
        return [one for one in proposals(self.lead) if (type(one.contact), one.contact.pk) not in own]

    @cached_property
    def company_there(self) -> Company | None:
        """The company of the same name or domain that a new customer would belong to."""
        return None if self.lead.company else companies_like([self.lead]).get(self.lead.pk)

    @property
    def usual_customer(self) -> str:
        """Linked when matched, else created when something is known of him (02.7)."""
        if self.linked:
            return KEEP
        if self.proposals and self.proposals[0].reason == Reason.EMAIL:
            return key_of(self.proposals[0].contact)
        return CREATE if customers.may_become(self.lead) else NONE

    def contact(self, key: str) -> Contact | None:
        """The customer of that choice."""
        proposed = next((one.contact for one in self.proposals if key_of(one.contact) == key), None)
        return proposed or self.named(key)

    def named(self, key: str) -> Contact | None:
        """One that is not proposed any more, since he was merged with one that was."""
        noun, _, number = key.partition("-")
        if noun not in MODELS or not is_key(number) or key in {key_of(one.contact) for one in self.proposals}:
            return None
        return MODELS[noun]._default_manager.visible_to(self.user).filter(pk=number).first()

    @cached_property
    def fillings(self) -> list[tuple[Contact, list[str]]]:
        """What each customer that may be linked would get from the lead, as it is read (02.16)."""
        offered = [(one.contact, customers.lent(self.lead, one.contact)) for one in self.proposals]
        return [(contact, list(_read(contact, values))) for contact, values in offered if values]

    @cached_property
    def mergeable(self) -> list[Lead]:
        """Open records that are surely the same, opportunities first, as far as the user may change them (02.9)."""
        allowed = Lead.objects.editable_by(self.user).filter(pk__in=[lead.pk for lead in self._same])
        rows = allowed.select_related("stage", "owner", "company", "person").order_by("-kind", "pk")
        return list(rows[:OFFERED_AT_MOST])

    @cached_property
    def hidden(self) -> list[tuple[str, int]]:
        """How many more there are, and whom to ask (12.B1)."""
        keys = [lead.pk for lead in self._same]
        seen = set(Lead.objects.editable_by(self.user).filter(pk__in=keys).values_list("pk", flat=True))
        return sorted(Counter(str(lead.owner or "") for lead in self._same if lead.pk not in seen).items())

    @cached_property
    def _same(self) -> list[Lead]:
        """Also those of the customer with its e-mail, who is not linked yet."""
        found = {lead.pk: lead for lead in same_open(self.lead)}
        sure = [one.contact for one in self.proposals if one.reason == Reason.EMAIL]
        theirs = Q(pk__in=[])
        for contact in sure:
            theirs |= Q(**{contact.noun: contact})
        rows = Lead.objects.comparable().filter(theirs, outcome=Lead.Outcome.OPEN).exclude(pk=self.lead.pk)
        found |= {lead.pk: lead for lead in rows.select_related("owner").order_by("pk")[:OFFERED_AT_MOST]}
        return list(found.values())


def _read(contact: Contact, values: dict[str, Any]) -> Iterator[str]:
    address = [SHOWN.get(name, str)(values.pop(name)) for name in customers.ADDRESS if name in values]
    values.pop("domains", None)
    for name, value in values.items():
        shown, several = SHOWN.get(name, str), [one["value"] for one in value] if isinstance(value, list) else [value]
        yield _line(label(contact, name), map(shown, several))
    if address:
        yield _line(gettext("Address"), address)


def _line(label: str, values: Iterable[str]) -> str:
    return gettext("%(label)s: %(value)s") % {"label": label, "value": ", ".join(values)}


def label(contact: Contact, name: str) -> str:
    return capfirst(str(contact._meta.get_field(name).verbose_name))


def key_of(contact: Contact) -> str:
    return f"{contact.noun}-{contact.pk}"
