"""Saved views, for programs: the same verbs and the same rows as the pages."""

from typing import Any, Literal
from urllib.parse import urlencode

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from ninja import Field, Query, Router, Schema, Status

from piste.finding import places, saved
from piste.finding.models import SavedView
from piste.finding.verbs import saving
from piste.kernel.criteria.parsing import unknown
from piste.kernel.rest import Changes, Key, PageIn, Said, chosen, link, page_of, paged, shape, told, version_seen
from piste.teams.models import Team

router = Router(tags=["views"])

ASKS = 'as the address of its page says it: {"scope": "all", "sort": "-created", "group": "stage", "f": "{…}"}'
Layout = Literal["board", "list", "cards", "calendar", "matrix", "pivot", "graph"]


class ViewsIn(PageIn):
    of: str = Field("", description="the kind of record: lead, company, person, activity")


class ViewEditIn(Changes):
    """What is left out stays as it is."""

    name: str = Field("", max_length=60)
    layout: Layout = "list"
    asks: dict[str, str] = Field({}, description=f"filter and layouts, {ASKS}")
    sharing: Literal["private", "team", "all"] = "private"
    team: Key | None = Field(None, description="with which it is shared")
    version: Key | None = None


class ViewIn(ViewEditIn):
    of: str = Field(description="the kind of record: lead, company, person, activity")


class OpensIn(Said):
    on: bool = True
    for_all: bool = Field(False, description="for everybody who did not choose himself; in the hands of managers")


class ViewOut(Schema):
    id: int
    version: int
    of: str
    name: str
    layout: str
    asks: dict[str, str] = Field(description=f"filter and layouts, {ASKS}")
    missing: list[str] = Field(description="what it names and is not there any more")
    address: str = Field(description="of its page")
    owner: int | None = link("user")
    sharing: str
    team: int | None = link("team")
    opens_for_me: bool = Field(description="whether the menu opens it, by one's own decision")
    opens_for_all: bool


@router.get("", operation_id="views_list", summary="Saved views, by id", response=page_of(ViewOut))
def list_views(request: HttpRequest, wanted: Query[ViewsIn]) -> dict[str, Any]:
    rows = SavedView.objects.visible_to(request.user).with_defaults(request.user)
    return paged(rows.filter(of=wanted.of) if wanted.of else rows, _out, wanted)


@router.post("", operation_id="views_create", summary="Save a view", response={201: ViewOut})
def create(request: HttpRequest, said: ViewIn) -> Status:
    place = _place(said.of, said.layout, said.asks)
    values = _values(request, said)
    view = saving.save_view(by=request.user, of=said.of, **place, **values)
    return Status(201, _again(request, view))


@router.get("/{int:pk}", operation_id="views_read", summary="One saved view", response=ViewOut)
def read(request: HttpRequest, pk: int) -> dict[str, Any]:
    return _again(request, get_object_or_404(SavedView.objects.visible_to(request.user), pk=pk))


@router.patch("/{int:pk}", operation_id="views_edit", summary="Change a saved view", response=ViewOut)
def edit(request: HttpRequest, pk: int, said: ViewEditIn) -> dict[str, Any]:
    view, values = _mine(request, pk), _values(request, said)
    if {"layout", "asks"} & said.model_fields_set:
        asks = said.asks if "asks" in said.model_fields_set else _asks(view)
        values |= _place(view.of, said.layout if "layout" in said.model_fields_set else _layout(view), asks)
    return _again(
        request, saving.change_view(view, by=request.user, seen=version_seen(request, said.version), **values)
    )


@router.delete("/{int:pk}", operation_id="views_delete", summary="Delete a saved view", response=ViewOut)
def delete(request: HttpRequest, pk: int) -> dict[str, Any]:
    return _out(saving.delete_view(_mine(request, pk), by=request.user))


@router.post(
    "/{int:pk}/opens", operation_id="views_open", summary="Let the menu open it, or not any more", response=ViewOut
)
def opens(request: HttpRequest, pk: int, said: OpensIn) -> dict[str, Any]:
    if not said.for_all:
        seen = get_object_or_404(SavedView.objects.visible_to(request.user), pk=pk)
        return _again(request, saving.open_for_me(seen, by=request.user, on=said.on))
    if not request.user.manages:
        raise PermissionDenied(_("What the menu opens for all is in the hands of managers."))
    return _again(request, saving.open_for_all(_mine(request, pk), by=request.user, on=said.on))


@router.post(
    "/{int:pk}/take-over", operation_id="views_take_over", summary="Make a shared view one's own", response=ViewOut
)
def take_over(request: HttpRequest, pk: int) -> dict[str, Any]:
    view = _mine(request, pk)
    return _again(request, saving.take_over(view, by=request.user))


def _mine(request: HttpRequest, pk: int) -> SavedView:
    return get_object_or_404(SavedView.objects.editable_by(request.user), pk=pk)


def _values(request: HttpRequest, said: ViewEditIn) -> dict[str, Any]:
    values = said.dict(exclude_unset=True, exclude={"of", "layout", "asks", "version"})
    if "team" in values:
        values["team"] = chosen(Team.objects.visible_to(request.user).current(), values["team"], field="team")
    return values


def _place(of: str, layout: str, asks: dict[str, str]) -> dict[str, str]:
    """What is kept of a view. Raises Refused for what cannot be shown like that, or asked."""
    place = places.place(of, asks.get("kind", ""))
    if place is None or layout not in place.routes:
        raise unknown(layout if place else of)
    query = saved.query_of("?" + urlencode(asks))
    view = SavedView(of=of, part=place.part, route=place.routes[layout], query=query)
    if gone := saved.living(view).missing:
        raise unknown(gone[0])
    return {"part": view.part, "route": view.route, "query": view.query}


def _layout(view: SavedView) -> str:
    place = places.place(view.of, view.part)
    return place.layout(view.route) if place else ""


def _asks(view: SavedView) -> dict[str, str]:
    return saved.living(view).query


def _again(request: HttpRequest, view: SavedView) -> dict[str, Any]:
    """As it is now, for this user."""
    return _out(SavedView.objects.visible_to(request.user).with_defaults(request.user).get(pk=view.pk))


def _out(view: SavedView) -> dict[str, Any]:
    found = saved.living(view)
    return told(
        ViewOut,
        view,
        layout=_layout(view),
        asks=found.query,
        missing=found.missing,
        address=found.address(view),
        opens_for_me=getattr(view, "opens_for_me", False),
    )


@shape(SavedView, ViewOut)
def _shown(rows: list[SavedView], user: Any) -> list[dict[str, Any]]:
    return [_out(row) for row in rows]
