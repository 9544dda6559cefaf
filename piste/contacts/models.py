from typing import Any

from django.conf import settings
from django.core.validators import MaxValueValidator
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from piste.contacts.querysets import ApartQuerySet, CompanyQuerySet, PersonQuerySet, TagQuerySet
from piste.history.models import Mergeable, Subject
from piste.kernel import world
from piste.kernel.naming import Named
from piste.kernel.normal import company_name, phone_national, phone_shown, plain
from piste.kernel.search import Searchable
from piste.kernel.similar import name_key
from piste.teams.models import Team


class Tag(Named, Subject):
    """Name and colour, shared by records, companies and people (01.32)."""

    noun = "tag"

    colour = models.PositiveSmallIntegerField(_("colour"), default=0, validators=[MaxValueValidator(11)])
    archived = models.BooleanField(_("archived"), default=False, editable=False)

    objects = TagQuerySet.as_manager()

    class Meta:
        verbose_name = _("tag")
        ordering = ["id"]

    @property
    def hue(self) -> int:
        return self.colour


class Contact(Searchable, Mergeable):
    """What companies and people share. Addresses are lists of `{"value", "label", "invalid", "opted_out"}`, the main
    one first.
    """

    shown_as = {"phones": "phone"}
    searched_fields = frozenset(
        ("name", "legal_name", "domains", "first_name", "last_name", "emails", "phones", "website", "city")
    )

    emails = models.JSONField(_("e-mails"), default=list, blank=True)
    phones = models.JSONField(_("phones"), default=list, blank=True)
    # The main ones in normal form, for matching and lists; filled by the verbs from the lists above.
    email = models.CharField(_("e-mail"), max_length=254, blank=True, editable=False)
    phone = models.CharField(_("phone"), max_length=60, blank=True, editable=False)
    # The name in normal form: lists are in its order, and the same name typed twice is found by it.
    name_key = models.CharField(max_length=220, editable=False)
    website = models.CharField(_("website"), max_length=200, blank=True)
    street = models.CharField(_("street"), max_length=200, blank=True)
    street2 = models.CharField(_("street, second line"), max_length=200, blank=True)
    postcode = models.CharField(_("postcode"), max_length=20, blank=True)
    city = models.CharField(_("city"), max_length=100, blank=True)
    region = models.CharField(_("region"), max_length=100, blank=True)
    country = models.CharField(_("country"), max_length=2, blank=True)
    language = models.CharField(_("language"), max_length=5, blank=True)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("salesperson"),
    )
    team = models.ForeignKey(Team, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("team"))
    tags = models.ManyToManyField(Tag, blank=True, related_name="+", verbose_name=_("tags"))
    notes = models.TextField(_("notes"), blank=True)
    archived = models.BooleanField(_("archived"), default=False, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        abstract = True

    @property
    def phone_shown(self) -> str:
        return phone_shown(self.phone)

    @property
    def callable(self) -> bool:
        """Whether the main number can be dialled, and is to be."""
        return bool(self.phones) and _is_open(self.phones[0])

    @property
    def writable(self) -> bool:
        """Whether mail to the main address arrives, and is wanted."""
        return bool(self.emails) and _is_open(self.emails[0])

    @property
    def phones_shown(self) -> list[dict]:
        return [one | {"shown": phone_shown(one["value"])} for one in self.phones]

    @property
    def country_name(self) -> str:
        return world.country(self.country)

    @property
    def language_name(self) -> str:
        return world.language(self.language)

    def normal_name(self) -> str:
        raise NotImplementedError

    def derived(self) -> dict[str, Any]:
        return {"email": _main(self.emails), "phone": _main(self.phones), "name_key": self.normal_name()[:220]}

    def recognised_by(self) -> list[tuple[str, str]]:
        """By what it is recognised: kind and value of each address, number and domain, all in normal form."""
        emails = [(ContactKey.Kind.EMAIL, one["value"]) for one in self.emails]
        return emails + [(ContactKey.Kind.PHONE, one["value"]) for one in self.phones if not one["invalid"]]

    def search_source(self) -> list[str]:
        emails = [one["value"] for one in self.emails]
        phones = [form for one in self.phones for form in (one["value"], phone_national(one["value"]))]
        return [str(self), *emails, *phones, self.website, self.city, self.absorbed_words]


def _main(addresses: list[dict]) -> str:
    return addresses[0]["value"] if addresses else ""


def _is_open(address: dict) -> bool:
    return not address["invalid"] and not address["opted_out"]


class Company(Contact):
    noun = "company"
    has_timeline = True

    name = models.CharField(_("name"), max_length=200)
    legal_name = models.CharField(_("legal name"), max_length=200, blank=True)
    domains = models.JSONField(_("domains"), default=list, blank=True)
    industry = models.CharField(_("industry"), max_length=80, blank=True)
    employees = models.PositiveIntegerField(_("employees"), null=True, blank=True)
    registration_number = models.CharField(_("registration number"), max_length=40, blank=True)
    tax_number = models.CharField(_("tax number"), max_length=40, blank=True)
    # The words of the name, sorted: equal for names that differ by case, accents, legal form or order only.
    match_key = models.CharField(max_length=220, default="", editable=False)
    parent = models.ForeignKey(
        "self", models.SET_NULL, null=True, blank=True, related_name="children", verbose_name=_("parent company")
    )

    objects = CompanyQuerySet.as_manager()

    class Meta:
        verbose_name = _("company")
        verbose_name_plural = _("companies")
        indexes = [
            models.Index(fields=["name_key", "id"], name="company_name"),
            models.Index(fields=["email"], name="company_email"),
            models.Index(fields=["match_key"], name="company_match"),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("contacts:company", args=[self.pk])

    def normal_name(self) -> str:
        return company_name(self.name)

    def derived(self) -> dict[str, Any]:
        return super().derived() | {"match_key": name_key(self.name)[:220]}

    def recognised_by(self) -> list[tuple[str, str]]:
        return super().recognised_by() + [(ContactKey.Kind.DOMAIN, domain) for domain in self.domains]

    def search_source(self) -> list[str]:
        return [*super().search_source(), self.legal_name, *self.domains]


class Person(Contact):
    noun = "person"
    has_timeline = True

    first_name = models.CharField(_("first name"), max_length=100, blank=True)
    last_name = models.CharField(_("last name"), max_length=100, blank=True)
    job_title = models.CharField(_("job title"), max_length=120, blank=True)
    company = models.ForeignKey(
        Company, models.SET_NULL, null=True, blank=True, related_name="people", verbose_name=_("company")
    )
    time_zone = models.CharField(_("time zone"), max_length=50, blank=True)

    objects = PersonQuerySet.as_manager()

    class Meta:
        verbose_name = _("person")
        verbose_name_plural = _("people")
        indexes = [
            models.Index(fields=["name_key", "id"], name="person_name"),
            models.Index(fields=["email"], name="person_email"),
        ]

    def __str__(self) -> str:
        return f"{self.first_name} {self.last_name}".strip() or _main(self.emails)

    @property
    def name(self) -> str:
        return str(self)

    def get_absolute_url(self) -> str:
        return reverse("contacts:person", args=[self.pk])

    def normal_name(self) -> str:
        return plain(f"{self.last_name} {self.first_name}") or _main(self.emails)


class ContactKey(models.Model):
    """What a company or a person is recognised by; kept by a listener, for the lists of a contact have no index."""

    class Kind(models.TextChoices):
        EMAIL = "email", _("E-mail")
        PHONE = "phone", _("Phone")
        DOMAIN = "domain", _("Domain")

    kind = models.CharField(max_length=6, choices=Kind)
    value = models.CharField(max_length=254)
    company = models.ForeignKey(Company, models.CASCADE, null=True, related_name="+")
    person = models.ForeignKey(Person, models.CASCADE, null=True, related_name="+")

    class Meta:
        indexes = [models.Index(fields=["value", "kind"], name="contact_key")]

    def __str__(self) -> str:
        return self.value


class CompanyName(models.Model):
    """A company's name in the form in which it is compared (`similar.name_key`), of contacts and of records.

    There are far fewer names than records. One that nobody bears any more does no harm.
    """

    key = models.CharField(max_length=220, unique=True)

    def __str__(self) -> str:
        return self.key


class NameMark(models.Model):
    """What a name shares with the names that are similar (`similar.marks`)."""

    name = models.ForeignKey(CompanyName, models.CASCADE, related_name="marks")
    mark = models.BigIntegerField(db_index=True)


class Apart(Subject):
    """Two records, companies or people that somebody said are no duplicates: never proposed again (02.X2)."""

    noun = "apart"

    of = models.CharField(max_length=16)
    low = models.BigIntegerField()
    high = models.BigIntegerField()

    objects = ApartQuerySet.as_manager()

    class Meta:
        verbose_name = _("no duplicate")
        indexes = [
            models.Index(fields=["of", "low"], name="apart_low"),
            models.Index(fields=["of", "high"], name="apart_high"),
        ]

    def __str__(self) -> str:
        return f"{self.of} {self.low}, {self.high}"


class Shared(models.Model):
    """A value that several records, companies or people share: where Clean-up looks for duplicates (02.26).

    Kept by a job. One that nobody shares any more does no harm, for whoever reads it asks the rows themselves.
    """

    of = models.CharField(max_length=16)
    by = models.CharField(max_length=10)
    value = models.CharField(max_length=254)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["of", "by", "value"], name="shared_once")]

    def __str__(self) -> str:
        return f"{self.of} {self.by} {self.value}"


class Sought(models.Model):
    """How far that job has come among the rows of one kind."""

    of = models.CharField(max_length=16, unique=True)
    # The last event that was read, and where the walks over all rows and over what is shared stand.
    event = models.BigIntegerField(default=0)
    row = models.BigIntegerField(default=0)
    shared = models.BigIntegerField(default=0)
    # Whether all rows were looked at once.
    whole = models.BooleanField(default=False)

    def __str__(self) -> str:
        return self.of
