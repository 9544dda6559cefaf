"""The records that activities hang on, of whatever kind, as far as the user may see them."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from django.http import Http404
from django.utils.text import capfirst

from piste.activities.models import Activity
from piste.history.merging import seen_or_led_to_404
from piste.history.models import Subject
from piste.history.subjects import timelines
from piste.kernel.normal import phone_shown


@dataclass(frozen=True, slots=True)
class Record:
    """What a list shows of a record."""

    noun: str
    key: int
    title: str
    url: str
    archived: bool
    phone: str
    email: str

    @property
    def phone_shown(self) -> str:
        return phone_shown(self.phone)


def model_or_404(noun: str) -> type[Subject]:
    model = timelines().get(noun)
    if model is None:
        raise Http404
    return model


def record_or_404(user, noun: str, key: int) -> Subject:
    return seen_or_led_to_404(model_or_404(noun)._default_manager.visible_to(user), key)


def records_of(activities: Iterable[Activity], user) -> dict[tuple[str, int], Record]:
    """The records of these activities that the user sees: one query for each kind."""
    keys: dict[str, set[int]] = defaultdict(set)
    for activity in activities:
        keys[activity.thread_noun].add(activity.thread_id)
    return {
        (noun, row.pk): described(row)
        for noun, wanted in keys.items()
        if noun in timelines()
        for row in timelines()[noun]._default_manager.visible_to(user).filter(pk__in=wanted)
    }


def described(row: Subject) -> Record:
    return Record(
        noun=row.noun,
        key=row.pk,
        title=str(row),
        url=row.get_absolute_url(),
        archived=row.archived,
        phone=getattr(row, "phone", ""),
        email=getattr(row, "email", ""),
    )


def name_of(noun: str) -> str:
    """Company, Opportunity..."""
    return capfirst(str(timelines()[noun]._meta.verbose_name))


def names_of(noun: str) -> str:
    """Companies, Opportunities..."""
    return capfirst(str(timelines()[noun]._meta.verbose_name_plural))
