"""Lists as files, and what a key must have for them (12.18, 12.B5)."""

import csv
import io
from datetime import date

from piste.accounts.models import User
from piste.activities.models import ActivityType
from piste.activities.verbs.planning import plan
from piste.api.tests.cast import ApiTestCase
from piste.api.verbs.keys import make_key
from piste.contacts.verbs.creating import create_company
from piste.history.models import Event
from piste.messages.verbs.notes import write_note
from piste.pipeline.tests.cast import PipelineTestCase
from piste.pipeline.verbs.editing import edit

LYON = '{"all": [{"f": "city", "op": "is", "v": "Lyon"}]}'


class ExportsTest(ApiTestCase, PipelineTestCase):
    def key(self, *scopes, **limits):
        return make_key(self.ann, by=self.root, name="Files", scopes=scopes, **limits)[1]

    def lines(self, path, **how):
        answer = self.call("get", path, **how)
        self.assertEqual(answer.status_code, 200, answer.content)
        return list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))

    def test_a_list_goes_to_a_file_and_into_the_audit_log(self):
        edit(self.lead, by=self.ann, city="Lyon")
        found = self.lines(f"/exports/lead?columns=title,city&filter={LYON}")
        self.assertEqual(found, [["Title", "City"], [self.lead.title, "Lyon"]])
        told = Event.objects.get(name="user.exported")
        self.assertEqual((told.row_id, told.facts["count"], told.facts["columns"]), (self.ann.pk, 1, "title, city"))
        create_company(by=self.ann, name="Verdier")
        self.assertEqual(self.lines("/exports/company?columns=name&sort=-name"), [["Name"], ["Verdier"]])
        for noun in ("person", "activity"):
            self.lines(f"/exports/{noun}")
        self.assertEqual(self.call("get", "/exports/lead?kind=xlsx").content[:2], b"PK")

    def test_a_program_takes_it_as_json(self):
        edit(self.lead, by=self.ann, city="=Lyon", expected_revenue=1250, expected_closing=date(2027, 5, 31))
        columns = "title,city,expected_revenue,expected_closing,person"
        answer = self.call("get", f"/exports/lead?kind=json&columns={columns}&sort=title")
        self.assertEqual(answer["Content-Disposition"], 'attachment; filename="opportunities.json"')
        found = {row["title"]: row for row in answer.json()}[self.lead.title]
        said = {"city": "=Lyon", "expected_revenue": 1250, "expected_closing": "2027-05-31", "person": None}
        self.assertEqual(found, {"title": self.lead.title} | said)

    def test_a_saved_view_is_a_template_of_files(self):
        edit(self.lead, by=self.ann, city="Lyon")
        asks = {"scope": "all", "f": LYON, "columns": "city,title", "sort": "-title"}
        view = self.ask("post", "/views", {"of": "lead", "name": "Lyon", "layout": "list", "asks": asks}, status=201)
        address = f"/exports/lead?view={view['id']}"
        self.assertEqual(self.lines(address), [["City", "Title"], ["Lyon", self.lead.title]])
        self.assertEqual(self.lines(f"{address}&columns=city")[0], ["City"])
        self.ask("get", address, as_=self.zoe, status=409)
        self.ask("get", "/exports/company?view=999999", status=409)

    def test_only_what_the_user_sees(self):
        titles = [line[0] for line in self.lines("/exports/lead?columns=title")]
        self.assertIn(self.lead.title, titles)
        self.assertNotIn(self.zoes.title, titles)

    def test_a_key_needs_the_scope_and_reads_the_object(self):
        for scopes, lacking in (
            (["read"], "export"),
            (["export"], "leads:read"),
            (["export", "people:read"], "leads:read"),
        ):
            problem = self.ask("get", "/exports/lead", token=self.key(*scopes), status=403)
            self.assertEqual((problem["code"], problem["scope"]), ("lacks_scope", lacking))
            self.assertIn(lacking, problem["title"])
        self.lines("/exports/lead", token=self.key("export", "leads:read"))
        french = {"Accept-Language": "fr"}
        problem = self.ask("get", "/exports/lead", token=self.key("read"), status=403, headers=french)
        self.assertIn("export", problem["title"])

    def test_the_right_of_the_user_comes_first(self):
        User.objects.filter(pk=self.ann.pk).update(exports=False)
        self.ask("get", "/exports/lead", status=403)

    def test_a_key_of_one_team_takes_away_the_records_of_that_team(self):
        edit(self.lead, by=self.root, team=self.north)
        other = self.key("export", "read", team=self.south)
        self.assertEqual(len(self.lines("/exports/lead", token=other)), 1)
        self.assertGreater(len(self.lines("/exports/lead", token=self.key("export", "read", team=self.north))), 1)

    def test_a_key_of_one_team_knows_nothing_of_others(self):
        edit(self.lead, by=self.root, team=self.north)
        activity = plan(self.lead, by=self.ann, type=ActivityType.objects.first(), assignee=self.ann)
        write_note(self.lead, by=self.ann, body="Call before noon")
        own, other = (self.key("read", "write", team=team) for team in (self.north, self.south))
        on = f"noun=lead&record={self.lead.pk}"
        for path in (f"/leads/{self.lead.pk}", f"/activities/{activity.pk}", f"/timeline/lead/{self.lead.pk}"):
            with self.subTest(path):
                self.ask("get", path, token=own)
                self.ask("get", path, token=other, status=404)
        for path in (f"/notes?{on}", "/activities", f"/events?noun=lead&after={self.lead.last_event.pk - 1}"):
            with self.subTest(path):
                self.assertNotEqual(self.ask("get", path, token=own)["items"], [])
                self.assertEqual(self.ask("get", path, token=other)["items"], [])
        many = {"ids": [self.lead.pk], "priority": 3}
        self.assertEqual(self.ask("post", "/leads/bulk/priority", many, token=other)["hidden"], 1)
        act = self.lead.last_event.change_set_id
        self.ask("post", f"/acts/{act}/undo", token=other, status=404)

    def test_a_key_of_one_network_is_used_there_only(self):
        away = self.key("read", networks=["192.0.2.0/24"])
        self.assertIn("127.0.0.1", self.ask("get", "/leads", token=away, status=403)["title"])
        self.ask("get", "/leads", token=self.key("read", networks=["127.0.0.0/8"]))
