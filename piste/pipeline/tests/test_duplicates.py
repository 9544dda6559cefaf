from piste.contacts.verbs.apart import keep_apart
from piste.contacts.verbs.creating import create_company, create_person
from piste.contacts.verbs.editing import edit as edit_contact
from piste.history.undo import undo
from piste.pipeline import duplicates
from piste.pipeline.likeness import Reason, Strength
from piste.pipeline.models import Lead
from piste.pipeline.tests.cast import PipelineTestCase
from piste.pipeline.verbs.closing import mark_lost, mark_won
from piste.pipeline.verbs.creating import create
from piste.pipeline.verbs.editing import edit
from piste.pipeline.verbs.storing import archive, trash


class DuplicatesTest(PipelineTestCase):
    def like(self, lead=None, user=None, **typed):
        found = (
            duplicates.of_record(lead, user=user or self.maya)
            if lead
            else duplicates.of_typed(typed, user=user or self.maya)
        )
        return [(match.row.pk, match.strength, match.reasons[0]) for match in found.matches]

    def create(self, **values):
        return create(by=self.ann, **{"title": "Deal", "owner": self.ann} | values)

    def test_the_same_email_is_the_same_whether_main_or_extra(self):
        main = self.create(email="Ana Roy <ANA@acme.example>")
        extra = self.create(email="other@firm.example, ana@acme.example")
        edit(self.lead, by=self.ann, email="ana@acme.example")
        expected = [(extra.pk, Strength.SAME, Reason.EMAIL), (main.pk, Strength.SAME, Reason.EMAIL)]
        self.assertEqual(self.like(self.lead), expected)
        self.assertEqual([key for key, *_ in self.like(extra)], [main.pk, self.lead.pk])
        self.assertEqual([key for key, *_ in self.like(email="ANA@ACME.example")], [extra.pk, main.pk, self.lead.pk])

    def test_what_a_team_refused_most_often_is_suggested_to_it_last_within_its_strength(self):
        pairs = [(self.create(phone=f"+3319900110{n}"), self.create(phone=f"+3319900110{n}")) for n in range(2)]
        phone = self.create(phone="+33142685300", website="one.example")
        domain = self.create(website="acme.example")
        same = self.create(email="ana@acme.example", website="two.example")
        typed = {"phone": "+33142685300", "website": "acme.example", "email": "ana@acme.example"}

        def order(user):
            return [key for key, *_ in self.like(user=user, **typed)]

        before = order(self.maya)
        self.assertEqual(before, [same.pk, phone.pk, domain.pk])
        refused = [keep_apart(*pair, by=self.ben) for pair in pairs]
        self.assertEqual(order(self.ann), [same.pk, domain.pk, phone.pk])
        self.assertEqual(order(self.maya), before)
        for apart in refused:
            undo(apart.last_event.change_set, by=self.maya)
        self.assertEqual(order(self.ann), before)

    def test_an_extra_email_that_is_taken_away_finds_nothing_more(self):
        extra = self.create(email="other@firm.example, ana@acme.example")
        edit(extra, by=self.ann, extra_emails=[])
        self.assertEqual(self.like(email="ana@acme.example"), [])

    def test_the_same_contact_is_the_same(self):
        person = create_person(by=self.ann, last_name="Roy")
        first, second = self.create(person=person), self.create(person=person)
        self.assertEqual(self.like(first), [(second.pk, Strength.SAME, Reason.PERSON)])

    def test_the_same_company_is_the_same_when_one_of_the_two_has_no_contact(self):
        company = create_company(by=self.ann, name="Acme")
        ana, leo = (create_person(by=self.ann, last_name=name, company=company) for name in ("Roy", "Petit"))
        of_ana, of_leo = self.create(person=ana), self.create(person=leo)
        nobodys = self.create(company=company)
        self.assertEqual(
            self.like(of_ana),
            [(nobodys.pk, Strength.SAME, Reason.COMPANY), (of_leo.pk, Strength.LIKELY, Reason.COLLEAGUE)],
        )

    def test_the_same_phone_is_likely_in_whichever_form_it_was_typed(self):
        lead = self.create(phone="01 42 68 53 00", country="FR")
        self.assertEqual(self.like(mobile="+33 1 42 68 53 00"), [(lead.pk, Strength.LIKELY, Reason.PHONE)])
        self.assertEqual(self.like(phone="0142685300", country="fr")[0][0], lead.pk)

    def test_the_same_domain_is_likely_unless_everybody_has_mail_there(self):
        lead = self.create(website="https://www.acme.example/contact")
        self.create(email="someone@gmail.com")
        self.assertEqual(self.like(email="sales@acme.example"), [(lead.pk, Strength.LIKELY, Reason.DOMAIN)])
        self.assertEqual(self.like(email="other@gmail.com"), [])

    def test_what_more_than_twenty_share_is_no_evidence(self):
        for number in range(20):
            self.create(title=f"Deal {number}", phone="+33142685300", website="acme.example")
        self.assertEqual(len(self.like(Lead.objects.filter(domain="acme.example").first())), 19)
        newest = self.create(phone="+33142685300", website="acme.example")
        self.assertEqual(self.like(newest), [])

    def test_names_are_similar_without_accents_case_order_and_legal_form(self):
        lead = self.create(company_name="Müller Maschinenbau GmbH", country="DE")
        for name in ("MULLER MASCHINENBAU", "Maschinenbau Müller AG"):
            self.assertEqual(self.like(company_name=name), [(lead.pk, Strength.SIMILAR, Reason.NAME)], name)
        self.assertEqual(self.like(company_name="Müller Maschinenbau", country="FR"), [])

    def test_a_letter_more_in_a_long_name_is_similar(self):
        lead = self.create(company_name="Mitteldeutsche Verpackungsmaschinen Vertriebsgesellschaft")
        typed = "Mitteldeutsche Verpackungsmaschinen Vertriebsgesellschaften"
        self.assertEqual([key for key, *_ in self.like(company_name=typed)], [lead.pk])
        inside = "Mitteldeutsche Verpackungsmachinen Vertriebsgesellschaft"
        self.assertEqual([key for key, *_ in self.like(company_name=inside)], [lead.pk])
        self.assertEqual(self.like(company_name="Mitteldeutsche Baumaschinen Leihgesellschaft"), [])

    def test_a_linked_company_counts_by_its_name_also_after_it_was_renamed(self):
        company = create_company(by=self.ann, name="Acme Werke")
        lead = self.create(company=company)
        self.assertEqual(self.like(company_name="acme werke")[0][0], lead.pk)
        edit_contact(company, by=self.ann, name="Nordwind")
        self.assertEqual(self.like(company_name="acme werke"), [])
        self.assertEqual(self.like(company_name="nordwind")[0][0], lead.pk)

    def test_similar_titles_of_the_same_company_name_are_similar_in_whatever_country(self):
        lead = self.create(title="Forklifts for the new hall", company_name="Acme", country="FR")
        typed = {"title": "Forklifts for the new halls", "company_name": "ACME", "country": "DE"}
        self.assertEqual(self.like(**typed), [(lead.pk, Strength.SIMILAR, Reason.TITLE)])

    def test_looked_at_are_leads_and_lost_records_but_nothing_won_archived_or_in_the_trash(self):
        kept = [self.create(email="ana@acme.example", kind=Lead.Kind.LEAD)]
        kept.append(mark_lost(self.create(email="ana@acme.example"), by=self.ann, reason=self.price))
        mark_won(self.create(email="ana@acme.example"), by=self.ann)
        archive(self.create(email="ana@acme.example"), by=self.ann)
        trash(self.create(email="ana@acme.example"), by=self.maya)
        found = self.like(email="ana@acme.example")
        self.assertEqual([key for key, *_ in found], [lead.pk for lead in reversed(kept)])

    def test_of_hidden_ones_only_the_number_and_the_owner_are_told(self):
        self.create(email="ana@acme.example")
        for _ in range(2):
            create(by=self.zoe, owner=self.zoe, title="Secret", email="ana@acme.example")
        found = duplicates.of_typed({"email": "ana@acme.example"}, user=self.ann)
        self.assertEqual((len(found.matches), found.hidden, found.count), (1, [("Zoe", 2)], 3))

    def test_nothing_typed_is_like_nothing(self):
        self.assertFalse(duplicates.of_typed({"email": "", "phone": " ", "company": None}, user=self.maya))
        self.assertFalse(duplicates.of_typed({"company_name": "%_\\ \"'", "email": "a b@"}, user=self.maya))


