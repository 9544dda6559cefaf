"""Two people at one record: what the second is told when the first deleted or merged it."""

import json

from django.urls import reverse

from piste.contacts.verbs import storing as contact_storing
from piste.contacts.verbs.creating import create_company
from piste.pipeline.tests.cast import PipelineTestCase
from piste.pipeline.verbs.creating import create
from piste.pipeline.verbs.merging import merge
from piste.pipeline.verbs.storing import trash

HTMX = {"HX-Request": "true"}


class GoneTest(PipelineTestCase):
    def setUp(self) -> None:
        self.client.force_login(self.ann)

    def told(self, url: str, **sent: object) -> tuple[int, str]:
        answer = self.client.post(url, sent, headers=HTMX)
        return answer.status_code, json.loads(answer.headers["HX-Trigger"])["toast"]["text"]

    def moved(self, lead, **sent: object) -> tuple[int, str]:
        return self.told(reverse("pipeline:move", args=[lead.pk]), **sent)

    def test_whoever_acts_on_a_deleted_record_is_told(self):
        trash(self.lead, by=self.maya)
        self.assertEqual(
            self.moved(self.lead, stage=self.won.pk), (409, "“Forklifts” was deleted meanwhile. Nothing was changed.")
        )

    def test_whoever_writes_a_note_on_a_deleted_record_is_told(self):
        trash(self.lead, by=self.maya)
        url = reverse("messages:note", args=["lead", self.lead.pk])
        self.assertEqual(
            self.told(url, body="<p>Called</p>"), (409, "“Forklifts” was deleted meanwhile. Nothing was changed.")
        )

    def test_whoever_plans_on_a_deleted_record_is_told(self):
        trash(self.lead, by=self.maya)
        url = reverse("activities:plan", args=["lead", self.lead.pk])
        self.assertEqual(self.told(url), (409, "“Forklifts” was deleted meanwhile. Nothing was changed."))

    def test_whoever_acts_on_a_merged_record_is_told_what_it_became(self):
        other = create(by=self.ann, owner=self.ann, title="Forklifts again")
        merge([self.lead, other], by=self.maya, into=self.lead)
        status, said = self.moved(other, stage=self.won.pk)
        self.assertEqual(status, 409)
        self.assertIn("“Forklifts again” was merged into “Forklifts” meanwhile", said)

    def test_what_it_became_is_not_named_to_whoever_does_not_see_it(self):
        merge([self.zoes, self.lead], by=self.maya, into=self.zoes)
        status, said = self.moved(self.lead, stage=self.won.pk)
        self.assertEqual((status, "Sensors" in said), (409, False))

    def test_a_stranger_still_does_not_learn_that_it_existed(self):
        trash(self.zoes, by=self.maya)
        answer = self.client.post(reverse("pipeline:move", args=[self.zoes.pk]), headers=HTMX)
        self.assertEqual(answer.status_code, 404)

    def test_a_stage_that_is_gone_is_told(self):
        self.assertEqual(
            self.moved(self.lead, stage=999),
            (409, "This record cannot be put there any more. Reload the board."),
        )

    def test_whoever_acts_on_a_deleted_company_is_told(self):
        company = create_company(by=self.ann, name="Logis Nord")
        contact_storing.trash(company, by=self.maya)
        status, said = self.told(reverse("contacts:company_archive", args=[company.pk]))
        self.assertEqual((status, said), (409, "“Logis Nord” was deleted meanwhile. Nothing was changed."))
