"""Tags, for programs: the same verbs and the same rows as the pages."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from ninja import Field, Query, Router, Schema, Status

from piste.contacts.models import Tag
from piste.contacts.verbs import tags as tagging
from piste.kernel.rest import Changes, Key, PageIn, one_by_one, page_of, paged, shape, told, version_seen

tags = Router(tags=["tags"])


class TagIn(Changes):
    name_en: str = Field("", max_length=80)
    name_fr: str = Field("", max_length=80)
    colour: int = Field(0, ge=0, le=11)
    version: Key | None = None


class TagOut(Schema):
    id: int
    version: int
    name: str = Field(description="in the language that was asked for")
    name_en: str
    name_fr: str
    colour: int
    archived: bool


@tags.get("", operation_id="tags_list", summary="Tags, by id", response=page_of(TagOut))
def list_tags(request: HttpRequest, at: Query[PageIn], q: str = "", archived: bool | None = False) -> dict[str, Any]:
    rows = Tag.objects.visible_to(request.user).filter(Q(name_en__icontains=q) | Q(name_fr__icontains=q))
    if archived is not None:
        rows = rows.filter(archived=archived)
    return paged(rows, _tag_out, at)


@tags.post("", operation_id="tags_create", summary="Create a tag", response={201: TagOut})
def create_tag(request: HttpRequest, said: TagIn) -> Status:
    if not request.user.manages:
        raise PermissionDenied(_("Tags are in the hands of managers."))
    values = said.dict(exclude_unset=True, exclude={"version"})
    return Status(201, _tag_out(tagging.create_tag(by=request.user, **values)))


@tags.get("/{int:pk}", operation_id="tags_read", summary="One tag", response=TagOut)
def read_tag(request: HttpRequest, pk: int) -> dict[str, Any]:
    return _tag_out(get_object_or_404(Tag.objects.visible_to(request.user), pk=pk))


@tags.patch("/{int:pk}", operation_id="tags_edit", summary="Change a tag", response=TagOut)
def edit_tag(request: HttpRequest, pk: int, said: TagIn) -> dict[str, Any]:
    tag = get_object_or_404(Tag.objects.editable_by(request.user), pk=pk)
    values = said.dict(exclude_unset=True, exclude={"version"})
    return _tag_out(tagging.edit_tag(tag, by=request.user, seen=version_seen(request, said.version), **values))


@tags.post("/{int:pk}/archive", operation_id="tags_archive", summary="Archive a tag", response=TagOut)
def archive_tag(request: HttpRequest, pk: int) -> dict[str, Any]:
    tag = get_object_or_404(Tag.objects.editable_by(request.user), pk=pk)
    return _tag_out(tagging.archive_tag(tag, by=request.user))


@tags.post("/{int:pk}/unarchive", operation_id="tags_unarchive", summary="Un-archive a tag", response=TagOut)
def unarchive_tag(request: HttpRequest, pk: int) -> dict[str, Any]:
    tag = get_object_or_404(Tag.objects.editable_by(request.user), pk=pk)
    return _tag_out(tagging.unarchive_tag(tag, by=request.user))


def _tag_out(tag: Tag) -> dict[str, Any]:
    return told(TagOut, tag)


shape(Tag, TagOut)(one_by_one(_tag_out))