class ApartTest(PipelineTestCase):
    def test_two_that_are_no_duplicates_are_never_proposed_again_until_that_is_undone(self):
        first = create(by=self.ann, owner=self.ann, title="A", email="ana@acme.example")
        second = create(by=self.ann, owner=self.ann, title="B", email="ana@acme.example")
        third = create(by=self.ann, owner=self.ann, title="C", email="ana@acme.example")
        apart = keep_apart(second, first, by=self.ann)
        self.assertEqual([match.row.pk for match in duplicates.of_record(first, user=self.ann).matches], [third.pk])
        self.assertEqual(duplicates.same_open(second), [third])
        self.assertEqual(duplicates.same_open_of([first, second])[first.pk], {third.pk})
        undo(apart.last_event.change_set, by=self.ann)
        self.assertEqual(len(duplicates.of_record(first, user=self.ann).matches), 2)


class SameOpenTest(PipelineTestCase):
    def test_conversion_knows_only_what_is_surely_the_same_and_open(self):
        edit(self.lead, by=self.ann, email="ana@acme.example", phone="+33142685300")
        same = create(by=self.zoe, owner=self.zoe, title="A", email="ana@acme.example")
        create(by=self.zoe, owner=self.zoe, title="B", phone="+33142685300")
        mark_lost(create(by=self.zoe, title="C", email="ana@acme.example"), by=self.zoe, reason=self.price)
        self.assertEqual(duplicates.same_open(self.lead), [same])

    def test_many_are_compared_in_few_statements_with_the_same_answer(self):
        person = create_person(by=self.ann, last_name="Roy")
        first = create(by=self.ann, title="A", email="ana@acme.example", person=person)
        second = create(by=self.ann, title="B", email="x@acme.example, ana@acme.example")
        third = create(by=self.ann, title="C", person=person)
        alone = create(by=self.ann, title="D", email="leo@acme.example")
        leads = list(Lead.objects.filter(pk__in=[first.pk, second.pk, third.pk, alone.pk]))
        with self.assertNumQueries(2):
            found = duplicates.same_open_of(leads)
        self.assertEqual(found, {first.pk: {second.pk, third.pk}, second.pk: {first.pk}, third.pk: {first.pk}})
        for lead in leads:
            self.assertEqual({row.pk for row in duplicates.same_open(lead)}, found.get(lead.pk, set()))
