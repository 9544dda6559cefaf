"""Writes that are sent twice are done once (13.25), and writes that are only tried are not done (13.X3)."""

import hashlib
from collections.abc import Callable
from functools import wraps

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from piste.api.auth import identified
from piste.api.models import Answer, ApiKey
from piste.api.problems import invalid, problem
from piste.api.scopes import SAFE
from piste.kernel.clock import now

Run = Callable[..., HttpResponse]

KEY, TRY = "Idempotency-Key", "dry_run"
LONGEST = 255
KEPT = ("ETag", "Content-Type", "Location")
YES, NO = {"true", "1", "yes", "on"}, {"false", "0", "no", "off"}


def once(run: Run) -> Run:
    """Around every operation."""

    @wraps(run)
    def answer(request: HttpRequest, **path) -> HttpResponse:
        tried, name = request.GET.get(TRY, "false").lower(), request.headers.get(KEY, "")
        if request.method in SAFE or not (TRY in request.GET or KEY in request.headers):
            return run(request, **path)
        if tried not in YES | NO:
            return invalid((TRY, _("Send true or false.")))
        if KEY in request.headers and not 0 < len(name) <= LONGEST:
            return invalid((KEY, _("One to %(number)s characters.") % {"number": LONGEST}))
        if not identified(request) or not (name or tried in YES):
            return run(request, **path)
        if tried in YES:
            request.only_tried = True
            return _tried(lambda: run(request, **path))
        return _kept(request.api_key, name, _digest(request), lambda: run(request, **path))

    return answer


def _tried(run: Callable[[], HttpResponse]) -> HttpResponse:
    """The answer of what would happen."""
    with transaction.atomic():
        response = run()
        transaction.set_rollback(True)
    response["Dry-Run"] = "true"
    return response


@transaction.atomic
def _kept(key: ApiKey, name: str, asked: str, run: Callable[[], HttpResponse]) -> HttpResponse:
    """The first answer. It is kept in the transaction of the write; who sends at the same time waits for it."""
    Answer.objects.bulk_create([Answer(key=key, name=name, asked=asked)], ignore_conflicts=True)
    kept = Answer.objects.select_for_update().get(key=key, name=name)
    if kept.status is not None and kept.at > now() - Answer.lasts:
        return _again(kept, asked)
    with transaction.atomic():
        response = run()
        if response.status_code >= 400:
            transaction.set_rollback(True)
    if response.status_code < 500 and response.status_code not in (401, 429):
        kept.asked, kept.at, kept.status, kept.content = asked, now(), response.status_code, response.content
        kept.headers = {header: response[header] for header in KEPT if header in response}
        kept.save()
    else:
        kept.delete()
    return response


def _again(kept: Answer, asked: str) -> HttpResponse:
    if kept.asked != asked:
        return problem(422, _("This idempotency key was used for another request."), code="idempotency_key_reused")
    response = HttpResponse(bytes(kept.content), status=kept.status, headers=kept.headers)
    response["Idempotent-Replayed"] = "true"
    return response


def _digest(request: HttpRequest) -> str:
    """Of all that was asked for. Parts of a form are told apart by their contents: their borders are new each time."""
    digest = hashlib.sha256(f"{request.method} {request.get_full_path()}\n".encode())
    if request.content_type == "multipart/form-data":
        digest.update(repr(sorted(request.POST.lists())).encode())
        for name, files in sorted(request.FILES.lists()):
            for file in files:
                digest.update(f"\n{name} {file.name} {file.size}\n".encode())
                for chunk in file.chunks():
                    digest.update(chunk)
                file.seek(0)
    else:
        digest.update(request.body)
    return digest.hexdigest()
