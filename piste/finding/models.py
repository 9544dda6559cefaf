from django.conf import settings
from django.db import models

from piste.finding.querysets import OwnQuerySet


class ColumnChoice(models.Model):
    """Which columns somebody wants to see in the lists of a noun, in which order, how wide."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    noun = models.CharField(max_length=30)
    columns = models.JSONField(default=list)
    # Pixels by the key of the column.
    widths = models.JSONField(default=dict)

    objects = OwnQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "noun"], name="column_choice_once")]

    def __str__(self) -> str:
        return f"{self.user}: {self.noun}"
