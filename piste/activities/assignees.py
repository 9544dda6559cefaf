"""Who may be given an activity on a record (03.11)."""

from collections import defaultdict
from collections.abc import Iterable

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


def without_access(user, threads: Iterable[tuple[str, int]]) -> set[tuple[str, int]]:
    """Which of these records, by noun and key, he does not see; a few statements for each kind."""
    if not user.sells:
        return set()
    keys: dict[str, set[int]] = defaultdict(set)
    for noun, key in threads:
        keys[noun].add(key)
    hidden = set()
    for noun, wanted in keys.items():
        seen = model_of(noun)._default_manager.visible_to(user)
        for some in chunks(sorted(wanted)):
            found = set(seen.filter(pk__in=some).values_list("pk", flat=True))
            hidden |= {(noun, key) for key in some if key not in found}
    return hidden


def refuse_stranger(user, noun: str, keys: list[int]) -> None:
    refuse_idle(user)
    if hidden := hidden_from(user, noun, keys):
        raise no_access(user, hidden)


def refuse_idle(user) -> None:
    """Who left, or only reads, is given nothing."""
    if not user.is_active:
        raise Refused(_("%(name)s does not work here any more.") % {"name": user}, field="assignee")
    if not user.may_write:
        raise Refused(_("%(name)s only reads and cannot be given activities.") % {"name": user}, field="assignee")


def no_access(user, hidden: int) -> Refused:
    message = ngettext(
        "%(name)s has no access to %(count)s record. Choose somebody who sees it.",
        "%(name)s has no access to %(count)s records. Choose somebody who sees them.",
        hidden,
    )
    return Refused(message % {"name": user, "count": hidden}, field="assignee")
