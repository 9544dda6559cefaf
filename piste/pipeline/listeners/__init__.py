"""What this room does when something happens; loaded by apps.py."""

from piste.pipeline.listeners import (
    addresses,
    answered,
    members,
    next_step,
    refusals,
    shared,
    team_news,
    teams,
    totals,
    touched,
    words,
)

__all__ = [
    "addresses",
    "answered",
    "members",
    "next_step",
    "refusals",
    "shared",
    "team_news",
    "teams",
    "totals",
    "touched",
    "words",
]
