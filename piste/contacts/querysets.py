from collections import defaultdict
from collections.abc import Iterable
from typing import Self

from django.apps import apps
from django.db.models import Q

from piste.kernel import normal
from piste.kernel.search import SearchQuerySet
from piste.kernel.visibility import ConfigurationQuerySet, VisibleQuerySet

# What very many share does not make a question slow.
HELD_AT_MOST = 20_000


class TagQuerySet(ConfigurationQuerySet):
    def current(self) -> Self:
        return self.filter(archived=False, deleted_at=None)

    def named_like(self, typed: str) -> list:
        """Those whose name, in the reader's language, holds what is typed; by name. Tags are few."""
        wanted = normal.plain(typed)
        fitting = [tag for tag in self if wanted in normal.plain(tag.name)]
        return sorted(fitting, key=lambda tag: normal.plain(tag.name))

    def offered(self, chosen) -> Self:
        """What may be chosen for a row: the current ones, and those it has."""
        return self.filter(Q(archived=False) | Q(pk__in=chosen), deleted_at=None)


class ContactQuerySet(SearchQuerySet, VisibleQuerySet):
    """Contacts are read and edited by everybody in sales (12.7)."""

    def visible_to(self, user) -> Self:
        return self.filter(self.reach(user), deleted_at=None)

    def reach(self, user) -> Q:
        """A key that is limited to a team sees the contacts of that team and of none."""
        if not user.sells:
            return Q(pk__in=[])
        return Q(team=None) | Q(team__in=[user.only_team]) if user.only_team else Q()

    def trashed_for(self, user) -> Self:
        """What lies in the trash, for those who may delete."""
        return self.exclude(deleted_at=None).filter(merged_into=None) if user.manages else self.none()

    def current(self) -> Self:
        return self.filter(archived=False, deleted_at=None)

    def holding(self, kind: str, values: Iterable[str]) -> dict[str, list[int]]:
        """Which of these contacts have one of the addresses, numbers or domains: by value, in the order of the keys."""
        noun = self.model.noun
        keys = apps.get_model("contacts", "ContactKey")._base_manager.filter(kind=kind, value__in=list(values))
        held = list(keys.exclude(**{noun: None}).order_by(noun).values_list("value", noun)[:HELD_AT_MOST])
        # Asked by their keys: a question inside of a question would make SQLite read all contacts.
        allowed = set(self.filter(pk__in={key for _value, key in held}).values_list("pk", flat=True))
        found: dict[str, list[int]] = defaultdict(list)
        for value, key in held:
            if key in allowed:
                found[value].append(key)
        return found


class CompanyQuerySet(ContactQuerySet):
    def family(self, company) -> list[int]:
        """The keys of the company and of those that belong to it, two steps down (02.20)."""
        return list(
            self.filter(Q(pk=company.pk) | Q(parent=company) | Q(parent__parent=company)).values_list("pk", flat=True)
        )

    def like(self, name: str) -> Self:
        """Companies of the same name, whatever its case, accents and legal form (00.10)."""
        key = normal.company_name(name)
        return self.current().filter(name_key=key) if key else self.none()


class PersonQuerySet(ContactQuerySet):
    def like(self, first_name: str, last_name: str, email: str) -> Self:
        """People of the same full name or main e-mail."""
        same = Q(pk__in=[])
        if first_name.strip() and last_name.strip():
            same |= Q(name_key=normal.plain(f"{last_name} {first_name}"))
        if email.strip():
            same |= Q(email=normal.emails(email)[0])
        return self.current().filter(same)


class ApartQuerySet(VisibleQuerySet):
    """What is known of two rows is known to whoever works in sales; it names no more than their numbers."""

    def visible_to(self, user) -> Self:
        return self.filter(deleted_at=None) if user.sells else self.none()

    def from_any(self, noun: str, keys: Iterable[int]) -> set[tuple[int, int]]:
        """The pairs in which any of these rows stands, the lower key first."""
        keys = list(keys)
        pairs = self.filter(Q(low__in=keys) | Q(high__in=keys), of=noun, deleted_at=None)
        return set(pairs.values_list("low", "high"))
