"""How a verb says no."""


class Refused(Exception):
    """A verb's "no", in the user's language. `field` names the form field that it is about, if any."""

    def __init__(self, message: str, *, field: str | None = None) -> None:
        super().__init__(message)
        self.message = str(message)
        self.field = field
