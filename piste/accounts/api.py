"""Users and the company's settings, for programs. Rights are changed on the pages, where one signs in again for it."""

from datetime import datetime
from typing import Any, Literal

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from ninja import Field, Query, Router, Schema, Status

from piste.accounts import jobs
from piste.accounts.models import Invitation, SignIn, Site, User
from piste.accounts.roles import Role
from piste.accounts.verbs import access, editing, joining
from piste.kernel.rest import (
    ABSENT,
    Changes,
    Key,
    PageIn,
    Said,
    chosen,
    link,
    one_by_one,
    page_of,
    paged,
    shape,
    told,
    version_seen,
)

router = Router(tags=["users"])
site = Router(tags=["site"])


class UserOut(Schema):
    id: int
    version: int
    name: str
    email: str
    role: Literal[tuple(Role.values)]  # type: ignore[valid-type]
    language: str
    time_zone: str
    first_weekday: int = Field(description="that weeks begin with: Monday 0, Saturday 5, Sunday 6")
    theme: Literal["system", "light", "dark"]
    density: Literal["comfortable", "compact"]
    win_messages: bool = Field(description="is told when a deal is won")
    single_keys: bool = Field(description="one letter does what a button does")
    exports: bool = Field(description="whether the user may take lists away as files")
    keys: dict[str, str] = Field(description="the single keys that are not the usual ones, by verb")
    active: bool
    service: bool = Field(description="a program's account")


class UserIn(Changes):
    """What is left out stays as it is."""

    name: str = Field(ABSENT, min_length=1, max_length=120)
    language: Literal["en", "fr"] = ABSENT
    time_zone: str = Field(ABSENT, max_length=50)
    first_weekday: Literal[0, 5, 6] = ABSENT
    theme: Literal["system", "light", "dark"] = ABSENT
    density: Literal["comfortable", "compact"] = ABSENT
    win_messages: bool = ABSENT
    single_keys: bool = ABSENT
    keys: dict[str, str] = Field(ABSENT, description="single keys by verb; those left out are the usual ones")
    version: Key | None = Field(None, description="the version that you read; or send it as If-Match")


class InviteIn(Said):
    """Administrators are named on the pages."""

    name: str = Field(min_length=1, max_length=120)
    email: str = Field(max_length=254)
    role: Literal[tuple(role for role in Role.values if role != Role.ADMINISTRATOR)] = Role.OWN.value  # type: ignore[valid-type]
    language: Literal["en", "fr"] = ABSENT
    time_zone: str = Field(ABSENT, max_length=50)


class DeactivateIn(Said):
    handover_to: Key | None = Field(None, description="the colleague who gets what is open")


class SiteOut(Schema):
    id: int
    version: int
    name: str
    language: str
    currency: str
    country: str
    time_zone: str
    uses_leads: bool
    uses_recurring: bool = Field(description="recurring revenue")
    one_team_per_person: bool
    salespeople_create_reasons: bool
    second_factor_roles: list[str] = Field(description="the roles that must sign in with a second factor")


class SignInOut(Schema):
    id: int
    user: int = link("user")
    device: str
    address: str | None
    began_at: datetime
    used_at: datetime = Field(description="to the day")


class SiteIn(Changes):
    """What is left out stays as it is."""

    name: str = Field(ABSENT, min_length=1, max_length=120)
    language: Literal["en", "fr"] = ABSENT
    currency: str = Field(ABSENT, min_length=3, max_length=3)
    country: str = Field(ABSENT, min_length=2, max_length=2)
    time_zone: str = Field(ABSENT, max_length=50)
    uses_leads: bool = ABSENT
    uses_recurring: bool = ABSENT
    one_team_per_person: bool = ABSENT
    salespeople_create_reasons: bool = ABSENT
    second_factor_roles: list[Literal[tuple(Role.values)]] = ABSENT  # type: ignore[valid-type]
    version: Key | None = Field(None, description="the version that you read; or send it as If-Match")


@router.get("", operation_id="users_list", summary="Users, by id", response=page_of(UserOut))
def list_users(request: HttpRequest, at: Query[PageIn], q: str = "", active: bool | None = None) -> dict[str, Any]:
    rows = User.objects.visible_to(request.user).matching(q)
    if active is not None:
        rows = rows.filter(is_active=active)
    return paged(rows, _out, at)


@router.get("/me", operation_id="users_me", summary="The user of this key", response=UserOut)
def me(request: HttpRequest) -> dict[str, Any]:
    return _out(request.user)


@router.post("", operation_id="users_invite", summary="Invite somebody, by mail", response={201: UserOut})
def invite(request: HttpRequest, said: InviteIn) -> Status:
    """The link goes to him by mail and is in no answer."""
    _refuse_others(request)
    values = said.dict(exclude_unset=True) | {"role": said.role}
    return Status(201, _mailed(request, joining.invite(by=request.user, **values)))


