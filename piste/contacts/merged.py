"""What contacts become when they are merged (02.37): by the rules of records."""

from collections.abc import Mapping
from typing import Any

from piste.contacts.facts import COLUMNS, fact, groups, heading
from piste.contacts.models import Contact

UNITED = ("emails", "phones", "domains", "tags")


def in_order(contacts: list) -> list:
    return sorted(contacts, key=lambda contact: (contact.created_at, contact.pk))


def picked_facts(noun: str) -> list[str]:
    """What the user may take from each; what is united needs no choice."""
    keys = [heading(noun), *(key for _title, group in groups(noun) for key in group)]
    return [key for key in keys if key not in UNITED]


def values_of(contacts: list, survivor: Contact, picked: Mapping[str, int]) -> dict[str, Any]:
    """The survivor's own values, else the first filled ones; a fact that `picked` names comes from that contact."""
    others = [contact for contact in in_order(contacts) if contact.pk != survivor.pk]
    by_key, ordered = {contact.pk: contact for contact in contacts}, [survivor, *others]
    values: dict[str, Any] = {}
    for key in picked_facts(survivor.noun):
        columns = fact(survivor.noun, key).columns
        source = by_key.get(picked.get(key, 0)) or _first_filled(ordered, columns)
        values |= {column: getattr(source, column) for column in columns}
    values |= {name: _united(_all(ordered, name)) for name in ("emails", "phones")}
    if hasattr(survivor, "domains"):
        values["domains"] = list(dict.fromkeys(_all(ordered, "domains")))
        if values.get("parent") in contacts:
            values["parent"] = None
    values["tags"] = {tag.pk for contact in contacts for tag in contact.tags.all()}
    noted = [contact for contact in in_order(contacts) if contact.notes]
    if len(noted) > 1:
        values["notes"] = "\n\n".join(f"{contact}:\n{contact.notes}" for contact in noted)
    elif noted:
        values["notes"] = noted[0].notes
    return values | {"archived": all(contact.archived for contact in contacts)}


def _united(addresses: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Each address once, the survivor's first; a mark that one of them bears stays, such as that no mail is wanted."""
    rows: dict[str, dict[str, Any]] = {}
    for one in addresses:
        known = rows.get(one["value"], one)
        marks = {mark: known[mark] or one[mark] for mark in ("label", "invalid", "opted_out")}
        rows[one["value"]] = known | marks
    return list(rows.values())


def _all(contacts: Any, name: str) -> list[Any]:
    return [one for contact in contacts for one in getattr(contact, name)]


def _first_filled(ordered: list, columns: tuple[str, ...]) -> Contact:
    """The first contact that has any of the columns; of an address the survivor's, else the fullest."""
    if columns == COLUMNS["address"] and not any(getattr(ordered[0], column) for column in columns):
        return max(ordered, key=lambda contact: sum(bool(getattr(contact, column)) for column in columns))
    return next((one for one in ordered if any(getattr(one, column) for column in columns)), ordered[0])
