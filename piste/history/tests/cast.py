"""Verbs on the rows that every test has: teams."""

from piste.history.models import Event
from piste.history.recording import change, change_each, created, created_many, record, record_many, verb


@verb
def edit(team, *, by, **values):
    record(team, "team.edited", by=by, changes=change(team, **values))
    return team


@verb
def edit_many(teams, *, by, **values):
    record_many(teams, "team.edited", by=by, changes=change_each(teams, lambda team: values))


@verb
def create(team, *, by):
    created(team, by=by)
    return team


@verb
def created_in_one(teams, *, by):
    return created_many(teams, by=by)


@verb
def edit_both(first, second, *, by, **values):
    edit(first, by=by, **values)
    edit(second, by=by, **values)


def last_set():
    return Event.objects.order_by("-id").first().change_set
