"""Users, in the hands of administrators."""

from allauth.account.decorators import reauthentication_required
from allauth.mfa.models import Authenticator
from django.db.models import Exists, OuterRef
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from piste.accounts import jobs
from piste.accounts.doors import administrators_only
from piste.accounts.forms.people import DeactivateForm, InviteForm, PersonForm, ServiceForm
from piste.accounts.models import Invitation, User
from piste.accounts.querysets import UserQuerySet
from piste.accounts.verbs import access, editing, joining
from piste.kernel.paging import sliced
from piste.ui import slots
from piste.ui.answers import moved_on, page, part
from piste.ui.forms import bind, refusals_beside

ON_A_PAGE = 50
NEW_LINK = "new_invitation"


@administrators_only
def users(request: HttpRequest) -> HttpResponse:
    """Everybody of one state, or everybody who is found by a text."""
    typed, shown = request.GET.get("q", "").strip(), request.GET.get("show", "active")
    rows = _people(request).matching(typed) if typed else _in_state(_people(request), shown)
    found = sliced(rows, order=["name"], cursor=request.GET.get("after", ""), limit=ON_A_PAGE)
    context = {"found": found, "typed": typed, "shown": "" if typed else shown}
    if request.htmx:
        return part(request, "accounts/_users.html", context)
    return page(request, "accounts/users.html", context)


@administrators_only
@reauthentication_required(allow_get=True)
def invite(request: HttpRequest) -> HttpResponse:
    form = bind(InviteForm, request, initial={"language": request.site.language})
    if form.is_valid():
        with refusals_beside(form):
            return _linked(request, joining.invite(by=request.user, **form.cleaned_data))
    return page(request, "accounts/invite.html", {"form": form})


@administrators_only
@reauthentication_required(allow_get=True)
def new_service(request: HttpRequest) -> HttpResponse:
    """An account for a program, which acts by keys only (12.19)."""
    form = bind(ServiceForm, request)
    if form.is_valid():
        with refusals_beside(form):
            made = joining.add_service(by=request.user, **form.cleaned_data)
            return moved_on(request, made, said=_("%(name)s is there. Make a key for it.") % {"name": made})
    return page(request, "accounts/new_service.html", {"form": form})


@administrators_only
@reauthentication_required(allow_get=True)
def user(request: HttpRequest, pk: int) -> HttpResponse:
    person = get_object_or_404(_people(request), pk=pk)
    form = bind(ServiceForm if person.is_service else PersonForm, request, instance=_person(request, pk))
    if form.is_valid():
        with refusals_beside(form):
            edited = editing.edit(_person(request, pk), by=request.user, **form.cleaned_data)
            return moved_on(request, edited, said=_("%(name)s is saved.") % {"name": edited})
    context = {"form": form, "person": person, "link": _new_link(request, person)}
    context["sign_ins"] = person.sign_ins.current()[:ON_A_PAGE]
    return page(request, "accounts/user.html", context)


@require_POST
@administrators_only
def invite_again(request: HttpRequest, pk: int) -> HttpResponse:
    return _linked(request, joining.invite_again(_person(request, pk), by=request.user))


@require_POST
@administrators_only
def withdraw_invitation(request: HttpRequest, pk: int) -> HttpResponse:
    person = joining.withdraw_invitation(_person(request, pk), by=request.user)
    return moved_on(request, person, said=_("The invitation is withdrawn."))


@administrators_only
def deactivate(request: HttpRequest, pk: int) -> HttpResponse:
    person = _person(request, pk)
    left_behind = slots.collect("user.deactivate", request, person=person)
    form = bind(DeactivateForm, request, leaving=person, by=request.user, leaves_something=bool(left_behind))
    if form.is_valid():
        with refusals_beside(form):
            access.deactivate(person, by=request.user, **form.cleaned_data)
            return moved_on(request, person, said=_("%(name)s is deactivated.") % {"name": person})
    return part(request, "accounts/_deactivate.html", {"form": form, "person": person, "left_behind": left_behind})


@require_POST
@administrators_only
def reactivate(request: HttpRequest, pk: int) -> HttpResponse:
    person = access.reactivate(_person(request, pk), by=request.user)
    return moved_on(request, person, said=_("%(name)s can sign in again.") % {"name": person})


@require_POST
@administrators_only
def sign_out(request: HttpRequest, pk: int) -> HttpResponse:
    person = access.sign_out_everywhere(_person(request, pk), by=request.user)
    return moved_on(request, person, said=_("%(name)s is signed out everywhere.") % {"name": person})


@require_POST
@administrators_only
@reauthentication_required
def remove_second_factor(request: HttpRequest, pk: int) -> HttpResponse:
    person = access.remove_second_factor(_person(request, pk), by=request.user)
    return moved_on(request, person, said=_("%(name)s signs in by password alone now.") % {"name": person})


def _people(request: HttpRequest) -> UserQuerySet:
    """The users whom this administrator may change, with what their rows show."""
    apps = Authenticator.objects.filter(user=OuterRef("pk"), type=Authenticator.Type.TOTP)
    rows = User.objects.editable_by(request.user)
    return rows.annotate(has_second_factor=Exists(apps)).prefetch_related("invitations")


def _in_state(rows: UserQuerySet, state: str) -> UserQuerySet:
    match state:
        case "invited":
            return rows.invited()
        case "services":
            return rows.services()
        case "deactivated":
            return rows.deactivated()
    return rows.active()


def _person(request: HttpRequest, pk: int) -> User:
    return get_object_or_404(User.objects.editable_by(request.user), pk=pk)


def _linked(request: HttpRequest, invitation: Invitation) -> HttpResponse:
    """Mails the link, and shows it once on the user's page."""
    jobs.mail_invitation.enqueue(invitation.pk, request.build_absolute_uri("/"))
    request.session[NEW_LINK] = invitation.pk
    said = _("The invitation goes to %(email)s.") % {"email": invitation.user.email}
    return moved_on(request, invitation.user, said=said)


def _new_link(request: HttpRequest, person: User) -> str:
    for invitation in person.invitations.open().filter(pk=request.session.pop(NEW_LINK, None)):
        return request.build_absolute_uri(invitation.get_absolute_url())
    return ""
