"""The board: its page, and the parts of it that are drawn anew."""

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from piste.accounts.doors import sales_only
from piste.accounts.landing import first_page
from piste.finding.bulk import named
from piste.kernel.keys import is_key
from piste.pipeline.board import Board, Order
from piste.pipeline.bulk import bar
from piste.pipeline.landing import first_board
from piste.pipeline.lanes import LaneBoard
from piste.pipeline.models import Lead, LossReason
from piste.pipeline.views.frame import frame
from piste.ui import answers

LIVE_AT_MOST = 60


@login_required
def home(request: HttpRequest) -> HttpResponse:
    """Where the day begins: with the pipeline, outside of sales with the own activities (12.12)."""
    return redirect(first_board(request.user) if request.user.sells else first_page(request.user))


@sales_only
def board(request: HttpRequest) -> HttpResponse:
    shown = asked_board(request)
    if not (shown.filter.on_board or shown.filter.of_leads):
        return redirect(reverse("pipeline:leads") + shown.filter.query())
    acts = bar(shown.filter, request.user)
    context = frame(request, shown.filter, here="pipeline:board", address=shown.query) | {
        "board": shown,
        "orders": [order for order in Order if order != Order.HAND or not shown.filter.of_leads],
        "chosen_acts": named(Lead.noun, acts.acts),
        "chosen_more": named(Lead.noun, acts.more),
        "reasons": LossReason.objects.visible_to(request.user).offered(),
    }
    if request.htmx.target == "board":
        response = answers.part(request, "pipeline/_found.html", context)
        response["HX-Replace-Url"] = reverse("pipeline:board") + shown.query()
        return response
    return answers.page(request, "pipeline/board.html", context)


@sales_only
def column(request: HttpRequest, pk: int) -> HttpResponse:
    """One column; after a cursor only its next cards."""
    shown = asked_board(request)
    stage = next((stage for stage in shown.stages if stage.pk == pk), None)
    if stage is None:
        raise Http404
    cursor = request.GET.get("after", "")
    context = {"board": shown, "column": shown.column(stage, cursor)}
    return answers.part(request, "pipeline/_cards.html" if cursor else "pipeline/_column.html", context)


@sales_only
def cards(request: HttpRequest) -> HttpResponse:
    """Those of the named records that stand on this board, and all heads: what others changed (14.18)."""
    shown = asked_board(request)
    keys = [int(typed) for typed in request.GET.get("ids", "").split(",") if is_key(typed)][:LIVE_AT_MOST]
    return answers.part(
        request, "pipeline/_changed.html", {"board": shown, "cards": shown.cards(keys), "heads": shown.bare()}
    )


def asked_board(request: HttpRequest) -> Board:
    """The board of the address."""
    return LaneBoard.of(request) if request.GET.get("kind") == Lead.Kind.LEAD else Board.of(request)
