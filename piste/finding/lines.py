"""Verbs of the line in focus that have a key and no button: rooms put them into the slot "line.acts" of every list."""

from django.http import HttpRequest
from django.utils.safestring import SafeString

from piste.ui import answers


def act(request: HttpRequest, key: str, label: str, door: str) -> SafeString:
    """`door` is the address for the row 0; it opens in the dialog."""
    return answers.render_part(request, "finding/_line_act.html", {"key": key, "label": label, "door": door})
