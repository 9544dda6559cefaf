from itertools import cycle

from django.db import connection
from django.test.utils import CaptureQueriesContext

from piste.contacts.models import Company, Person
from piste.contacts.verbs.creating import create_company, create_person
from piste.history.models import Event
from piste.history.undo import undo
from piste.kernel.refusals import Refused
from piste.pipeline import totals
from piste.pipeline.models import Lead, Stage
from piste.pipeline.tests.cast import PipelineTestCase
from piste.pipeline.verbs.closing import mark_lost, mark_won
from piste.pipeline.verbs.converting import convert, convert_many, unconvert
from piste.pipeline.verbs.creating import create
from piste.pipeline.verbs.editing import edit
from piste.pipeline.verbs.storing import archive
from piste.teams.verbs.configuring import edit_team


class ConvertingTestCase(PipelineTestCase):
    @classmethod
    def setUpTestData(cls):
        super().setUpTestData()
        cls.asking = cls.made(owner=cls.ann, title="Asks for pallets")

    @classmethod
    def made(cls, **values):
        return create(by=cls.ann, kind="lead", **{"title": "Somebody asks", "owner": None, "team": cls.north} | values)

    def tearDown(self):
        self.assertEqual(totals.differences(), {})


class ConvertTest(ConvertingTestCase):
    def test_a_lead_becomes_an_opportunity_and_stays_where_it_is(self):
        convert(self.asking, by=self.ann)
        self.asking.refresh_from_db()
        self.assertEqual((self.asking.kind, self.asking.owner, self.asking.team), ("opportunity", self.ann, self.north))
        self.assertEqual(self.asking.stage, self.new)
        self.assertEqual(Event.objects.get(name="lead.converted").changes["kind"], ["lead", "opportunity"])

    def test_when_it_was_converted_is_set_only_once(self):
        first = convert(self.asking, by=self.ann).converted_at
        unconvert(self.asking, by=self.ann)
        self.assertEqual(convert(self.asking, by=self.ann).converted_at, first)

    def test_a_chosen_owner_brings_his_team_and_a_stage_of_it(self):
        own = Stage.objects.create(name_en="Only North", sequence=5)
        own.teams.set([self.north])
        edit(self.asking, by=self.ann, team=self.north)
        Lead.objects.filter(pk=self.asking.pk).update(stage=own)
        convert(self.asking, by=self.ann, owner=self.zoe)
        self.assertEqual((self.asking.owner, self.asking.team, self.asking.stage), (self.zoe, self.south, self.new))

    def test_without_a_chosen_owner_the_team_stays_though_he_left_it(self):
        lead = self.made(owner=self.ann, team=self.south)
        self.assertEqual(convert(lead, by=self.maya).team, self.south)

    def test_an_observer_cannot_be_chosen(self):
        with self.assertRaisesMessage(Refused, "cannot own records"):
            convert(self.asking, by=self.ann, owner=self.olga)

    def test_a_team_that_only_qualifies_hands_over_to_another(self):
        edit_team(self.north, by=self.maya, uses_leads="yes", uses_pipeline=False)
        with self.assertRaisesMessage(Refused, "qualifies leads only"):
            convert(self.asking, by=self.ann)
        self.assertEqual(convert(self.asking, by=self.ann, team=self.south).team, self.south)

    def test_what_is_no_open_lead_is_refused(self):
        lost, stored = self.made(), self.made()
        mark_lost(lost, by=self.ann)
        archive(stored, by=self.ann)
        for lead in (lost, stored):
            with self.assertRaisesMessage(Refused, "Restore this lead before converting it."):
                convert(lead, by=self.ann)
        with self.assertRaisesMessage(Refused, "an opportunity already"):
            convert(self.lead, by=self.ann)

    def test_who_looked_before_a_colleague_changed_it_is_told(self):
        seen = self.asking.version
        edit(self.asking, by=self.ben, email="ana@nord.example")
        with self.assertRaisesMessage(Refused, "Ben changed “e-mail” meanwhile"):
            convert(self.asking, by=self.ann, seen=seen)
        # What a customer would get of it is looked at too.
        seen = self.asking.version
        edit(self.asking, by=self.ben, city="Lyon")
        with self.assertRaisesMessage(Refused, "Ben changed “city” meanwhile"):
            convert(self.asking, by=self.ann, seen=seen)
        self.assertTrue(self.asking.is_lead)

    def test_undo_makes_it_a_lead_again_and_takes_the_new_customer_away(self):
        lead = self.made(contact_name="Ana Roy", company_name="Nord SARL", email="ana@nord.example")
        convert(lead, by=self.ann, create=True)
        undo(lead.last_event.change_set, by=self.ann)
        lead.refresh_from_db()
        self.assertEqual((lead.kind, lead.converted_at, lead.person, lead.company), ("lead", None, None, None))
        self.assertFalse(Person.objects.current().filter(email="ana@nord.example").exists())

    def test_an_opportunity_can_be_a_lead_again_while_it_is_open(self):
        unconvert(self.lead, by=self.ann)
        self.lead.refresh_from_db()
        self.assertEqual(self.lead.kind, "lead")
        with self.assertRaisesMessage(Refused, "a lead already"):
            unconvert(self.lead, by=self.ann)
        mark_lost(self.bens, by=self.ben)
        with self.assertRaisesMessage(Refused, "Only an open opportunity"):
            unconvert(self.bens, by=self.ben)


