"""What this room puts into the frame and onto the pages of records."""

from django.http import HttpRequest
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from piste.finding import lines, search
from piste.finding.models import SavedView
from piste.history import live
from piste.history.models import Subject
from piste.history.subjects import timelines
from piste.kernel.snippets import snippet
from piste.messages import unread
from piste.messages.models import Note, Notice
from piste.messages.panels import composer_context, timeline_context
from piste.messages.rich import plain_text
from piste.messages.verbs import notices as reading
from piste.ui import answers, slots

live.counter("notices")(unread.count)


@slots.fill("bar.top", order=20)
def bell(request: HttpRequest) -> SafeString:
    return answers.render_part(request, "messages/_bell.html", {"count": unread.count(request.user)})


@slots.fill("settings.tabs", order=20)
def choices(request: HttpRequest, here: str = "") -> SafeString:
    return answers.render_part(request, "messages/_settings_tab.html", {"here": here})


@slots.fill("thread.side", order=5)
def composer(request: HttpRequest, thread: Subject) -> SafeString | None:
    context = composer_context(request, thread)
    return answers.render_part(request, "messages/_composer.html", context) if context["may_write"] else None


@slots.fill("view.below")
def told_of_view(request: HttpRequest, view: SavedView) -> None:
    """Whoever looks at it has read what he was told of it."""
    reading.read(Notice.objects.editable_by(request.user).on(SavedView.noun, view.pk), by=request.user)


@slots.fill("thread.side", order=20)
def timeline(request: HttpRequest, thread: Subject) -> SafeString:
    return answers.render_part(request, "messages/_timeline.html", timeline_context(request, thread))


@slots.fill("line.acts", order=10)
def written_on_the_line(request: HttpRequest, noun: str) -> SafeString | None:
    if noun not in timelines() or not request.user.may_write:
        return None
    doors = [("note", _("Write a note")), ("call", _("Log a call"))]
    address = {name: reverse(f"messages:{name}", args=[noun, 0], query={"dialog": 1}) for name, _label in doors}
    return mark_safe("".join(lines.act(request, name, label, address[name]) for name, label in doors))  # noqa: S308


@slots.fill("search", order=40)
def found_notes(request: HttpRequest, typed: str, limit: int) -> search.Group | None:
    """Each is found by whoever sees its record."""
    rows = Note.objects.visible_to(request.user).select_related("author")
    newest = search.newest(rows, typed, limit)
    found = search.placed(newest, request.user, lambda note: snippet(plain_text(note.body), typed))
    return search.group(_("Notes and calls"), "messages/_note_found.html", found, limit)
