"""Who may be given an activity on a record (03.11)."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from piste.history.recording import chunks
from piste.history.subjects import model_of
from piste.kernel.refusals import Refused


def may_have(user, noun: str, keys: list[int]) -> bool:
    """Whoever writes and sees the records; people outside sales do what they are given without seeing more (12.12)."""
    return user.is_active and user.may_write and not hidden_from(user, noun, keys)


def hidden_from(user, noun: str, keys: list[int]) -> int:
    """How many of these records he has no access to; none for somebody outside sales, who sees only the activity."""
    if not user.sells:
        return 0
    seen = model_of(noun)._default_manager.visible_to(user)
    return len(keys) - sum(seen.filter(pk__in=some).count() for some in chunks(keys))


def refuse_stranger(user, noun: str, keys: list[int]) -> None:
    if not user.is_active:
        raise Refused(_("%(name)s does not work here any more.") % {"name": user}, field="assignee")
    if not user.may_write:
        raise Refused(_("%(name)s only reads and cannot be given activities.") % {"name": user}, field="assignee")
    if hidden := hidden_from(user, noun, keys):
        message = ngettext(
            "%(name)s has no access to %(count)s record. Choose somebody who sees it.",
            "%(name)s has no access to %(count)s records. Choose somebody who sees them.",
            hidden,
        )
        raise Refused(message % {"name": user, "count": hidden}, field="assignee")
