"""A misspelled question is told, not passed over: its answer would be taken for the right one."""

from collections.abc import Callable
from functools import wraps

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from ninja.operation import Operation

from piste.api.once import TRY
from piste.api.problems import invalid
from piste.api.scopes import SAFE
from piste.api.shaping import EXPAND, FIELDS, links, row_schema


def asked_rightly(run: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Around every operation."""
    operation: Operation = run.__self__
    known = names(operation)

    @wraps(run)
    def answer(request: HttpRequest, **path) -> HttpResponse:
        if unknown := sorted(set(request.GET) - known):
            return invalid(*((name, _("This cannot be asked for here.")) for name in unknown))
        return run(request, **path)

    return answer


def names(operation: Operation) -> set[str]:
    """What may stand after the ? of its address."""
    models = [model for model in operation.models if model.__ninja_param_source__ == "query"]
    own = {name for model in models for name in getattr(model, "__ninja_flatten_map__", model.model_fields)}
    if not set(operation.methods) <= SAFE:
        return own | {TRY}
    schema = row_schema(operation)
    return own | {FIELDS} | ({EXPAND} if links(schema) else set()) if schema else own
