"""Doors for people who are not users yet."""

from allauth.account.utils import perform_login
from django.core.management import get_commands
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters

from piste.accounts import guesses, jobs, setup
from piste.accounts.forms.joining import AgainForm, JoinForm, SetUpForm
from piste.accounts.models import Invitation
from piste.accounts.verbs.joining import accept
from piste.accounts.verbs.setting_up import set_up as set_up_site
from piste.ui.answers import page
from piste.ui.forms import bind

GONE = 410


@never_cache
@sensitive_post_parameters("password1", "password2")
def join(request: HttpRequest, token: str) -> HttpResponse:
    """The page behind an invitation: a password, once."""
    invitation = Invitation.objects.by_token(token).select_related("user").first()
    if invitation is None:
        return page(request, "accounts/invitation_ended.html", status=GONE)
    is_new = not invitation.user.has_usable_password()
    form = bind(JoinForm if is_new else AgainForm, request, instance=invitation.user)
    if form.is_valid():
        chosen = {name: form.cleaned_data[name] for name in form.Meta.fields}
        # allauth asks for the second factor when there is one.
        return perform_login(request, accept(invitation, password=form.cleaned_data["password1"], **chosen))
    return page(request, "accounts/join.html", {"form": form, "invitation": invitation, "is_new": is_new})


@never_cache
@sensitive_post_parameters("code", "password1", "password2")
def set_up(request: HttpRequest) -> HttpResponse:
    """The first page of all, which there is only once."""
    if not setup.is_needed(request.site):
        raise Http404
    form = bind(SetUpForm, request, instance=request.site, initial=guesses.company(request))
    if form.is_valid():
        user = set_up_site(request.site, company=form.company(), administrator=form.administrator())
        if form.cleaned_data["demo"] and "demo" in get_commands():
            jobs.load_demo_data.enqueue()
        return perform_login(request, user)
    return page(request, "accounts/set_up.html", {"form": form, "has_demo": "demo" in get_commands()})
