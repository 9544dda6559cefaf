from datetime import timedelta

from piste.activities.models import Activity
from piste.api.tests.cast import ApiTestCase
from piste.contacts.models import Company, Tag
from piste.contacts.verbs.creating import create_company
from piste.contacts.verbs.storing import archive
from piste.history.models import ChangeSet
from piste.kernel.clock import today
from piste.pipeline.models import Lead, LossReason, Stage
from piste.pipeline.tests.cast import PipelineTestCase
from piste.pipeline.verbs.closing import mark_lost, mark_won
from piste.pipeline.verbs.creating import create
from piste.pipeline.verbs.editing import edit


class LeadsApiTest(ApiTestCase, PipelineTestCase):
    def url(self, verb="", lead=None):
        return f"/leads/{(lead or self.lead).pk}" + (f"/{verb}" if verb else "")

    def titles(self, query="", **kwargs):
        return [row["title"] for row in self.ask("get", f"/leads{query}", **kwargs)["items"]]

    def test_one_sees_what_one_sees_on_the_pages(self):
        self.assertEqual(self.titles(), ["Forklifts"])
        self.assertEqual(self.titles(as_=self.maya), ["Forklifts", "Scanners", "Sensors"])
        self.assertEqual(self.titles(as_=self.otto), [])
        self.ask("get", self.url(), as_=self.zoe, status=404)

    def test_a_record_reads_as_it_is(self):
        tag = Tag.objects.first()
        edit(self.lead, by=self.ann, tags=[tag], email="a@one.example, b@two.example")
        row = self.ask("get", self.url())
        self.assertEqual((row["reference"], row["stage"], row["owner"]), (f"L-{row['id']}", self.new.pk, self.ann.pk))
        self.assertEqual((row["expected_revenue"], row["probability"]), ("1000.00", "10.00"))
        self.assertEqual((row["tags"], row["extra_emails"]), ([tag.pk], ["b@two.example"]))
        self.assertNotIn("search_text", row)

    def test_lists_are_narrowed_ordered_and_paged(self):
        create(by=self.ann, title="Only a lead", kind=Lead.Kind.LEAD)
        mark_lost(self.bens, by=self.ben, reason=self.price)
        mark_won(self.zoes, by=self.zoe)
        for query, titles in {
            "?kind=lead": ["Only a lead"],
            "?outcome=lost": ["Scanners"],
            f"?lost_reason={self.price.pk}": ["Scanners"],
            f"?stage={self.won.pk}": ["Sensors"],
            f"?owner={self.ann.pk}": ["Forklifts"],
            "?unassigned=true": ["Only a lead"],
            f"?team={self.south.pk}": ["Sensors"],
            "?q=fork": ["Forklifts"],
            "?sort=-expected_revenue&limit=2": ["Forklifts", "Scanners"],
            "?archived=true": [],
        }.items():
            with self.subTest(query):
                self.assertEqual(self.titles(query, as_=self.maya), titles)
        first = self.ask("get", "/leads?limit=3", as_=self.maya)
        self.assertEqual(len(self.ask("get", f"/leads?limit=3&cursor={first['next']}", as_=self.maya)["items"]), 1)
        self.ask("get", "/leads?outcome=nonsense", status=422)
        self.ask("get", "/leads?cursor=nonsense", status=409)

    def test_lists_cost_the_same_number_of_statements_however_long(self):
        few = self.queries("/leads")
        for place in range(20):
            create(by=self.ann, owner=self.ann, title=f"Number {place}", tags=Tag.objects.all()[:2])
        self.assertEqual(self.queries("/leads"), few)

    def test_a_record_is_created_with_normal_forms_and_defaults(self):
        company = Company.objects.create(name="Verdier")
        said = {"company": company.pk, "email": "C@Verdier.example", "phone": "04 72 00 18 42", "owner": self.ann.pk}
        made = self.ask("post", "/leads", said, status=201)
        self.assertEqual(
            (made["title"], made["team"], made["stage"]), ("Opportunity of Verdier", self.north.pk, self.new.pk)
        )
        self.assertEqual((made["email"], made["phone"]), ("c@verdier.example", "+33472001842"))
        self.assertEqual(ChangeSet.objects.latest("id").via, "api")

    def test_what_is_wrong_is_named(self):
        for said, status, field in (
            ({}, 409, "title"),
            ({"title": "X", "probability": 101}, 422, "probability"),
            ({"title": "X", "expected_closing": "1800-01-01"}, 409, "expected_closing"),
            ({"title": "X", "owner": 999_999}, 409, "owner"),
            ({"title": "X", "priority": 4}, 422, "priority"),
        ):
            with self.subTest(said=said):
                problem = self.ask("post", "/leads", said, status=status)
                self.assertEqual(problem["errors"][0]["field"], field)
        self.ask("post", "/leads", {"title": "X"}, as_=self.olga, status=403)

    def test_a_change_names_the_version_that_was_seen(self):
        edit(self.lead, by=self.maya, city="Lyon")
        self.ask("patch", self.url(), {"city": "Paris", "version": 1}, status=409)
        self.ask("patch", self.url(), {"city": "Paris"}, headers={"If-Match": '"1"'}, status=409)
        row = self.ask("patch", self.url(), {"postcode": "69001", "probability": 40}, headers={"If-Match": '"1"'})
        self.assertEqual((row["city"], row["postcode"], row["probability_mode"]), ("Lyon", "69001", "manual"))
        self.assertEqual(self.ask("patch", self.url(), {"probability": None})["probability_mode"], "automatic")

    def test_who_only_reads_is_told_whose_it_is(self):
        for verb in ("won", "lost", "restore", "archive", "unarchive"):
            problem = self.ask("post", self.url(verb), as_=self.olga, status=403)
            self.assertEqual(problem["title"], "You can read this record, but not change it. Owner: Ann.")
            self.ask("post", self.url(verb), as_=self.zoe, status=404)

    def test_won_and_lost_and_back(self):
        row = self.ask("post", self.url("won"), {"expected_closing": "2027-01-31"})
        self.assertEqual((row["outcome"], row["expected_closing"], row["stage"]), ("won", "2027-01-31", self.won.pk))
        self.assertEqual(self.ask("post", self.url("won"), status=409)["title"], "This record is already won.")
        day = today(self.ann) + timedelta(days=30)
        said = {"reason": self.price.pk, "note": "Budget", "again_on": day.isoformat()}
        row = self.ask("post", self.url("lost"), said)
        self.assertEqual((row["outcome"], row["lost_reason"], row["stage"]), ("lost", self.price.pk, self.new.pk))
        self.assertEqual(Activity.objects.open().get().due_on, day)
        self.assertEqual(self.ask("post", self.url("restore"))["outcome"], "open")
        self.ask("post", self.url("lost"), {"reason": 999_999}, status=409)

    def test_move_archive_assign(self):
        self.assertEqual(self.ask("post", self.url("move"), {"stage": self.qualified.pk})["stage"], self.qualified.pk)
        self.ask("post", self.url("move"), {"stage": 999_999}, status=409)
        self.assertTrue(self.ask("post", self.url("archive"))["archived"])
        self.ask("post", self.url("archive"), status=409)
        self.assertFalse(self.ask("post", self.url("unarchive"))["archived"])
        self.assertEqual(self.ask("post", self.url("assign"), {"owner": self.ben.pk})["owner"], self.ben.pk)
        self.ask("post", self.url("assign"), {"owner": self.olga.pk}, as_=self.maya, status=409)

    def test_undo_takes_back_the_newest_act_or_the_named_one(self):
        edit(self.lead, by=self.ann, city="Lyon")
        first = self.lead.last_event.change_set_id
        edit(self.lead, by=self.ann, postcode="69001")
        self.assertEqual(self.ask("post", self.url("undo"))["postcode"], "")
        self.assertEqual(self.ask("post", self.url("undo"), {"change_set": first})["city"], "")
        self.ask("post", self.url("undo"), {"change_set": first}, status=409)
        self.ask("post", self.url("undo"), as_=self.zoe, status=404)
        self.ask("post", self.url("undo"), {"change_set": 999_999}, status=404)

    def test_what_was_given_away_can_be_taken_back(self):
        self.ask("post", self.url("assign"), {"owner": self.zoe.pk})
        self.ask("get", self.url(), status=404)
        self.assertEqual(self.ask("post", self.url("undo"))["owner"], self.ann.pk)

    def test_only_managers_delete(self):
        self.ask("delete", self.url(), status=404)
        self.ask("delete", self.url(), as_=self.maya)
        self.ask("get", self.url(), as_=self.maya, status=404)


