from piste.api.tests.cast import ApiTestCase
from piste.pipeline.tests.cast import PipelineTestCase


class SharingApiTest(ApiTestCase, PipelineTestCase):
    def test_a_record_is_shared_and_that_is_ended(self):
        url = f"/leads/{self.lead.pk}"
        self.ask("get", url, as_=self.zoe, status=404)
        made = self.ask("post", f"{url}/shares", {"user": self.zoe.pk, "until": "2150-01-01"}, status=201)
        self.assertEqual((made["user"], made["may_edit"], made["by"]), (self.zoe.pk, False, self.ann.pk))
        self.ask("get", url, as_=self.zoe)
        self.ask("patch", url, {"city": "Lyon"}, as_=self.zoe, status=403)
        self.ask("post", f"{url}/shares", {"user": self.ben.pk}, as_=self.zoe, status=403)
        self.assertEqual(self.ask("get", f"{url}/why", as_=self.zoe)["reasons"][0]["why"], "shared_until")
        self.assertEqual(self.ask("get", f"{url}/shares")["items"], [made])
        self.ask("delete", f"{url}/shares/{made['id']}")
        self.ask("get", url, as_=self.zoe, status=404)
        self.ask("post", f"{url}/shares", {}, status=409)
        self.ask("post", f"{url}/shares", {"team": self.south.pk, "may_edit": True}, status=201)
        self.ask("patch", url, {"city": "Lyon"}, as_=self.zoe)
