"""What this room does when something happens; loaded by apps.py."""

from piste.pipeline.listeners import next_step, totals, touched, words

__all__ = ["next_step", "totals", "touched", "words"]
