"""What others changed of a row since somebody looked at it (00.22)."""

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _

from piste.history.models import ChangeSet, Event, Subject
from piste.kernel.refusals import Refused


class Stale(Refused):
    """Fields were changed meanwhile. `former` are their values as the writer saw them, by name."""

    def __init__(self, row: Subject, former: dict[str, Any], who: Iterable[str]) -> None:
        self.former = former
        self.labels = labels = [str(row._meta.get_field(name).verbose_name) for name in former]
        said = {"who": ", ".join(dict.fromkeys(who)), "field": labels[0]}
        if len(labels) == 1:
            message = _(
                "%(who)s changed “%(field)s” meanwhile. "
                "Look at the new value, then change it again if you still want to."
            )
        else:
            said["fields"] = ", ".join(_("“%(field)s”") % {"field": label} for label in labels)
            message = _(
                "%(who)s changed %(fields)s meanwhile. "
                "Look at the new values, then change them again if you still want to."
            )
        super().__init__(message % said, field=next(iter(former)))


def stale(row: Subject, names: Iterable[str], seen: int, *, apart_from: ChangeSet | None) -> Stale | None:
    """What to say when some of these fields were changed after that version, by another act than this one."""
    wanted, who = set(names), list[str]()
    former: dict[str, Any] = {}
    others = Event.objects.of_row(row).exclude(change_set=apart_from).filter(version__gt=seen)
    for event in others.select_related("change_set__by").order_by("version", "id"):
        if both := wanted & event.changes.keys():
            who.append(str(event.change_set.by or "Piste"))
            former |= {name: event.changes[name][0] for name in both if name not in former}
    return Stale(row, {name: former[name] for name in sorted(former)}, who) if former else None
