"""Doors for some people only; for everybody else there is nothing behind them (404)."""

from collections.abc import Callable
from functools import wraps

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from piste.accounts.models import User

View = Callable[..., HttpResponse]


def only(may: Callable[[User], bool]) -> Callable[[View], View]:
    """Lets in whom `may` says yes to; who has not signed in is asked to."""

    def guard(view: View) -> View:
        @login_required
        @wraps(view)
        def guarded(request: HttpRequest, *args, **kwargs) -> HttpResponse:
            if not may(request.user):
                raise Http404
            return view(request, *args, **kwargs)

        return guarded

    return guard


sales_only = only(lambda user: user.sells)
writers_only = only(lambda user: user.sells and user.may_write)
managers_only = only(lambda user: user.manages)
administrators_only = only(lambda user: user.administers)


def refuse_readers(user: User) -> None:
    """For doors of programs, where somebody without the right learns that the address is there."""
    if not (user.sells and user.may_write):
        raise PermissionDenied(_("You only read here."))
