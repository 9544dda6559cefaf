"""`If-Match` on every write to one record (13.26): what somebody changed meanwhile is not overwritten (00.22)."""

from collections.abc import Callable
from functools import wraps

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from ninja.errors import ValidationError
from ninja.operation import Operation

from piste.api.place import PREFIX
from piste.api.problems import invalid
from piste.api.scopes import NOUN_OF, SAFE
from piste.history.recording import looked_at
from piste.kernel.rest import version_seen

HEADER = "If-Match"
ROW = "pk"


def as_seen(run: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Around every operation."""

    @wraps(run)
    def answer(request: HttpRequest, **path) -> HttpResponse:
        noun = noun_at(request)
        if request.method in SAFE or HEADER not in request.headers or set(path) != {ROW} or not noun:
            return run(request, **path)
        try:
            version = version_seen(request)
        except ValidationError:
            return invalid((HEADER, _('Send the version that you read, such as "7".')))
        if version is None:
            return run(request, **path)
        with looked_at(noun, path[ROW], version):
            return run(request, **path)

    return answer


def noun_at(request: HttpRequest) -> str:
    """The noun of the rows at this address; empty where none has one."""
    return NOUN_OF.get(request.path_info.removeprefix(PREFIX).partition("/")[0], "")


def is_versioned(operation: Operation, tag: str) -> bool:
    """Whether it writes to one row of a noun."""
    sources = [model for model in operation.models if model.__ninja_param_source__ == "path"]
    names = {name for model in sources for name in getattr(model, "__ninja_flatten_map__", model.model_fields)}
    return tag in NOUN_OF and names == {ROW} and not set(operation.methods) <= SAFE
