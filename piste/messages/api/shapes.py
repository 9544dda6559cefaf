"""What the doors of this room have in common: the record that rows hang on, and how its events are answered."""

from datetime import datetime
from typing import Any

from ninja import Field, Schema

from piste.history.labels import Labels
from piste.history.models import Event
from piste.kernel.rest import Key, PageIn, Said

NOUN = Field(description="the kind of record: lead, company, person", max_length=16)


class RecordIn(PageIn):
    noun: str = NOUN
    record: Key


class OnRecordIn(Said):
    noun: str = NOUN
    record: Key


class RecordOut(Schema):
    noun: str
    id: int


class AuthorOut(Schema):
    id: int
    name: str


class ChangeOut(Schema):
    before: Any
    after: Any


class LabelOut(Schema):
    field: str
    label: str
    before: str
    after: str


class EventOut(Schema):
    id: int
    name: str = Field(description="such as lead.won")
    noun: str
    row: int
    record: RecordOut = Field(description="on whose timeline it stands")
    at: datetime
    by: AuthorOut | None = Field(description="null: Piste itself")
    via: str = Field(description="page, api, command, import or job")
    change_set: int = Field(description="what is undone together")
    text: str = Field(description="as people read it, in the language that was asked for")
    changes: dict[str, ChangeOut] = Field(description="the changed fields, as stored")
    labels: list[LabelOut] = Field(description="the changed fields, as people read them")
    facts: dict[str, Any]


def event_out(event: Event, labels: Labels) -> dict[str, Any]:
    by = event.change_set.by
    return {
        "id": event.pk,
        "name": event.name,
        "noun": event.noun,
        "row": event.row_id,
        "record": {"noun": event.thread_noun, "id": event.thread_id},
        "at": event.at,
        "by": {"id": by.pk, "name": by.name} if by else None,
        "via": event.change_set.via,
        "change_set": event.change_set_id,
        "text": labels.sentence(event),
        "changes": {name: {"before": pair[0], "after": pair[1]} for name, pair in event.changes.items()},
        "labels": [
            {"field": line.field, "label": line.label, "before": line.before, "after": line.after}
            for line in labels.lines(event, everything=True)
        ],
        "facts": event.facts,
    }
