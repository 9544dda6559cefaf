from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from piste.history.models import ChangeSet
from piste.history.undo import undo
from piste.pipeline.models import Lead, LossReason, Stage
from piste.pipeline.tests.doors import DoorTestCase
from piste.pipeline.verbs.closing import mark_lost

STAGE = {"default_probability": "10", "rotting_days": "0"}


class StageDoorsTest(DoorTestCase):
    def setUp(self):
        super().setUp()
        self.client.force_login(self.maya)

    def names(self):
        return [stage.name for stage in Stage.objects.visible_to(self.maya)]

    def test_only_managers_find_these_pages(self):
        for user in (self.ann, self.olga, self.otto):
            for route, args in (
                ("stages", []),
                ("new_stage", []),
                ("stage", [self.new.pk]),
                ("trash_stage", [self.new.pk]),
            ):
                self.assertEqual(self.get(f"pipeline:{route}", *args, as_user=user).status_code, 404)
            self.assertEqual(self.post("pipeline:move_stage", self.new.pk, place=1).status_code, 404)

    def test_the_last_won_stage_is_refused_before_anything_is_asked(self):
        response = self.get("pipeline:trash_stage", self.won.pk)
        self.assertEqual(response.status_code, 409)
        self.assertEqual(self.said(response), "Piste needs one shared stage of this kind.")

    def test_what_was_deleted_comes_back_by_z(self):
        spare, reason = Stage.objects.create(name_en="Spare"), LossReason.objects.create(name_en="Moon")
        for route, row in (("trash_stage", spare), ("trash_reason", reason)):
            self.post(f"pipeline:{route}", row.pk)
            row.refresh_from_db()
            self.assertIsNotNone(row.deleted_at)
            self.assertEqual(self.post("history:undo_last").status_code, 200)
            row.refresh_from_db()
            self.assertIsNone(row.deleted_at)

    def test_who_does_not_manage_any_more_brings_nothing_back(self):
        spare = Stage.objects.create(name_en="Spare")
        self.post("pipeline:trash_stage", spare.pk)
        type(self.maya).objects.filter(pk=self.maya.pk).update(role=self.ann.role)
        self.assertEqual(self.post("history:undo", ChangeSet.objects.latest("id").pk).status_code, 404)

    def test_the_list_shows_the_stages_in_their_order(self):
        response = self.client.get(reverse("pipeline:stages"))
        places = [response.content.index(f">{name}</a>".encode()) for name in self.names()]
        self.assertEqual(places, sorted(places))

    def test_a_stage_is_made_with_all_that_it_knows(self):
        response = self.post(
            "pipeline:new_stage",
            name_en="Pilot",
            name_fr="Pilote",
            default_probability="45",
            rotting_days="7",
            folded="on",
            requirements="A signed pilot",
            required_fields=["email", "expected_closing"],
            teams=[self.north.pk],
        )
        self.assertEqual(response["HX-Redirect"], reverse("pipeline:stages"))
        stage = Stage.objects.get(name_en="Pilot")
        self.assertEqual((stage.name_fr, stage.default_probability, stage.rotting_days), ("Pilote", 45, 7))
        self.assertEqual(
            (stage.required_fields, list(stage.teams.all())), (["email", "expected_closing"], [self.north])
        )

    def test_wrong_values_stay_beside_their_field(self):
        for wrong in ({"name_en": ""}, {"default_probability": "101"}, {"required_fields": ["outcome"]}):
            with self.subTest(wrong):
                response = self.post("pipeline:new_stage", **{"name_en": "Pilot", **STAGE, **wrong})
                self.assertContains(response, "field__error", status_code=422)
        self.assertEqual(len(self.names()), 4)

    def test_the_won_flag_names_the_records_that_follow_and_asks_for_a_tick(self):
        said = {"name_en": "New", "is_won": "on", **STAGE}
        response = self.post("pipeline:stage", self.new.pk, **said)
        self.assertContains(response, "Mark its 3 open records as won", status_code=422)
        self.assertEqual(Lead.objects.filter(outcome="won").count(), 0)
        self.assertEqual(self.post("pipeline:stage", self.new.pk, agreed="on", **said).status_code, 200)
        self.assertEqual(Lead.objects.filter(outcome="won").count(), 3)
        response = self.post("pipeline:stage", self.new.pk, name_en="New", **STAGE)
        self.assertContains(response, "Open its 3 won records again", status_code=422)
        undo(ChangeSet.objects.latest("id"), by=self.maya)
        self.assertEqual(Lead.objects.filter(outcome="open").count(), 3)

    def test_the_flag_of_an_empty_stage_asks_nothing(self):
        self.post("pipeline:stage", self.proposition.pk, name_en="Signed", is_won="on", **STAGE)
        self.assertTrue(Stage.objects.get(pk=self.proposition.pk).is_won)

    def test_the_last_shared_won_stage_stays(self):
        response = self.post("pipeline:stage", self.won.pk, name_en="Won", **STAGE)
        self.assertEqual(
            (response.status_code, self.said(response)), (409, "Piste needs one shared stage of this kind.")
        )
        self.assertEqual(self.post("pipeline:trash_stage", self.won.pk).status_code, 409)

    def test_rows_are_moved_to_a_place(self):
        response = self.post("pipeline:move_stage", self.proposition.pk, place="0")
        self.assertEqual((response.status_code, self.said(response)), (200, "The order is changed"))
        self.assertEqual(self.names(), ["Proposition", "New", "Qualified", "Won"])
        undo(ChangeSet.objects.latest("id"), by=self.maya)
        self.assertEqual(self.names(), ["New", "Qualified", "Proposition", "Won"])
        self.assertEqual(self.post("pipeline:move_stage", self.new.pk, place="first").status_code, 422)

    def test_a_stage_is_deleted_with_a_target_for_its_records(self):
        self.assertContains(self.get("pipeline:trash_stage", self.new.pk), "3 records stand here")
        self.assertEqual(self.post("pipeline:trash_stage", self.new.pk).status_code, 422)
        self.assertEqual(self.post("pipeline:trash_stage", self.new.pk, target=self.won.pk).status_code, 422)
        self.post("pipeline:trash_stage", self.new.pk, target=self.qualified.pk)
        self.assertEqual((Lead.objects.filter(stage=self.qualified).count(), "New" in self.names()), (3, False))

    def test_an_empty_stage_is_deleted_at_once(self):
        self.assertContains(self.get("pipeline:trash_stage", self.proposition.pk), "No record stands here.")
        self.post("pipeline:trash_stage", self.proposition.pk)
        self.assertNotIn("Proposition", self.names())

    def test_the_number_of_stages_does_not_change_the_number_of_statements(self):
        counts = []
        for _ in range(2):
            with CaptureQueriesContext(connection) as queries:
                self.client.get(reverse("pipeline:stages"))
            counts.append(len(queries))
            for place in range(5):
                Stage.objects.create(name_en=f"Stage {place}").teams.set([self.north, self.south])
        self.assertEqual(counts[0], counts[1])


