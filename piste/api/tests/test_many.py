"""Verbs on many, conditions, and the change feed."""

import json
from urllib.parse import quote

from piste.activities.models import ActivityType
from piste.api.tests.cast import ApiTestCase
from piste.api.verbs.keys import make_key
from piste.contacts.models import Tag
from piste.contacts.verbs.creating import create_company, create_person
from piste.history.models import Event
from piste.pipeline.models import Lead
from piste.pipeline.tests.cast import PipelineTestCase
from piste.pipeline.verbs.assigning import assign
from piste.pipeline.verbs.closing import mark_won
from piste.pipeline.verbs.editing import edit
from piste.pipeline.verbs.sharing import share

CITY = {"all": [{"f": "city", "op": "is", "v": "Lyon"}]}


class BulkTest(ApiTestCase, PipelineTestCase):
    def test_what_may_be_changed_is_done_and_the_rest_is_listed(self):
        mark_won(self.bens, by=self.ben)
        said = {"ids": [self.lead.pk, self.bens.pk, self.zoes.pk, 999_999]}
        answer = self.ask("post", "/leads/bulk/won", said, as_=self.maya)
        self.assertEqual((answer["done"], answer["hidden"]), ([self.lead.pk, self.zoes.pk], 1))
        self.assertEqual(answer["skipped"], [{"id": self.bens.pk, "reason": "This record is already won."}])
        self.assertEqual(self.ask("post", "/leads/bulk/won", said)["hidden"], 3)

    def test_a_try_on_many_changes_nothing(self):
        answer = self.ask("post", "/leads/bulk/lost?dry_run=true", {"ids": [self.lead.pk], "reason": self.price.pk})
        self.assertEqual(answer["done"], [self.lead.pk])
        self.assertFalse(Lead.objects.filter(outcome="lost").exists())

    def test_all_that_fit_a_filter(self):
        edit(self.lead, by=self.ann, city="Lyon")
        answer = self.ask("post", "/leads/bulk/priority", {"filter": CITY, "priority": 3}, as_=self.maya)
        self.assertEqual(answer["done"], [self.lead.pk])
        self.ask("post", "/leads/bulk/won", {}, status=409)
        self.ask("post", "/leads/bulk/won", {"filter": {"all": [{"f": "xyz", "op": "is", "v": 1}]}}, status=409)

    def test_every_verb_has_its_form_for_many(self):
        ids, tag = [self.lead.pk], Tag.objects.first().pk
        for verb, said in {
            "move": {"stage": self.qualified.pk},
            "assign": {"owner": self.ben.pk},
            "tag": {"add": [tag], "remove": []},
            "lost": {"reason": self.price.pk},
            "restore": {},
            "archive": {},
            "unarchive": {},
            "edit": {"to": {"city": "Lyon", "expected_revenue": 1200}},
            "trash": {},
            "untrash": {},
        }.items():
            with self.subTest(verb):
                answer = self.ask("post", f"/leads/bulk/{verb}", {"ids": ids} | said, as_=self.maya)
                self.assertEqual(answer["done"], ids)
        self.lead.refresh_from_db()
        self.assertEqual((self.lead.stage, self.lead.owner, self.lead.tags.get().pk), (self.qualified, self.ben, tag))

    def test_every_verb_on_many_works_on_companies_and_people(self):
        companies = [create_company(by=self.ann, name=name).pk for name in ("Acme", "Roux")]
        people = [create_person(by=self.ann, last_name=name).pk for name in ("Acme", "Roux")]
        tag = Tag.objects.first().pk
        for path, ids in (("companies", companies), ("people", people)):
            for verb, said in {
                "assign": {"owner": self.ben.pk},
                "tag": {"add": [tag]},
                "edit": {"to": {"city": "Lyon", "country": "FR"}},
                "archive": {},
                "unarchive": {},
                "trash": {},
                "untrash": {},
            }.items():
                with self.subTest(path=path, verb=verb):
                    url = f"/{path}/bulk/{verb}"
                    tried = self.ask("post", f"{url}?dry_run=true", {"ids": ids} | said, as_=self.maya)
                    self.assertEqual(tried["done"], ids)
                    answer = self.ask("post", url, {"ids": ids} | said, as_=self.maya)
                    self.assertEqual((answer["done"], answer["skipped"]), (ids, []))
            told = self.ask("get", f"/{path}/{ids[0]}")
            self.assertEqual((told["owner"], told["tags"], told["city"]), (self.ben.pk, [tag], "Lyon"))
            self.assertEqual(self.ask("post", f"/{path}/bulk/trash", {"ids": ids})["done"], [])
            answer = self.ask("post", f"/{path}/bulk/trash", {"filter": CITY}, as_=self.maya)
            self.assertEqual(answer["done"], ids)
            self.ask("post", f"/acts/{answer['change_set']}/undo", as_=self.maya)

    def test_of_many_only_simple_fields_are_changed(self):
        for path, pk, said in (
            ("leads", self.lead.pk, {"email": "a@roux.example"}),
            ("leads", self.lead.pk, {}),
            ("companies", create_company(by=self.ann, name="Roux").pk, {"name": "Acme"}),
        ):
            problem = self.ask("post", f"/{path}/bulk/edit", {"ids": [pk], "to": said}, status=409)
            self.assertEqual(problem["errors"][0]["field"], "values")

    def test_every_verb_on_many_works_on_activities(self):
        said = {"noun": "lead", "ids": [self.lead.pk, self.bens.pk, 999_999], "type": ActivityType.objects.first().pk}
        planned = self.ask("post", "/activities/bulk/plan", said, as_=self.maya)
        ids = planned["done"]
        self.assertEqual((len(ids), planned["hidden"]), (2, 1))
        for verb, said in {
            "snooze": {"until": "2099-05-31"},
            "reassign": {"assignee": self.maya.pk},
            "edit": {"to": {"summary": "Ask again"}},
            "done": {},
        }.items():
            with self.subTest(verb):
                answer = self.ask("post", f"/activities/bulk/{verb}", {"ids": ids} | said, as_=self.maya)
                self.assertEqual((answer["done"], answer["skipped"]), (ids, []))
        told = self.ask("get", f"/activities/{ids[0]}", as_=self.maya)
        self.assertEqual((told["summary"], told["state"], told["due_on"]), ("Ask again", "done", "2099-05-31"))
        left = self.ask("post", "/activities/bulk/cancel", {"ids": ids, "reason": "late"}, as_=self.maya)
        self.assertEqual((left["done"], len(left["skipped"])), ([], 2))
        self.ask("post", "/activities/bulk/plan", {"noun": "stage", "ids": [1], "type": 1}, status=409)


