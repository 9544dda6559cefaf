"""What is too long for a request: begun by it, done by the worker, stopped and undone from outside (14.11)."""

from piste.activities.models import Activity, ActivityType
from piste.api.tests.cast import ApiTestCase
from piste.api.verbs.keys import make_key
from piste.history.long_acts import work
from piste.history.models import ChangeSet, LongAct
from piste.pipeline.models import Lead
from piste.pipeline.tests.cast import PipelineTestCase
from piste.pipeline.verbs.creating import create

COUNT = 101


class JobsTestCase(ApiTestCase, PipelineTestCase):
    @classmethod
    def setUpTestData(cls) -> None:
        super().setUpTestData()
        cls.many = [create(by=cls.ann, owner=cls.ann, title=f"Number {place:03}").pk for place in range(COUNT)]

    def lost(self) -> int:
        return Lead.objects.filter(outcome="lost").count()

    def begun(self, path="/leads/bulk/lost", said=None, **how):
        return self.ask("post", path, {"ids": self.many} if said is None else said, status=202, **how)

    def ended(self, job, **how):
        work(LongAct.objects.get(pk=job["id"]))
        return self.ask("get", f"/jobs/{job['id']}", **how)


class BulkJobTest(JobsTestCase):
    def test_the_answer_leads_to_the_job_that_does_it(self):
        answer = self.call("post", "/leads/bulk/lost", {"ids": self.many, "reason": self.price.pk, "note": "dear"})
        job = answer.json()
        self.assertEqual((answer.status_code, answer["Location"]), (202, f"/api/v1/jobs/{job['id']}"))
        self.assertEqual((job["state"], job["total"], job["position"], job["result"]), ("at_work", COUNT, 0, None))
        self.assertEqual(self.lost(), 0)
        job = self.ended(job)
        self.assertEqual((job["state"], job["position"], job["problem"], job["undoable"]), ("done", COUNT, "", True))
        self.assertEqual((job["result"]["done"], job["text"]), (self.many, f"Lost: {COUNT} records"))
        lead = Lead.objects.get(pk=self.many[-1])
        self.assertEqual((lead.outcome, lead.lost_reason), ("lost", self.price))

    def test_it_is_told_as_done_by_the_key_and_within_its_limits(self):
        key, token = make_key(self.maya, by=self.maya, name="North only", team=self.north)
        job = self.begun(said={"ids": [*self.many, self.zoes.pk]}, token=token)
        done = self.ended(job, token=token)
        told = ChangeSet.objects.get(pk=done["change_set"])
        self.assertEqual((told.via, told.key, told.address), ("api", key.pk, "127.0.0.1"))
        self.assertEqual((self.lost(), done["result"]["hidden"]), (COUNT, 1))
        self.ask("get", f"/jobs/{job['id']}", as_=self.maya, status=404)

    def test_what_cannot_be_meant_is_said_at_once(self):
        self.ask("post", "/leads/bulk/move", {"ids": self.many, "stage": 999_999}, status=409)
        self.assertFalse(LongAct.objects.exists())

    def test_a_try_and_a_hundred_are_answered_at_once(self):
        tried = self.ask("post", "/leads/bulk/lost?dry_run=true", {"ids": self.many})
        self.assertEqual((tried["done"], self.lost()), (self.many, 0))
        self.assertEqual(len(self.ask("post", "/leads/bulk/won", {"ids": self.many[:100]})["done"]), 100)
        self.assertFalse(LongAct.objects.exists())

    def test_a_repeated_request_begins_it_once(self):
        how = {"headers": {"Idempotency-Key": "once"}}
        first = self.call("post", "/leads/bulk/lost", {"ids": self.many}, **how)
        again = self.call("post", "/leads/bulk/lost", {"ids": self.many}, **how)
        self.assertEqual((first["Location"], LongAct.objects.count()), (again["Location"], 1))

    def test_it_is_stopped_and_what_is_done_stays(self):
        job = self.begun()
        stopped = self.ask("post", f"/jobs/{job['id']}/stop")
        self.assertEqual((stopped["state"], stopped["result"]["done"]), ("stopped", []))
        self.assertIn("stopped", stopped["problem"])
        self.assertEqual((self.ended(job)["state"], self.lost()), ("stopped", 0))
        self.ask("post", f"/jobs/{job['id']}/stop", status=409)
        self.ask("post", f"/jobs/{job['id']}/stop", as_=self.ben, status=404)

    def test_fields_activities_and_conversion_of_many(self):
        self.ended(self.begun("/leads/bulk/edit", {"ids": self.many, "to": {"expected_revenue": "12.50"}}))
        self.assertEqual(Lead.objects.filter(expected_revenue="12.50").count(), COUNT)
        said = {"ids": self.many, "noun": "lead", "type": ActivityType.objects.first().pk, "due_on": "2099-05-31"}
        self.ended(self.begun("/activities/bulk/plan", said))
        self.assertEqual(Activity.objects.filter(due_on="2099-05-31").count(), COUNT)
        leads = [create(by=self.ann, owner=self.ann, title=f"Lead {n}", kind="lead").pk for n in range(COUNT)]
        said = {"ids": leads, "owners": [self.ann.pk, self.ben.pk], "only_unassigned": False}
        job = self.ended(self.begun("/leads/convert", said))
        self.assertEqual((job["result"]["done"], job["problem"]), (leads, ""))
        self.assertEqual(Lead.objects.filter(pk__in=leads, owner=self.ben).count(), 50)


class UndoJobTest(JobsTestCase):
    def setUp(self) -> None:
        super().setUp()
        self.done = self.ended(self.begun())

    def test_the_worker_takes_it_back(self):
        address = f"/acts/{self.done['change_set']}/undo"
        self.assertEqual(self.ask("post", f"{address}?dry_run=true")["undoes"], self.done["change_set"])
        job = self.ended(self.begun(address, {}))
        self.assertEqual((job["state"], job["problem"], self.lost()), ("done", "", 0))
        job = self.ended(self.begun(f"/leads/{self.many[0]}/undo", {"change_set": job["change_set"]}))
        self.assertEqual((job["state"], self.lost()), ("done", COUNT))

    def test_conflicts_stop_it_and_a_try_lists_them(self):
        self.ask("post", f"/leads/{self.many[0]}/restore")
        self.ask("post", f"/leads/{self.many[0]}/lost", {"reason": self.price.pk})
        address = f"/acts/{self.done['change_set']}/undo"
        job = self.ended(self.begun(address, {}))
        self.assertEqual((job["state"], self.lost(), job["result"]["conflicts"] > 0), ("stopped", COUNT, True))
        conflicts = self.ask("post", f"{address}?dry_run=true", status=409)["conflicts"]
        self.assertEqual({one["id"] for one in conflicts}, {self.many[0]})
        self.ended(self.begun(address, {"part": True}))
        self.assertEqual(self.lost(), 1)
