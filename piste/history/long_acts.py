"""Acts that are too long for a request: the worker does them in steps, goes on after a crash, and tells how far it is.

Each step is one transaction that also moves the position, so that nothing is done twice. A room says what its acts are
by a `Doer`.
"""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db import OperationalError, transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from piste.history.models import ChangeSet, LongAct
from piste.history.recording import CAME
from piste.kernel.clock import now
from piste.kernel.locking import locked
from piste.kernel.refusals import Refused

log = logging.getLogger(__name__)

# More records than these are not done while somebody waits.
LARGE = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Doer:
    """`step` does the next part and moves the position; `title` says what is being done, `said` what came of it.

    `changed` are the rows by noun that a page draws anew; `left` the template and context of what was left out, if
    anything was.
    """

    step: Callable[[LongAct], None]
    title: Callable[[LongAct], str]
    said: Callable[[LongAct], str]
    changed: Callable[[LongAct], dict[str, list[int]]]
    left: Callable[[LongAct], tuple[str, dict[str, Any]] | None]
    # Whether it moves in steps; else only that it is at work is known.
    in_steps: bool = True


_doers: dict[str, Doer] = {}


def declare(name: str, doer: Doer) -> None:
    _doers[name] = doer


def doer_of(act: LongAct) -> Doer:
    return _doers[act.doer]


def start(doer: str, *, by, asked: dict[str, Any], total: int) -> LongAct:
    """What the worker is to do; the caller queues it."""
    came = {name: getattr(by, name) for name in CAME}
    return LongAct.objects.create(by=by, came=came, doer=doer, asked=asked, total=total)


def stop(act: LongAct) -> LongAct:
    """After the step that it is on; what is done already says so."""
    if _stop(act, _("It was stopped. What was done stays, and can be undone.")):
        return act
    raise Refused(_("This is not at work any more."))


def work(act: LongAct) -> LongAct:
    """Does the act, or what is left of it, in the language and the time zone of whoever asked for it."""
    with translation.override(act.by.language), timezone.override(act.by.time_zone):
        try:
            while _step(act):
                pass
        except Refused as no:
            _stop(act, no.message)
        except OperationalError:
            # The database was away: it is taken up again when it is silent.
            raise
        except Exception:
            log.exception("Long act %s failed at %s of %s", act.pk, act.position, act.total)
            _stop(act, _("It stopped here by a mistake of Piste. What was done stays, and can be undone."))
    return act


@transaction.atomic
def _step(act: LongAct) -> bool:
    if not locked(act).is_at_work:
        return False
    for name, value in act.came.items():
        setattr(act.by, name, value)
    if not act.by.is_active or not act.by.may_write:
        raise Refused(_("You may not do this any more."))
    doer_of(act).step(act)
    if act.is_at_work and act.position >= act.total:
        _end(act, LongAct.State.DONE)
    act.beat_at = now()
    act.save()
    return act.is_at_work


@transaction.atomic
def _stop(act: LongAct, message: str) -> bool:
    if not locked(act).is_at_work:
        return False
    act.message = message
    _end(act, LongAct.State.STOPPED)
    act.save()
    return True


def _end(act: LongAct, state: str) -> None:
    """An act that changed nothing leaves no change set."""
    act.state = state
    empty = act.change_set
    if empty is not None and not empty.events.exists():
        act.change_set = None
        act.save(update_fields=["change_set"])
        ChangeSet.objects.filter(pk=empty.pk).delete()