class ConditionsTest(ApiTestCase, PipelineTestCase):
    def found(self, path, filter, **how):
        return [row["id"] for row in self.ask("get", f"{path}?filter={quote(json.dumps(filter))}", **how)["items"]]

    def test_lists_take_conditions(self):
        edit(self.zoes, by=self.zoe, city="Lyon")
        company = create_company(by=self.ann, name="Verdier", city="Lyon")
        self.assertEqual(self.found("/leads", CITY, as_=self.maya), [self.zoes.pk])
        self.assertEqual(self.found("/leads", CITY), [])
        self.assertEqual(self.found("/companies", CITY), [company.pk])
        for path in ("/people", "/activities"):
            self.ask("get", f"{path}?filter=[", status=409)
        problem = self.ask("get", f"/leads?filter={quote(json.dumps({'f': 'xyz', 'op': 'is', 'v': 1}))}", status=409)
        self.assertIn("xyz", problem["title"])

    def test_lists_are_sorted_by_what_is_declared(self):
        for sort, first in (("title", "Forklifts"), ("-title", "Sensors"), ("-id", "Sensors"), ("owner", "Forklifts")):
            with self.subTest(sort):
                page = self.ask("get", f"/leads?sort={sort}&limit=1", as_=self.maya)
                self.assertEqual(page["items"][0]["title"], first)
                rest = self.ask("get", f"/leads?sort={sort}&cursor={page['next']}", as_=self.maya)["items"]
                self.assertEqual(len(rest), Lead.objects.count() - 1)
        self.assertEqual(self.ask("get", "/leads?sort=rank", status=409)["errors"][0]["field"], "sort")

    def test_a_misspelled_question_is_told(self):
        problem = self.ask("get", "/leads?owne=3", status=422)
        self.assertEqual(problem["errors"][0]["field"], "owne")


class FeedTest(ApiTestCase, PipelineTestCase):
    def setUp(self) -> None:
        super().setUp()
        self.begin = Event.objects.newest()

    def feed(self, query="", **how):
        return self.ask("get", f"/events?after={self.begin}{query}", **how)

    def names(self, **how):
        return [event["name"] for event in self.feed(**how)["items"]]

    def test_one_hears_what_happened_to_what_one_sees(self):
        mark_won(self.lead, by=self.ann)
        mark_won(self.zoes, by=self.zoe)
        self.assertEqual(self.names(query="&noun=lead"), ["lead.won"])
        self.assertEqual(self.names(query="&noun=lead", as_=self.maya), ["lead.won", "lead.won"])
        self.assertEqual(self.names(query="&noun=lead", as_=self.otto), [])

    def test_whoever_loses_sight_of_a_record_still_hears_of_that(self):
        assign(self.lead, by=self.ann, owner=self.zoe)
        self.assertEqual(self.names(query="&noun=lead"), ["lead.assigned"])

    def test_the_feed_goes_on_from_its_last_number(self):
        for city in ("Lyon", "Paris", "Nice"):
            edit(self.lead, by=self.ann, city=city)
        first = self.feed("&noun=lead&limit=2")
        self.assertEqual((len(first["items"]), first["more"]), (2, True))
        rest = self.ask("get", f"/events?after={first['last']}&noun=lead")
        self.assertEqual(rest["items"][0]["changes"], {"city": {"before": "Paris", "after": "Nice"}})
        self.assertEqual(self.ask("get", f"/events?after={rest['last']}&noun=lead")["items"], [])

    def test_a_key_that_reads_records_hears_with_whom_they_are_shared(self):
        share(self.lead, by=self.ann, user=self.zoe)
        for scopes, heard in ((["read"], True), (["leads:read"], True), (["companies:read"], False)):
            with self.subTest(scopes):
                for user in (self.ann, self.zoe):
                    _key, token = make_key(user, by=self.root, name="Feed", scopes=scopes)
                    items = self.ask("get", f"/events?after={self.begin}&noun=share", token=token)["items"]
                    self.assertEqual([event["name"] for event in items], ["share.created"] if heard else [])

    def test_a_key_hears_of_what_it_reads(self):
        mark_won(self.lead, by=self.ann)
        _key, token = make_key(self.ann, by=self.ann, name="Narrow", scopes=["companies:read"])
        self.assertEqual(self.ask("get", f"/events?after={self.begin}", token=token)["items"], [])
