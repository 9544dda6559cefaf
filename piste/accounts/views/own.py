"""What everybody decides about himself."""

from django.contrib.auth import update_session_auth_hash
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from piste.accounts.forms.keys import KeysForm
from piste.accounts.forms.people import SettingsForm, ThemeForm
from piste.accounts.models import SignIn, User
from piste.accounts.verbs import access, editing
from piste.ui.answers import moved_on, nothing, page
from piste.ui.forms import bind, refusals_beside

# Nobody looks further.
SHOWN = 50


@login_required
def settings(request: HttpRequest) -> HttpResponse:
    form = bind(SettingsForm, request, instance=_myself(request))
    if form.is_valid():
        myself = editing.edit(_myself(request), by=request.user, **form.cleaned_data)
        # At once, and so is the sentence that says so.
        with translation.override(myself.language):
            return moved_on(request, "accounts:settings", said=_("Your settings are saved."))
    return page(request, "accounts/settings.html", {"form": form, "sign_ins": _sign_ins(request)})


@login_required
def keys(request: HttpRequest) -> HttpResponse:
    """One line for each verb; `usual` gives every one its usual key again."""
    if "usual" in request.POST:
        return _keys_saved(request, {})
    form = bind(KeysForm, request, own=request.user.keys)
    if form.is_valid():
        with refusals_beside(form):
            return _keys_saved(request, form.cleaned_data)
    return page(request, "accounts/keys.html", {"form": form})


@require_POST
@login_required
def theme(request: HttpRequest) -> HttpResponse:
    """The quick switch in the user menu."""
    form = bind(ThemeForm, request, instance=_myself(request))
    if not form.is_valid():
        return HttpResponse(status=422)
    editing.edit(_myself(request), by=request.user, **form.cleaned_data)
    return nothing() if request.htmx else moved_on(request, "accounts:settings")


@require_POST
@login_required
def sign_out_elsewhere(request: HttpRequest) -> HttpResponse:
    """Ends every session of one's own but this one."""
    key = request.session.session_key or ""
    myself = access.sign_out_everywhere(_myself(request), by=request.user, keep=key)
    update_session_auth_hash(request, myself)
    return moved_on(request, "accounts:settings", said=_("You are signed out on every other device."))


@require_POST
@login_required
def end_sign_in(request: HttpRequest, pk: int) -> HttpResponse:
    """One device of one's own, or of anybody for an administrator."""
    rows = SignIn.objects.editable_by(request.user).exclude(session_key=request.session.session_key)
    ended = get_object_or_404(rows.select_related("user"), pk=pk)
    access.end_sign_in(ended, by=request.user)
    to = reverse("accounts:settings") if ended.user_id == request.user.pk else ended.user
    return moved_on(request, to, said=_("%(device)s is signed out.") % {"device": ended.device})


def _keys_saved(request: HttpRequest, own: dict[str, str]) -> HttpResponse:
    myself = editing.edit(_myself(request), by=request.user, keys=own)
    undo = myself.last_act
    return moved_on(request, "accounts:keys", said=_("Your keys are saved."), undo=undo)


def _sign_ins(request: HttpRequest) -> list[SignIn]:
    return list(SignIn.objects.visible_to(request.user).filter(user=request.user).current()[:SHOWN])


def _myself(request: HttpRequest) -> User:
    """A row of its own: a form that is refused must not change how this page is drawn."""
    return get_object_or_404(User.objects.visible_to(request.user), pk=request.user.pk)
