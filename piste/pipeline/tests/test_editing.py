from datetime import date
from decimal import Decimal

from django.db import connection
from django.test.utils import CaptureQueriesContext

from piste.contacts.models import Company, Tag
from piste.history.models import Event
from piste.history.undo import undo
from piste.kernel.refusals import Refused
from piste.pipeline import totals
from piste.pipeline.models import Lead, Stage
from piste.pipeline.tests.cast import PipelineTestCase
from piste.pipeline.verbs.closing import mark_won
from piste.pipeline.verbs.creating import create
from piste.pipeline.verbs.editing import edit, edit_many, tag_many


class EditingTest(PipelineTestCase):
    def tearDown(self):
        self.assertEqual(totals.differences(), {})

    def test_an_edit_tells_what_was_and_what_is(self):
        edit(self.lead, by=self.ann, expected_revenue=Decimal(2000), city="Lyon")
        event = Event.objects.get(name="lead.edited")
        self.assertEqual(event.changes, {"expected_revenue": ["1000.00", "2000.00"], "city": ["", "Lyon"]})
        self.lead.refresh_from_db()
        self.assertEqual(self.lead.weighted_revenue, 200)

    def test_the_same_value_is_no_edit(self):
        edit(self.lead, by=self.ann, title=" Forklifts ")
        self.assertFalse(Event.objects.filter(name="lead.edited").exists())

    def test_a_title_is_never_empty(self):
        with self.assertRaisesMessage(Refused, "needs a title"):
            edit(self.lead, by=self.ann, title="  ")

    def test_a_field_that_somebody_changed_meanwhile_is_refused_and_others_are_saved(self):
        seen = self.lead.version
        edit(self.lead, by=self.maya, city="Lyon")
        with self.assertRaisesMessage(Refused, "Maya changed “city” meanwhile.") as refused:
            edit(self.lead, by=self.ann, seen=seen, city="Paris")
        self.assertEqual(refused.exception.field, "city")
        edit(self.lead, by=self.ann, seen=seen, postcode="69001")
        self.lead.refresh_from_db()
        self.assertEqual((self.lead.city, self.lead.postcode), ("Lyon", "69001"))

    def test_more_addresses_join_those_that_are_known(self):
        edit(self.lead, by=self.ann, email="a@one.example, b@two.example")
        edit(self.lead, by=self.ann, email="c@three.example, a@one.example")
        self.assertEqual(self.lead.email, "c@three.example")
        self.assertEqual(self.lead.extra_emails, ["b@two.example", "a@one.example"])

    def test_the_country_of_the_record_reads_a_number_typed_later(self):
        edit(self.lead, by=self.ann, country="GB")
        edit(self.lead, by=self.ann, phone="020 7946 0018")
        self.assertEqual(self.lead.phone, "+442079460018")

    def test_a_typed_chance_is_manual_until_it_is_made_automatic_again(self):
        edit(self.lead, by=self.ann, probability=Decimal(70))
        self.assertEqual((self.lead.probability, self.lead.probability_mode), (70, "manual"))
        edit(self.lead, by=self.ann, probability=None)
        self.assertEqual((self.lead.probability, self.lead.probability_mode), (10, "automatic"))

    def test_the_chance_of_a_closed_record_is_fixed(self):
        mark_won(self.lead, by=self.ann)
        with self.assertRaisesMessage(Refused, "fixed"):
            edit(self.lead, by=self.ann, probability=Decimal(70))

    def test_values_out_of_bounds_are_refused_beside_their_field(self):
        for field, value in {"probability": Decimal("-1"), "expected_closing": date(2201, 1, 1)}.items():
            with self.subTest(field), self.assertRaises(Refused) as refused:
                edit(self.lead, by=self.ann, **{field: value})
            self.assertEqual(refused.exception.field, field)

    def test_a_new_owner_is_asked_for_and_brings_his_team(self):
        edit(self.lead, by=self.ann, owner=self.zoe)
        self.assertEqual(self.lead.team, self.south)
        with self.assertRaisesMessage(Refused, "cannot own records"):
            edit(self.lead, by=self.ann, owner=self.olga)

    def test_a_new_team_brings_a_stage_of_its_own(self):
        stage = Stage.objects.create(name_en="Northern", sequence=15)
        stage.teams.set([self.north])
        Lead.objects.filter(pk=self.lead.pk).update(stage=stage)
        totals.rebuild()
        edit(self.lead, by=self.ann, team=self.south)
        self.assertEqual((self.lead.team, self.lead.stage, self.lead.owner), (self.south, self.new, self.ann))

    def test_an_owner_and_no_team_means_no_team(self):
        edit(self.lead, by=self.ann, owner=self.zoe, team=None)
        self.assertEqual((self.lead.owner, self.lead.team), (self.zoe, None))

    def test_a_record_is_found_by_what_was_edited_last(self):
        edit(self.lead, by=self.ann, company=Company.objects.create(name="Maison Verdier"))
        self.assertEqual(list(Lead.objects.matching("verdier")), [self.lead])
        edit(self.lead, by=self.ann, company=None, title="Pallet trucks")
        self.assertEqual(list(Lead.objects.matching("verdier")), [])
        self.assertEqual(list(Lead.objects.matching("pallet")), [self.lead])

    def test_tags_are_edited_and_undone(self):
        first, second = Tag.objects.all()[:2]
        edit(self.lead, by=self.ann, tags=[first, second])
        undo(self.lead.last_event.change_set, by=self.ann)
        self.assertEqual(self.lead.tags.count(), 0)

    def test_many_are_tagged_in_a_fixed_number_of_statements(self):
        first, second = Tag.objects.all()[:2]
        edit(self.lead, by=self.ann, tags=[second])
        with CaptureQueriesContext(connection) as few:
            tag_many(Lead.objects.filter(pk=self.lead.pk), by=self.maya, add=[first], remove=[second])
        for place in range(5):
            create(by=self.ann, owner=self.ann, title=f"Number {place}")
        with self.assertNumQueries(len(few)):
            result = tag_many(Lead.objects.all(), by=self.maya, add=[first], remove=[second])
        self.assertEqual(Lead.objects.filter(tags=first).count(), 8)
        undo(result.change_set, by=self.maya)
        self.assertEqual(list(Lead.objects.filter(tags=first)), [self.lead])

    def test_many_take_the_same_value(self):
        result = edit_many(Lead.objects.all(), by=self.maya, priority=2)
        self.assertEqual(Lead.objects.filter(priority=2).count(), 3)
        self.assertEqual(len({lead.last_event.change_set_id for lead in result.done}), 1)
