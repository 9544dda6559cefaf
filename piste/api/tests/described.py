"""Compares answers with what the description says of them."""

import json
import re
from functools import cache
from typing import Any

import jsonschema_rs

from piste.api.root import api


def faults(method: str, address: str, answer: Any) -> list[str]:
    """What the description does not allow in this answer."""
    path = address.partition("?")[0]
    known = [told for pattern, told in _operations(method.lower()) if pattern.fullmatch(path)]
    if not known:
        return [] if answer.status_code in (404, 405) else [f"{method} {path} is not described"]
    told = known[0]["responses"].get(answer.status_code)
    if told is None:
        return [f"{method} {path} is not said to answer {answer.status_code}"]
    schema = told["content"][answer["Content-Type"].partition(";")[0]]["schema"]
    return [
        f"{'.'.join(map(str, error.instance_path))}: {error.message}"
        for error in _validator(json.dumps(schema)).iter_errors(json.loads(answer.content))
    ]


@cache
def _operations(method: str) -> list[tuple[re.Pattern, dict[str, Any]]]:
    found = [
        (re.compile(re.sub(r"{\w+}", "[^/]+", path)), told[method])
        for path, told in api.get_openapi_schema()["paths"].items()
        if method in told
    ]
    # Spelled-out addresses such as users/me come before users/{pk}.
    return sorted(found, key=lambda pair: pair[0].pattern.count("[^/]+"))


@cache
def _validator(schema: str) -> Any:
    components = json.loads(json.dumps(api.get_openapi_schema()["components"]))
    return jsonschema_rs.Draft202012Validator(json.loads(schema) | {"components": components}, validate_formats=True)