class PipelineConfigApiTest(ApiTestCase, PipelineTestCase):
    def test_stages_are_read_by_all_in_their_order(self):
        rows = self.ask("get", "/stages")["items"]
        self.assertEqual([row["name"] for row in rows], ["New", "Qualified", "Proposition", "Won"])
        self.assertEqual(self.ask("get", f"/stages/{self.won.pk}")["is_won"], True)

    def test_managers_make_change_and_delete_stages(self):
        said = {"name_en": "Pilot", "teams": [self.north.pk], "required_fields": ["email"], "default_probability": 70}
        self.ask("post", "/stages", said, status=403)
        made = self.ask("post", "/stages", said, as_=self.maya, status=201)
        self.assertEqual((made["teams"], made["required_fields"]), ([self.north.pk], ["email"]))
        self.ask("patch", f"/stages/{made['id']}", {"name_en": "Trial"}, status=404)
        self.assertEqual(self.ask("patch", f"/stages/{made['id']}", {"folded": True}, as_=self.maya)["name"], "Pilot")
        self.ask("delete", f"/stages/{self.won.pk}", as_=self.maya, status=409)
        self.ask("delete", f"/stages/{self.new.pk}?target={self.qualified.pk}", as_=self.maya)
        self.assertFalse(Stage.objects.visible_to(self.maya).filter(pk=self.new.pk).exists())
        self.ask("post", "/stages", {"name_en": "X", "required_fields": ["outcome"]}, as_=self.maya, status=422)

    def test_managers_keep_the_reasons(self):
        self.ask("post", "/loss-reasons", {"name_en": "Season"}, status=403)
        made = self.ask("post", "/loss-reasons", {"name_en": "Season"}, as_=self.maya, status=201)
        url = f"/loss-reasons/{made['id']}"
        self.assertEqual(self.ask("patch", url, {"name_fr": "Saison"}, as_=self.maya)["name_en"], "Season")
        self.assertTrue(self.ask("post", f"{url}/archive", as_=self.maya)["archived"])
        self.assertNotIn("Season", [row["name"] for row in self.ask("get", "/loss-reasons")["items"]])
        self.ask("post", f"{url}/unarchive", as_=self.maya)
        mark_lost(self.lead, by=self.ann, reason=LossReason.objects.get(pk=made["id"]))
        self.ask("delete", url, as_=self.maya, status=409)
        self.ask("post", f"{url}/merge", {"into": self.price.pk}, as_=self.maya)
        self.assertEqual(self.ask("get", f"/leads/{self.lead.pk}")["lost_reason"], self.price.pk)


