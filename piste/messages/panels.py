"""What the parts of a record's page need: the composer and the timeline."""

from typing import Any

from django import forms
from django.http import HttpRequest

from piste.history.models import Subject
from piste.kernel import keys
from piste.messages import threads, timeline, unread
from piste.messages.forms import CallForm, NoteForm
from piste.messages.selection import KINDS


def composer_context(
    request: HttpRequest, thread: Subject, tab: str = "note", form: forms.BaseForm | None = None
) -> dict[str, Any]:
    form = form or (CallForm if tab == "call" else NoteForm)(thread=thread)
    return {
        "thread": thread,
        "tab": tab,
        "form": form,
        "may_write": threads.works_on(request.user, thread),
    }


def timeline_context(request: HttpRequest, thread: Subject) -> dict[str, Any]:
    """By the address: `kind`, `all=1` for every change, `before` for what is older."""
    kind = request.GET.get("kind", "")
    kind = kind if kind in KINDS else "all"
    everything = request.GET.get("all") == "1"
    before = request.GET.get("before", "")
    page = timeline.page(thread, request.user, kind=kind, everything=everything, before=keys.key(before))
    noun, key = thread.thread
    return following_context(request.user, thread) | {
        "kind": kind,
        "everything": everything,
        "page": page,
        "day": request.GET.get("day", ""),
        "pinned": timeline.pinned(thread),
        "may_write": threads.works_on(request.user, thread),
        "has_news": unread.is_any(request.user, noun, key),
        "watched": [f"{noun}:{key}" for noun, keys in page.threads.items() for key in keys],
    }


def following_context(user, thread: Subject) -> dict[str, Any]:
    followers = threads.followers(thread)
    return {
        "thread": thread,
        "follows": any(person.pk == user.pk for person in followers),
        "followers": len(followers),
    }
