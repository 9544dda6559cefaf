from typing import Any

from django.utils.translation import gettext as _

from piste.contacts.models import Tag
from piste.history.recording import change, created, record, refuse_stale, verb
from piste.kernel import normal
from piste.kernel.locking import locked
from piste.kernel.refusals import Refused

NAMES = ("name_en", "name_fr")


@verb
def create_tag(*, by, **values: Any) -> Tag:
    tag = Tag(**_cleaned(values))
    _refuse_names(tag, tag.name_en, tag.name_fr)
    created(tag, by=by)
    return tag


@verb
def edit_tag(tag: Tag, *, by, seen: int | None = None, **values: Any) -> Tag:
    values = _cleaned(values)
    refuse_stale(locked(tag), values, seen)
    _refuse_names(tag, *(values.get(name, getattr(tag, name)) for name in NAMES))
    if changes := change(tag, **values):
        record(tag, "tag.edited", by=by, changes=changes)
    return tag


@verb
def archive_tag(tag: Tag, *, by) -> Tag:
    """It stays on the records that have it, and is not offered any more."""
    if locked(tag).archived:
        raise Refused(_("Tag “%(tag)s” is already archived.") % {"tag": tag})
    record(tag, "tag.archived", by=by, changes=change(tag, archived=True))
    return tag


@verb
def unarchive_tag(tag: Tag, *, by) -> Tag:
    if not locked(tag).archived:
        raise Refused(_("Tag “%(tag)s” is not archived.") % {"tag": tag})
    record(tag, "tag.unarchived", by=by, changes=change(tag, archived=False))
    return tag


def _cleaned(values: dict[str, Any]) -> dict[str, Any]:
    return {name: normal.line(value) if name in NAMES else value for name, value in values.items()}


def _refuse_names(tag: Tag, *names: str) -> None:
    """A tag has a name, and no other has the same one in the same language (01.32)."""
    if not any(names):
        raise Refused(_("Give the tag a name."), field="name_en")
    for other in Tag.objects.filter(deleted_at=None).exclude(pk=tag.pk):
        for field, name in zip(NAMES, names, strict=True):
            if name and name.casefold() == getattr(other, field).strip().casefold():
                raise Refused(_taken(other), field=field)


def _taken(other: Tag) -> str:
    if other.archived:
        return _("“%(tag)s” exists and is archived. Un-archive it instead.") % {"tag": other}
    return _("“%(tag)s” exists already.") % {"tag": other}
