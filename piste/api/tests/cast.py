"""Calls with a key, as somebody of the cast."""

import json
from typing import Any

from django.db import connection
from django.test.utils import CaptureQueriesContext

from piste.accounts.models import User
from piste.api import limits
from piste.api.tests import described
from piste.api.verbs.keys import make_key
from piste.testing import CastTestCase


class ApiTestCase(CastTestCase):
    """`ask` calls as ann unless somebody else is named, and wants the status."""

    def setUp(self) -> None:
        limits.forget()
        self.tokens: dict[int, str] = {}

    def ask(self, method: str, path: str, said: Any = None, *, status: int = 200, **how) -> Any:
        answer = self.call(method, path, said, **how)
        self.assertEqual(answer.status_code, status, answer.content)
        if answer.content:
            self.assertEqual(described.faults(method, f"/api/v1{path}", answer), [])
        return json.loads(answer.content) if answer.content else None

    def call(self, method: str, path: str, said: Any = None, *, as_: User | None = None, token="", headers=None) -> Any:
        return self.client.generic(
            method.upper(),
            f"/api/v1{path}",
            json.dumps(said) if said is not None else b"",
            content_type="application/json",
            headers={"Authorization": f"Bearer {token or self.token(as_ or self.ann)}"} | (headers or {}),
        )

    def queries(self, path: str) -> int:
        self.ask("get", path)
        limits.forget()
        with CaptureQueriesContext(connection) as captured:
            self.ask("get", path)
        return len(captured)

    def token(self, user: User) -> str:
        if user.pk not in self.tokens:
            self.tokens[user.pk] = make_key(user, by=self.root, name="tests")[1]
        return self.tokens[user.pk]
