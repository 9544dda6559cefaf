"""The description of the API (OpenAPI): what ninja knows of each route, and what holds for all of them."""

from types import SimpleNamespace
from typing import Any

from ninja import Schema
from ninja.constants import NOT_SET
from ninja.openapi.schema import OpenAPISchema

from piste.api import scopes, shaping
from piste.api.moved import TEMPORARILY, merges
from piste.api.seen import is_versioned
from piste.kernel.rest import shapes

PROBLEM = "application/problem+json"
ALWAYS = {400: "Cannot be read", 401: "No key, an unknown one, or one that has ended", 403: "May not do this"}
ALWAYS |= {404: "Not there, or not shared with the key's user", 409: "A rule says no; nothing was changed"}
ALWAYS |= {422: "Not valid; `errors` names the fields", 429: "Too many requests; `Retry-After` says how long to wait"}
WITH_BODY = {413: "Too large", 415: "Neither JSON nor what this route takes"}
VERSION = r'^(\*|(W/)?"[0-9]{1,9}")$'
REF = "#/components/schemas/"


class FieldProblem(Schema):
    field: str
    message: str


class ConflictProblem(Schema):
    """A field that an undo does not set back, because somebody changed it since; empty: the whole row."""

    noun: str
    id: int
    field: str
    record: str
    then: str
    now: str
    before: str
    by: str


class Problem(Schema):
    """What went wrong (RFC 9457), in the language that was asked for."""

    type: str
    status: int
    title: str
    code: str
    request_id: str
    errors: list[FieldProblem] = []
    conflicts: list[ConflictProblem] = []
    scope: str = ""


class Description(OpenAPISchema):
    def __init__(self, *args: Any) -> None:
        self.clashes: set[str] = set()
        super().__init__(*args)

    def responses(self, operation) -> dict[int, dict[str, Any]]:
        described: Any = SimpleNamespace(response_models=operation.described, by_alias=False, stream_format=None)
        told = super().responses(described)
        for status, model in operation.described.items():
            if model is NOT_SET:
                told[status]["content"] = {"application/json": {"schema": {"type": "object"}}}
        for status, text in (ALWAYS | (WITH_BODY if self.request_body(operation) else {})).items():
            told[status] = {"description": text, "content": {PROBLEM: {"schema": {"$ref": f"{REF}Problem"}}}}
        if merges(_tag(operation)) and "{pk}" in operation.path.replace("int:", ""):
            told[TEMPORARILY] = {"description": "Merged into another one: `Location` is the same address of that"}
        return told

    def operation_parameters(self, operation) -> list[dict[str, Any]]:
        own = super().operation_parameters(operation)
        if set(operation.methods) <= scopes.SAFE:
            return own + _reading(shaping.row_schema(operation))
        return own + _writing(versioned="PATCH" in operation.methods or is_versioned(operation, _tag(operation)))

    def request_body(self, operation) -> dict[str, Any]:
        """A body that may be left out is never null: programs that are made from this would send that instead."""
        told = super().request_body(operation)
        for kind in told.get("content", {}).values():
            one_of = [one for one in kind["schema"].get("anyOf", ()) if one != {"type": "null"}]
            if len(one_of) == 1:
                kind["schema"] = one_of[0]
        return told

    def add_schema_definitions(self, definitions: dict[str, Any]) -> None:
        """Two things of one name would be one in every program that is made from this: a test looks at `clashes`."""
        self.clashes |= {name for name, schema in definitions.items() if self.schemas.get(name, schema) != schema}
        super().add_schema_definitions(definitions)

    def get_components(self) -> dict[str, Any]:
        self.add_schema_definitions(_definitions(Problem))
        for shape in shapes.values():
            self.add_schema_definitions(_definitions(shape.schema))
        for schema in self.schemas.values():
            _loosen(schema)
        return super().get_components()


def _tag(operation) -> str:
    return next(iter(operation.tags or []), "")


def _definitions(model: type[Schema]) -> dict[str, Any]:
    schema = model.model_json_schema(ref_template=REF + "{model}", mode="serialization")
    return schema.pop("$defs", {}) | {model.__name__: schema}


def _loosen(schema: dict[str, Any]) -> None:
    """A row may come with some of its fields only, and with other rows in the place of their keys."""
    if not schema["title"].endswith("Out") or "id" not in schema.get("properties", {}):
        return
    schema["required"] = ["id"]
    for value in schema["properties"].values():
        if (noun := value.pop("x-links", "")) in shapes:
            row = {"$ref": REF + shapes[noun].schema.__name__}
            if "items" in value:
                value["items"] = {"anyOf": [value["items"], row]}
            else:
                value["anyOf"] = [*value.pop("anyOf", [{"type": value.pop("type", "integer")}]), row]


def _reading(schema: type[Schema] | None) -> list[dict[str, Any]]:
    if schema is None:
        return []
    texts = [(shaping.FIELDS, "only these fields, with commas between", sorted(schema.model_fields))]
    if linked := sorted(shaping.links(schema)):
        texts.append((shaping.EXPAND, "put the linked records in the place of their keys", linked))
    return [
        _parameter("query", name, text, {"type": "array", "minItems": 1, "items": {"type": "string", "enum": known}})
        | {"style": "form", "explode": False}
        for name, text, known in texts
    ]


def _writing(*, versioned: bool) -> list[dict[str, Any]]:
    told = [
        _parameter("query", "dry_run", "say what would happen, and do nothing", {"type": "boolean", "default": False}),
        _parameter(
            "header",
            "Idempotency-Key",
            "sent again within 24 hours, the same request gets the first answer and is not done again",
            {"type": "string", "minLength": 1, "maxLength": 255},
        ),
    ]
    if versioned:
        text = "the `ETag` that you read: nobody's change is overwritten"
        told.append(_parameter("header", "If-Match", text, {"type": "string", "pattern": VERSION}))
    return told


def _parameter(place: str, name: str, text: str, schema: dict[str, Any]) -> dict[str, Any]:
    return {"in": place, "name": name, "description": text, "required": False, "schema": schema}
