"""Users, for programs: who there is, and as whom one calls. Programs change no users."""

from typing import Any

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from ninja import Query, Router

from piste.accounts.models import User
from piste.kernel.rest import PageIn, paged

router = Router(tags=["users"])


@router.get("", operation_id="users_list", summary="Users, by id")
def list_users(request: HttpRequest, at: Query[PageIn], q: str = "", active: bool | None = None) -> dict[str, Any]:
    rows = User.objects.visible_to(request.user).matching(q)
    if active is not None:
        rows = rows.filter(is_active=active)
    return paged(rows, _out, at)


@router.get("/me", operation_id="users_me", summary="The user of this key")
def me(request: HttpRequest) -> dict[str, Any]:
    return _out(request.user)


@router.get("/{int:pk}", operation_id="users_read", summary="One user")
def read(request: HttpRequest, pk: int) -> dict[str, Any]:
    return _out(get_object_or_404(User.objects.visible_to(request.user), pk=pk))


def _out(user: User) -> dict[str, Any]:
    return {
        "id": user.pk,
        "name": user.name,
        "email": user.email,
        "role": user.role,
        "language": user.language,
        "time_zone": user.time_zone,
        "active": user.is_active,
    }
