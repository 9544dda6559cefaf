"""Where somebody comes in."""

from django.conf import settings
from django.shortcuts import resolve_url
from django.urls import NoReverseMatch, reverse

from piste.accounts.models import User


def first_page(user: User) -> str:
    """The start page; for somebody outside of sales his activities (12.12)."""
    if user.sells:
        return resolve_url(settings.LOGIN_REDIRECT_URL)
    try:
        return reverse("activities:mine")
    except NoReverseMatch:
        return reverse("accounts:settings")