@router.post("/{int:pk}/invite", operation_id="users_invite_again", summary="Send a new link", response=UserOut)
def invite_again(request: HttpRequest, pk: int) -> dict[str, Any]:
    return _mailed(request, joining.invite_again(_administered(request, pk), by=request.user))


@router.post("/{int:pk}/withdraw", operation_id="users_withdraw", summary="Withdraw the invitation", response=UserOut)
def withdraw_invitation(request: HttpRequest, pk: int) -> dict[str, Any]:
    return _out(joining.withdraw_invitation(_administered(request, pk), by=request.user))


@router.get("/{int:pk}", operation_id="users_read", summary="One user", response=UserOut)
def read(request: HttpRequest, pk: int) -> dict[str, Any]:
    return _out(get_object_or_404(User.objects.visible_to(request.user), pk=pk))


@router.patch(
    "/{int:pk}", operation_id="users_edit", summary="Change name, language, time zone, look or keys", response=UserOut
)
def edit(request: HttpRequest, pk: int, said: UserIn) -> dict[str, Any]:
    seen, values = version_seen(request, said.version), said.dict(exclude_unset=True, exclude={"version"})
    return _out(editing.edit(_editable(request, pk), by=request.user, seen=seen, **values))


@router.post(
    "/{int:pk}/deactivate", operation_id="users_deactivate", summary="Let somebody in no more", response=UserOut
)
def deactivate(request: HttpRequest, pk: int, said: DeactivateIn) -> dict[str, Any]:
    heir = chosen(User.objects.visible_to(request.user), said.handover_to, field="handover_to")
    return _out(access.deactivate(_administered(request, pk), by=request.user, handover_to=heir))


@router.post("/{int:pk}/reactivate", operation_id="users_reactivate", summary="Let somebody in again", response=UserOut)
def reactivate(request: HttpRequest, pk: int) -> dict[str, Any]:
    return _out(access.reactivate(_administered(request, pk), by=request.user))


@router.post("/{int:pk}/sign-out", operation_id="users_sign_out", summary="End every session", response=UserOut)
def sign_out(request: HttpRequest, pk: int) -> dict[str, Any]:
    return _out(access.sign_out_everywhere(_administered(request, pk), by=request.user))


@router.get(
    "/{int:pk}/sign-ins",
    operation_id="users_list_sign_ins",
    summary="Where somebody is signed in: oneself, or anybody for an administrator",
    response=page_of(SignInOut),
)
def list_sign_ins(request: HttpRequest, pk: int, at: Query[PageIn]) -> dict[str, Any]:
    user = _editable(request, pk)
    return paged(SignIn.objects.visible_to(request.user).filter(user=user).live(), _sign_in_out, at)


@router.delete(
    "/{int:pk}/sign-ins/{int:sign_in}",
    operation_id="users_end_sign_in",
    summary="Sign one device out",
    response={204: None},
)
def end_sign_in(request: HttpRequest, pk: Key, sign_in: Key) -> Status:
    rows = SignIn.objects.editable_by(request.user).filter(user=pk).select_related("user")
    access.end_sign_in(get_object_or_404(rows, pk=sign_in), by=request.user)
    return Status(204, None)


@site.get("", operation_id="site_read", summary="The company's settings", response=SiteOut)
def read_site(request: HttpRequest) -> dict[str, Any]:
    return told(SiteOut, get_object_or_404(Site.objects.visible_to(request.user)))


@site.patch("", operation_id="site_edit", summary="Change the company's settings", response=SiteOut)
def edit_site(request: HttpRequest, said: SiteIn) -> dict[str, Any]:
    row, seen = get_object_or_404(Site.objects.editable_by(request.user)), version_seen(request, said.version)
    values = said.dict(exclude_unset=True, exclude={"version"})
    if not Site.open_to(request.user, values):
        raise PermissionDenied(_("Managers change the settings of the CRM, administrators all."))
    return told(SiteOut, editing.edit_site(row, by=request.user, seen=seen, **values))


def _editable(request: HttpRequest, pk: int) -> User:
    return get_object_or_404(User.objects.editable_by(request.user), pk=pk)


def _refuse_others(request: HttpRequest) -> None:
    if not request.user.administers:
        raise PermissionDenied(_("Users are in the hands of administrators."))


def _mailed(request: HttpRequest, invitation: Invitation) -> dict[str, Any]:
    jobs.mail_invitation.enqueue(invitation.pk, request.build_absolute_uri("/"))
    return _out(invitation.user)


def _administered(request: HttpRequest, pk: int) -> User:
    """Everybody edits himself, but who gets in is for administrators to say."""
    if not request.user.administers:
        raise Http404
    return _editable(request, pk)


def _sign_in_out(row: SignIn) -> dict[str, Any]:
    return told(SignInOut, row, user=row.user_id)


def _out(user: User) -> dict[str, Any]:
    return told(UserOut, user, email=user.address, active=user.is_active, service=user.is_service)


shape(User, UserOut)(one_by_one(_out))
