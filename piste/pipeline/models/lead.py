"""The one record of sales: what it knows, what follows from that, and what the database keeps right."""

from collections.abc import Collection
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Case, Q, When
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from piste.activities.models import Activity
from piste.contacts.models import Company, Person, Tag
from piste.history.models import Mergeable
from piste.kernel import normal, world
from piste.kernel.clock import now
from piste.kernel.money import monthly, weighted
from piste.kernel.normal import domain_of, phone_national, phone_shown
from piste.kernel.search import Searchable
from piste.kernel.similar import name_key
from piste.pipeline.models.config import PERCENT, LossReason, RecurringPlan, Stage
from piste.pipeline.models.indexes import INDEXES
from piste.pipeline.querysets import LeadQuerySet
from piste.teams.models import Team

TRASH_KEPT_FOR = timedelta(days=30)
# What says together whether a record is open, won or lost.
CLOSING = frozenset(("outcome", "stage", "probability", "closed_at", "lost_reason"))


class Lead(Searchable, Mergeable):
    """The one record of sales; its `kind` is lead or opportunity (00.1)."""

    noun = "lead"
    has_timeline = True
    computed = frozenset(("probability", "automatic_probability", "stage_since", "assigned_at"))
    # 04.5; every other change is shown on demand.
    tracked = frozenset(
        (
            *("owner", "team", "kind", "outcome", "archived", "stage", "lost_reason", "priority", "probability_mode"),
            *("company", "person", "contact_name", "company_name", "email", "phone"),
            *("expected_revenue", "recurring_revenue", "recurring_plan", "expected_closing"),
        )
    )
    derives_from = ("recurring_plan",)
    shown_as = {
        "expected_revenue": "money",
        "recurring_revenue": "money",
        "probability": "percent",
        "automatic_probability": "percent",
        "phone": "phone",
        "mobile": "phone",
    }
    searched_with = ("company", "person")
    searched_fields = frozenset(
        (
            *("title", "company", "person", "contact_name", "company_name"),
            *("email", "extra_emails", "phone", "mobile", "website"),
        )
    )

    class Kind(models.TextChoices):
        LEAD = "lead", _("Lead")
        OPPORTUNITY = "opportunity", _("Opportunity")

    class Outcome(models.TextChoices):
        OPEN = "open", _("Open")
        WON = "won", _("Won")
        LOST = "lost", _("Lost")

    class ProbabilityMode(models.TextChoices):
        AUTOMATIC = "automatic", _("Automatic")
        MANUAL = "manual", _("Manual")

    class Priority(models.IntegerChoices):
        LOW = 0, _("Low")
        MEDIUM = 1, _("Medium")
        HIGH = 2, _("High")
        VERY_HIGH = 3, _("Very high")

    kind = models.CharField(_("kind"), max_length=11, choices=Kind, default=Kind.OPPORTUNITY)
    title = models.CharField(_("title"), max_length=200)

    outcome = models.CharField(_("outcome"), max_length=4, choices=Outcome, default=Outcome.OPEN)
    archived = models.BooleanField(_("archived"), default=False)
    stage = models.ForeignKey(Stage, models.PROTECT, related_name="leads", verbose_name=_("stage"))
    stage_since = models.DateTimeField(_("in this stage since"), default=now)
    closed_at = models.DateTimeField(_("closed"), null=True, blank=True)
    lost_reason = models.ForeignKey(
        LossReason, models.PROTECT, null=True, blank=True, related_name="leads", verbose_name=_("loss reason")
    )
    probability = models.DecimalField(
        _("probability"), max_digits=5, decimal_places=2, default=Decimal(0), validators=PERCENT
    )
    automatic_probability = models.DecimalField(
        _("automatic probability"), max_digits=5, decimal_places=2, default=Decimal(0), validators=PERCENT
    )
    probability_mode = models.CharField(
        _("probability mode"), max_length=9, choices=ProbabilityMode, default=ProbabilityMode.AUTOMATIC
    )

    team = models.ForeignKey(
        Team, models.PROTECT, null=True, blank=True, related_name="leads", verbose_name=_("sales team")
    )
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="leads",
        verbose_name=_("salesperson"),
    )
    assigned_at = models.DateTimeField(_("assigned"), null=True, blank=True)
    converted_at = models.DateTimeField(_("converted"), null=True, blank=True)
    created_at = models.DateTimeField(_("created"), default=now)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", editable=False
    )
    # The last stage change, note, finished activity or edit by a person: what keeps it from rotting (01.36).
    touched_at = models.DateTimeField(default=now, editable=False)

    person = models.ForeignKey(
        Person, models.SET_NULL, null=True, blank=True, related_name="leads", verbose_name=_("contact")
    )
    company = models.ForeignKey(
        Company, models.SET_NULL, null=True, blank=True, related_name="leads", verbose_name=_("company")
    )
    contact_name = models.CharField(_("contact name"), max_length=120, blank=True)
    company_name = models.CharField(_("company name"), max_length=200, blank=True)
    job_title = models.CharField(_("job title"), max_length=120, blank=True)
    email = models.CharField(_("e-mail"), max_length=254, blank=True)
    extra_emails = models.JSONField(_("other e-mails"), default=list, blank=True)
    phone = models.CharField(_("phone"), max_length=60, blank=True)
    mobile = models.CharField(_("mobile"), max_length=60, blank=True)
    website = models.CharField(_("website"), max_length=200, blank=True)
    street = models.CharField(_("street"), max_length=200, blank=True)
    street2 = models.CharField(_("street, second line"), max_length=200, blank=True)
    postcode = models.CharField(_("postcode"), max_length=20, blank=True)
    city = models.CharField(_("city"), max_length=100, blank=True)
    region = models.CharField(_("region"), max_length=100, blank=True)
    country = models.CharField(_("country"), max_length=2, blank=True)
    language = models.CharField(_("language"), max_length=5, blank=True)

    expected_revenue = models.DecimalField(
        _("expected revenue"), max_digits=14, decimal_places=2, null=True, blank=True, validators=[MinValueValidator(0)]
    )
    # Kept beside the revenue, so that a column's weighted sum needs no arithmetic.
    weighted_revenue = models.DecimalField(max_digits=14, decimal_places=2, default=Decimal(0), editable=False)
    recurring_revenue = models.DecimalField(
        _("recurring revenue"),
        max_digits=14,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(0)],
    )
    recurring_plan = models.ForeignKey(
        RecurringPlan,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="leads",
        verbose_name=_("recurring plan"),
        db_index=False,
    )
    # Empty where nothing recurs, so that a million records need not be rewritten to have it.
    monthly_recurring = models.DecimalField(max_digits=14, decimal_places=2, null=True, editable=False)
    expected_closing = models.DateField(_("expected closing"), null=True, blank=True)
    priority = models.PositiveSmallIntegerField(_("priority"), choices=Priority, default=Priority.LOW)
    colour = models.PositiveSmallIntegerField(_("colour"), default=0, validators=[MaxValueValidator(11)])
    tags = models.ManyToManyField(Tag, blank=True, related_name="leads", verbose_name=_("tags"))
    notes = models.TextField(_("notes"), blank=True)
    rank = models.FloatField(default=0, editable=False)

    source = models.CharField(_("source"), max_length=80, blank=True)
    medium = models.CharField(_("medium"), max_length=80, blank=True)
    campaign = models.CharField(_("campaign"), max_length=80, blank=True)
    referrer = models.CharField(_("referred by"), max_length=120, blank=True)

    # The names and the domain of the customer in the forms in which duplicates are found.
    company_key = models.CharField(max_length=220, default="", editable=False)
    domain = models.CharField(max_length=255, default="", editable=False)

    # When the customer was first called, written to or met; kept by a listener (05.X3).
    answered_at = models.DateTimeField(_("first answer"), null=True, editable=False)

    # The open activity with the earliest deadline, kept by the listeners, because every card shows it.
    next_activity = models.ForeignKey(Activity, models.SET_NULL, null=True, related_name="+", editable=False)
    next_due = models.DateTimeField(null=True, editable=False)

    # For indexes and filters only: an instance in memory does not follow it.
    on_board = models.GeneratedField(
        expression=Case(
            When(
                Q(kind="opportunity", archived=False, deleted_at__isnull=True, outcome__in=["open", "won"]), then=True
            ),
            default=False,
        ),
        output_field=models.BooleanField(),
        db_persist=True,
    )
    in_qualification = models.GeneratedField(
        expression=Case(
            When(Q(kind="lead", archived=False, deleted_at__isnull=True, outcome="open"), then=True), default=False
        ),
        output_field=models.BooleanField(),
        db_persist=True,
    )

    objects = LeadQuerySet.as_manager()

    class Meta:
        verbose_name = _("opportunity")
        verbose_name_plural = _("opportunities")
        constraints = [
            models.CheckConstraint(
                name="won_is_certain", condition=~Q(outcome="won") | Q(probability=100, closed_at__isnull=False)
            ),
            models.CheckConstraint(
                name="lost_is_hopeless", condition=~Q(outcome="lost") | Q(probability=0, closed_at__isnull=False)
            ),
            models.CheckConstraint(name="open_is_not_closed", condition=~Q(outcome="open") | Q(closed_at__isnull=True)),
            models.CheckConstraint(name="leads_are_not_won", condition=~Q(outcome="won") | Q(kind="opportunity")),
        ]
        indexes = INDEXES

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("pipeline:lead", args=[self.pk])

    def without(self, left: Collection[str], values: dict) -> dict:
        """Open, won and lost are more than one field: who left one of them as it is, leaves all (00.4)."""
        closes = CLOSING & set(left) and "outcome" in {*left, *values}
        return {name: value for name, value in values.items() if name not in CLOSING} if closes else values

    def search_source(self) -> list[str]:
        # A customer who is linked goes by his own name of today, not by the one that was written down.
        customer = [str(self.company or self.company_name), str(self.person or self.contact_name)]
        contact = [self.email, *self.extra_emails]
        phones = [form for number in (self.phone, self.mobile) for form in (number, phone_national(number))]
        return [self.title, self.reference, *customer, *contact, *phones, self.absorbed_words]

    def searched(self) -> dict[str, str]:
        key = name_key(str(self.company or self.company_name))[: Lead._meta.get_field("company_key").max_length]
        return super().searched() | {"company_key": key, "domain": domain_of(self.website, self.email)}

    @property
    def emails(self) -> list[str]:
        """All its addresses, the main one first."""
        return [address for address in (self.email, *self.extra_emails) if address]

    @property
    def reference(self) -> str:
        """`L-` and the number, which is never given twice."""
        return f"L-{self.pk}" if self.pk else ""

    @property
    def goes_for_good_at(self) -> datetime | None:
        return self.deleted_at + TRASH_KEPT_FOR if self.deleted_at else None

    @property
    def is_open(self) -> bool:
        return self.outcome == self.Outcome.OPEN

    @property
    def is_won(self) -> bool:
        return self.outcome == self.Outcome.WON

    @property
    def is_lost(self) -> bool:
        return self.outcome == self.Outcome.LOST

    @property
    def is_opportunity(self) -> bool:
        return self.kind == self.Kind.OPPORTUNITY

    @property
    def is_lead(self) -> bool:
        return self.kind == self.Kind.LEAD

    @property
    def read_only_message(self) -> str:
        """What is said to somebody who sees the record, but may not change it (12.B2)."""
        if self.owner is None:
            return gettext("You can read this record, but not change it.")
        return gettext("You can read this record, but not change it. Owner: %(owner)s.") % {"owner": self.owner}

    @property
    def customer_name(self) -> str:
        """Who buys: the company, else the person, else the names as typed."""
        return str(self.company or self.person or self.company_name or self.contact_name or "")

    @property
    def unreadable(self) -> set[str]:
        """Those of its addresses and numbers that are none, kept as typed (00.7, 00.8)."""
        mails = {one for one in self.emails if not normal.email(one).correct}
        return mails | {one for one in (self.phone, self.mobile) if one and not normal.phone(one, "").correct}

    @property
    def phone_shown(self) -> str:
        return phone_shown(self.phone)

    @property
    def mobile_shown(self) -> str:
        return phone_shown(self.mobile)

    @property
    def country_name(self) -> str:
        return world.country(self.country)

    @property
    def language_name(self) -> str:
        return world.language(self.language)

    def fills(self, name: str) -> bool:
        """Whether the field holds something."""
        if self._meta.get_field(name).many_to_many:
            return getattr(self, name).exists()
        return getattr(self, name) not in (None, "", [], 0)

    def missing_for(self, stage: Stage) -> list[str]:
        """The fields that the stage requires and the record has not filled (01.37)."""
        return [name for name in stage.required_fields if not self.fills(name)]

    def derived(self) -> dict[str, Any]:
        plan = self.recurring_plan
        return {
            "weighted_revenue": weighted(self.expected_revenue or Decimal(0), self.probability),
            "monthly_recurring": monthly(self.recurring_revenue, plan.months if plan else None),
            "touched_at": now(),
        }
