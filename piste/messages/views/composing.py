"""Notes and calls: write, change, delete, pin."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from piste.history.models import Subject
from piste.messages import mentions, threads
from piste.messages.forms import CallForm, EditNoteForm, NoteForm
from piste.messages.models import Note
from piste.messages.panels import composer_context
from piste.messages.verbs import notes
from piste.ui import answers
from piste.ui.forms import bind, refusals_beside


@login_required
def note(request: HttpRequest, noun: str, key: int) -> HttpResponse:
    thread = threads.worked_on_or_404(noun, key, request.user)
    form = bind(NoteForm, request, thread=thread)
    if form.is_valid():
        with refusals_beside(form):
            written = notes.write_note(thread, by=request.user, **form.cleaned_data)
            return _written(request, written, tab="note", said=_("Note added"))
    return _composer(request, thread, "note", form)


@login_required
def call(request: HttpRequest, noun: str, key: int) -> HttpResponse:
    thread = threads.worked_on_or_404(noun, key, request.user)
    form = bind(CallForm, request, thread=thread)
    if form.is_valid():
        with refusals_beside(form):
            written = notes.log_call(thread, by=request.user, **form.cleaned_data)
            said = _("Call logged, next activity planned") if form.cleaned_data["next_type"] else _("Call logged")
            return _written(request, written, tab="call", said=said)
    return _composer(request, thread, "call", form)


@login_required
def mentionable(request: HttpRequest, noun: str, key: int) -> HttpResponse:
    """Colleagues for the list behind @; those without access to the record last, and marked."""
    thread = threads.seen_or_404(noun, key, request.user)
    offered = mentions.offered(request.GET.get("q", ""), thread)
    told = [{"value": user.pk, "text": user.name} for user in offered.told]
    blind = [{"value": user.pk, "text": user.name, "note": _("does not see this record")} for user in offered.blind]
    return answers.choices(told + blind)


@login_required
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    note = get_object_or_404(Note.objects.editable_by(request.user), pk=pk)
    initial = {"body": note.body, "seen": note.version}
    form = bind(EditNoteForm, request, thread=threads.record_of(note), note=note, initial=initial)
    if form.is_valid():
        with refusals_beside(form):
            notes.edit_note(note, by=request.user, **form.cleaned_data)
            return _acted(request, note, said=_("Note changed"))
    return answers.part(request, "messages/_edit_note.html", {"note": note, "form": form})


@require_POST
@login_required
def delete(request: HttpRequest, pk: int) -> HttpResponse:
    note = get_object_or_404(Note.objects.deletable_by(request.user), pk=pk)
    return _acted(request, notes.delete_note(note, by=request.user), said=_("Note deleted"))


@require_POST
@login_required
def pin(request: HttpRequest, pk: int) -> HttpResponse:
    note = get_object_or_404(Note.objects.pinnable_by(request.user), pk=pk)
    return _acted(request, notes.pin(note, by=request.user), said=_("Pinned"))


@require_POST
@login_required
def unpin(request: HttpRequest, pk: int) -> HttpResponse:
    note = get_object_or_404(Note.objects.pinnable_by(request.user), pk=pk)
    return _acted(request, notes.unpin(note, by=request.user), said=_("Unpinned"))


def _composer(request: HttpRequest, thread: Subject, tab: str, form) -> HttpResponse:
    template = "messages/_compose.html" if "dialog" in request.GET else "messages/_composer.html"
    title = (_("Call: %(record)s") if tab == "call" else _("Note: %(record)s")) % {"record": thread}
    return answers.part(request, template, composer_context(request, thread, tab, form), title=title)


def _written(request: HttpRequest, note: Note, *, tab: str, said: str) -> HttpResponse:
    """An empty composer, or none where it was in the dialog; the timeline hears of the entry."""
    undo = note.last_act
    if "dialog" in request.GET and request.htmx:
        return answers.nothing(said=said, undo=undo, events=_events(note) | {"closeDialog": {}})
    context = composer_context(request, threads.record_of(note), tab)
    return answers.part(request, "messages/_composer.html", context, said=said, undo=undo, events=_events(note))


def _acted(request: HttpRequest, note: Note, *, said: str) -> HttpResponse:
    undo = note.last_act
    return answers.part(request, "messages/_done.html", said=said, undo=undo, close_dialog=True, events=_events(note))


def _events(note: Note) -> dict:
    about = {"noun": note.thread_noun, "ids": [note.thread_id]}
    return {"timeline-changed": about, f"{note.thread_noun}-changed": about}
