"""Files, for programs: the same verbs and the same rows as the pages."""

from datetime import datetime
from typing import Annotated, Any

from django.http import FileResponse, HttpRequest
from django.shortcuts import get_object_or_404
from ninja import Field, File, Form, Query, Router, Schema, Status
from ninja.files import UploadedFile
from pydantic import StringConstraints, WithJsonSchema

from piste.kernel.rest import Key, link, one_by_one, page_of, paged, shape, told
from piste.messages import store, threads
from piste.messages.api.shapes import RecordIn
from piste.messages.models import Attachment
from piste.messages.verbs import files

attachments = Router(tags=["attachments"])

# Programs leave empty parts of a form out.
Named = Annotated[str, StringConstraints(min_length=1)]
Content = Annotated[UploadedFile, WithJsonSchema({"type": "string", "format": "binary", "minLength": 1})]


class FileOut(Schema):
    id: int
    version: int
    noun: str
    record: int
    note: int | None = link("note")
    name: str
    size: int = Field(description="in bytes")
    media_type: str
    sha256: str
    author: int | None = link("user")
    at: datetime


@attachments.get("", operation_id="attachments_list", summary="Files of a record, by id", response=page_of(FileOut))
def list_attachments(request: HttpRequest, wanted: Query[RecordIn]) -> dict[str, Any]:
    return paged(Attachment.objects.visible_to(request.user).on(wanted.noun, wanted.record), _file_out, wanted)


@attachments.post("", operation_id="attachments_create", summary="Attach a file", response={201: FileOut})
def attach(request: HttpRequest, noun: Form[Named], record: Form[Key], file: File[Content]) -> Status:
    """multipart/form-data with `noun`, `record` and `file`."""
    thread = threads.worked_on_or_404(noun, record, request.user)
    return Status(201, _file_out(files.attach(thread, by=request.user, file=file)))


@attachments.get("/{int:pk}", operation_id="attachments_read", summary="What is known of a file", response=FileOut)
def read_attachment(request: HttpRequest, pk: int) -> dict[str, Any]:
    return _file_out(get_object_or_404(Attachment.objects.visible_to(request.user), pk=pk))


@attachments.get("/{int:pk}/content", operation_id="attachments_content", summary="The file itself")
def content(request: HttpRequest, pk: int) -> FileResponse:
    file = get_object_or_404(Attachment.objects.visible_to(request.user), pk=pk)
    return FileResponse(
        store.path(file.digest).open("rb"), as_attachment=True, filename=file.name, content_type=file.media_type
    )


@attachments.delete("/{int:pk}", operation_id="attachments_delete", summary="Take a file away", response={204: None})
def delete_attachment(request: HttpRequest, pk: int) -> Status:
    files.delete_attachment(get_object_or_404(Attachment.objects.deletable_by(request.user), pk=pk), by=request.user)
    return Status(204, None)


def _file_out(file: Attachment) -> dict[str, Any]:
    noun, record = file.thread
    return told(FileOut, file, noun=noun, record=record, sha256=file.digest)


shape(Attachment, FileOut)(one_by_one(_file_out))
