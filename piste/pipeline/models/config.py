"""What managers decide about: the columns of the pipeline, why records are lost, over how long revenue recurs."""

from decimal import Decimal

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from piste.history.models import Subject
from piste.kernel.naming import Named
from piste.pipeline.querysets import LossReasonQuerySet, RecurringPlanQuerySet, StageQuerySet
from piste.teams.models import Team

# A hundred years.
MONTHS_AT_MOST = 1200
PERCENT = [MinValueValidator(0), MaxValueValidator(100)]


class Stage(Named, Subject):
    """A column of the pipeline; without teams it is shared by all (01.1)."""

    noun = "stage"

    sequence = models.PositiveSmallIntegerField(_("sequence"), default=10)
    is_won = models.BooleanField(_("won stage"), default=False)
    folded = models.BooleanField(_("folded"), default=False)
    requirements = models.TextField(_("requirements"), blank=True)
    rotting_days = models.PositiveSmallIntegerField(_("days until rotting"), default=0)
    default_probability = models.DecimalField(
        _("default probability"), max_digits=5, decimal_places=2, default=Decimal(10), validators=PERCENT
    )
    required_fields = models.JSONField(_("required fields"), default=list, blank=True)
    teams = models.ManyToManyField(Team, blank=True, related_name="stages", verbose_name=_("only for the teams"))

    objects = StageQuerySet.as_manager()

    class Meta:
        verbose_name = _("stage")
        ordering = ["sequence", "id"]


class LossReason(Named, Subject):
    noun = "loss_reason"

    archived = models.BooleanField(_("archived"), default=False, editable=False)

    objects = LossReasonQuerySet.as_manager()

    class Meta:
        verbose_name = _("loss reason")
        ordering = ["id"]


class RecurringPlan(Named, Subject):
    """Over how many months a recurring revenue comes in (01.34)."""

    noun = "recurring_plan"

    months = models.PositiveSmallIntegerField(
        _("months"), default=1, validators=[MinValueValidator(1), MaxValueValidator(MONTHS_AT_MOST)]
    )
    archived = models.BooleanField(_("archived"), default=False, editable=False)

    objects = RecurringPlanQuerySet.as_manager()

    class Meta:
        verbose_name = _("recurring plan")
        ordering = ["months", "id"]
