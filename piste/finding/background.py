"""Acts on more rows than one waits for: the worker does them, a hundred rows at a time (14.11)."""

from typing import Any

from django.http import HttpRequest, QueryDict
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _

from piste.finding.bulk import NAMED_AT_MOST, Act, Outcome, Selection, acts_of, said
from piste.history.long_acts import Doer, declare, start
from piste.history.models import LongAct, Subject
from piste.history.recording import begun, continuing, still_stands
from piste.history.subjects import model_of
from piste.kernel.refusals import Refused

STEP = 100
TOLD_AT_MOST = 100
# The selection, and what only the request needs.
NOT_ASKED = ("ids", "all", "csrfmiddlewaretoken")


def begin(request: HttpRequest, act: str, chosen: Selection) -> LongAct:
    """What was sent is kept as it was sent: the worker reads it as the door did."""
    sent = {name: request.POST.getlist(name) for name in request.POST if name not in NOT_ASKED}
    asked = {"noun": chosen.noun, "act": act, "keys": chosen.keys, "sent": sent}
    return start("many", by=request.user, asked=asked, total=len(chosen.keys))


def begin_said(noun: str, act: str, keys: list[int], said: Any, *, by) -> LongAct:
    """The same of what a program said: the worker reads it by the same schema."""
    body = said.model_dump(mode="json", exclude_unset=True, exclude={"ids", "filter"}, warnings=False)
    schema = f"{type(said).__module__}.{type(said).__qualname__}"
    asked = {"noun": noun, "act": act, "keys": keys, "said": body, "schema": schema}
    return start("many", by=by, asked=asked, total=len(keys))


def _step(act: LongAct) -> None:
    asked, spec = act.asked, _act(act)
    if act.change_set is None:
        act.change_set = begun(f"{asked['noun']}.{asked['act']}", by=act.by)
    elif not still_stands(act.change_set):
        raise Refused(_("It was undone meanwhile."))
    keys = asked["keys"][act.position : act.position + STEP]
    with continuing(act.change_set):
        done = Selection(act.by, asked["noun"], _left_for_now(act, keys)).do(spec, **_values(act, spec))
    _remember(act, done)
    act.position += len(keys)


def _left_for_now(act: LongAct, keys: list[int]) -> list[int]:
    """Without those that a step before did with its own: duplicates of what it converted are merged and converted."""
    done = {*act.outcome.get("done", ()), *(key for key, _kept in act.outcome.get("merged", ()))}
    return [key for key in keys if key not in done]


def _act(act: LongAct) -> Act:
    spec = acts_of(act.asked["noun"]).get(act.asked["act"])
    if spec is None:
        raise Refused(_("This act does not exist any more."))
    return spec


def _values(act: LongAct, spec: Act) -> dict[str, Any]:
    if "said" in act.asked:
        values = import_string(act.asked["schema"]).model_validate(act.asked["said"]).values(act.by)
    else:
        values = _sent(act, spec)
    if turns := values.get(spec.in_turn):
        # Whose turn it is after those of the steps before.
        for _row in act.outcome.get("done", ()):
            next(turns)
    return values


def _sent(act: LongAct, spec: Act) -> dict[str, Any]:
    sent = QueryDict(mutable=True)
    for name, values in act.asked["sent"].items():
        sent.setlist(name, values)
    if spec.reads:
        return spec.reads(act.by, act.asked["noun"], act.asked["keys"], sent)
    if not spec.form:
        return {}
    form = spec.form(data=sent, user=act.by)
    if not form.is_valid():
        raise Refused(str(next(iter(form.errors.values()))[0]))
    return form.values


def _remember(act: LongAct, done: Outcome) -> None:
    """Only keys and reasons: the rows are read again when they are shown."""
    so_far = act.outcome or {"done": [], "skipped": [], "merged": [], "hidden": 0}
    so_far["done"] += done.done
    so_far["skipped"] += [[row.pk, reason] for row, reason in done.skipped]
    so_far["merged"] += [[row.pk, kept.pk] for row, kept in done.merged]
    so_far["hidden"] += done.hidden
    so_far["left"] = len(so_far["skipped"]) + so_far["hidden"]
    act.outcome = so_far


def outcome(act: LongAct) -> Outcome:
    """What came of it, with the rows that are named; the others are counted only."""
    told = act.outcome
    named = told["done"][:NAMED_AT_MOST]
    pairs, skipped = told["merged"][:NAMED_AT_MOST], told["skipped"][:NAMED_AT_MOST]
    rows = _rows(act, {*named, *(key for pair in pairs for key in pair), *(key for key, _reason in skipped)})
    shown = [(rows[key], reason) for key, reason in skipped if key in rows]
    merged = [(rows[key], rows[kept]) for key, kept in pairs if key in rows and kept in rows]
    return Outcome(
        done=told["done"],
        skipped=shown,
        named=[rows[key] for key in named if key in rows],
        merged=merged,
        hidden=told["hidden"],
        more_merged=len(told["merged"]) - len(merged),
        more_skipped=len(told["skipped"]) - len(shown),
        change_set=act.change_set_id,
    )


def _rows(act: LongAct, keys: set[int]) -> dict[int, Subject]:
    """Those that this person sees, and what his act took out of sight."""
    model = model_of(act.asked["noun"])
    links = ["owner"] if hasattr(model, "owner") else []
    return model._base_manager.select_related(*links, *model.named_by).in_bulk(keys)


def _title(act: LongAct) -> str:
    return said(_act(act), act.total)


def _said(act: LongAct) -> str:
    return said(_act(act), len(act.outcome.get("done", ())))


def _changed(act: LongAct) -> dict[str, list[int]]:
    told = act.outcome
    changed = told.get("done", []) + [key for key, _kept in told.get("merged", ())]
    return {act.asked["noun"]: changed[:TOLD_AT_MOST]}


def _left(act: LongAct) -> tuple[str, dict[str, Any]] | None:
    if not act.outcome:
        return None
    spec = _act(act)
    return "finding/_many_left.html", {"outcome": outcome(act), "title": _said(act), "act": spec}


declare("many", Doer(step=_step, title=_title, said=_said, changed=_changed, left=_left))
