"""What allauth asks us while somebody signs in."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.totp.internal.auth import generate_totp_secret
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from piste.accounts import jobs, lockout, sessions
from piste.accounts.landing import first_page
from piste.accounts.models import Site, User
from piste.accounts.verbs.access import set_password, sign_in_failed
from piste.kernel import sealing

# What we say where allauth says something; of the rest we say nothing.
SAID = {
    "account/messages/password_changed.txt": _("Your password is changed."),
    "mfa/messages/totp_activated.txt": _("Two-factor sign-in is on."),
    "mfa/messages/totp_deactivated.txt": _("Two-factor sign-in is off."),
    "mfa/messages/recovery_codes_generated.txt": _("Keep these recovery codes."),
}


class SignInAdapter(DefaultAccountAdapter):
    error_messages = DefaultAccountAdapter.error_messages | {
        "email_password_mismatch": _("The e-mail or the password is not right."),
        "enter_current_password": _("This is not your password."),
        "incorrect_password": _("This is not your password."),
        "incorrect_code": _("This code is not right."),
        "invalid_password_reset": _("This link was used, or is more than 24 hours old."),
        "rate_limited": _("Too many tries. Wait a few minutes, then try again."),
        "too_many_login_attempts": _("Too many tries. Wait a few minutes, then try again."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def authenticate(self, request: HttpRequest, **credentials: Any) -> User | None:
        user = super().authenticate(request, **credentials)
        if user is not None:
            lockout.forget(credentials["email"], self.get_client_ip(request))
        return user

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        if minutes := lockout.minutes_to_wait(credentials["email"], self.get_client_ip(request)):
            raise ValidationError(
                ngettext(
                    "Too many wrong passwords. Wait %(count)s minute, then try again.",
                    "Too many wrong passwords. Wait %(count)s minutes, then try again.",
                    minutes,
                )
                % {"count": minutes},
                code="locked_out",
            )

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        lockout.count_failure(credentials["email"], self.get_client_ip(request))
        sign_in_failed(credentials["email"], **sessions.place_of(request))

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        return first_page(request.user)

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        return reverse("accounts:settings")

    def set_password(self, user: User, password: str) -> None:
        set_password(user, by=user, password=password, keep=self.request.session.session_key or "")
        lockout.forget(user.email, self.get_client_ip(self.request))

    def send_password_reset_mail(self, user: User, email: str, context: dict[str, Any]) -> None:
        # The job makes a link of its own: none lies in the table of jobs.
        jobs.mail_password_reset.enqueue(user.pk, context["request"].build_absolute_uri("/"))

    def add_message(self, request: HttpRequest, level: int, message_template: str | None = None, *args, **kw) -> None:
        if message_template in SAID:
            messages.success(request, SAID[message_template])


class SecondFactorAdapter(DefaultMFAAdapter):
    error_messages = DefaultMFAAdapter.error_messages | {"incorrect_code": _("This code is not right.")}

    def get_totp_issuer(self) -> str:
        return f"Piste {Site.current()}"

    def encrypt(self, text: str) -> str:
        return sealing.sealed(text)

    def decrypt(self, encrypted_text: str) -> str:
        # Sealed with a key that is lost: no code fits any more, until an administrator removes the second factor.
        return sealing.unsealed(encrypted_text) or generate_totp_secret()
