"""Who is already there, while a new company or person is typed (02.31)."""

from django.db.models import Q

from piste.accounts.models import Site
from piste.contacts import names
from piste.contacts.models import ContactKey, Person
from piste.contacts.querysets import ContactQuerySet
from piste.kernel import normal
from piste.kernel.similar import name_key

TYPED = ("name", "first_name", "last_name", "email", "phone", "website", "country")
# What more contacts share is no evidence (02.23).
SHARED_AT_MOST = 20


def like(rows: ContactQuerySet, typed: dict[str, str]) -> ContactQuerySet:
    """Those of these contacts with a similar name, or the same e-mail, phone or domain, in a form that is filled in."""
    found = Q(pk__in=_holding(rows, typed))
    if rows.model is Person:
        same = rows.like(typed["first_name"], typed["last_name"], typed["email"])
        found |= Q(pk__in=same.values("pk"))
    elif key := name_key(typed["name"]):
        found |= Q(match_key__in=names.alike(key))
    return rows.filter(found)


def _holding(rows: ContactQuerySet, typed: dict[str, str]) -> set[int]:
    country = typed["country"].upper() or Site.current().country
    held = {
        ContactKey.Kind.EMAIL: normal.emails(typed["email"])[0] if typed["email"] else "",
        ContactKey.Kind.PHONE: normal.phone(typed["phone"], country).value if typed["phone"] else "",
        ContactKey.Kind.DOMAIN: normal.domain_of(typed["website"], typed["email"]),
    }
    keys: set[int] = set()
    for kind, value in held.items():
        sharing = rows.holding(kind, [value]).get(value, []) if value else []
        keys.update(sharing if len(sharing) <= SHARED_AT_MOST else [])
    return keys
