import json
from datetime import date, timedelta
from io import StringIO

from django.core.management import CommandError, call_command

from piste.api.models import ApiKey
from piste.api.verbs.keys import end_key, make_key
from piste.history.models import ChangeSet
from piste.kernel.clock import now
from piste.pipeline.models import Lead
from piste.pipeline.tests.cast import PipelineTestCase


class ApiTestCase(PipelineTestCase):
    @classmethod
    def setUpTestData(cls) -> None:
        super().setUpTestData()
        cls.key, cls.token = make_key(cls.ann, by=cls.ann, name="Script")
        cls.root_key, cls.root_token = make_key(cls.root, by=cls.root, name="Admin")

    def ask(self, method: str, path: str, body: object = None, token: str | None = None, **headers):
        headers = {"authorization": f"Bearer {token or self.token}", **headers}
        return self.client.generic(
            method, f"/api/v1{path}", json.dumps(body) if body is not None else "", "application/json", headers=headers
        )

    def told(self, answer, status: int = 200):
        self.assertEqual(answer.status_code, status, answer.content)
        return json.loads(answer.content)


class KeysTest(ApiTestCase):
    def test_without_a_key_the_answer_says_how_to_send_one(self):
        answer = self.client.get("/api/v1/leads")
        self.assertEqual((answer.status_code, answer["Content-Type"]), (401, "application/problem+json"))
        self.assertEqual(answer["WWW-Authenticate"], "Bearer")
        self.assertIn("Authorization", json.loads(answer.content)["title"])

    def test_a_key_that_nobody_made_is_refused(self):
        self.assertIn("not known", self.told(self.ask("GET", "/leads", token="piste_x"), 401)["title"])

    def test_a_key_ends_on_its_day(self):
        _key, token = make_key(self.ann, by=self.ann, name="Short", ends_at=now() - timedelta(days=1))
        self.assertIn("ended on", self.told(self.ask("GET", "/leads", token=token), 401)["title"])

    def test_an_ended_key_opens_nothing(self):
        end_key(self.key, by=self.ann)
        self.told(self.ask("GET", "/leads"), 401)

    def test_a_deactivated_user_s_key_opens_nothing(self):
        type(self.ann).objects.filter(pk=self.ann.pk).update(is_active=False)
        self.told(self.ask("GET", "/leads"), 401)

    def test_the_token_is_printed_once_and_only_its_hash_is_kept(self):
        printed = StringIO()
        call_command("api_key", "ann@example.com", name="From the shell", stdout=printed)
        token = printed.getvalue().strip()
        self.told(self.ask("GET", "/leads", token=token))
        self.assertFalse(ApiKey.objects.filter(token_hash=token).exists())

    def test_a_key_from_the_shell_is_limited(self):
        limits = {"scopes": ["leads:read"], "networks": ["127.0.0.0/8"], "team": self.north.pk}
        limits["until"] = date(2099, 5, 31)
        call_command("api_key", "ann@example.com", name="Narrow", stdout=StringIO(), **limits)
        key = ApiKey.objects.get(name="Narrow")
        self.assertEqual((key.scopes, key.networks, key.team), (["leads:read"], ["127.0.0.0/8"], self.north))
        with self.assertRaisesMessage(CommandError, "may do"):
            call_command("api_key", "ann@example.com", name="Wrong", scopes=["fly"])

    def test_a_key_for_nobody_is_refused(self):
        with self.assertRaisesMessage(CommandError, "no active user"):
            call_command("api_key", "nobody@example.com", name="x")


