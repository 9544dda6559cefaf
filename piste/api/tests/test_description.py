"""What a program that is made from the description sends."""

from collections.abc import Iterator
from typing import Any

from django.test import SimpleTestCase

from piste.api.root import api

WRITES = ("post", "patch", "put", "delete")


def bodies() -> Iterator[tuple[str, str, dict[str, Any], bool]]:
    for path, methods in api.get_openapi_schema()["paths"].items():
        for method in WRITES:
            for kind in methods.get(method, {}).get("requestBody", {}).get("content", {}).values():
                yield method, path, kind["schema"], methods[method]["requestBody"]["required"]


def fields(schema: dict[str, Any]) -> dict[str, Any]:
    if "$ref" in schema:
        schema = api.get_openapi_schema()["components"]["schemas"][schema["$ref"].rpartition("/")[2]]
    return schema.get("properties", {})


class BodiesTest(SimpleTestCase):
    def test_what_is_not_meant_to_change_is_not_described_with_a_value_to_send(self):
        edits = [(path, fields(schema)) for method, path, schema, _required in bodies() if method == "patch"]
        edits += [(path, fields(schema)["to"]) for _, path, schema, _required in bodies() if "to" in fields(schema)]
        edits += [(path, fields(schema)) for _, path, schema, _required in bodies() if path.endswith("/add")]
        self.assertGreater(len(edits), 20)
        for path, to in edits:
            values = fields(to) if "$ref" in to else to
            self.assertNotEqual(values, {}, path)
            given = {name for name, field in values.items() if "default" in field}
            self.assertEqual(given, set(), path)

    def test_a_body_that_may_be_left_out_is_never_null(self):
        optional = [(path, schema) for _method, path, schema, required in bodies() if not required]
        self.assertIn("/api/v1/leads/{pk}/won", [path for path, _schema in optional])
        for path, schema in optional:
            self.assertNotIn("anyOf", schema, path)
