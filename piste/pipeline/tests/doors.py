"""Asking doors as htmx does."""

import json

from django.test import Client
from django.urls import reverse

from piste.pipeline.tests.cast import PipelineTestCase

HTMX = {"HX-Request": "true"}


class DoorTestCase(PipelineTestCase):
    client: Client

    def setUp(self):
        super().setUp()
        self.client.force_login(self.ann)

    def post(self, route, *args, as_user=None, **data):
        """What htmx gets for a form that is sent to the door."""
        return self.ask("post", route, *args, as_user=as_user, **data)

    def get(self, route, *args, as_user=None, **data):
        return self.ask("get", route, *args, as_user=as_user, **data)

    def ask(self, method, route, *args, as_user=None, **data):
        if as_user:
            self.client.force_login(as_user)
        return getattr(self.client, method)(reverse(route, args=args), data, headers=HTMX)

    def said(self, response):
        """The text of the toast."""
        return json.loads(response["HX-Trigger"])["toast"]["text"]

    def events(self, response):
        return json.loads(response["HX-Trigger"])
