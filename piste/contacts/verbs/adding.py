"""What was typed for a new company or person, added to one that is there already (02.31)."""

from typing import Any

from piste.accounts.models import Site
from piste.contacts.models import Person
from piste.contacts.values import emails, phones
from piste.contacts.verbs.creating import create_company
from piste.contacts.verbs.editing import AnyContact, edit
from piste.history.recording import verb


@verb
def add_to(contact: AnyContact, *, by, company_name: str = "", **typed: Any) -> AnyContact:
    """Fills what the contact has not, and adds e-mails and phones; nothing that it has is overwritten.

    `company_name` makes a new company for a person who has none.
    """
    country = contact.country or typed.get("country") or Site.current().country
    reached = {"emails": emails(typed.pop("emails", ())), "phones": phones(typed.pop("phones", ()), country)}
    missing = {name: value for name, value in typed.items() if value and not getattr(contact, name)}
    for name, addresses in reached.items():
        held = getattr(contact, name)
        known = {one["value"] for one in held}
        if new := [one for one in addresses if one["value"] not in known]:
            missing[name] = [*held, *new]
    if company_name.strip() and isinstance(contact, Person) and contact.company is None:
        missing["company"] = create_company(by=by, name=company_name, owner=contact.owner, team=contact.team)
    return edit(contact, by=by, **missing) if missing else contact
