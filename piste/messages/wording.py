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
    }
)
