"""What of an activity is edited in its line: for the key of a cell, its columns."""

CELLS: dict[str, tuple[str, ...]] = {
    "summary": ("summary",),
    "type": ("type",),
    "deadline": ("due_on", "due_time"),
    "assignee": ("assignee",),
}
