from django.db import models

from piste.imports.querysets import SourceKeyQuerySet
from piste.kernel.clock import now


class SourceKey(models.Model):
    """Which row of ours came from which row of a file, for ever: a second import finds it again (13.6)."""

    source = models.CharField(max_length=40)
    noun = models.CharField(max_length=16)
    source_id = models.CharField(max_length=200)
    row_id = models.BigIntegerField()
    at = models.DateTimeField(default=now)

    objects = SourceKeyQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["source", "noun", "source_id"], name="imported_once")]
        indexes = [models.Index(fields=["noun", "row_id"], name="source_key_row")]
