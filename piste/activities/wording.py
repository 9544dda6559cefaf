"""How this room's events are told."""

from django.utils.translation import gettext_lazy as _

from piste.history.wording import Wording, tell

tell(
    {
        "activity.created": Wording(
            _("%(who)s planned “%(row)s” for %(due_on)s"), icon="calendar", tells=("type", "summary", "instructions")
        ),
        "activity.edited": Wording(_("%(who)s changed “%(row)s”"), icon="pencil"),
        "activity.done": Wording(
            _("%(who)s did “%(row)s”"),
            icon="done",
            body="feedback",
            news=True,
            filled=("minutes", _("%(who)s did “%(row)s” in %(minutes)s minutes")),
        ),
        "activity.cancelled": Wording(_("%(who)s cancelled “%(row)s”"), icon="close", body="reason"),
        "activity.returned": Wording(_("“%(row)s” is open again"), icon="undo"),
        "activity.snoozed": Wording(_("%(who)s put off “%(row)s” to %(due_on)s"), icon="snooze"),
        "activity.reassigned": Wording(_("%(who)s gave “%(row)s” to %(assignee)s"), icon="person"),
        "activity_type.created": Wording(_("%(who)s made the activity type “%(row)s”"), icon="plus"),
        "activity_type.edited": Wording(_("%(who)s changed the activity type “%(row)s”"), icon="pencil"),
        "activity_type.archived": Wording(_("%(who)s archived the activity type “%(row)s”"), icon="archive"),
        "activity_type.unarchived": Wording(_("%(who)s brought back the activity type “%(row)s”"), icon="archive"),
    }
)
