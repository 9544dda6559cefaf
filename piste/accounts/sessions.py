"""Sessions as the list of devices knows them (12.16)."""

from allauth.account.adapter import get_adapter
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest

from piste.accounts.devices import device
from piste.accounts.models import SignIn
from piste.accounts.verbs.access import signed_in
from piste.kernel import clock


def address_of(request: HttpRequest) -> str | None:
    """The network address; None where there is none, as on a socket of the machine."""
    try:
        return get_adapter().get_client_ip(request)
    except PermissionDenied:
        return None


def place_of(request: HttpRequest) -> dict[str, str]:
    """The device and the network address that a request comes from."""
    return {
        "device": device(request.headers.get("User-Agent", "")),
        "address": get_adapter().get_client_ip(request),
    }


def keep(request: HttpRequest) -> None:
    """Once a day: it was used, be it older than the list."""
    values = place_of(request) | {"used_at": clock.now()}
    SignIn.objects.update_or_create(
        session_key=request.session.session_key, defaults=values, create_defaults=values | {"user": request.user}
    )


def follow(request: HttpRequest, former: str | None) -> None:
    """After the answer: the session has another key when somebody signed in or out, or changed his password."""
    key = request.session.session_key
    if key == former:
        return
    if key is None or not request.user.is_authenticated:
        SignIn.objects.filter(session_key=former).delete()
    elif not SignIn.objects.filter(session_key=former, user=request.user).update(session_key=key):
        signed_in(request.user, session_key=key, **place_of(request))
