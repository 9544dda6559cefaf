"""E-mails and telephone numbers in forms: small rows of value, label and marks, the main one first."""

from typing import Any

from django import forms
from django.template.loader import render_to_string
from django.utils.datastructures import MultiValueDict
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext_lazy as _

from piste.contacts.values import Address
from piste.kernel import normal

LABELS = {
    "email": (_("Work"), _("Personal"), _("Billing")),
    "phone": (_("Work"), _("Mobile"), _("Home"), _("Switchboard")),
}


class AddressRows(forms.Widget):
    """`kind` is email or phone. The rows arrive in their order; each tick names the key of its row."""

    def __init__(self, kind: str) -> None:
        super().__init__()
        self.kind = kind

    def id_for_label(self, id_: str) -> str:
        return id_ and f"{id_}_0"

    def render(self, name: str, value: Any, attrs: dict[str, Any] | None = None, renderer: Any = None) -> SafeString:
        context = {
            "name": name,
            "id": (attrs or {}).get("id", name),
            "kind": self.kind,
            "labels": LABELS[self.kind],
            "rows": [self._as_typed(one) for one in value or []],
        }
        return mark_safe(render_to_string("contacts/_address_rows.html", context))  # noqa: S308 (our own template escapes)

    def value_from_datadict(self, data: MultiValueDict, files: MultiValueDict, name: str) -> list[Address]:
        rows = zip(data.getlist(f"{name}-key"), data.getlist(name), data.getlist(f"{name}-label"), strict=False)
        invalid, opted_out = set(data.getlist(f"{name}-invalid")), set(data.getlist(f"{name}-opted_out"))
        return [
            {"value": value, "label": label, "invalid": key in invalid, "opted_out": key in opted_out}
            for key, value, label in rows
            if value.strip()
        ]

    def value_omitted_from_data(self, data: MultiValueDict, files: MultiValueDict, name: str) -> bool:
        return f"{name}-key" not in data

    def _as_typed(self, one: Address) -> Address:
        """A mark that follows from the value itself is not a tick: it goes when the value is mended."""
        checked = normal.email(one["value"]) if self.kind == "email" else normal.phone(one["value"], "")
        shown = normal.phone_shown(one["value"]) if self.kind == "phone" else one["value"]
        return one | {"value": shown, "invalid": one["invalid"] and checked.correct}


class AddressesField(forms.Field):
    def __init__(self, kind: str, **kwargs: Any) -> None:
        super().__init__(widget=AddressRows(kind), required=False, **kwargs)

    def clean(self, value: list[Address]) -> list[Address]:
        return value