class ReasonDoorsTest(DoorTestCase):
    def setUp(self):
        super().setUp()
        self.client.force_login(self.maya)
        self.answer = LossReason.objects.get(name_en="No answer")

    def test_a_name_that_is_there_makes_no_second_reason(self):
        count = LossReason.objects.count()
        self.client.post(reverse("pipeline:new_reason"), {"name_en": " too EXPENSIVE "})
        self.assertContains(self.client.get(reverse("pipeline:reasons")), "Too expensive is there already")
        self.assertEqual(LossReason.objects.count(), count)

    def test_only_managers_find_these_pages(self):
        for user in (self.ann, self.olga):
            self.assertEqual(self.get("pipeline:reasons", as_user=user).status_code, 404)
            for route in ("reason", "archive_reason", "unarchive_reason", "merge_reason", "trash_reason"):
                self.assertEqual(self.post(f"pipeline:{route}", self.price.pk).status_code, 404)

    def test_the_list_counts_lost_records_and_leads_to_them(self):
        mark_lost(self.lead, by=self.ann, reason=self.price)
        mark_lost(self.bens, by=self.ben, reason=self.price)
        response = self.client.get(reverse("pipeline:reasons"))
        address = f"{reverse('pipeline:leads')}?scope=all&amp;show=lost&amp;reason={self.price.pk}"
        self.assertContains(response, f'<a href="{address}">2</a>', html=False)
        listed = self.client.get(address.replace("&amp;", "&"))
        self.assertContains(listed, "Forklifts")
        self.assertContains(listed, "Scanners")

    def test_a_reason_is_made_renamed_archived_and_offered_again(self):
        self.post("pipeline:new_reason", name_en="Season", name_fr="Saison")
        reason = LossReason.objects.get(name_en="Season")
        self.post("pipeline:reason", reason.pk, name_en="Wrong season", name_fr="Saison")
        self.post("pipeline:archive_reason", reason.pk)
        self.assertContains(self.client.get(reverse("pipeline:reasons"), {"show": "archived"}), "Wrong season")
        self.post("pipeline:unarchive_reason", reason.pk)
        self.assertIn(reason, LossReason.objects.offered())

    def test_wrong_names_stay_beside_their_field(self):
        self.assertEqual(self.post("pipeline:new_reason", name_en=" ").status_code, 422)
        response = self.post("pipeline:reason", self.price.pk, name_en="no answer", name_fr="")
        self.assertContains(response, "Merge the two.", status_code=422)

    def test_a_reason_in_use_is_merged_and_not_deleted(self):
        mark_lost(self.lead, by=self.ann, reason=self.price)
        response = self.post("pipeline:trash_reason", self.price.pk)
        self.assertEqual(self.said(response), "1 record uses it. Archive it or merge it.")
        self.assertEqual(self.post("pipeline:merge_reason", self.price.pk, into=self.price.pk).status_code, 422)
        self.post("pipeline:merge_reason", self.price.pk, into=self.answer.pk)
        self.lead.refresh_from_db()
        self.assertEqual(self.lead.lost_reason, self.answer)
        self.assertEqual(
            self.post("pipeline:trash_reason", LossReason.objects.get(name_en="Not enough stock").pk).status_code, 200
        )