class CustomerTest(ConvertingTestCase):
    def asks(self, **values):
        facts = {"contact_name": "Ana Roy", "company_name": "Nord SARL", "email": "ana@nord.example"}
        return self.made(**facts | {"phone": "+33 1 99 00 11 22", "city": "Lille", "country": "FR"} | values)

    def test_a_customer_is_made_of_what_the_lead_knows(self):
        lead = self.asks(job_title="Buyer", website="nord.example", owner=self.ann)
        convert(lead, by=self.ann, create=True)
        lead.refresh_from_db()
        company, person = lead.company, lead.person
        self.assertEqual(
            (company.name, company.domains, company.website), ("Nord SARL", ["nord.example"], lead.website)
        )
        self.assertEqual((person.first_name, person.last_name, person.job_title), ("Ana", "Roy", "Buyer"))
        self.assertEqual((person.email, person.phone, person.company), (lead.email, lead.phone, company))
        self.assertEqual(
            (company.owner, person.owner, person.team, person.city), (self.ann, self.ann, self.north, "Lille")
        )

    def test_without_company_name_it_is_a_person_named_by_his_address_if_need_be(self):
        lead = self.asks(company_name="", contact_name="")
        convert(lead, by=self.ann, create=True)
        self.assertEqual((lead.company, str(lead.person)), (None, "ana"))

    def test_a_company_that_is_there_is_taken_if_the_user_accepts(self):
        there = create_company(by=self.ann, name="NORD")
        self.assertEqual(convert(self.asks(), by=self.ann, create=True, reuse=True).company, there)
        again = convert(self.asks(email="bo@nord.example"), by=self.ann, create=True)
        self.assertNotEqual(again.company, there)

    def test_a_linked_customer_gets_what_he_did_not_have_and_the_lead_keeps_what_it_has(self):
        ana = create_person(by=self.ann, first_name="Ana", last_name="Roy", emails=["ana@nord.example"], city="Paris")
        lead = self.asks(job_title="Buyer")
        convert(lead, by=self.ann, contact=ana)
        ana.refresh_from_db()
        self.assertEqual((ana.job_title, ana.phone, ana.city), ("Buyer", lead.phone, "Paris"))
        self.assertEqual((lead.person, lead.city, lead.email), (ana, "Lille", "ana@nord.example"))

    def test_another_customer_than_the_linked_one_may_be_chosen(self):
        ana, bo = (create_person(by=self.ann, last_name=name) for name in ("Ana", "Bo"))
        lead = self.made(person=ana)
        self.assertEqual(convert(lead, by=self.ann, contact=bo).person, bo)


