"""Mails that let somebody in. The jobs carry no link: they make it when they send it."""

from allauth.account.utils import user_pk_to_url_str
from django.contrib.auth.tokens import default_token_generator
from django.core.mail import EmailMessage
from django.core.management import call_command
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django_tasks import task

from piste.accounts.models import Invitation, SignIn, Site, User
from piste.kernel import schedule


@task()
def mail_invitation(key: int, address: str) -> None:
    """`address` is where this Piste was reached, as https://crm.example/."""
    for invitation in Invitation.objects.open().filter(pk=key).select_related("user", "invited_by"):
        link = _absolute(address, invitation.get_absolute_url())
        _mail(invitation.user, "invitation", link=link, invited_by=invitation.invited_by)


@task()
def mail_password_reset(key: int, address: str) -> None:
    for user in User.objects.active().filter(pk=key):
        token = default_token_generator.make_token(user)
        link = reverse("account_reset_password_from_key", args=[user_pk_to_url_str(user), token])
        _mail(user, "password_reset", link=_absolute(address, link))


@schedule.every(hours=24)
def forget_ended_sign_ins() -> None:
    SignIn.objects.ended().delete()


@task()
def load_demo_data() -> None:
    call_command("demo", "load")


def _absolute(address: str, link: str) -> str:
    return address.rstrip("/") + link


def _mail(user: User, name: str, **context: object) -> None:
    """Sends the text of that name in the user's language; its first line is the subject."""
    with translation.override(user.language):
        text = render_to_string(f"accounts/mail/{name}.txt", {"user": user, "site": Site.current(), **context})
    subject, body = text.split("\n", 1)
    EmailMessage(subject.strip(), body.lstrip(), to=[user.email]).send()
