"""Contacts side by side, and made one (02.37)."""

from copy import copy
from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from piste.accounts.doors import writers_only
from piste.contacts.facts import MODELS, fact
from piste.contacts.merged import in_order, picked_facts, values_of
from piste.contacts.models import Contact
from piste.contacts.verbs import merging
from piste.history.merging import refuse_gone
from piste.kernel.keys import is_key, key
from piste.kernel.refusals import Refused
from piste.ui import answers

AT_MOST = 20
CONFLICT = 409


@dataclass(frozen=True)
class Row:
    """One fact of all the contacts, and the key of the one whose value is kept."""

    key: str
    label: str
    kept: int
    differs: bool


@writers_only
def merge(request: HttpRequest, noun: str) -> HttpResponse:
    """The dialog, drawn anew at each choice; sent with `do` it merges."""
    sent = request.POST or request.GET
    contacts = _chosen(request, noun)
    into = next((one for one in contacts if one.pk == key(sent.get("into", ""))), contacts[0])
    was = next((one for one in contacts if one.pk == key(sent.get("was_into", ""))), None)
    picked = _picked(request, noun, contacts, was)
    if not request.POST.get("do"):
        return _dialog(request, noun, contacts, into, picked)
    seen = {one.pk: key(sent.get(f"seen_{one.pk}", "")) or one.version for one in contacts}
    try:
        kept = merging.merge(contacts, by=request.user, into=into, picked=picked, seen=seen)
    except Refused as no:
        return _dialog(request, noun, _chosen(request, noun), into, picked, refused=no.message)
    undo = kept.last_act
    said, keys = _("Merged into %(record)s") % {"record": kept}, [one.pk for one in contacts]
    if not request.htmx or answers.asked_on(request, *(one.get_absolute_url() for one in contacts)):
        return answers.moved_on(request, kept, said=said, undo=undo)
    return answers.nothing(said=said, undo=undo, events={f"{noun}-changed": {"ids": keys}, "closeDialog": {}})


def _chosen(request: HttpRequest, noun: str) -> list[Contact]:
    sent = request.POST.getlist("ids") or request.GET.getlist("ids")
    keys = {int(one) for some in sent for one in some.split(",") if is_key(one)}
    if not 2 <= len(keys) <= AT_MOST:
        raise Refused(_("Select 2 to 20 records."))
    rows = MODELS[noun].objects.editable_by(request.user).filter(pk__in=keys).prefetch_related("tags")
    linked = ("owner", "team", "company") if noun == "person" else ("owner", "team", "parent")
    found = in_order(list(rows.select_related(*linked)))
    for gone in keys.difference(one.pk for one in found):
        refuse_gone(MODELS[noun], gone, request.user)
        raise Http404
    return found


def _picked(request: HttpRequest, noun: str, contacts: list[Contact], was: Contact | None) -> dict[str, int]:
    """What the user chose himself: not what stood there by the rule when he looked."""
    taken = {name: key(request.POST.get(f"take_{name}", "")) for name in picked_facts(noun)}
    if was is None:
        return {}
    by_rule = {row.key: row.kept for row in _rows(noun, contacts, was, {})}
    known = {one.pk for one in contacts}
    return {name: one for name, one in taken.items() if one in known and one != by_rule.get(name)}


def _rows(noun: str, contacts: list[Contact], into: Contact, picked: dict[str, int]) -> list[Row]:
    values = values_of(contacts, into, picked)
    rows = []
    for name in picked_facts(noun):
        one = fact(noun, name)
        own = {each.pk: [getattr(each, column) for column in one.columns] for each in contacts}
        if any(any(value) for value in own.values()):
            wanted = [values[column] for column in one.columns]
            alike = next((pk for pk in (into.pk, *own) if own[pk] == wanted), into.pk)
            differs = any(value != own[into.pk] for value in own.values())
            rows.append(Row(name, one.label, picked.get(name, alike), differs))
    return rows


def _result(contacts: list[Contact], into: Contact, picked: dict[str, int]) -> Contact:
    """The contact as it would be; never saved."""
    result = copy(into)
    for name, value in values_of(contacts, into, picked).items():
        if name != "tags":
            setattr(result, name, value)
    return result


def _dialog(
    request: HttpRequest, noun: str, contacts: list[Contact], into: Contact, picked: dict[str, int], refused: str = ""
) -> HttpResponse:
    context: dict[str, Any] = {"noun": noun, "contacts": contacts, "into": into, "refused": refused}
    context |= {"rows": _rows(noun, contacts, into, picked), "result": _result(contacts, into, picked)}
    context["tags"] = list({tag.pk: tag for one in contacts for tag in one.tags.all()}.values())
    response = answers.part(request, "contacts/_merge.html", context, status=CONFLICT if refused else None)
    return answers.in_dialog(response) if request.htmx else response