class MergingTest(ConvertingTestCase):
    def test_a_lead_is_merged_into_the_opportunity_of_the_same_customer(self):
        edit(self.lead, by=self.ann, email="ana@nord.example")
        lead = self.made(email="ana@nord.example", phone="+33199001122")
        kept = convert(lead, by=self.ann, merge_with=self.lead)
        self.assertEqual((kept, kept.phone), (self.lead, "+33199001122"))
        lead.refresh_from_db()
        self.assertEqual(lead.merged_into, self.lead)

    def test_of_two_leads_the_one_that_stays_is_converted_and_one_undo_gives_both_back(self):
        one, other = self.made(email="ana@nord.example"), self.made(email="ana@nord.example")
        kept = convert(other, by=self.ann, merge_with=one)
        self.assertEqual((kept, kept.kind), (one, "opportunity"))
        undo(kept.last_event.change_set, by=self.ann)
        for lead in (one, other):
            lead.refresh_from_db()
            self.assertEqual((lead.kind, lead.merged_into, lead.deleted_at), ("lead", None, None))


class MergeWithTest(ConvertingTestCase):
    def test_what_was_closed_meanwhile_takes_nothing_up(self):
        for close in (mark_won, mark_lost):
            closed = create(by=self.ann, owner=self.ann, title="Closed")
            close(closed, by=self.ben)
            with self.assertRaisesMessage(Refused, "Closed is not open any more."):
                convert(self.asking, by=self.ann, merge_with=closed)
        self.asking.refresh_from_db()
        self.assertEqual((self.asking.kind, self.asking.merged_into), ("lead", None))


