"""What the processes agree on by way of the database."""

from django.db import models


class Turn(models.Model):
    """When a scheduled job is due next. Whoever moves `due_at` on has taken the turn, and nobody else has."""

    job = models.CharField(max_length=200, primary_key=True)
    due_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.job


class Release(models.Model):
    """A version of Piste that has worked on this database."""

    version = models.CharField(max_length=20, unique=True)
    since = models.DateTimeField(auto_now_add=True)

    class Meta:
        get_latest_by = "since"

    def __str__(self) -> str:
        return self.version
