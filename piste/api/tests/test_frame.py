"""What holds for every route: scopes, limits, tries, repetitions, versions, numbers."""

import json
from datetime import date, timedelta

from django.test import override_settings
from django.urls import reverse

from piste.accounts.verbs.editing import edit as edit_user
from piste.api import limits, scopes
from piste.api.jobs import forget_old_answers
from piste.api.models import Answer, ApiKey
from piste.api.root import api
from piste.api.tests.cast import ApiTestCase
from piste.api.verbs.keys import end_key, make_key
from piste.contacts.models import Company
from piste.history.models import ChangeSet, Event
from piste.kernel.clock import day_ends, now
from piste.kernel.refusals import Refused
from piste.pipeline.models import Lead
from piste.pipeline.tests.cast import PipelineTestCase
from piste.pipeline.verbs.editing import edit


class ScopesTest(ApiTestCase, PipelineTestCase):
    def key(self, *may, **limits):
        return make_key(self.maya, by=self.maya, name="Narrow", scopes=may, **limits)[1]

    def test_every_object_has_its_scopes(self):
        paths = api.get_openapi_schema()["paths"]
        nouns = {path.removeprefix("/api/v1/").partition("/")[0] for path in paths} - scopes.FREE - {scopes.FILES}
        self.assertEqual(nouns - scopes.OBJECTS.keys(), set())

    def test_no_two_things_have_one_name(self):
        self.assertEqual(api.get_openapi_schema().clashes, set())

    def test_a_key_without_the_scope_is_told_which(self):
        token = self.key("leads:read", "companies:write")
        self.ask("get", "/leads", token=token)
        problem = self.ask("post", f"/leads/{self.lead.pk}/won", token=token, status=403)
        self.assertEqual((problem["code"], problem["scope"]), ("lacks_scope", "leads:write"))
        self.assertEqual(problem["title"], "This key lacks the scope leads:write.")
        self.ask("get", "/people", token=token, status=403)

    def test_who_writes_also_reads(self):
        token = self.key("companies:write")
        made = self.ask("post", "/companies", {"name": "Verdier"}, token=token, status=201)
        self.ask("get", f"/companies/{made['id']}", token=token)

    def test_a_key_that_reads_everything_writes_nothing(self):
        token = self.key("read")
        self.ask("get", "/stages", token=token)
        self.ask("post", "/companies", {"name": "Verdier"}, token=token, status=403)

    def test_any_key_knows_whose_it_is(self):
        self.assertEqual(self.ask("get", "/users/me", token=self.key("leads:read"))["id"], self.maya.pk)

    def test_a_key_reaches_no_further_than_its_user(self):
        self.ask("get", f"/leads/{self.zoes.pk}", status=404)

    def test_a_key_of_one_team_sees_the_records_of_that_team(self):
        token = self.key("write", team=self.north)
        Company.objects.create(name="Ours", team=self.north)
        Company.objects.create(name="Theirs", team=self.south)
        Company.objects.create(name="Everybody's")
        titles = [row["title"] for row in self.ask("get", "/leads", token=token)["items"]]
        self.assertEqual(titles, ["Forklifts", "Scanners"])
        names = [row["name"] for row in self.ask("get", "/companies", token=token)["items"]]
        self.assertEqual(names, ["Ours", "Everybody's"])
        self.ask("get", f"/leads/{self.zoes.pk}", token=token, status=404)
        self.ask("patch", f"/leads/{self.lead.pk}", {"team": self.south.pk}, token=token, status=409)
        made = self.ask("post", "/leads", {"title": "New"}, token=token, status=201)
        self.assertEqual(made["team"], self.north.pk)

    def test_a_key_of_one_network_is_used_there(self):
        home, elsewhere = self.key("read", networks=["127.0.0.0/8"]), self.key("read", networks=["192.0.2.1"])
        self.ask("get", "/leads", token=home)
        problem = self.ask("get", "/leads", token=elsewhere, status=403)
        self.assertEqual(problem["title"], "This key may not be used from 127.0.0.1.")

    def test_a_key_needs_a_scope_and_real_networks(self):
        for wrong in ({"scopes": []}, {"scopes": ["fly"]}, {"networks": ["home"]}):
            with self.subTest(wrong), self.assertRaises(Refused):
                make_key(self.ann, by=self.ann, name="Wrong", **wrong)

    def test_the_day_of_its_end_is_said(self):
        key, token = make_key(self.ann, by=self.ann, name="Short", ends_at=now() + timedelta(days=900))
        end_key(key, by=self.ann)
        self.assertRegex(self.ask("get", "/leads", token=token, status=401)["title"], r"^This key ended on \d")

    def test_its_last_day_is_that_which_was_chosen_wherever_one_lives(self):
        for zone in ("America/Toronto", "Europe/Paris", "Pacific/Auckland"):
            edit_user(self.ann, by=self.ann, time_zone=zone)
            key, token = make_key(self.ann, by=self.ann, name="Short", ends_at=day_ends(date(2026, 2, 10), zone))
            with self.subTest(zone):
                self.assertEqual(key.last_day, date(2026, 2, 10))
                self.assertIn("10 Feb", key.says_limits)
                self.assertIn("10 Feb", self.ask("get", "/leads", token=token, status=401)["title"])


