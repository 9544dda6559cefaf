"""A run: begun once, worked off in steps of a hundred, taken up again where it was stopped (05.24, 05.25)."""

import logging
from collections import Counter
from collections.abc import Callable, Iterable
from functools import partial
from secrets import token_hex
from typing import TypeVar

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from piste.assignment.merging import Merging
from piste.assignment.models import Arrival, Assignment, Leftover, Run
from piste.assignment.planning import Placing, Plan, plan
from piste.assignment.verbs.giving import Stopped, give, unite
from piste.history.recording import begun, continuing, verb
from piste.kernel.clock import now
from piste.kernel.locking import locked
from piste.kernel.refusals import Refused
from piste.teams.models import Team
from piste.ui import formats

log = logging.getLogger(__name__)

Item = TypeVar("Item")
STEP = 100
# Groups of records, each of which costs as much as several that are given.
MERGED = 25
NAMED = 1000


@verb
def start(*, by, team: Team | None = None, ignore_today: bool = False, on_arrival: bool = False) -> Run:
    """Begins a run. One at a time: while another is at work it is refused (05.B5). `on_arrival` takes what has just
    arrived, and nothing else."""
    if not Assignment.current().is_on:
        raise Refused(_("Automatic assignment is off."))
    if team is not None and not team.assigns:
        raise Refused(_("Team “%(team)s” takes no part in automatic assignment.") % {"team": team})
    try:
        with transaction.atomic():
            run = Run.objects.create(by=by, team=team, ignore_today=ignore_today, on_arrival=on_arrival)
            if on_arrival and not Arrival.objects.waiting().update(run=run):
                raise Refused(_("Nothing has arrived."))
            return run
    except IntegrityError:
        other = Run.objects.at_work().first()
    hour = formats.hour(other.started_at) if other else ""
    raise Refused(_("A run started at %(hour)s is at work.") % {"hour": hour})


def work(run: Run) -> Run:
    """Does the run, or what is left of it; nobody else goes on with it from now on."""
    token = _taken(run)
    try:
        made = plan(team=run.team, ignore_today=run.ignore_today, run=run)
        _announce(run, made)
        left = _merge_all(run, token, made.mergings)
        left += _give_all(run, token, made.placings)
    except Stopped:
        return _ended(run, token)
    except Exception as failure:
        log.exception("Run %s of the assignment failed", run.pk)
        return _ended(run, token, error=str(failure))
    return _ended(run, token, made=made, left=left)


def _taken(run: Run) -> str:
    with transaction.atomic():
        if not locked(run).at_work:
            raise Refused(_("This run is finished."))
        run.token, run.beat_at = token_hex(16), now()
        run.save(update_fields=["token", "beat_at"])
    return run.token


def _announce(run: Run, made: Plan) -> None:
    run.planned, run.skipped = run.given + len(made.placings), made.skipped
    if run.change_set is None and (made.placings or made.mergings):
        run.change_set = begun("lead.given", by=run.by)
    run.save(update_fields=["planned", "skipped", "change_set"])


def _merge_all(run: Run, token: str, mergings: list[Merging]) -> list[Leftover]:
    return _in_steps(run, mergings, MERGED, partial(unite, run, token=token), lambda merging: merging.keys[0])


def _give_all(run: Run, token: str, placings: list[Placing]) -> list[Leftover]:
    totals = Counter(placing.user.pk for placing in placings)
    giving = partial(give, run, token=token, totals=totals)
    return _in_steps(run, placings, STEP, giving, lambda placing: placing.lead)


def _in_steps(
    run: Run, items: list[Item], size: int, act: Callable[[list[Item]], list[Leftover]], key: Callable[[Item], int]
) -> list[Leftover]:
    """So many together; when one of them fails, one by one, and that one is listed with its cause (05.B6)."""
    left: list[Leftover] = []
    if not items:
        return left
    with continuing(run.acts):
        for start_at in range(0, len(items), size):
            some = items[start_at : start_at + size]
            try:
                left += act(some)
            except Stopped:
                raise
            except Exception:
                log.exception("A step of run %s failed; what it holds is done one by one", run.pk)
                left += _one_by_one(run, some, act, key)
    return left


def _one_by_one(
    run: Run, items: list[Item], act: Callable[[list[Item]], list[Leftover]], key: Callable[[Item], int]
) -> list[Leftover]:
    left: list[Leftover] = []
    for item in items:
        try:
            left += act([item])
        except Stopped:
            raise
        except Exception as failure:
            left.append(Leftover.failed(run, key(item), failure))
    return left


@transaction.atomic
def _ended(run: Run, token: str, *, made: Plan | None = None, left: Iterable[Leftover] = (), error: str = "") -> Run:
    if locked(run).token != token:
        # Somebody else goes on with it.
        return run
    if made is not None:
        rows = [Leftover(run=run, lead_id=key, reason=reason) for key, reason in made.left.items()][:NAMED]
        Leftover._default_manager.bulk_create([*left, *rows], batch_size=500)
        run.left_over = dict(made.counts + Counter(one.reason for one in left))
    Arrival.objects.of_run(run).delete()
    run.at_work, run.finished_at, run.error = False, now(), error
    run.save(update_fields=["at_work", "finished_at", "error", "left_over"])
    return run
