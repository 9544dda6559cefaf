from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from piste.finding.querysets import OwnQuerySet, SavedViewQuerySet
from piste.history.models import Subject


class ColumnChoice(models.Model):
    """Which columns somebody wants to see in the lists of a noun, in which order, how wide; and whether he looks at
    its rows as a list or as cards."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    noun = models.CharField(max_length=30)
    columns = models.JSONField(default=list)
    # Pixels by the key of the column.
    widths = models.JSONField(default=dict)
    layout = models.CharField(max_length=8, default="list")

    objects = OwnQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "noun"], name="column_choice_once")]

    def __str__(self) -> str:
        return f"{self.user}: {self.noun}"


class SavedView(Subject):
    """Rows as somebody laid them out: filter, layout and what the layouts say, as its address has them (14.7)."""

    noun = "saved_view"

    class Sharing(models.TextChoices):
        PRIVATE = "private", _("Only me")
        TEAM = "team", _("A team")
        ALL = "all", _("Everybody")

    of = models.CharField(max_length=30, editable=False)
    # What `kind` says in the address, where two menus share a noun.
    part = models.CharField(max_length=30, blank=True, editable=False)
    route = models.CharField(max_length=80, editable=False)
    query = models.TextField(_("filter and layout"), blank=True)
    name = models.CharField(_("name"), max_length=60)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("owner")
    )
    sharing = models.CharField(_("shared with"), max_length=7, choices=Sharing, default=Sharing.PRIVATE)
    team = models.ForeignKey("teams.Team", models.SET_NULL, null=True, blank=True, verbose_name=_("team"))
    # What the menu opens: for everybody, and for those who decided so for themselves.
    opens_for_all = models.BooleanField(_("opens from the menu for everybody"), default=False, editable=False)
    opens_for = models.ManyToManyField(settings.AUTH_USER_MODEL, related_name="+", editable=False)

    objects = SavedViewQuerySet.as_manager()

    class Meta:
        verbose_name = _("saved view")
        verbose_name_plural = _("saved views")

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("finding:view", args=[self.pk])
