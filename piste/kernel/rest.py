"""What every JSON door shares: one pagination, one shape of lists, the words that answers are described in."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache
from typing import Annotated, Any, get_args

from django.db import models
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext as _
from ninja import Field, Schema
from ninja.errors import ValidationError
from pydantic import (
    BeforeValidator,
    ConfigDict,
    PrivateAttr,
    ValidationInfo,
    WithJsonSchema,
    create_model,
    field_validator,
    model_validator,
)
from pydantic_core import PydanticKnownError

from piste.kernel.criteria.asker import Asker
from piste.kernel.criteria.compiling import Rows, fitting
from piste.kernel.criteria.fields import noun as declared
from piste.kernel.criteria.parsing import parse
from piste.kernel.merged import followed
from piste.kernel.paging import sliced
from piste.kernel.refusals import Refused

NUMBER = re.compile(r"[+-]?\d+(\.\d+)?", re.ASCII)
DAY = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)


def _number(said: Any) -> Any:
    if isinstance(said, bool):
        raise PydanticKnownError("int_type")
    return said


def _day(said: Any) -> Any:
    """A number would be read as seconds since 1970."""
    if (isinstance(said, str) and not DAY.fullmatch(said)) or isinstance(said, int | float):
        raise PydanticKnownError("date_type")
    return said


# What databases keep; a larger number is no row's.
Key = Annotated[int, Field(ge=0, le=2**63 - 1), BeforeValidator(_number)]
Count = Annotated[int, Field(ge=0, le=2**31 - 1), BeforeValidator(_number)]
Day = Annotated[date, BeforeValidator(_day)]
COUNTED = 10_000
# The default of a field that may be left out, but is never null.
ABSENT: Any = None


def _decimal(most: str, pattern: str) -> Any:
    """A number, or a text such as 1250.50, which no program rounds on its way."""

    def read(said: Any) -> Any:
        if isinstance(said, str) and not NUMBER.fullmatch(said):
            raise ValueError(_("This is no number, such as 1250.50."))
        return said

    number = {"type": "number", "multipleOf": 0.01, "minimum": 0, "maximum": float(most)}
    told = {"anyOf": [number, {"type": "string", "pattern": pattern}]}
    bounds = Field(ge=0, le=Decimal(most), decimal_places=2)
    return Annotated[Decimal, bounds, BeforeValidator(read), WithJsonSchema(told)]


Amount = _decimal("999999999999.99", r"^\d{1,12}(\.\d{1,2})?$")
Percent = _decimal("100", r"^(\d{1,2}(\.\d{1,2})?|100(\.0{1,2})?)$")


class Said(Schema):
    """What a body says. A misspelled field is told, not passed over."""

    model_config = ConfigDict(extra="forbid")

    @model_validator(mode="before")
    @classmethod
    def is_an_object(cls, said: Any) -> Any:
        if said is None or isinstance(said, list | str | int | float):
            raise ValueError(_("Send an object of fields."))
        return said

    @field_validator("*", mode="before")
    @classmethod
    def as_described(cls, said: Any, info: ValidationInfo) -> Any:
        """False is no number, and 0 does not mean no."""
        annotation = cls.model_fields[str(info.field_name)].annotation
        kinds = {annotation, *get_args(annotation)}
        if bool in kinds and not isinstance(said, bool | None):
            raise PydanticKnownError("bool_type")
        return _number(said) if int in kinds else said


def _without_defaults(schema: dict[str, Any]) -> None:
    for field in schema.get("properties", {}).values():
        field.pop("default", None)


class Changes(Said):
    """What is left out stays as it is. No defaults are described: a program that is made from the description would
    send them, and overwrite what it never meant to change."""

    model_config = ConfigDict(json_schema_extra=_without_defaults)


def only_tried(request: HttpRequest) -> bool:
    """Whether the caller asks what would happen (`dry_run`); nothing of it is kept."""
    return getattr(request, "only_tried", False)


class PartIn(Schema):
    """Where a list begins and how long it is."""

    cursor: str = Field("", description="`next` of the former page", max_length=2000)
    limit: int = Field(50, ge=1, le=500)


class PageIn(PartIn):
    """The same of a list that can be counted."""

    count: bool = Field(False, description="also say how many there are in all")


# The rows of a saved view, and the field they are sorted by.
Viewed = tuple[QuerySet, str]
ViewRows = Callable[[int, str, Any], Viewed]
_view_rows: list[ViewRows] = []


def knows_views(rows_of: ViewRows) -> ViewRows:
    """Registers who finds the rows of a saved view, by its key and its noun, for a user."""
    _view_rows.append(rows_of)
    return rows_of


class FilteredIn(PageIn):
    """A list that is narrowed and ordered by the fields that its noun declares (00.12)."""

    filter: str = Field("", description='conditions as JSON: {"all": [{"f": "city", "op": "is", "v": "Lyon"}]}')
    sort: str = Field("", description="a field of the filter, with - before it for the last first", max_length=100)
    view: Key | None = Field(None, description="a saved view: only its rows, in its order unless `sort` says another")
    _viewed: Viewed | None = PrivateAttr(None)

    def fitted(self, rows: Rows, noun: str, user: Any) -> Rows:
        if viewed := self._seen(noun, user):
            rows = rows.filter(pk__in=viewed[0].order_by().values("pk"))
        return fitting(rows, parse(noun, self.filter), Asker.of(user))

    def ordered(self, noun: str, user: Any) -> list[str]:
        """What `paged` orders by. Raises Refused for what nothing can be ordered by."""
        viewed = self._seen(noun, user)
        sort = self.sort or (viewed[1] if viewed else "")
        name = sort.removeprefix("-") or "id"
        column = "id" if name == "id" else _sorted_by(noun, name)
        return [f"-{column}" if sort.startswith("-") else column]

    def unless_viewed(self, name: str) -> Any:
        """What is asked under that name; nothing where it is only usual and a saved view says itself."""
        return None if self.view is not None and name not in self.model_fields_set else getattr(self, name)

    def _seen(self, noun: str, user: Any) -> Viewed | None:
        if self.view is not None and self._viewed is None:
            self._viewed = _view_rows[0](self.view, noun, user)
        return self._viewed


def _sorted_by(noun: str, name: str) -> str:
    field = declared(noun).fields.get(name)
    if field is None or not field.sorted_by:
        raise Refused(_("Nothing can be sorted by “%(name)s”.") % {"name": name}, field="sort")
    return field.sorted_by


class PageOut(Schema):
    next: str | None = Field(description="`cursor` of the following page; null at the end")
    count: int | None = Field(None, description="when asked for; up to 10,000")
    more_than_count: bool = Field(False, description="there are more than `count` says")


class GoneOut(Schema):
    """The record is out of the caller's sight."""

    id: int