class LimitsTest(ApiTestCase):
    @override_settings(API_REQUESTS_A_MINUTE=3)
    def test_a_key_has_so_many_requests_a_minute(self):
        left = [self.call("get", "/users/me")["RateLimit-Remaining"] for _time in range(3)]
        self.assertEqual(left, ["2", "1", "0"])
        refused = self.call("get", "/users/me")
        self.assertEqual((refused.status_code, refused["RateLimit-Limit"]), (429, "3"))
        self.assertEqual(refused["Retry-After"], refused["RateLimit-Reset"])
        self.assertLessEqual(int(refused["Retry-After"]), 60)
        self.ask("get", "/users/me", as_=self.ben)

    @override_settings(API_REQUESTS_A_MINUTE=100)
    def test_processes_together_never_give_more(self):
        given = 0
        for turn in range(150):
            if turn % 3 == 0:
                # Another process goes on, and does not know what this one still has.
                limits.forget()
            given += self.call("get", "/users/me").status_code == 200
        self.assertLessEqual(given, 100)
        self.assertGreaterEqual(given, 60)

    def test_ten_requests_cost_one_statement(self):
        self.ask("get", "/users/me")
        key = ApiKey.objects.get(user=self.ann)
        self.assertEqual(key.counted, 10)
        for _time in range(9):
            self.ask("get", "/users/me")
        key.refresh_from_db()
        self.assertEqual(key.counted, 10)


class OnceTest(ApiTestCase):
    def again(self, said, *, name="a-1", path="/companies", **how):
        return self.call("post", path, said, headers={"Idempotency-Key": name}, **how)

    def test_the_same_request_is_done_once(self):
        first, second = self.again({"name": "Verdier"}), self.again({"name": "Verdier"})
        self.assertEqual((first.status_code, first.content), (second.status_code, second.content))
        self.assertEqual((second["Idempotent-Replayed"], second["ETag"]), ("true", '"1"'))
        self.assertEqual(Company.objects.filter(name="Verdier").count(), 1)

    def test_another_request_under_the_same_name_is_refused(self):
        self.again({"name": "Verdier"})
        self.assertEqual(self.again({"name": "Other"}).status_code, 422)
        self.assertEqual(self.again({"name": "Verdier"}, path="/tags").status_code, 422)

    def test_a_name_belongs_to_its_key(self):
        self.again({"name": "Verdier"})
        self.assertEqual(self.again({"name": "Other"}, as_=self.ben).status_code, 201)

    def test_a_refusal_is_the_first_answer_too_and_leaves_nothing(self):
        first = self.again({"name": "X", "country": "XX"})
        second = self.again({"name": "X", "country": "XX"})
        self.assertEqual((first.status_code, first.content), (409, second.content))
        self.assertFalse(Company.objects.filter(name="X").exists())

    def test_after_a_day_it_is_done_anew(self):
        self.again({"name": "Verdier"})
        Answer.objects.update(at=now() - timedelta(hours=25))
        self.assertEqual(self.again({"name": "Other"}).status_code, 201)
        Answer.objects.update(at=now() - timedelta(hours=25))
        forget_old_answers.call()
        self.assertFalse(Answer.objects.exists())

    def test_a_stranger_gets_no_first_answer(self):
        self.again({"name": "Verdier"})
        self.assertEqual(self.again({"name": "Verdier"}, token="piste_x").status_code, 401)

    def test_a_name_has_a_bound(self):
        self.assertEqual(self.again({"name": "Verdier"}, name="a" * 256).status_code, 422)


