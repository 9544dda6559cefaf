"""The verbs that have no test file of their own here."""

from piste.accounts.models import Invitation
from piste.activities.models import Activity, ActivityType
from piste.activities.verbs.planning import plan
from piste.api.tests.cast import ApiTestCase
from piste.messages.verbs.notes import write_note
from piste.pipeline.tests.cast import PipelineTestCase


class RecordTest(ApiTestCase, PipelineTestCase):
    def test_one_follows_and_lets_colleagues_follow(self):
        on = {"noun": "lead", "record": self.lead.pk}
        self.assertIn("Maya", self.names(self.ask("post", "/followers", on, as_=self.maya)))
        self.assertIn("Ben", self.names(self.ask("post", "/followers", on | {"user": self.ben.pk})))
        self.ask("post", "/followers", on | {"user": self.zoe.pk}, status=409)
        self.assertNotIn("Maya", self.names(self.ask("post", "/followers/remove", on, as_=self.maya)))
        self.assertIn("Ben", self.names(self.ask("get", f"/followers?noun=lead&record={self.lead.pk}")))
        self.ask("get", f"/followers?noun=lead&record={self.lead.pk}", as_=self.zoe, status=404)

    def names(self, answer):
        return [user["name"] for user in answer["items"]]

    def test_notes_are_pinned(self):
        note = write_note(self.lead, by=self.ann, body="Call before noon")
        self.assertTrue(self.ask("post", f"/notes/{note.pk}/pin", as_=self.maya)["pinned"])
        self.assertFalse(self.ask("post", f"/notes/{note.pk}/unpin")["pinned"])
        self.ask("post", f"/notes/{note.pk}/pin", as_=self.zoe, status=404)

    def test_activities_are_given_to_colleagues(self):
        activity = plan(self.lead, by=self.ann, type=ActivityType.objects.first(), assignee=self.ann)
        url = f"/activities/{activity.pk}/reassign"
        self.assertEqual(self.ask("post", url, {"assignee": self.ben.pk})["assignee"], self.ben.pk)
        self.assertEqual(Activity.objects.get().assignee, self.ben)
        self.ask("post", url, {"assignee": 999_999}, status=409)
        self.ask("post", url, {"assignee": self.ann.pk}, as_=self.zoe, status=404)

    def test_managers_order_the_stages(self):
        said = {"ids": [self.qualified.pk, self.new.pk]}
        names = [stage["name"] for stage in self.ask("post", "/stages/order", said, as_=self.maya)["items"]]
        self.assertEqual(names[:2], ["Qualified", "New"])
        self.ask("post", "/stages/order", said, status=403)


class SiteTest(ApiTestCase):
    def test_everybody_reads_the_company_and_administrators_change_it(self):
        self.assertEqual(self.ask("get", "/site")["currency"], "EUR")
        self.assertEqual(self.ask("patch", "/site", {"name": "Verdier"}, as_=self.root)["name"], "Verdier")
        self.ask("patch", "/site", {"name": "Mine"}, as_=self.maya, status=403)
        self.assertTrue(self.ask("patch", "/site", {"uses_leads": True}, as_=self.maya)["uses_leads"])
        self.ask("patch", "/site", {"uses_leads": False}, as_=self.ann, status=404)
        self.ask("patch", "/site", {"currency": "XXZ"}, as_=self.root, status=409)

    def test_people_change_what_is_theirs(self):
        self.assertEqual(self.ask("patch", f"/users/{self.ann.pk}", {"language": "fr"})["language"], "fr")
        look = {"theme": "dark", "density": "compact", "win_messages": False, "single_keys": False}
        mine = self.ask("patch", f"/users/{self.ann.pk}", look)
        self.assertEqual({name: mine[name] for name in look}, look)
        self.ask("patch", f"/users/{self.ann.pk}", {"theme": "pink"}, status=422)
        self.ask("patch", f"/users/{self.ann.pk}", {"role": "administrator"}, status=422)
        self.ask("patch", f"/users/{self.ann.pk}", {"time_zone": "Mars/Olympus"}, status=409)
        self.ask("patch", f"/users/{self.ben.pk}", {"language": "fr"}, status=404)

    def test_somebody_is_invited_by_mail_and_not_any_more(self):
        said = {"name": "Nora", "email": "nora@example.com", "role": "team"}
        self.ask("post", "/users?dry_run=true", {"name": "N", "email": "n@example.com"}, as_=self.root, status=201)
        self.ask("post", "/users", said, as_=self.maya, status=403)
        self.ask("post", "/users", said | {"role": "administrator"}, as_=self.root, status=422)
        made = self.ask("post", "/users", said, as_=self.root, status=201)
        self.assertEqual((made["role"], made["active"]), ("team", False))
        self.ask("post", "/users", said, as_=self.root, status=409)
        url = f"/users/{made['id']}"
        self.ask("post", f"{url}/invite", as_=self.maya, status=404)
        self.ask("post", f"{url}/invite", as_=self.root)
        self.assertEqual(Invitation.objects.open().count(), 1)
        self.ask("post", f"{url}/withdraw", as_=self.root)
        self.ask("post", f"{url}/withdraw", as_=self.root, status=409)

    def test_administrators_say_who_gets_in(self):
        url = f"/users/{self.ben.pk}"
        self.ask("post", f"{url}/deactivate", {}, as_=self.maya, status=404)
        self.assertFalse(self.ask("post", f"{url}/deactivate", {}, as_=self.root)["active"])
        self.ask("post", f"{url}/sign-out", as_=self.root)
        self.ask("post", f"{url}/reactivate", as_=self.root, status=409)
        self.ask("post", f"/users/{self.ann.pk}/deactivate", {}, status=404)
