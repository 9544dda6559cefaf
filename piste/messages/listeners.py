"""Who follows a record, and who is told about an event: by the fields and the wording of the events of every room."""

from collections import defaultdict
from collections.abc import Iterable

from piste.accounts.models import User
from piste.history import events, wording
from piste.history.models import Event, Hanging
from piste.history.recording import change_each, record_many
from piste.history.subjects import model_of, timelines
from piste.kernel.clock import now
from piste.kernel.locking import locked_many
from piste.messages.models import Follower, Note, Notice

Kind = Notice.Kind
# An import says itself what it brought; nobody wants a notice for each row.
SILENT_DOORS = {"import"}


@events.on("*")
def follow_and_tell(told: list[Event]) -> None:
    told = [event for event in told if event.thread_noun in timelines()]
    if not told:
        return
    imported = told[0].change_set.via in SILENT_DOORS
    _follow((event, user) for event in told for user in _new_followers(event, imported=imported))
    if not imported:
        _tell(told)


@events.on("*")
def follow_merged(told: list[Event]) -> None:
    """Who followed a record goes on following what took it up (02.33), until that is taken back."""
    if not told[0].name.endswith(".merged") or told[0].thread_noun not in timelines():
        return
    by_absorbed = {(event.noun, key): event for event in told for key in event.facts["absorbed"]}
    of_absorbed = Follower.objects.on_any(set(by_absorbed))
    for who in ("user", "person"):
        known = of_absorbed.exclude(**{who: None}).values_list("thread_noun", "thread_id", who)
        _join(((by_absorbed[noun, absorbed], key) for noun, absorbed, key in known), who, by=told[0].change_set.by)


@events.on("*")
def tell_whom_it_names(told: list[Event]) -> None:
    """Whom the wording names, also of what has no timeline, such as a saved view."""
    to = wording.of(told[0].name).to
    named = ((event, getattr(event.row, f"{to}_id")) for event in told) if to else ()
    Notice.objects.tell(Notice(user_id=user, event=event, kind=Kind.OWN) for event, user in named if user)


def _new_followers(event: Event, *, imported: bool) -> set[int]:
    """The owner when it is given to him, whoever is mentioned, and the author of the record or of a note (04.8)."""
    found: set[int | None] = {*_mentioned(event), *_new_owner(event)}
    if event.name in (f"{event.thread_noun}.created", f"{Note.noun}.created") and not imported:
        found.add(event.change_set.by_id)
    return {user for user in found if user is not None}


def _follow(pairs: Iterable[tuple[Event, int]], *, who: str = "user") -> None:
    """Whoever left comes back. In one order, so that two verbs never wait for each other in a circle."""
    wanted = sorted({(event.thread_noun, event.thread_id, key) for event, key in pairs})
    rows = [Follower(thread_noun=noun, thread_id=record, **{f"{who}_id": key}) for noun, record, key in wanted]
    Follower.objects.bulk_create(
        rows,
        update_conflicts=True,
        unique_fields=["thread_noun", "thread_id", who],
        update_fields=["deleted_at"],
    )


def _join(pairs: Iterable[tuple[Event, int]], who: str, *, by: User | None) -> None:
    """Unlike who follows by himself these leave an event, by which undo finds them."""
    wanted = sorted({(event.thread_noun, event.thread_id, key) for event, key in pairs})
    left = {"deleted_at": now()}
    rows = [Follower(thread_noun=noun, thread_id=record, **{f"{who}_id": key}, **left) for noun, record, key in wanted]
    Follower.objects.bulk_create(rows, ignore_conflicts=True)
    sought, threads = set(wanted), defaultdict[str, list[int]](list)
    for noun, record, _key in wanted:
        threads[noun].append(record)
    for noun, records in threads.items():
        known = Follower._base_manager.filter(thread_noun=noun, thread_id__in=records).exclude(deleted_at=None)
        found = [row for row in locked_many(known) if (noun, row.thread_id, getattr(row, f"{who}_id")) in sought]
        changes = change_each(found, lambda row: {"deleted_at": None})
        named = {row.pk: changes[row.pk] | {who: [None, getattr(row, f"{who}_id")]} for row in found}
        record_many(found, f"{Follower.noun}.{'' if who == 'user' else 'contact_'}brought", by=by, changes=named)


def _tell(told: list[Event]) -> None:
    followers = _followers(told) if wording.is_news(told[0].name) else {}
    notices = []
    for event in told:
        # The strongest reason is named last and wins.
        reasons = dict.fromkeys(followers.get((event.thread_noun, event.thread_id), ()), Kind.FOLLOWED)
        reasons |= dict.fromkeys(_new_assignee(event), Kind.ACTIVITY)
        reasons |= dict.fromkeys(_new_owner(event), Kind.ASSIGNED)
        reasons |= dict.fromkeys(_mentioned(event), Kind.MENTIONED)
        told_to = ((user, kind) for user, kind in reasons.items() if user != event.change_set.by_id)
        notices += [Notice(user_id=user, event=event, kind=kind) for user, kind in told_to]
    if wording.of(told[0].name).once:
        notices = _first_ones(notices, told[0].change_set_id)
    Notice.objects.tell(notices)


def _first_ones(notices: list[Notice], change_set: int) -> list[Notice]:
    """One for each user in the whole act; the act may be committed in steps."""
    first = {notice.user_id: notice for notice in reversed(notices)}
    told = Notice.objects.filter(user__in=first, event__change_set=change_set).values_list("user", flat=True)
    return [notice for user, notice in first.items() if user not in set(told)]


def _followers(told: list[Event]) -> dict[tuple[str, int], list[int]]:
    threads = {(event.thread_noun, event.thread_id) for event in told}
    found: dict[tuple[str, int], list[int]] = defaultdict(list)
    for noun, key, user in Follower.objects.on_any(threads).users().values_list("thread_noun", "thread_id", "user"):
        found[noun, key].append(user)
    return found


def _mentioned(event: Event) -> list[int]:
    return event.facts.get("mentioned", [])


def _new_owner(event: Event) -> list[int]:
    return _given(event, "owner") if event.noun == event.thread_noun else []


def _new_assignee(event: Event) -> list[int]:
    return _given(event, "assignee") if issubclass(model_of(event.noun), Hanging) else []


def _given(event: Event, name: str) -> list[int]:
    after = event.changes.get(name, [None, None])[1]
    return [after] if after else []