class TriesTest(ApiTestCase, PipelineTestCase):
    def test_a_try_says_what_would_happen_and_does_nothing(self):
        events = Event.objects.filter(noun="lead").count()
        answer = self.call("post", f"/leads/{self.lead.pk}/won?dry_run=true")
        self.assertEqual((json.loads(answer.content)["outcome"], answer["Dry-Run"]), ("won", "true"))
        self.lead.refresh_from_db()
        self.assertEqual((self.lead.outcome, Event.objects.filter(noun="lead").count()), ("open", events))
        self.ask("post", "/leads?dry_run=1", {"title": "Tried"}, status=201)
        self.assertFalse(Lead.objects.filter(title="Tried").exists())
        self.ask("post", f"/leads/{self.lead.pk}/restore?dry_run=true", status=409)

    def test_a_try_is_a_try_or_not(self):
        self.ask("post", f"/leads/{self.lead.pk}/won?dry_run=perhaps", status=422)
        self.ask("post", f"/leads/{self.lead.pk}/won?dry_run=", status=422)
        self.assertEqual(self.ask("post", f"/leads/{self.lead.pk}/won?dry_run=false")["outcome"], "won")
        self.lead.refresh_from_db()
        self.assertEqual(self.lead.outcome, "won")


class AnswersTest(ApiTestCase, PipelineTestCase):
    def test_one_record_carries_its_version(self):
        edit(self.lead, by=self.maya, city="Lyon")
        answer = self.call("get", f"/leads/{self.lead.pk}")
        self.assertEqual(answer["ETag"], f'"{self.lead.version}"')
        later = self.call(
            "patch", f"/leads/{self.lead.pk}", {"postcode": "69001"}, headers={"If-Match": answer["ETag"]}
        )
        self.assertEqual(later["ETag"], f'"{self.lead.version + 1}"')

    def test_every_answer_has_a_number_and_its_problem_says_it(self):
        answer = self.call("get", "/leads/999999")
        self.assertEqual(json.loads(answer.content)["request_id"], answer["X-Request-Id"])
        own = self.call("get", "/leads", headers={"X-Request-Id": "order-17"})
        self.assertEqual(own["X-Request-Id"], "order-17")
        self.assertNotIn(" ", self.call("get", "/leads", headers={"X-Request-Id": "not one"})["X-Request-Id"])

    def test_unknown_addresses_and_methods_are_problems_too(self):
        for method, path, status in (
            ("get", "/nothing", 404),
            ("get", "/leads/abc", 404),
            ("get", "/leads/99999999999999999999999999", 404),
            ("put", "/leads", 405),
        ):
            with self.subTest(path):
                answer = self.call(method, path)
                self.assertEqual((answer.status_code, answer["Content-Type"]), (status, "application/problem+json"))
        self.assertEqual(set(self.call("put", "/leads")["Allow"].split(", ")), {"GET", "POST"})

    def test_what_cannot_be_read_is_no_fault_of_ours(self):
        token = {"Authorization": f"Bearer {self.token(self.maya)}"}
        for body, kind, status in (
            ("{", "application/json", 400),
            ("[" * 100_000, "application/json", 400),
            (b"\xff\xfe", "application/json", 400),
            ('{"title": "X"}', "text/plain", 415),
            ("title=X", "application/x-www-form-urlencoded", 415),
            ("[]", "application/json", 422),
            ("null", "application/json", 422),
            ('{"title": "X", "owner": 1e400}', "application/json", 400),
            ('{"title": "X", "owner": false}', "application/json", 422),
            ('{"title": "X", "priority": false}', "application/json", 422),
            ('{"title": "X", "tags": [false]}', "application/json", 422),
            ('{"title": "X", "expected_closing": 0}', "application/json", 422),
            ('{"title": "X", "expected_closing": "0"}', "application/json", 422),
            ('{"title": "X", "owner": 99999999999999999999999}', "application/json", 422),
            ('{"title": "X", "expected_revenue": "1e999999"}', "application/json", 422),
        ):
            with self.subTest(body=body[:40]):
                answer = self.client.generic("POST", "/api/v1/leads", body, kind, headers=token)
                self.assertEqual(answer.status_code, status, answer.content)
                self.assertEqual(answer["Content-Type"], "application/problem+json")

    def test_a_body_that_may_be_left_out_is_no_null(self):
        token = {"Authorization": f"Bearer {self.token(self.maya)}"}
        address = f"/api/v1/leads/{self.lead.pk}/won"
        answer = self.client.generic("POST", address, "null", "application/json", headers=token)
        self.assertEqual(answer.status_code, 422, answer.content)
        self.assertEqual(self.client.generic("POST", address, headers=token).status_code, 200)

    def test_what_is_wrong_with_a_field_is_said_in_the_language_that_was_asked_for(self):
        said = {"title": 5, "priority": 7, "kind": "x", "expected_closing": "soon", "titel": "X"}
        french = {"Accept-Language": "fr"}
        errors = self.ask("post", "/leads", said, headers=french, status=422)["errors"]
        self.assertEqual(
            {error["field"]: error["message"] for error in errors},
            {
                "title": "Ce n’est pas un texte.",
                "priority": "Pas plus de 3.",
                "kind": "Au choix : 'lead', 'opportunity'.",
                "expected_closing": "Ce n’est pas une date, comme 2027-05-31.",
                "titel": "Ce champ n’existe pas.",
            },
        )

    def test_a_number_out_of_bounds_is_told_as_that(self):
        path, french = f"/teams/{self.north.pk}/targets", {"Accept-Language": "fr"}
        for said, english, french_words in (
            ("-5", "Not less than 0.", "Pas moins de 0."),
            (-5, "Not less than 0.", "Pas moins de 0."),
            ("5.123", "At most 2 decimal places.", "2 décimales au plus."),
            (1e30, "Not more than 999999999999.99.", "Pas plus de 999999999999.99."),
            ("five", "This is no number, such as 1250.50.", "Ce n’est pas un nombre, comme 1250.50."),
        ):
            for headers, words in (({}, english), (french, french_words)):
                with self.subTest(said=said, words=words):
                    body = {"months": {"2026-12": said}}
                    problem = self.ask("patch", path, body, as_=self.root, headers=headers, status=422)
                    self.assertEqual(problem["errors"], [{"field": "months.2026-12", "message": words}])

    def test_null_characters_are_left_out(self):
        self.assertEqual(self.ask("post", "/companies", {"name": "Ver\0dier"}, status=201)["name"], "Verdier")
        self.assertEqual(self.ask("get", "/companies?q=ver%00dier")["items"][0]["name"], "Verdier")

    def test_a_body_that_is_none_is_told_as_that(self):
        for said, words in ((None, "This field is missing."), ([1], "Send an object of fields.")):
            problem = self.ask("post", "/companies", said, status=422)
            self.assertEqual(problem["errors"], [{"field": "body", "message": words}])

    def test_too_much_is_refused(self):
        with override_settings(DATA_UPLOAD_MAX_MEMORY_SIZE=100):
            self.ask("post", "/companies", {"name": "X" * 200}, status=413)


class AuditTest(ApiTestCase):
    def test_the_audit_log_tells_by_which_key_it_was_done(self):
        _key, token = make_key(self.ann, by=self.root, name="Our website")
        other, _token = make_key(self.ann, by=self.root, name="Another one")
        made = self.ask("post", "/companies", {"name": "Roux"}, token=token, status=201)
        end_key(_key, by=self.root)
        told = ChangeSet.objects.filter(events__noun="company", events__row_id=made["id"]).get()
        self.assertEqual((told.key, told.via), (_key.pk, "api"))
        self.client.force_login(self.root)
        page = reverse("accounts:audit")
        self.assertContains(self.client.get(page, {"key": _key.pk}), "API · Our website")
        self.assertNotContains(self.client.get(page, {"key": other.pk}), "API · ")
