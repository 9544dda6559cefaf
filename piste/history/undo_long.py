"""The undo of an act on many records: it is decided as a whole, so it is one step (00.20)."""

from collections.abc import Collection

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from piste.history import reach
from piste.history.long_acts import LARGE, Doer, declare, start
from piste.history.models import ChangeSet, LongAct
from piste.history.undo import Conflicts, Place, undo
from piste.kernel.refusals import Refused
from piste.ui.formats import number

TOLD_AT_MOST = 100


def begin(change_set: ChangeSet, *, by, part: bool = False, former: Collection[Place] = ()) -> LongAct:
    """What the worker is to take back; the caller queues it."""
    asked = {"change_set": change_set.pk, "part": part, "former": [list(place) for place in former]}
    return start("undo", by=by, asked=asked, total=change_set.events.values("noun", "row_id").distinct().count())


def is_long(change_set: ChangeSet) -> bool:
    return change_set.events.count() > LARGE


def _step(act: LongAct) -> None:
    change_set = ChangeSet.objects.get(pk=act.asked["change_set"])
    told = list(change_set.events.all())
    if not {reach.place(event) for event in told} <= reach.touched(act.by, told):
        raise Refused(_("You may not change all of these records any more."))
    former = {(noun, key, name) for noun, key, name in act.asked["former"]}
    try:
        act.change_set = undo(change_set, by=act.by, without_conflicts=act.asked["part"], former=former)
    except Conflicts as found:
        act.outcome = {"conflicts": len(found.conflicts)}
        act.state, act.message = LongAct.State.STOPPED, _("Somebody went on from here. Nothing was changed.")
        return
    act.position = act.total


def _title(act: LongAct) -> str:
    count = act.total
    return ngettext("Undo: %(count)s record", "Undo: %(count)s records", count) % {"count": number(count)}


def _changed(act: LongAct) -> dict[str, list[int]]:
    if act.change_set is None:
        return {}
    rows: dict[str, list[int]] = {}
    for noun, key in act.change_set.events.order_by("id").values_list("noun", "row_id")[:TOLD_AT_MOST]:
        rows.setdefault(noun, []).append(key)
    return rows


declare(
    "undo",
    Doer(
        step=_step,
        title=_title,
        said=lambda act: _("Undone"),
        changed=_changed,
        left=lambda act: None,
        in_steps=False,
    ),
)
