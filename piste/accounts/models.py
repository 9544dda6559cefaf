import zoneinfo
from collections.abc import Collection
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.core.exceptions import ValidationError
from django.core.signing import Signer
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from piste.accounts import roles
from piste.accounts.querysets import InvitationQuerySet, SignInQuerySet, SiteQuerySet, UserQuerySet
from piste.accounts.roles import Role
from piste.history.models import Subject
from piste.kernel.clock import now
from piste.kernel.prepared import prepared
from piste.kernel.search import Searchable


def check_zone(name: str) -> None:
    if name not in zoneinfo.available_timezones():
        raise ValidationError(_("There is no time zone of this name."))


class UserManager(BaseUserManager.from_queryset(UserQuerySet)):
    def create_user(self, email: str, password: str | None = None, **values) -> "User":
        user = self.model(email=self.normalize_email(email).lower(), **values)
        user.set_password(password)
        user.search_text = user.searchable_text()
        user.save()
        return user


class User(Searchable, Subject, AbstractBaseUser):
    """A person who signs in, or a program's service account; the actor of every verb."""

    class Theme(models.TextChoices):
        SYSTEM = "system", _("As the system")
        LIGHT = "light", _("Light")
        DARK = "dark", _("Dark")

    class Density(models.TextChoices):
        COMFORTABLE = "comfortable", _("Comfortable")
        COMPACT = "compact", _("Compact")

    class Weekday(models.IntegerChoices):
        """That weeks begin with."""

        MONDAY = 0, _("Monday")
        SATURDAY = 5, _("Saturday")
        SUNDAY = 6, _("Sunday")

    class State(models.TextChoices):
        ACTIVE = "active", _("Active")
        INVITED = "invited", _("Invited")
        LAPSED = "lapsed", _("Invitation ended")
        DEACTIVATED = "deactivated", _("Deactivated")

    USERNAME_FIELD = EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["name"]
    noun = "user"
    searched_fields = frozenset(("name", "email"))
    shown_as = {"keys": "keys"}
    # What undo may give back; rights are given and taken by administrators only.
    undoable = frozenset(
        (
            *("name", "language", "time_zone", "first_weekday", "theme", "density"),
            *("win_messages", "single_keys", "keys", "first_steps"),
        )
    )
    # By which door this user acts (page, api, command, job, import); the door says it, events keep it.
    via = "page"
    # The number of the key by which a program acts as this user.
    by_key: int | None = None
    # The team to which a key is limited (12.18).
    only_team: int | None = None
    # The network address that he acts from.
    network_address: str | None = None

    # Not editable: events tell the editable fields of a new row, and nobody ever reads this one.
    password = models.CharField(_("password"), max_length=128, editable=False)
    # Raised to end every session of the user at once.
    session_generation = models.PositiveIntegerField(default=1, editable=False)
    email = models.EmailField(_("e-mail"), unique=True)
    name = models.CharField(_("name"), max_length=120)
    role = models.CharField(_("role"), max_length=16, choices=Role, default=Role.OWN)
    language = models.CharField(_("language"), max_length=5, choices=settings.LANGUAGES, default="en")
    time_zone = models.CharField(_("time zone"), max_length=50, default="UTC", validators=[check_zone])
    theme = models.CharField(_("theme"), max_length=6, choices=Theme, default=Theme.SYSTEM)
    density = models.CharField(_("density"), max_length=11, choices=Density, default=Density.COMFORTABLE)
    first_weekday = models.PositiveSmallIntegerField(_("weeks begin on"), choices=Weekday, default=Weekday.MONDAY)
    win_messages = models.BooleanField(_("win messages"), default=True)
    single_keys = models.BooleanField(_("single-key shortcuts"), default=True)
    # Of verbs that have another key than the usual one: which.
    keys = models.JSONField(_("keys"), default=dict, blank=True)
    # Whether the first steps stand on the start page, until they are done.
    first_steps = models.BooleanField(_("first steps"), default=True)
    # The right to take lists away as files (13.21).
    exports = models.BooleanField(_("may export lists"), default=True)
    is_active = models.BooleanField(_("active"), default=True)
    # A program (12.19): it has rights and keys, and neither a password nor an address.
    is_service = models.BooleanField(_("service account"), default=False)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = UserManager()

    class Meta:
        verbose_name = _("user")

    def __str__(self) -> str:
        return self.name

    def get_full_name(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("accounts:user", args=[self.pk])

    def get_session_auth_hash(self) -> str:
        return f"{super().get_session_auth_hash()}.{self.session_generation}"

    def search_source(self) -> list[str]:
        return [self.name, self.email]

    def reversal(self, values: dict[str, Any]) -> dict[str, Any]:
        return {name: value for name, value in values.items() if name in self.undoable}

    @property
    def address(self) -> str:
        """Where mail reaches him; empty for a program."""
        return "" if self.is_service else self.email

    @property
    def invitation(self) -> "Invitation | None":
        """The last one that was not used, be it too old."""
        unused = [one for one in self.invitations.all() if one.used_at is None]
        return max(unused, key=lambda one: one.created_at, default=None)

    @property
    def state(self) -> State:
        if self.is_active:
            return self.State.ACTIVE
        if self.invitation is None:
            return self.State.DEACTIVATED
        return self.State.LAPSED if self.invitation.has_ended else self.State.INVITED

    @property
    def sees_all(self) -> bool:
        return self.role in roles.SEES_ALL

    @property
    def sees_teams(self) -> bool:
        return self.role in roles.SEES_TEAMS

    @property
    def may_write(self) -> bool:
        """Observers write nothing (12.4); outsiders write only what concerns their activities (12.12)."""
        return self.is_active and self.role not in roles.OBSERVES

    @property
    def may_export(self) -> bool:
        """Takes lists and figures away as files (13.21)."""
        return self.is_active and self.exports

    @property
    def manages(self) -> bool:
        return self.role in roles.MANAGES

    @property
    def administers(self) -> bool:
        return self.role == Role.ADMINISTRATOR

    @property
    def sells(self) -> bool:
        """Has the menus of the CRM."""
        return self.role != Role.OUTSIDE


class Site(Subject):
    """The company that runs this Piste: one row."""

    noun = "site"
    # The settings of the CRM, which are in the hands of managers too (12.3).
    of_crm = frozenset({"uses_leads", "one_team_per_person", "uses_recurring"})

    name = models.CharField(_("company"), max_length=120, default="Piste")
    language = models.CharField(_("language"), max_length=5, choices=settings.LANGUAGES, default="en")
    currency = models.CharField(_("currency"), max_length=3, default="EUR")
    country = models.CharField(_("country"), max_length=2, default="FR")
    time_zone = models.CharField(_("time zone"), max_length=50, default="Europe/Paris", validators=[check_zone])
    one_team_per_person = models.BooleanField(_("one team per person"), default=False)
    salespeople_create_reasons = models.BooleanField(_("salespeople may create loss reasons"), default=True)
    uses_leads = models.BooleanField(_("leads"), default=False)
    uses_recurring = models.BooleanField(_("recurring revenue"), default=False)
    # Roles that must sign in with a second factor (12.13).
    second_factor_roles = models.JSONField(_("second factor required"), default=list, blank=True)
    set_up_at = models.DateTimeField(null=True, editable=False)

    objects = SiteQuerySet.as_manager()

    class Meta:
        verbose_name = _("company settings")

    def __str__(self) -> str:
        return self.name

    @classmethod
    def open_to(cls, user, names: Collection[str]) -> bool:
        return user.administers or (user.manages and cls.of_crm >= set(names))

    @classmethod
    def current(cls) -> "Site":
        return next(iter(_sites()), None) or cls._default_manager.get_or_create(pk=1)[0]


@prepared
def _sites() -> models.QuerySet:
    return Site.objects.filter(pk=1)


class SignIn(models.Model):
    """A device on which somebody is signed in: one session, as people recognise it (12.16)."""

    user = models.ForeignKey(User, models.CASCADE, related_name="sign_ins")
    session_key = models.CharField(max_length=40, unique=True)
    device = models.CharField(max_length=80)
    address = models.GenericIPAddressField(null=True)
    began_at = models.DateTimeField(default=now)
    # To the day: one write a day keeps a session.
    used_at = models.DateTimeField(default=now)

    objects = SignInQuerySet.as_manager()

    def __str__(self) -> str:
        return self.device


class Invitation(models.Model):
    """A link that lets its holder choose a password: one use, 24 hours (12.17).

    The link is signed, not stored: who reads the database cannot make one.
    """

    lasts = timedelta(hours=24)

    user = models.ForeignKey(User, models.CASCADE, related_name="invitations")
    invited_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField(default=now)
    used_at = models.DateTimeField(null=True)

    objects = InvitationQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.user} {self.created_at:%Y-%m-%d %H:%M}"

    def get_absolute_url(self) -> str:
        return reverse("accounts:join", args=[self.token])

    @property
    def has_ended(self) -> bool:
        return self.used_at is not None or self.created_at <= now() - self.lasts

    @property
    def token(self) -> str:
        return self.signer().sign(str(self.pk))

    @classmethod
    def signer(cls) -> Signer:
        return Signer(salt="accounts.invitation")
