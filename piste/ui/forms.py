"""Forms: bound on the method, rendered by the kit (`form_fields`), with the browser's own date and time fields."""

from collections.abc import Iterator
from contextlib import contextmanager
from decimal import Decimal
from typing import Any, TypeVar

from django import forms
from django.http import HttpRequest
from django.urls import reverse
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext_lazy as _

from piste.kernel import normal
from piste.kernel.keys import is_key
from piste.kernel.refusals import Refused
from piste.ui import formats

Result = TypeVar("Result")
AnyForm = TypeVar("AnyForm", bound=forms.BaseForm)

WRITES = {"POST", "PUT", "PATCH"}
NATIVE = {
    forms.DateInput: ("date", "%Y-%m-%d"),
    forms.DateTimeInput: ("datetime-local", "%Y-%m-%dT%H:%M"),
    forms.TimeInput: ("time", "%H:%M"),
}


def bind(form_class: type[AnyForm], request: HttpRequest, **kwargs: Any) -> AnyForm:
    """The form with what was sent; without anything sent, as it is first shown."""
    if request.method in WRITES:
        form = form_class(data=request.POST, files=request.FILES, **kwargs)
    else:
        form = form_class(**kwargs)
    for field in form.fields.values():
        if isinstance(field, forms.DecimalField) and type(field.widget) is forms.NumberInput:
            limits = ("min", "max", "step")
            field.widget = AmountInput({name: one for name, one in field.widget.attrs.items() if name not in limits})
        elif native := NATIVE.get(type(field.widget)):
            field.widget.input_type, field.widget.format = native
    return form


class SeenAgain:
    """Of a form whose field `seen` says which version its writer looked at: nobody's newer change is lost (00.22)."""

    data: Any

    def look_again(self, version: int) -> bool:
        """After a refusal: whether the row is newer than what the writer saw. From now on he has seen it."""
        typed = self.data.copy()
        stale = typed.get("seen", "") not in ("", str(version))
        typed["seen"] = str(version)
        self.data = typed
        return stale


@contextmanager
def refusals_beside(form: forms.BaseForm) -> Iterator[None]:
    """A verb's "no" about a field of the form stands beside that field; any other goes on to the middleware."""
    try:
        yield
    except Refused as no:
        if no.field not in form.fields:
            raise
        form.add_error(no.field, no.message)


class AmountInput(forms.TextInput):
    """An amount as people write it: a browser's own field of numbers drops the comma that it does not expect, and makes
    750050 of 7500,50."""

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__({"inputmode": "decimal", **(attrs or {})})

    def format_value(self, value: Any) -> str | None:
        return formats.amount(value) if isinstance(value, Decimal) else super().format_value(value)

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        typed = super().value_from_datadict(data, files, name)
        return normal.amount(typed, formats.decimal_sign()) if isinstance(typed, str) else typed


class Stars(forms.RadioSelect):
    """A choice of 0 to n stars."""


class Segmented(forms.RadioSelect):
    """A few choices side by side, one of them chosen."""


class Hues(forms.RadioSelect):
    """One of the twelve colours, as swatches."""


class HueField(forms.TypedChoiceField):
    """The number of a colour, as `hue-0` to `hue-11` of the tokens."""

    NAMES = (
        _("Red"),
        _("Orange"),
        _("Amber"),
        _("Lime"),
        _("Green"),
        _("Teal"),
        _("Cyan"),
        _("Blue"),
        _("Indigo"),
        _("Violet"),
        _("Pink"),
        _("Rose"),
    )

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(choices=list(enumerate(self.NAMES)), coerce=int, widget=Hues, **kwargs)


class RichText(forms.Textarea):
    """Text with bold, lists and links; the verb sanitises what arrives."""


class Searched(forms.Select):
    """A choice among too many rows to send: only the chosen ones travel, the rest is asked while typing.

    `source` names a route that answers `?q=` with `answers.choices`. `create` lets a typed text be a choice, which
    arrives as it was typed.
    """

    def __init__(self, source: str, *, create: bool = False, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs)
        self.source, self.create = source, create

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        context["widget"]["attrs"] |= {"data-source": reverse(self.source)} | (
            {"data-create": "true"} if self.create else {}
        )
        return context

    def optgroups(self, name: str, value: list[str], attrs: dict[str, Any] | None = None) -> list:
        # Longer than any key: what a database cannot even compare.
        chosen = [pk for pk in value if is_key(str(pk))]
        rows = self.choices.queryset.filter(pk__in=chosen) if chosen else []
        options = [(str(row.pk), self.choices.field.label_from_instance(row)) for row in rows]
        if self.create:
            options += [(typed, typed) for typed in value if typed and not str(typed).isdecimal()]
        if not self.allow_multiple_selected:
            options.insert(0, ("", ""))
        return [
            (None, [self.create_option(name, pk, label, pk in value, place)], place)
            for place, (pk, label) in enumerate(options)
        ]


class SearchedSelect(Searched):
    pass


class SearchedSelectMultiple(Searched, forms.SelectMultiple):
    pass


class FileDrop(forms.ClearableFileInput):
    """Files dropped or chosen; several at once."""

    allow_multiple_selected = True

    def value_from_datadict(self, data: dict[str, Any], files: MultiValueDict, name: str) -> list:
        return files.getlist(name)


class FilesField(forms.FileField):
    """Any number of files, as a list."""

    widget = FileDrop

    def clean(self, data: list, initial: Any = None) -> list:
        if not data:
            super().clean(None, initial)
        return [super(FilesField, self).clean(file, initial) for file in data]


KINDS: dict[type[forms.Widget], str] = {
    Stars: "stars",
    Segmented: "segmented",
    Hues: "hues",
    RichText: "rich",
    SearchedSelect: "searched",
    SearchedSelectMultiple: "searched",
    FileDrop: "files",
    forms.CheckboxInput: "checkbox",
    forms.CheckboxSelectMultiple: "checkboxes",
    forms.RadioSelect: "radios",
    forms.Textarea: "textarea",
    forms.SelectMultiple: "multiple",
    forms.Select: "select",
}


def kind(bound: forms.BoundField) -> str:
    """By which form of the kit the field is drawn."""
    widget = type(bound.field.widget)
    return next((KINDS[base] for base in widget.__mro__ if base in KINDS), "input")