class ConvertManyTest(ConvertingTestCase):
    def leads(self, **values):
        return Lead.objects.filter(kind="lead", **values).exclude(pk=self.asking.pk)

    def test_owners_are_dealt_in_turn_to_those_without_one(self):
        leads = [self.made(title=f"Lead {place}") for place in range(5)]
        leads.insert(2, self.made(title="Zoe's", owner=self.zoe, team=self.south))
        result = convert_many(self.leads(), by=self.maya, owners=cycle([self.ann, self.ben]))
        dealt = dict(Lead.objects.filter(pk__in=[lead.pk for lead in result.done]).values_list("title", "owner__name"))
        expected = {"Lead 0": "Ann", "Lead 1": "Ben", "Lead 2": "Ann", "Lead 3": "Ben", "Lead 4": "Ann", "Zoe's": "Zoe"}
        self.assertEqual(dealt, expected)

    def test_or_to_all_of_them(self):
        self.made(owner=self.zoe)
        result = convert_many(self.leads(), by=self.maya, owners=cycle([self.ann]), only_unassigned=False)
        self.assertEqual([lead.owner for lead in result.done], [self.ann])

    def test_a_customer_is_linked_by_e_mail_else_made_once_for_each_e_mail(self):
        ana = create_person(by=self.ann, last_name="Roy", emails=["other@nord.example", "ana@nord.example"])
        self.made(title="Known", email="ana@nord.example")
        self.made(title="New", email="bo@sud.example", company_name="Sud")
        self.made(title="Same", email="bo@sud.example", company_name="SUD SA")
        self.made(title="Nameless")
        convert_many(self.leads(), by=self.maya)
        people = {lead.title: lead.person for lead in Lead.objects.filter(converted_at__isnull=False)}
        self.assertEqual((people["Known"], people["New"], people["Nameless"]), (ana, people["Same"], None))
        self.assertEqual(Company.objects.filter(name_key="sud").count(), 1)

    def test_of_several_contacts_of_an_e_mail_people_come_first_and_then_the_oldest(self):
        create_company(by=self.ann, name="Nord", emails=["info@nord.example"])
        first = create_person(by=self.ann, last_name="First", emails=["info@nord.example"])
        create_person(by=self.ann, last_name="Second", emails=["info@nord.example"])
        self.made(email="info@nord.example")
        self.assertEqual(convert_many(self.leads(), by=self.maya).done[0].person, first)

    def test_none_gets_a_customer_when_that_is_not_wanted(self):
        self.made(email="bo@sud.example")
        self.assertIsNone(convert_many(self.leads(), by=self.maya, with_customers=False).done[0].person)

    def test_lost_ones_and_opportunities_are_skipped_with_the_reason(self):
        lost = self.made()
        mark_lost(lost, by=self.ann)
        rows = Lead.objects.filter(pk__in=[lost.pk, self.lead.pk, self.asking.pk])
        result = convert_many(rows, by=self.maya)
        self.assertEqual(result.done, [self.asking])
        reasons = {lead.pk: why for lead, why in result.skipped}
        self.assertEqual(reasons[lost.pk], "Restore this lead before converting it.")
        self.assertEqual(reasons[self.lead.pk], "This record is an opportunity already.")

    def test_duplicates_are_merged_first(self):
        edit(self.lead, by=self.ann, email="ana@nord.example")
        known = self.made(title="Known", email="ana@nord.example")
        one, two = (self.made(title=title, email="bo@sud.example") for title in ("One", "Two"))
        result = convert_many(self.leads(), by=self.maya, mergeable=Lead.objects.all())
        self.assertEqual(
            sorted((lead.pk, kept.pk) for lead, kept in result.merged), [(known.pk, self.lead.pk), (two.pk, one.pk)]
        )
        self.assertEqual([lead.pk for lead in result.done], [one.pk])

    def test_records_that_were_not_selected_are_not_merged_with_each_other(self):
        edit(self.lead, by=self.ann, email="ana@nord.example")
        later = create(by=self.ann, owner=self.ann, title="Later", email="ana@nord.example")
        known = self.made(title="Known", email="ana@nord.example")
        waiting = self.made(title="Waiting", email="ana@nord.example")
        result = convert_many(Lead.objects.filter(pk=known.pk), by=self.maya, mergeable=Lead.objects.all())
        self.assertEqual([(lead.pk, kept.pk) for lead, kept in result.merged], [(known.pk, self.lead.pk)])
        for other in (later, waiting):
            other.refresh_from_db()
            self.assertEqual((other.merged_into, other.version), (None, 1))

    def test_two_selected_ones_meet_in_the_record_that_both_are_the_same_as(self):
        edit(self.lead, by=self.ann, email="ana@nord.example, bo@nord.example")
        leads = [self.made(email=email) for email in ("ana@nord.example", "bo@nord.example")]
        result = convert_many(self.leads(), by=self.maya, mergeable=Lead.objects.all())
        self.assertEqual([lead.pk for lead, _kept in result.merged], [lead.pk for lead in leads])
        self.assertEqual({kept.pk for _lead, kept in result.merged}, {self.lead.pk})

    def test_a_lead_that_was_not_selected_is_taken_up_where_no_opportunity_is_there(self):
        first = self.made(title="First", email="ana@nord.example")
        chosen = self.made(title="Chosen", email="ana@nord.example")
        result = convert_many(Lead.objects.filter(pk=chosen.pk), by=self.maya, mergeable=Lead.objects.all())
        self.assertEqual([(lead.pk, kept.pk) for lead, kept in result.merged], [(chosen.pk, first.pk)])
        self.assertEqual([lead.pk for lead in result.done], [first.pk])

    def test_what_may_not_be_touched_is_not_merged_with(self):
        edit(self.bens, by=self.ben, email="ana@nord.example")
        lead = self.made(email="ana@nord.example", owner=self.ann)
        result = convert_many(self.leads(), by=self.ann, mergeable=Lead.objects.filter(owner=self.ann))
        self.assertEqual((result.done, result.merged), ([lead], []))

    def test_one_undo_takes_all_of_it_back(self):
        for place in range(3):
            self.made(email=f"{place}@nord.example", company_name=f"Nord {place}")
        result = convert_many(self.leads(), by=self.maya, owners=cycle([self.ann]))
        undo(result.change_set, by=self.maya)
        self.assertEqual(self.leads(owner=None, person=None, company=None).count(), 3)
        self.assertFalse(Company.objects.current().exists())

    def test_many_are_converted_in_a_fixed_number_of_statements(self):
        def cost(count):
            for place in range(count):
                self.made(email=f"{place}@of{count}.example", company_name=f"{place} of {count}", phone="+33199001122")
            with CaptureQueriesContext(connection) as asked:
                convert_many(
                    self.leads(), by=self.maya, owners=cycle([self.ann, self.ben]), mergeable=Lead.objects.all()
                )
            return len(asked.captured_queries)

        self.assertEqual(cost(3), cost(15))
