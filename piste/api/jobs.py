"""Housekeeping: answers that nobody can ask for again."""

from piste.api.models import Answer
from piste.kernel import schedule


@schedule.every(hours=1)
def forget_old_answers() -> None:
    Answer.objects.too_old().delete()
