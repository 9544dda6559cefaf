"""What the parts of a record's page need: the composer and the timeline."""

from datetime import date
from typing import Any

from django import forms
from django.http import HttpRequest

from piste.history.models import Subject
from piste.kernel import keys
from piste.messages import threads, timeline, unread
from piste.messages.forms import CallForm, NoteForm
from piste.messages.selection import KINDS

# Of what is looked for.
LONGEST = 100


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
    """By the address: `kind`, `all=1` for every change, `find` and `until` of a search, `before` for what is older."""
    kind = request.GET.get("kind", "")
    chosen: dict[str, Any] = {
        "kind": kind if kind in KINDS else "all",
        "everything": request.GET.get("all") == "1",
        "typed": request.GET.get("find", "").strip()[:LONGEST],
        "until": _day(request.GET.get("until", "")),
    }
    page = timeline.page(thread, request.user, before=keys.key(request.GET.get("before", "")), **chosen)
    noun, key = thread.thread
    return following_context(request.user, thread) | {
        **chosen,
        "said": _said(**chosen),
        "page": page,
        "day": request.GET.get("day", ""),
        "pinned": timeline.pinned(thread),
        "may_write": threads.works_on(request.user, thread),
        "has_news": unread.is_any(request.user, noun, key),
        "watched": [f"{noun}:{key}" for noun, keys in page.threads.items() for key in keys],
    }


def _said(*, kind: str, everything: bool, typed: str, until: date | None) -> dict[str, str]:
    """What the address of the timeline says."""
    said = {"kind": kind, "all": "1" if everything else "0", "find": typed, "until": until.isoformat() if until else ""}
    return {name: value for name, value in said.items() if value}


def _day(typed: str) -> date | None:
    """Half a date, as while typing one, is none."""
    try:
        return date.fromisoformat(typed)
    except ValueError:
        return None


def following_context(user, thread: Subject) -> dict[str, Any]:
    followers = threads.followers(thread)
    return {
        "thread": thread,
        "follows": any(person.pk == user.pk for person in followers),
        "followers": len(followers),
    }
