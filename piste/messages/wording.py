"""How this room's events are told."""

from django.utils.translation import gettext_lazy as _

from piste.history.wording import Wording, tell

tell(
    {
        "note.created": Wording(_("%(who)s wrote a note"), icon="note", news=True),
        "note.edited": Wording(_("%(who)s changed a note"), icon="pencil", quiet=True, tells=("mentioned",)),
        "note.deleted": Wording(_("%(who)s deleted a note"), icon="trash"),
        "note.pinned": Wording(_("%(who)s pinned a note"), icon="pin", quiet=True),
        "note.unpinned": Wording(_("%(who)s unpinned a note"), icon="pin", quiet=True),
        "attachment.created": Wording(_("%(who)s attached “%(row)s”"), icon="clip"),
        "attachment.deleted": Wording(_("%(who)s deleted the file “%(row)s”"), icon="trash"),
        "follower.followed": Wording(_("%(who)s follows it now"), icon="bell", quiet=True, tells=("user",)),
        "follower.unfollowed": Wording(
            _("%(who)s does not follow it any more"), icon="bell", quiet=True, tells=("user",)
        ),
        "follower.added": Wording(_("%(who)s made %(user)s a follower"), icon="bell", quiet=True),
        "follower.removed": Wording(_("%(who)s removed %(user_before)s from the followers"), icon="bell", quiet=True),
        "follower.contact_added": Wording(_("%(who)s made %(person)s a follower"), icon="bell", quiet=True),
        "follower.contact_removed": Wording(
            _("%(who)s removed %(person_before)s from the followers"), icon="bell", quiet=True
        ),
        "follower.brought": Wording(_("%(user)s followed what was merged, and goes on"), icon="bell", quiet=True),
        "follower.contact_brought": Wording(
            _("%(person)s followed what was merged, and goes on"), icon="bell", quiet=True
        ),
        "follower.undone": Wording(_("%(who)s undid: %(act)s"), icon="undo", quiet=True),
    }
)
