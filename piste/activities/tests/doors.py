"""How a test knocks at the doors of this room."""

import json
from datetime import timedelta

from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from piste.activities.tests.cast import ActivityTestCase
from piste.activities.verbs.planning import plan_many
from piste.contacts.models import Company
from piste.kernel.clock import today

HTMX = {"HX-Request": "true"}


class DoorTestCase(ActivityTestCase):
    def setUp(self):
        self.client.force_login(self.ann)

    def get(self, route, *args, **query):
        return self.client.get(reverse(f"activities:{route}", args=args, query=query))

    def part(self, route, *args, **query):
        return self.client.get(reverse(f"activities:{route}", args=args, query=query), headers=HTMX)

    def post(self, route, *args, headers=HTMX, **data):
        return self.client.post(reverse(f"activities:{route}", args=args), data, headers=headers)

    def told(self, response):
        return json.loads(response.headers["HX-Trigger"])

    def fill_up(self, rows):
        records = [Company(name=f"Company {number}") for number in range(rows)]
        keys = [record.pk for record in Company.objects.bulk_create(records)]
        for days in (-1, 0, 1):
            day = today(self.ann) + timedelta(days=days)
            some = Company.objects.filter(pk__in=keys[days + 1 :: 3])
            plan_many(some, by=self.ann, type=self.phone, due_on=day)

    def cost(self, route, **query):
        self.get(route, **query)
        with CaptureQueriesContext(connection) as asked:
            self.get(route, **query)
        return len(asked)

    def sent(self, **other):
        day = today(self.ann) + timedelta(days=3)
        return {"type": self.phone.pk, "due_on": str(day), "assignee": self.ann.pk, "summary": "Ring"} | other
