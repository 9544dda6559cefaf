"""The list of the filtered records: what is the pipeline's own in it (14.5, 14.8)."""

from functools import partial

from django.db.models import Sum
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from piste.finding import listings
from piste.finding.shapes import Shape
from piste.finding.tables import Extent, Look, Table
from piste.finding.views.lists import opened
from piste.kernel.criteria import fields
from piste.pipeline import facts
from piste.pipeline.board import AMOUNTS
from piste.pipeline.bulk import bar
from piste.pipeline.filters import Filter, Show
from piste.pipeline.models import Lead
from piste.pipeline.totals import SUMS

CLOSED = (Show.WON, Show.LOST)
STEP = (
    "next_activity__summary",
    "next_activity__type__icon",
    "next_activity__type__name_en",
    "next_activity__type__name_fr",
)


def look(filter: Filter, user) -> Look:
    closed = filter.show in CLOSED
    return Look(
        noun=Lead.noun,
        label=_("Leads") if filter.of_leads else _("Opportunities"),
        element="leads",
        columns=_columns(filter),
        sort="-closed" if closed else "-created",
        cells="pipeline/_cells.html",
        special=("stage", "next_deadline"),
        reads=("priority", "outcome", "next_due", "stage__name_en", "stage__name_fr", *STEP),
        beside=True,
        totals=partial(_known, filter, user),
        bar=bar(filter, user),
        exports=True,
        doors=_doors() if user.may_write else {},
    )


def _doors() -> dict[str, str]:
    """A cell is edited as the same fact is on the record's page."""
    keys = fields.noun(Lead.noun).fields.keys() & facts.EDITED
    return {key: reverse("pipeline:edit_field", args=[0, key]) for key in keys}


def _columns(filter: Filter) -> tuple[str, ...]:
    """Those that say something of what is looked at."""
    stage = () if filter.of_leads else ("stage",)
    if filter.show == Show.LOST:
        chances: tuple[str, ...] = ("lost_reason",)
    else:
        chances = () if filter.of_leads else ("probability", "expected_closing")
    last = "closed" if filter.show in CLOSED else "created"
    return ("title", "customer", *stage, "expected_revenue", *chances, "owner", "next_deadline", "tags", last)


def _known(filter: Filter, user) -> Extent | None:
    """From the board's ledger where it knows."""
    lines = filter.totals(user)
    if lines is None:
        return None
    kept = {column: Sum(kept) for column, kept in zip(SUMS, AMOUNTS, strict=True)}
    sums = lines.order_by().aggregate(tally=Sum("count"), **kept)
    return Extent(sums.pop("tally") or 0, sums=sums)


def leads_table(user, filter: Filter, shape: Shape, at: tuple[str, ...] = ()) -> Table:
    return Table(
        user,
        look(filter, user),
        filter.leads(user),
        shape,
        lambda **changes: reverse("pipeline:leads") + filter.query(**changes),
        readable=Lead.objects.visible_to(user),
        whole=filter.leads(user, whole=True),
        at=at,
    )


def asked_table(request: HttpRequest) -> tuple[Filter, Table]:
    filter, shape = Filter.of(request), Shape.of(fields.noun(Lead.noun), request.GET)
    return filter, leads_table(request.user, filter, shape, opened(request, len(shape.group)))


listings.declare(Lead.noun, lambda request: asked_table(request)[1], open_to=lambda user: user.sells)
