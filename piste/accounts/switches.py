"""What rooms offer to switch on or off for everybody: each fills the slot `settings.switches` with its own (14.4)."""

from dataclasses import dataclass

from django.http import HttpRequest

from piste.ui import slots


@dataclass(frozen=True, slots=True)
class Switch:
    """A yes or no of the site: its column, what it is called, and in one sentence what appears. `reverse` where the
    column says the contrary."""

    column: str
    title: str
    sentence: str
    reverse: bool = False

    @property
    def name(self) -> str:
        """Of its field: a yes there is a yes to the title."""
        return f"not_{self.column}" if self.reverse else self.column


def offered(request: HttpRequest) -> list[Switch]:
    return slots.collect("settings.switches", request)
