"""allauth's doors; a form with errors answers 422 as everywhere."""

from allauth.account import views as account
from allauth.mfa.base import views as second_factor
from allauth.mfa.recovery_codes import views as recovery_codes
from allauth.mfa.totp import views as totp
from django.http import HttpResponse

from piste.ui.answers import UNPROCESSABLE


class Unprocessable:
    def form_invalid(self, form) -> HttpResponse:
        response = super().form_invalid(form)
        response.status_code = UNPROCESSABLE
        return response


class SignIn(Unprocessable, account.LoginView):
    pass


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
