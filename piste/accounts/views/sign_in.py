"""allauth's doors; a form with errors answers 422 as everywhere."""

from allauth.account import views as account
from allauth.mfa.base import views as second_factor
from allauth.mfa.recovery_codes import views as recovery_codes
from allauth.mfa.totp import views as totp
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse

from piste.ui import answers
from piste.ui.answers import UNPROCESSABLE


class Unprocessable:
    def form_invalid(self, form) -> HttpResponse:
        response = super().form_invalid(form)
        response.status_code = UNPROCESSABLE
        return response


class SignIn(Unprocessable, account.LoginView):
    pass


@login_required
def signed_in(request: HttpRequest) -> HttpResponse:
    """Where the window leads in which somebody signs in again, over a page with what he typed (14.B2)."""
    return answers.page(request, "accounts/signed_in.html")


class AskReset(Unprocessable, account.PasswordResetView):
    pass


class Reset(Unprocessable, account.PasswordResetFromKeyView):
    pass


class ChangePassword(Unprocessable, account.PasswordChangeView):
    pass


class PasswordAgain(Unprocessable, account.ReauthenticateView):
    pass


class Code(Unprocessable, second_factor.AuthenticateView):
    pass


class CodeAgain(Unprocessable, second_factor.ReauthenticateView):
    pass


class ActivateApp(Unprocessable, totp.ActivateTOTPView):
    pass


class DeactivateApp(Unprocessable, totp.DeactivateTOTPView):
    pass


class NewRecoveryCodes(Unprocessable, recovery_codes.GenerateRecoveryCodesView):
    pass
