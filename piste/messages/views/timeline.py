from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from piste.contacts.models import Person
from piste.history.models import Subject
from piste.messages import threads, unread
from piste.messages.forms import FollowerForm, FollowingContactForm
from piste.messages.models import Follower, Notice
from piste.messages.panels import following_context, timeline_context
from piste.messages.verbs import following, notices
from piste.ui import answers
from piste.ui.forms import bind, refusals_beside


@login_required
def timeline(request: HttpRequest, noun: str, key: int) -> HttpResponse:
    """The whole panel, or with `before` the entries that follow."""
    thread = threads.read_or_404(noun, key, request.user)
    part = "messages/_entries.html" if request.GET.get("before") and request.htmx else "messages/_timeline.html"
    return answers.part(request, part, timeline_context(request, thread))


@require_POST
@login_required
def read(request: HttpRequest, noun: str, key: int) -> HttpResponse:
    """Whoever looks at the record has read the notices about it."""
    threads.seen_or_404(noun, key, request.user)
    notices.read(Notice.objects.visible_to(request.user).on(noun, key), by=request.user)
    return answers.nothing(events={"notices-changed": {"count": unread.count(request.user)}})


@require_POST
@login_required
def follow(request: HttpRequest, noun: str, key: int) -> HttpResponse:
    thread = threads.seen_or_404(noun, key, request.user)
    done = following.follow(thread, by=request.user)
    return _following(request, thread, done, said=_("You follow this record now"))


@require_POST
@login_required
def unfollow(request: HttpRequest, noun: str, key: int) -> HttpResponse:
    thread = threads.seen_or_404(noun, key, request.user)
    done = following.unfollow(thread, by=request.user)
    return _following(request, thread, done, said=_("You do not follow this record any more"))


@login_required
def followers(request: HttpRequest, noun: str, key: int) -> HttpResponse:
    """Who follows, and adding a colleague who sees the record."""
    thread = threads.seen_or_404(noun, key, request.user)
    form = bind(FollowerForm, request, by=request.user)
    if form.is_valid():
        with refusals_beside(form):
            done = following.follow(thread, by=request.user, user=form.cleaned_data["user"])
            return _following(request, thread, done, said=_("Follower added"), close_dialog=True)
    return answers.part(request, "messages/_followers.html", _followers_context(request, thread, form=form))


@require_POST
@login_required
def add_contact(request: HttpRequest, noun: str, key: int) -> HttpResponse:
    thread = threads.worked_on_or_404(noun, key, request.user)
    form = bind(FollowingContactForm, request, by=request.user)
    if form.is_valid():
        with refusals_beside(form):
            done = following.add_contact(thread, by=request.user, person=form.cleaned_data["person"])
            return _following(request, thread, done, said=_("Follower added"), close_dialog=True)
    context = _followers_context(request, thread) | {"contact_form": form}
    return answers.in_dialog(answers.part(request, "messages/_followers.html", context, status=answers.UNPROCESSABLE))


@require_POST
@login_required
def remove_contact(request: HttpRequest, noun: str, key: int, person: int) -> HttpResponse:
    thread = threads.worked_on_or_404(noun, key, request.user)
    contact = get_object_or_404(Person.objects.visible_to(request.user), pk=person)
    done = following.remove_contact(thread, by=request.user, person=contact)
    said = _("%(name)s does not follow any more") % {"name": contact}
    return _following(request, thread, done, said=said, close_dialog=True)


def _followers_context(request: HttpRequest, thread: Subject, form: FollowerForm | None = None) -> dict[str, Any]:
    return {
        "thread": thread,
        "form": form or FollowerForm(by=request.user),
        "contact_form": FollowingContactForm(by=request.user),
        "people": threads.followers(thread),
        "contacts": threads.following_contacts(thread, request.user),
        "may_write": threads.works_on(request.user, thread),
    }


def _following(
    request: HttpRequest, thread: Subject, done: Follower | None, *, said: str, close_dialog: bool = False
) -> HttpResponse:
    """An observer follows, too, but undoes nothing: for him the bell is the way back."""
    told = done.last_event if done and request.user.may_write else None
    context, undo = following_context(request.user, thread), told.change_set_id if told else None
    events = {"timeline-changed": {"noun": thread.noun, "ids": [thread.pk]}}
    return answers.part(
        request, "messages/_follow.html", context, said=said, undo=undo, close_dialog=close_dialog, events=events
    )
