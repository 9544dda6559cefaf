"""What the database holds, as undo has to bring it back: every column and link of every row with a history."""

import importlib
import pkgutil
from collections.abc import Callable
from typing import Any

import piste
from piste.history.models import Event
from piste.history.recording import verb
from piste.history.subjects import all_subjects
from piste.messages.models import Follower
from piste.pipeline import totals
from piste.pipeline.models import ExtraEmail, Lead

# They count or date the changes themselves, undo's own among them.
MOVING_ON = {"version", "touched_at", "session_generation", "password", "last_login"}


def state() -> dict[tuple, Any]:
    """The visible rows, and the words they are found by; what lies in the trash need not look alike."""
    held: dict[tuple, Any] = {}
    for noun, model in all_subjects().items():
        columns = [field for field in model._meta.concrete_fields if field.name not in MOVING_ON]
        for row in model._base_manager.filter(deleted_at=None):
            held |= {(noun, row.pk, field.name): field.value_from_object(row) for field in columns}
            held |= {
                (noun, row.pk, field.name): sorted(getattr(row, field.name).values_list("pk", flat=True))
                for field in model._meta.many_to_many
                if field.remote_field.through._meta.auto_created
            }
    # Who follows by himself, as an owner does, goes on following what was undone.
    by_hand = set(Event.objects.filter(noun=Follower.noun).values_list("row_id", flat=True))
    held = {place: value for place, value in held.items() if place[0] != Follower.noun or place[1] in by_hand}
    # Who leaves a team stays in its rows as somebody who was there.
    gone = {key for (noun, key, name), value in held.items() if (noun, name) == ("membership", "active") and not value}
    held = {place: value for place, value in held.items() if place[:1] != ("membership",) or place[1] not in gone}
    shown = Lead._base_manager.filter(deleted_at=None)
    held |= {
        ("extra", *pair): True for pair in ExtraEmail._base_manager.filter(lead__in=shown).values_list("lead", "value")
    }
    return held | {("totals",): totals.differences()}


def every_verb() -> dict[str, Callable]:
    """All functions of the program that are verbs, by room and name."""
    mark, found = verb(lambda: None).__code__, {}
    for module in pkgutil.walk_packages(piste.__path__, "piste."):
        if ".tests" not in module.name and ".migrations" not in module.name and "__main__" not in module.name:
            for thing in vars(importlib.import_module(module.name)).values():
                if getattr(thing, "__code__", None) is mark:
                    found[f"{thing.__module__.removeprefix('piste.')}.{thing.__name__}"] = thing
    return found
