"""What whoever sets Piste up does first; each room fills the slot `first.steps` with its own (14.20)."""

from dataclasses import dataclass

from django.http import HttpRequest

from piste.ui import slots


@dataclass(frozen=True, slots=True)
class Step:
    """Something to do, in one sentence why, and where; facts tell whether it is done."""

    title: str
    sentence: str
    url: str
    is_done: bool
    dialog: bool = False


@dataclass(frozen=True, slots=True)
class FirstSteps:
    steps: list[Step]

    @property
    def done(self) -> int:
        return sum(step.is_done for step in self.steps)

    @property
    def are_done(self) -> bool:
        return self.done == len(self.steps)

    @property
    def next(self) -> Step | None:
        return next((step for step in self.steps if not step.is_done), None)


def first_steps(request: HttpRequest) -> FirstSteps:
    return FirstSteps(slots.collect("first.steps", request))