class VersionsTest(ApiTestCase, PipelineTestCase):
    """Verbs, as edits, change nothing that somebody changed since it was read (00.22)."""

    def test_a_verb_refuses_what_was_changed_meanwhile_and_lets_other_fields_be(self):
        seen = {"If-Match": f'"{self.lead.version}"'}
        edit(self.lead, by=self.maya, city="Lyon")
        url = f"/leads/{self.lead.pk}"
        moved = self.ask("post", f"{url}/move", {"stage": self.qualified.pk}, headers=seen)
        self.assertEqual(moved["stage"], self.qualified.pk)
        problem = self.ask("post", f"{url}/move", {"stage": self.new.pk}, headers=seen, status=409)
        self.assertEqual(problem["errors"][0]["field"], "stage")
        self.ask("post", f"{url}/won", headers=seen, status=409)
        self.ask("post", f"{url}/won", headers={"If-Match": f'"{moved["version"]}"'})
        self.ask("post", f"{url}/won", headers={"If-Match": "yesterday"}, status=422)

    def test_a_verb_that_changes_a_row_twice_is_not_in_its_own_way(self):
        url, seen = f"/leads/{self.lead.pk}", {"If-Match": f'"{self.lead.version}"'}
        self.ask("post", f"{url}/lost", {"reason": self.price.pk, "again_on": "2099-05-31"}, headers=seen)
        version = self.ask("get", url)["version"]
        self.ask("post", f"{url}/restore", headers={"If-Match": f'"{version}"'})

    def test_other_nouns_and_deleting_too(self):
        company = create_company(by=self.ann, name="Verdier")
        url, seen = f"/companies/{company.pk}", {"If-Match": '"1"'}
        archive(company, by=self.ben)
        self.ask("post", f"{url}/unarchive", headers=seen, status=409)
        self.ask("delete", url, headers=seen, as_=self.maya)
