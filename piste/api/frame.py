"""The frame of every route: its answer is described by a schema, and sent without being checked against it."""

from functools import cached_property
from typing import Any

import orjson
from django.http import HttpRequest, HttpResponse
from ninja import NinjaAPI
from ninja.constants import NOT_SET
from ninja.renderers import BaseRenderer

from piste.api.asking import asked_rightly
from piste.api.description import Description
from piste.api.once import once
from piste.api.seen import as_seen
from piste.api.shaping import shaped

ACCEPTED = 202


class JsonOut(BaseRenderer):
    media_type = "application/json"

    def render(self, request: HttpRequest, data: Any, *, response_status: int) -> bytes:
        return orjson.dumps(data, default=str)


class Api(NinjaAPI):
    def __init__(self, **options: Any) -> None:
        super().__init__(renderer=JsonOut(), **options)
        self.add_decorator(asked_rightly, mode="view")
        self.add_decorator(once, mode="view")
        self.add_decorator(as_seen, mode="view")
        self.add_decorator(shaped, mode="operation")

    def create_response(self, request: HttpRequest, data: Any, **options: Any) -> HttpResponse:
        response = super().create_response(request, data, **options)
        if isinstance(data, dict) and isinstance(version := data.get("version"), int):
            response["ETag"] = f'"{version}"'
        if response.status_code == ACCEPTED and "address" in data:
            response["Location"] = data["address"]
        return response

    def get_openapi_schema(self, **options: Any) -> dict[str, Any]:
        return self.described

    @cached_property
    def described(self) -> Description:
        return Description(self, self.get_root_path({}))

    def _get_bound_routers(self) -> list:
        """A checked answer costs more than its queries; tests compare the answers with what is said of them."""
        if self._bound_routers_cache is None:
            for operation in _operations(super()._get_bound_routers()):
                operation.described = operation.response_models
                operation.response_models = {
                    status: None if model is None else NOT_SET for status, model in operation.described.items()
                }
        return self._bound_routers_cache or []


def _operations(routers: list) -> list:
    return [
        operation
        for router in routers
        for path_view in router.path_operations.values()
        for operation in path_view.operations
    ]
