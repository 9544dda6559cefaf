"""Lists as files, for programs (13.19): as the pages make them, told to the audit log."""

from copy import copy
from typing import Literal

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, QueryDict
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from ninja import Field, Query, Router, Schema

from piste.finding.exporting import file_of, in_order
from piste.finding.listings import listing_or_404
from piste.finding.narrowing import seen_by
from piste.finding.sheets import JSON, SHEETS, TYPES
from piste.finding.verbs.exporting import exported
from piste.kernel.criteria.asker import Asker
from piste.kernel.criteria.compiling import fitting
from piste.kernel.criteria.parsing import parse
from piste.kernel.rest import Key

router = Router(tags=["exports"])

Noun = Literal["lead", "company", "person", "activity"]

FILE = {"schema": {"type": "string", "format": "binary"}}
OBJECTS = {"schema": {"type": "array", "items": {"type": "object"}}}
FILES = {"responses": {200: {"content": dict.fromkeys(SHEETS.values(), FILE) | {TYPES[JSON]: OBJECTS}}}}


class ExportIn(Schema):
    kind: Literal["csv", "xlsx", "json"] = "csv"
    filter: str = Field("", description='conditions as JSON: {"all": [{"f": "city", "op": "is", "v": "Lyon"}]}')
    sort: str = Field("", description="a field of the filter, with - before it for the last first", max_length=100)
    view: Key | None = Field(None, description="a saved view: its rows, order and columns, unless others are asked for")
    columns: str = Field("", description="keys of fields, with commas between; else as the key's user sees the list")


@router.get("/{noun}", operation_id="exports_read", summary="A list as a file, to 50,000 rows", openapi_extra=FILES)
def export(request: HttpRequest, noun: Noun, wanted: Query[ExportIn]) -> HttpResponse:
    """Needs the scope `export`, and the right of the key's user to export lists."""
    if not request.user.may_export:
        raise PermissionDenied(_("You may not export lists."))
    viewed, asks = (None, {}) if wanted.view is None else seen_by(wanted.view, noun, request.user)
    asked = copy(request)
    chosen = {name: getattr(wanted, name) or asks.get(name, "") for name in ("columns", "sort")}
    asked.GET = QueryDict(urlencode(chosen))
    table = listing_or_404(request, noun).table(asked)
    rows = table.readable if viewed is None else table.readable.filter(pk__in=viewed.order_by().values("pk"))
    fits = fitting(rows, parse(noun, wanted.filter), Asker.of(request.user))
    keys, label = in_order(table, fits), str(table.look.label)
    columns = ", ".join(column.key for column in table.columns)
    exported(request.user, what=label, count=len(keys), kind=wanted.kind, columns=columns, filter=wanted.filter)
    return file_of(wanted.kind, table, keys)
