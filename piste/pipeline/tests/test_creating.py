from datetime import date
from decimal import Decimal

from piste.contacts.models import Company, Tag
from piste.history.models import Event
from piste.history.undo import undo
from piste.kernel.refusals import Refused
from piste.pipeline import totals
from piste.pipeline.models import Lead, Stage
from piste.pipeline.tests.cast import PipelineTestCase
from piste.pipeline.verbs.creating import create


class CreatingTest(PipelineTestCase):
    def tearDown(self):
        self.assertEqual(totals.differences(), {})

    def test_a_record_begins_in_the_first_stage_with_its_chance_and_the_team_of_its_owner(self):
        lead = create(by=self.ann, owner=self.ann, title="Shelves", expected_revenue=Decimal(500))
        lead.refresh_from_db()
        self.assertEqual((lead.stage, lead.probability, lead.team), (self.new, 10, self.north))
        self.assertEqual((lead.weighted_revenue, lead.created_by), (50, self.ann))
        self.assertEqual(lead.assigned_at, lead.created_at)
        self.assertEqual(Event.objects.filter(name="lead.created", row_id=lead.pk).count(), 1)

    def test_the_first_stage_is_neither_folded_nor_won(self):
        Stage.objects.filter(pk=self.new.pk).update(folded=True)
        self.assertEqual(create(by=self.ann, title="Shelves").stage, self.qualified)
        Stage.objects.filter(is_won=False).update(folded=True)
        self.assertEqual(create(by=self.ann, title="Shelves").stage, self.new)

    def test_a_customer_is_enough_for_a_title(self):
        self.assertEqual(create(by=self.ann, company_name="Verdier").title, "Opportunity of Verdier")
        company = Company.objects.create(name="Maison")
        self.assertEqual(create(by=self.ann, company=company).title, "Opportunity of Maison")
        with self.assertRaisesMessage(Refused, "Give it a title or a customer."):
            create(by=self.ann, title="   ")

    def test_a_long_customer_name_makes_a_title_that_fits(self):
        self.assertEqual(len(create(by=self.ann, company_name="x" * 200).title), 200)

    def test_addresses_are_kept_in_normal_form(self):
        lead = create(
            by=self.ann,
            title="Shelves",
            email="Claire Verdier <C.Verdier@Maison.example>; office@maison.example",
            phone="04 72 00 18 42",
            mobile="+44 20 7946 0018",
            website="maison.example",
        )
        self.assertEqual((lead.email, lead.extra_emails), ("c.verdier@maison.example", ["office@maison.example"]))
        self.assertEqual((lead.phone, lead.mobile), ("+33472001842", "+442079460018"))
        self.assertEqual(lead.website, "https://maison.example")

    def test_the_country_of_the_record_reads_its_numbers(self):
        self.assertEqual(create(by=self.ann, title="A", phone="020 7946 0018", country="GB").phone, "+442079460018")

    def test_a_number_that_is_none_stays_as_typed(self):
        self.assertEqual(create(by=self.ann, title="A", phone="ask reception").phone, "ask reception")

    def test_money_is_rounded_half_up_to_the_places_of_the_currency(self):
        self.assertEqual(
            create(by=self.ann, title="A", expected_revenue=Decimal("10.5")).expected_revenue, Decimal("10.50")
        )
        self.site.currency = "JPY"
        self.site.save()
        self.assertEqual(create(by=self.ann, title="A", expected_revenue=Decimal("10.5")).expected_revenue, 11)

    def test_a_typed_chance_is_kept_by_hand(self):
        lead = create(by=self.ann, title="Shelves", probability=Decimal(55))
        self.assertEqual((lead.probability, lead.probability_mode, lead.automatic_probability), (55, "manual", 10))

    def test_values_out_of_bounds_are_refused_beside_their_field(self):
        for field, value in {
            "probability": Decimal(101),
            "expected_revenue": Decimal(-1),
            "expected_closing": date(1899, 12, 31),
            "priority": 4,
            "colour": 12,
            "title": "x" * 201,
        }.items():
            with self.subTest(field), self.assertRaises(Refused) as refused:
                create(by=self.ann, **{"title": "Shelves", field: value})
            self.assertEqual(refused.exception.field, field)

    def test_an_observer_is_given_no_record(self):
        with self.assertRaisesMessage(Refused, "cannot own records"):
            create(by=self.maya, owner=self.olga, title="Shelves")

    def test_a_stage_of_another_team_is_refused_with_the_ones_to_choose_from(self):
        stage = Stage.objects.create(name_en="Southern", sequence=12)
        stage.teams.set([self.south])
        with self.assertRaisesMessage(
            Refused, "belongs to team South. Choose one of: New, Qualified, Proposition, Won."
        ):
            create(by=self.ann, owner=self.ann, title="Shelves", stage=stage)

    def test_a_record_made_in_a_won_stage_is_won(self):
        lead = create(by=self.ann, title="Shelves", stage=self.won)
        self.assertEqual((lead.outcome, lead.probability), ("won", 100))
        with self.assertRaisesMessage(Refused, "Convert this lead"):
            create(by=self.ann, title="Shelves", stage=self.won, kind=Lead.Kind.LEAD)

    def test_notes_are_cleaned(self):
        lead = create(by=self.ann, title="A", notes="<div>Call <b>her</b><script>alert(1)</script></div>")
        self.assertEqual(lead.notes, "<div>Call <b>her</b></div>")

    def test_undo_puts_it_into_the_trash(self):
        lead = create(by=self.ann, title="Shelves", tags=Tag.objects.all()[:2])
        self.assertEqual(lead.tags.count(), 2)
        undo(lead.last_event.change_set, by=self.ann)
        self.assertFalse(Lead.objects.visible_to(self.maya).filter(pk=lead.pk).exists())