class ProblemsTest(ApiTestCase):
    def test_a_hidden_record_is_not_found(self):
        answer = self.ask("GET", f"/leads/{self.zoes.pk}")
        self.assertEqual(self.told(answer, 404)["code"], "not_found")
        self.assertEqual(answer["Content-Type"], "application/problem+json")

    def test_a_verb_s_no_is_a_conflict(self):
        self.told(self.ask("POST", f"/leads/{self.lead.pk}/won"))
        problem = self.told(self.ask("POST", f"/leads/{self.lead.pk}/won"), 409)
        self.assertEqual((problem["code"], problem["status"]), ("refused", 409))
        self.assertIn("already won", problem["title"])

    def test_the_problem_speaks_the_language_that_was_asked_for(self):
        answer = self.ask("GET", f"/leads/{self.zoes.pk}", **{"accept-language": "fr"})
        self.assertEqual(self.told(answer, 404)["title"], "Introuvable.")

    def test_a_damaged_body_is_named(self):
        answer = self.client.generic(
            "POST", "/api/v1/leads", "{", "application/json", headers={"authorization": f"Bearer {self.token}"}
        )
        self.assertIn(answer.status_code, (400, 422))
        self.assertEqual(answer["Content-Type"], "application/problem+json")

    def test_a_damaged_cursor_is_refused(self):
        self.told(self.ask("GET", "/leads?cursor=%00nonsense"), 409)

    def test_an_unknown_address_is_not_found(self):
        self.assertEqual(self.ask("GET", "/nothing").status_code, 404)


class VerbsTest(ApiTestCase):
    def test_lists_go_page_by_page_to_the_end(self):
        seen, cursor = [], ""
        for _page in range(5):
            page = self.told(self.ask("GET", f"/leads?limit=1&cursor={cursor}", token=self.root_token))
            seen += [item["id"] for item in page["items"]]
            cursor = page["next"]
            if not cursor:
                break
        self.assertEqual(sorted(seen), sorted(Lead.objects.values_list("pk", flat=True)))

    def test_each_sees_his_own(self):
        items = self.told(self.ask("GET", "/leads"))["items"]
        self.assertEqual([item["id"] for item in items], [self.lead.pk])

    def test_won_lost_restored_archived_and_undone(self):
        path = f"/leads/{self.lead.pk}"
        self.assertEqual(self.told(self.ask("POST", f"{path}/won"))["outcome"], "won")
        lost = self.told(self.ask("POST", f"{path}/lost", {"reason": self.price.pk, "note": "budget"}))
        self.assertEqual((lost["outcome"], lost["lost_reason"]), ("lost", self.price.pk))
        self.assertEqual(self.told(self.ask("POST", f"{path}/restore"))["outcome"], "open")
        self.assertTrue(self.told(self.ask("POST", f"{path}/archive"))["archived"])
        self.assertFalse(self.told(self.ask("POST", f"{path}/unarchive"))["archived"])
        self.assertTrue(self.told(self.ask("POST", f"{path}/undo"))["archived"])
        self.assertEqual(
            set(ChangeSet.objects.filter(events__row_id=self.lead.pk).values_list("via", flat=True)), {"page", "api"}
        )

    def test_moved_and_assigned(self):
        moved = self.told(self.ask("POST", f"/leads/{self.lead.pk}/move", {"stage": self.proposition.pk}))
        self.assertEqual(moved["stage"], self.proposition.pk)
        given = self.told(
            self.ask("POST", f"/leads/{self.lead.pk}/assign", {"owner": self.ben.pk}, token=self.root_token)
        )
        self.assertEqual(given["owner"], self.ben.pk)

    def test_an_observer_s_key_changes_nothing(self):
        _key, token = make_key(self.olga, by=self.olga, name="Eyes")
        self.told(self.ask("GET", f"/leads/{self.lead.pk}", token=token))
        self.assertIn(self.ask("POST", f"/leads/{self.lead.pk}/won", token=token).status_code, (403, 404))

    def test_the_description_names_every_object_and_verb(self):
        paths = self.told(self.client.get("/api/v1/openapi.json"))["paths"]
        for noun in (
            *("stages", "teams", "users", "companies", "people", "leads", "loss-reasons", "tags"),
            *("activities", "activity-types"),
        ):
            self.assertIn(f"/api/v1/{noun}", paths)
        self.assertTrue(any(path.startswith("/api/v1/timeline/") for path in paths))
        for verb in ("won", "lost", "restore", "move", "archive", "unarchive", "assign", "undo"):
            self.assertIn("post", paths[f"/api/v1/leads/{{pk}}/{verb}"])
