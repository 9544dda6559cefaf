"""The values of a company or a person in their normal forms (00.6-00.9)."""

from collections.abc import Callable, Iterable
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from piste.accounts.models import Site
from piste.contacts.models import Contact
from piste.kernel import normal, world
from piste.kernel.refusals import Refused

# What an e-mail address or a telephone number may have beside its value.
Address = dict[str, Any]
Normaliser = Callable[[str], list[normal.Checked]]


def cleaned(model: type[Contact], values: dict[str, Any], *, country: str = "") -> dict[str, Any]:
    """The values in normal form; raises Refused beside the field that cannot be taken.

    `country` is that of the contact, by whose rules telephone numbers are read.
    """
    values = {name: normal.line(value) if isinstance(value, str) else value for name, value in values.items()}
    if "country" in values:
        values["country"] = values["country"].upper()
        _refuse_unknown("country", values["country"], world.countries())
    if "language" in values:
        _refuse_unknown("language", values["language"], world.languages())
    if "time_zone" in values:
        _refuse_unknown("time_zone", values["time_zone"], world.time_zones())
    if "emails" in values:
        values["emails"] = emails(values["emails"])
    if "phones" in values:
        values["phones"] = phones(values["phones"], values.get("country") or country or Site.current().country)
    if "website" in values:
        values["website"] = normal.website(values["website"])
    if "domains" in values:
        values["domains"] = _distinct(normal.domain(one.strip()) for one in values["domains"])
    if owner := values.get("owner"):
        _refuse_owner(owner)
    _check_fields(model, values)
    return values


def emails(typed: Iterable[str | Address]) -> list[Address]:
    """Addresses with their marks, each once; a cell with several becomes several (00.6)."""
    return _addresses(typed, lambda cell: [normal.email(address) for address in normal.emails(cell)], most=254)


def phones(typed: Iterable[str | Address], country: str) -> list[Address]:
    """Numbers with their marks, each once; what cannot be read stays as typed and is marked (00.7)."""
    return _addresses(typed, lambda cell: [normal.phone(cell, country)] if cell.strip() else [], most=60)


def domains_of(website: str, addresses: Iterable[Address]) -> list[str]:
    """The domains by which a company is known: of its website and its e-mails, never of free-mail (00.9)."""
    sources = [website, *(one["value"] for one in addresses if not one["invalid"])]
    return _distinct(domain for domain in map(normal.domain, sources) if normal.identifies_company(domain))


def _addresses(typed: Iterable[str | Address], normaliser: Normaliser, *, most: int) -> list[Address]:
    found: dict[str, Address] = {}
    for one in typed:
        given = {"value": one} if isinstance(one, str) else one
        for checked in normaliser(given["value"]):
            if len(checked.value) > most:
                raise Refused(_("“%(value)s…” is too long.") % {"value": checked.value[:30]})
            found.setdefault(checked.value, _address(given, checked))
    return list(found.values())


def _address(given: Address, checked: normal.Checked) -> Address:
    return {
        "value": checked.value,
        "label": normal.line(given.get("label") or "")[:40],
        "invalid": bool(given.get("invalid")) or not checked.correct,
        "opted_out": bool(given.get("opted_out")),
    }


def _distinct(words: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(word for word in words if word))


def _refuse_unknown(field: str, value: str, known: Iterable[str]) -> None:
    if value and value not in known:
        raise Refused(_("“%(value)s” is not known here.") % {"value": value}, field=field)


def _refuse_owner(owner) -> None:
    if not type(owner)._default_manager.assignable().filter(pk=owner.pk).exists():
        raise Refused(_("%(name)s cannot own records.") % {"name": owner}, field="owner")


def _check_fields(model: type[Contact], values: dict[str, Any]) -> None:
    for name, value in values.items():
        field = model._meta.get_field(name)
        if field.is_relation or value in (None, "", []):
            continue
        try:
            field.run_validators(value)
        except ValidationError as error:
            raise Refused(" ".join(error.messages), field=name) from None
