"""A stranger's program sends whatever the description allows, and whatever it forbids."""

from contextlib import suppress

import schemathesis
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections, transaction
from django.test import override_settings
from hypothesis import HealthCheck, given, settings
from hypothesis.errors import Unsatisfiable
from schemathesis import GenerationMode
from schemathesis.core.parameters import ParameterLocation
from schemathesis.specs.openapi.checks import negative_data_rejection

from piste.activities.models import ActivityType
from piste.activities.verbs.planning import plan
from piste.api import limits
from piste.api.tests.cast import ApiTestCase
from piste.contacts.models import Company
from piste.messages.verbs.notes import write_note
from piste.pipeline.tests.cast import PipelineTestCase

EXAMPLES = 3


@override_settings(API_REQUESTS_A_MINUTE=1_000_000)
class FuzzTest(ApiTestCase, PipelineTestCase):
    @classmethod
    def setUpTestData(cls) -> None:
        super().setUpTestData()
        Company.objects.create(name="Verdier")
        plan(cls.lead, by=cls.ann, type=ActivityType.objects.first(), assignee=cls.ann)
        write_note(cls.lead, by=cls.ann, body="Call before noon")

    def setUp(self) -> None:
        super().setUp()
        # As the test client does: the connection outlives its requests.
        for signal in (request_started, request_finished):
            signal.disconnect(close_old_connections)
            self.addCleanup(signal.connect, close_old_connections)

    def test_nothing_breaks_the_api_and_every_answer_is_as_described(self):
        limits.forget()
        self.headers = {"Authorization": f"Bearer {self.token(self.root)}", "Accept-Encoding": "identity"}
        schema = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", get_wsgi_application())
        for found in schema.get_all_operations():
            operation = found.ok()
            for mode in GenerationMode:
                with self.subTest(operation.label, mode=mode.value):
                    self.attack(operation, mode)

    def attack(self, operation, mode) -> None:
        @given(case=operation.as_strategy(generation_mode=mode))
        @settings(
            max_examples=EXAMPLES,
            derandomize=True,
            deadline=None,
            database=None,
            suppress_health_check=list(HealthCheck),
        )
        def examples(case) -> None:
            # Each example finds the rows as they were.
            with transaction.atomic():
                case.call_and_validate(headers=self.headers, excluded_checks=self.beside_the_point(case))
                transaction.set_rollback(True)

        # An operation without parameters has nothing to be wrong about.
        with suppress(Unsatisfiable):
            examples()

    def beside_the_point(self, case) -> list:
        """A key that is wrong or missing in the example: we send a right one."""
        return [negative_data_rejection] if case.meta.is_negative_at(ParameterLocation.HEADER) else []
