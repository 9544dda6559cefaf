"""What this room does when something happens; loaded by apps.py."""

from piste.pipeline.listeners import addresses, members, next_step, teams, totals, touched, words

__all__ = ["addresses", "members", "next_step", "teams", "totals", "touched", "words"]
