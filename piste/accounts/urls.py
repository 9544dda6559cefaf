"""allauth looks for its doors by names without a namespace; here are the few that we open."""

from allauth.account.views import account_inactive, logout, password_reset_done, password_reset_from_key_done
from allauth.mfa.base.views import index as second_factor
from allauth.mfa.recovery_codes.views import download_recovery_codes, view_recovery_codes
from django.urls import include, path, re_path

from piste.accounts.views import audit, choices, company, first_steps, joining, own, people, sign_in, switches

doors = [
    path("setup/", joining.set_up, name="set_up"),
    path("invitation/<str:token>/", joining.join, name="join"),
    path("signed-in/", sign_in.signed_in, name="signed_in"),
    path("settings/", own.settings, name="settings"),
    path("settings/keys/", own.keys, name="keys"),
    path("settings/theme/", own.theme, name="theme"),
    path("settings/sign-out-elsewhere/", own.sign_out_elsewhere, name="sign_out_elsewhere"),
    path("settings/sign-ins/<int:pk>/end/", own.end_sign_in, name="end_sign_in"),
    path("first-steps/", first_steps.steps, name="first_steps"),
    path("first-steps/line/", first_steps.line, name="first_steps_line"),
    path("first-steps/show/", first_steps.show, name="show_first_steps"),
    path("configuration/audit/", audit.log, name="audit"),
    path("users/choices/", choices.user_choices, {"assignable": True}, name="user_choices"),
    path("users/choices/actors/", choices.actor_choices, name="actor_choices"),
    path("users/choices/all/", choices.user_choices, {"assignable": False}, name="colleague_choices"),
    path("configuration/settings/", switches.switches, name="switches"),
    path("configuration/company/", company.company, name="company"),
    path("configuration/users/", people.users, name="users"),
    path("configuration/users/invite/", people.invite, name="invite"),
    path("configuration/users/services/new/", people.new_service, name="new_service"),
    path("configuration/users/<int:pk>/", people.user, name="user"),
    path("configuration/users/<int:pk>/invite/", people.invite_again, name="invite_again"),
    path("configuration/users/<int:pk>/withdraw/", people.withdraw_invitation, name="withdraw_invitation"),
    path("configuration/users/<int:pk>/deactivate/", people.deactivate, name="deactivate"),
    path("configuration/users/<int:pk>/reactivate/", people.reactivate, name="reactivate"),
    path("configuration/users/<int:pk>/sign-out/", people.sign_out, name="sign_out"),
    path("configuration/users/<int:pk>/second-factor/", people.remove_second_factor, name="remove_second_factor"),
]

urlpatterns = [
    path("", include((doors, "accounts"))),
    path("sign-in/", sign_in.SignIn.as_view(), name="account_login"),
    path("sign-in/code/", sign_in.Code.as_view(), name="mfa_authenticate"),
    path("sign-in/again/", sign_in.PasswordAgain.as_view(), name="account_reauthenticate"),
    path("sign-in/again/code/", sign_in.CodeAgain.as_view(), name="mfa_reauthenticate"),
    path("sign-in/deactivated/", account_inactive, name="account_inactive"),
    path("sign-out/", logout, name="account_logout"),
    path("password/forgotten/", sign_in.AskReset.as_view(), name="account_reset_password"),
    path("password/forgotten/sent/", password_reset_done, name="account_reset_password_done"),
    re_path(
        r"^password/new/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        sign_in.Reset.as_view(),
        name="account_reset_password_from_key",
    ),
    path("password/new/done/", password_reset_from_key_done, name="account_reset_password_from_key_done"),
    path("settings/password/", sign_in.ChangePassword.as_view(), name="account_change_password"),
    path("settings/two-factor/", second_factor, name="mfa_index"),
    path("settings/two-factor/on/", sign_in.ActivateApp.as_view(), name="mfa_activate_totp"),
    path("settings/two-factor/off/", sign_in.DeactivateApp.as_view(), name="mfa_deactivate_totp"),
    path("settings/two-factor/codes/", view_recovery_codes, name="mfa_view_recovery_codes"),
    path("settings/two-factor/codes/new/", sign_in.NewRecoveryCodes.as_view(), name="mfa_generate_recovery_codes"),
    path("settings/two-factor/codes/download/", download_recovery_codes, name="mfa_download_recovery_codes"),
]
