"""Files on a record."""

from pathlib import PurePath

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _

from piste.history.models import Subject
from piste.history.recording import change, created, record, verb
from piste.kernel import space
from piste.kernel.clock import now
from piste.kernel.locking import locked
from piste.kernel.refusals import Refused
from piste.messages import store
from piste.messages.models import Attachment, Note

# What a system or a browser would run when somebody opens it.
BLOCKED = """
    apk app appimage bat bin cgi cmd com cpl deb dll dmg exe gadget hta htm html jar js jse lnk mht mhtml mjs msc msi
    msix msp php pif pl ps1 psm1 py reg rpm scf scr sh shtml svg svgz swf url vb vbe vbs wsf wsh xht xhtml xsl
"""
# Programs of Windows, Linux and macOS, and scripts, whatever their name says.
PROGRAMS = (b"MZ", b"\x7fELF", b"\xcf\xfa\xed\xfe", b"\xca\xfe\xba\xbe", b"#!")
LONGEST_NAME = 200


@verb
def attach(thread: Subject, *, by, file: UploadedFile, note: Note | None = None) -> Attachment:
    """Keeps a file on a record, the same content once (04.32). Raises Refused with the file's name (04.B5)."""
    refuse_unsuitable(file)
    noun, key = thread.thread
    content = store.keep(file)
    attachment = Attachment(
        thread_noun=noun,
        thread_id=key,
        name=_named(file),
        note=note,
        author=by,
        digest=content.digest,
        size=content.size,
        media_type=content.media_type,
    )
    created(attachment, by=by)
    return attachment


@verb
def delete_attachment(attachment: Attachment, *, by) -> Attachment:
    record(locked(attachment), "attachment.deleted", by=by, changes=change(attachment, deleted_at=now()))
    return attachment


def refuse_unsuitable(file: UploadedFile) -> None:
    """Raises Refused for a file that is too large, empty, or could run on the computer of whoever opens it;
    for any while the disk is short of room."""
    if (file.size or 0) > settings.FILE_LIMIT:
        limit = filesizeformat(settings.FILE_LIMIT)
        message = _("%(file)s was not accepted: it is larger than %(limit)s.") % {"file": file.name, "limit": limit}
    elif not file.size:
        message = _("%(file)s was not accepted: it is empty.") % {"file": file.name}
    elif space.is_short():
        message = _("%(file)s was not accepted: the disk has hardly any room left. Tell your administrator.") % {
            "file": file.name
        }
    elif _could_run(file):
        message = _(
            "%(file)s was not accepted: such a file can run on the computer of whoever opens it. Send it as .zip."
        ) % {"file": file.name}
    else:
        return
    raise Refused(message, field="files")


def _could_run(file: UploadedFile) -> bool:
    begin = file.read(4)
    file.seek(0)
    return begin.startswith(PROGRAMS) or PurePath(_seen(file)).suffix[1:].lower() in BLOCKED.split()


def _seen(file: UploadedFile) -> str:
    """The name without signs that nobody sees, and without the dots and spaces that Windows takes off its end."""
    return "".join(sign for sign in file.name or "" if sign.isprintable()).rstrip(". ")


def _named(file: UploadedFile) -> str:
    """Cut before its ending."""
    name = PurePath(_seen(file) or _("file"))
    return name.stem[: LONGEST_NAME - len(name.suffix)] + name.suffix[-LONGEST_NAME:]
