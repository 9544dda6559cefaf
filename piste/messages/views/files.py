from django.contrib.auth.decorators import login_required
from django.http import FileResponse, HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.utils.cache import get_conditional_response
from django.utils.http import quote_etag
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from piste.messages import store
from piste.messages.models import Attachment
from piste.messages.verbs import files
from piste.ui import answers

# Whatever is in a file: it loads nothing, runs nothing and belongs to no site.
SANDBOX = "sandbox; default-src 'none'; frame-ancestors 'none'"
# Safari shows no PDF in a sandbox, and older viewers style themselves; scripts stay out.
FOR_PDF = "default-src 'none'; object-src 'self'; style-src 'unsafe-inline'; frame-ancestors 'none'"


@require_safe
@login_required
def attachment(request: HttpRequest, pk: int) -> HttpResponseBase:
    """The content, for whoever sees the record (04.32). The browser asks each time, and hears if it has it already."""
    file = get_object_or_404(Attachment.objects.visible_to(request.user), pk=pk)
    response = get_conditional_response(request, etag=quote_etag(file.digest)) or FileResponse(
        store.path(file.digest).open("rb"),
        as_attachment=not file.shows_in_browser or "download" in request.GET,
        filename=file.name,
        content_type=file.media_type,
    )
    response["ETag"] = quote_etag(file.digest)
    response["Cache-Control"] = "private, no-cache"
    response["Content-Security-Policy"] = FOR_PDF if file.media_type == store.PDF else SANDBOX
    response["X-Content-Type-Options"] = "nosniff"
    return response


@require_POST
@login_required
def delete(request: HttpRequest, pk: int) -> HttpResponseBase:
    file = get_object_or_404(Attachment.objects.deletable_by(request.user), pk=pk)
    files.delete_attachment(file, by=request.user)
    events = {"timeline-changed": {"noun": file.thread_noun, "ids": [file.thread_id]}}
    return answers.part(request, "messages/_done.html", said=_("File deleted"), undo=file.last_act, events=events)
