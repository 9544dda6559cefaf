"""Search inside a timeline: in what people wrote on the record (04.3)."""

from collections.abc import Iterator
from typing import Any

from django.db.models import Q

from piste.history.models import Event, Hanging
from piste.history.subjects import all_subjects
from piste.kernel.normal import plain
from piste.kernel.rich_text import words
from piste.messages.models import Attachment, Note
from piste.messages.threads import Threads

READ_AT_MOST = 5_000


def holding(threads: Threads, typed: str) -> Q:
    """The events of notes, calls, files, activities and merged records that hold every word typed, in any case and
    without accents.

    They are read and compared one by one: a record has some hundreds, and the two databases compare differently.
    """
    looked_for = plain(typed).split()
    found = Q(pk__in=[])
    for noun, model in all_subjects().items():
        if issubclass(model, Hanging) and model.written:
            found |= Q(noun=noun, row_id__in=_found(model, threads, looked_for))
    return found | Q(pk__in=_absorbed(threads, looked_for))


def _absorbed(threads: Threads, looked_for: list[str]) -> list[int]:
    """The events by which other records became part of this one, with all that these said (02.34)."""
    told = Event.objects.filter(on(threads), name__in=[f"{noun}.absorbed" for noun in threads])
    kept = told.order_by("-pk").values_list("pk", "facts__values")[:READ_AT_MOST]
    return [key for key, values in kept if _holds(list(_texts(values or {})), looked_for)]


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list):
        for part in value.values() if isinstance(value, dict) else value:
            yield from _texts(part)


def _found(model: type[Hanging], threads: Threads, looked_for: list[str]) -> list[int]:
    rows = model._base_manager.filter(on(threads), deleted_at=None).order_by("-pk")
    texts = rows.values_list("pk", *model.written)[:READ_AT_MOST]
    keys = [key for key, *parts in texts if _holds(parts, looked_for)]
    if model is Note:
        # A file that came with a note stands below the note.
        files = _found(Attachment, threads, looked_for)
        keys += Attachment.objects.filter(pk__in=files).exclude(note=None).values_list("note", flat=True)
    return keys


def _holds(parts: list[str], looked_for: list[str]) -> bool:
    text = plain(words(" ".join(parts)))
    return all(word in text for word in looked_for)


def on(threads: Threads) -> Q:
    """The rows that hang on these records."""
    chosen = Q(pk__in=[])
    for noun, keys in threads.items():
        chosen |= Q(thread_noun=noun, thread_id__in=keys)
    return chosen