@cache
def page_of(row: type[Schema]) -> type[Schema]:
    """How a list of such rows is answered."""
    name = row.__name__.removesuffix("Out") + "PageOut"
    return create_model(name, __base__=PageOut, items=(list[row], ...))  # type: ignore[valid-type]


def paged(rows: QuerySet, to_dict: Callable[[Any], dict], at: PageIn, *, order: list[str] | None = None) -> dict:
    """`{"items": [...], "next": cursor or null}`, with `count` when it is asked for."""
    found = sliced(rows, order=order or ["id"], cursor=at.cursor, limit=at.limit)
    return {"items": [to_dict(row) for row in found.rows], "next": found.following or None} | counted(rows, at)


def counted(rows: QuerySet, at: PageIn) -> dict[str, Any]:
    """An exact number past ten thousand is not worth its price."""
    if not at.count:
        return {}
    number = rows.order_by()[: COUNTED + 1].count()
    return {"count": min(number, COUNTED), "more_than_count": number > COUNTED}


def version_seen(request: HttpRequest, in_body: int | None = None) -> int | None:
    """The version that the caller looked at: of the header `If-Match: "7"`, else of the body."""
    header = request.headers.get("If-Match", "*")
    if header == "*":
        return in_body
    version = header.removeprefix("W/").strip('"')
    if not (version.isascii() and version.isdecimal() and len(version) < 10):
        raise _wrong("header", "If-Match", _('Send the version that you read, such as "7".'))
    return int(version)


def chosen(rows: QuerySet, key: int | None, *, field: str) -> Any:
    """The row that the body names, or what it became by a merge, of those that the caller may name; None for none."""
    if key is None:
        return None
    row = rows.filter(pk=key).first() or rows.filter(pk__in=followed(rows.model, [key])).first()
    if row is None:
        raise Refused(_("There is no %(key)s here.") % {"key": key}, field=field)
    return row


def chosen_many(rows: QuerySet, keys: list[int], *, field: str) -> list[Any]:
    found = rows.in_bulk(keys)
    if not found.keys() >= set(keys):
        keys = followed(rows.model, keys)
        found = rows.in_bulk(keys)
    if missing := [key for key in keys if key not in found]:
        raise Refused(_("There is no %(key)s here.") % {"key": missing[0]}, field=field)
    return list(found.values())


def _wrong(place: str, field: str, message: str) -> ValidationError:
    return ValidationError([{"type": "value_error", "loc": (place, field), "msg": message}])


@dataclass(frozen=True)
class Shape:
    """How rows of a noun are answered, for whoever links to them."""

    model: type[models.Model]
    schema: type[Schema]
    out: Callable[[list, Any], list[dict[str, Any]]]

    def of(self, keys: Iterable[int], user: Any) -> dict[int, dict[str, Any]]:
        """Those of the rows that the user sees, by key."""
        rows = list(self.model._default_manager.visible_to(user).filter(pk__in=set(keys)))
        return {row["id"]: row for row in self.out(rows, user)}


shapes: dict[str, Shape] = {}


def shape(model: type[models.Model], schema: type[Schema]) -> Callable:
    """Registers how rows of this model are answered: `f(rows, user)`. Links to them can be expanded then."""

    def register(out: Callable[[list, Any], list[dict[str, Any]]]) -> Callable:
        shapes[model.noun] = Shape(model, schema, out)
        return out

    return register


def link(noun: str, **options: Any) -> Any:
    """A field of an answer that is the key of another row; `expand` puts that row in its place."""
    return Field(json_schema_extra={"x-links": noun}, **options)


@cache
def columns(schema: type[Schema]) -> dict[str, str]:
    """Where a row has what its answer holds: under the same name, a link under `name_id`."""
    extras: dict[str, Any] = {name: field.json_schema_extra or {} for name, field in schema.model_fields.items()}
    links = {name for name, extra in extras.items() if "x-links" in extra}
    return {name: f"{name}_id" if name in links else name for name in schema.model_fields}


def told(schema: type[Schema], row: Any, **other: Any) -> dict[str, Any]:
    """The row as its schema describes it; `other` is what the row does not have under that name."""
    here = columns(schema).items()
    return {name: other[name] if name in other else getattr(row, column) for name, column in here}


def one_by_one(out: Callable[[Any], dict[str, Any]]) -> Callable[[list, Any], list[dict[str, Any]]]:
    return lambda rows, user: [out(row) for row in rows]
