"""What this room puts into the frame and onto the pages of records."""

from django.forms import BaseForm
from django.http import HttpRequest
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from piste.accounts.first_steps import Step
from piste.activities import counts
from piste.activities.models import Activity
from piste.activities.targets import Target
from piste.activities.views.parts import panel_context
from piste.finding import lines, search
from piste.history import live
from piste.history.models import Subject
from piste.history.subjects import timelines
from piste.kernel.snippets import snippet
from piste.messages.rich import plain_text
from piste.ui import answers, slots
from piste.ui.menu import Entry

live.counter("activities")(counts.for_user)


@slots.fill("menu.sales", order=20)
def my_day(request: HttpRequest) -> Entry:
    return Entry(_("My day"), reverse("activities:my_day"), icon="done", key="go_day")


@slots.fill("menu.sales", order=30)
def my_activities(request: HttpRequest) -> Entry:
    url, mine = reverse("finding:start", args=[Activity.noun]), reverse("activities:mine")
    return Entry(_("My activities"), url, icon="todo", key="go_activities", also=(mine,))


@slots.fill("bar.phone", order=20)
def my_day_on_the_phone(request: HttpRequest) -> Entry:
    return my_day(request)


@slots.fill("menu.configuration", order=40)
def types(request: HttpRequest) -> Entry | None:
    if not request.user.manages:
        return None
    return Entry(_("Activity types"), reverse("activities:types"), icon="calendar")


@slots.fill("new", order=40)
def new_activity(request: HttpRequest) -> Entry | None:
    if not request.user.sells or not request.user.may_write:
        return None
    return Entry(_("Activity"), reverse("activities:new"), icon="done", dialog=True)


@slots.fill("bar.top", order=10)
def waiting(request: HttpRequest) -> SafeString:
    return answers.render_part(request, "activities/_menu_button.html", {"count": counts.for_user(request.user)})


@slots.fill("thread.side", order=10)
def open_activities(request: HttpRequest, thread: Subject) -> SafeString | None:
    """Nothing is planned on what lies in the trash."""
    if thread.deleted_at:
        return None
    return answers.render_part(request, "activities/_panel.html", panel_context(request, thread))


@slots.fill("call.next", order=10)
def next_after_a_call(request: HttpRequest, thread: Subject, form: BaseForm) -> SafeString:
    """What is to be done next, beside the call that is being logged (04.14)."""
    types = Target(thread.noun, [thread.pk]).types(request.user)
    return answers.render_part(request, "activities/_after_call.html", {"types": types, "form": form})


@slots.fill("line.acts", order=20)
def acted_on_the_line(request: HttpRequest, noun: str) -> SafeString | None:
    """On a record what is to be done, on an activity its own verbs."""
    if noun == Activity.noun:
        verbs = [("done", _("Done")), ("snooze", _("Put off")), ("edit", _("Edit"))]
        told = [(key, label, reverse(f"activities:{key}", args=[0])) for key, label in verbs]
    elif noun in timelines() and request.user.may_write:
        told = [
            ("plan", _("Plan an activity"), reverse("activities:plan", args=[noun, 0])),
            ("done", _("Next steps"), reverse("activities:popover", args=[noun, 0])),
        ]
    else:
        return None
    return mark_safe("".join(lines.act(request, *one) for one in told))  # noqa: S308 (our own parts)


@slots.fill("user.deactivate", order=10)
def left_behind(request: HttpRequest, person) -> SafeString | None:
    """How many activities somebody hands over who leaves (03.B5)."""
    count = Activity.objects.open().filter(assignee=person).count()
    return answers.render_part(request, "activities/_left_behind.html", {"count": count}) if count else None


@slots.fill("search", order=50)
def found_activities(request: HttpRequest, typed: str, limit: int) -> search.Group | None:
    rows = Activity.objects.visible_to(request.user).select_related("type", "assignee")
    newest = search.newest(rows, typed, limit)
    found = search.placed(newest, request.user, lambda activity: snippet(_words(activity), typed))
    return search.group(_("Activities"), "activities/_activity_found.html", found, limit)


def _words(activity: Activity) -> str:
    """What the search reads besides the summary."""
    return " ".join(filter(None, (plain_text(activity.instructions), activity.feedback)))


@slots.fill("first.steps", order=50)
def plan_an_activity(request: HttpRequest) -> Step:
    sentence = _("The next call, mail or meeting of somebody.")
    # Of anybody: to look for one that this person sees PostgreSQL first reads the keys of all customers.
    done = Activity.objects.filter(deleted_at=None).exists()
    return Step(_("First activity"), sentence, reverse("activities:new"), is_done=done, dialog=True)
