from piste.contacts.models import Company, Person, Tag
from piste.contacts.verbs.creating import create_company, create_person
from piste.history.models import Event
from piste.history.undo import undo
from piste.kernel.refusals import Refused
from piste.testing import CastTestCase


class CreateCompanyTest(CastTestCase):
    def test_values_are_kept_in_normal_form_and_the_first_address_is_the_main_one(self):
        company = create_company(
            by=self.ann,
            name="  Maison Verdier ",
            website="www.verdier.example",
            emails=["Claire <C.Verdier@Verdier.example>; shop@verdier.example"],
            phones=[{"value": "04 72 00 18 42", "label": " Desk "}, "call the shop"],
        )
        company.refresh_from_db()
        self.assertEqual((company.name, company.website), ("Maison Verdier", "https://www.verdier.example"))
        self.assertEqual(
            [one["value"] for one in company.emails], ["c.verdier@verdier.example", "shop@verdier.example"]
        )
        self.assertEqual((company.email, company.phone), ("c.verdier@verdier.example", "+33472001842"))
        marks = [(one["label"], one["invalid"], one["opted_out"]) for one in company.phones]
        self.assertEqual(marks, [("Desk", False, False), ("", True, False)])

    def test_numbers_are_read_by_the_rules_of_the_companys_country(self):
        company = create_company(by=self.ann, name="Keller", country="ch", phones=["044 668 18 00"])
        self.assertEqual((company.country, company.phone), ("CH", "+41446681800"))

    def test_domains_follow_from_website_and_emails_but_not_from_free_mail(self):
        company = create_company(
            by=self.ann, name="Verdier", website="www.verdier.example", emails=["verdier@gmail.com"]
        )
        self.assertEqual(company.domains, ["verdier.example"])
        typed = create_company(by=self.ann, name="Roux", website="roux.example", domains=["www.roux-group.example"])
        self.assertEqual(typed.domains, ["roux-group.example"])

    def test_its_history_begins_and_can_be_undone(self):
        company = create_company(by=self.ann, name="Verdier", tags=Tag.objects.all()[:2])
        event = Event.objects.get(name="company.created")
        self.assertEqual((event.row_id, event.changes["name"]), (company.pk, [None, "Verdier"]))
        self.assertEqual(company.tags.count(), 2)
        undo(company.last_event.change_set, by=self.ann)
        self.assertFalse(Company.objects.visible_to(self.ann).exists())

    def test_what_cannot_be_taken_is_refused_beside_its_field(self):
        for values, field in (
            ({"name": " "}, "name"),
            ({"name": "x" * 201}, "name"),
            ({"name": "Verdier", "country": "XX"}, "country"),
            ({"name": "Verdier", "language": "xx"}, "language"),
            ({"name": "Verdier", "owner": self.olga}, "owner"),
            ({"name": "Verdier", "employees": -1}, "employees"),
        ):
            with self.subTest(values=values), self.assertRaises(Refused) as refused:
                create_company(by=self.ann, **values)
            self.assertEqual(refused.exception.field, field)

    def test_an_address_that_is_too_long_is_refused(self):
        with self.assertRaisesMessage(Refused, "too long"):
            create_company(by=self.ann, name="Verdier", phones=["9" * 61])

    def test_companies_of_the_same_name_are_found_whatever_their_legal_form(self):
        company = create_company(by=self.ann, name="Société Müller GmbH")
        self.assertEqual(list(Company.objects.like("societe MULLER")), [company])
        self.assertFalse(Company.objects.like("  ").exists())


class CreatePersonTest(CastTestCase):
    def test_a_person_inherits_salesperson_and_team_of_the_company(self):
        company = create_company(by=self.ann, name="Verdier", owner=self.ben, team=self.north)
        person = create_person(by=self.ann, first_name="Claire", last_name="Verdier", company=company)
        self.assertEqual((person.owner, person.team), (self.ben, self.north))
        own = create_person(by=self.ann, last_name="Roux", company=company, owner=self.zoe)
        self.assertEqual(own.owner, self.zoe)

    def test_a_typed_company_is_created_with_the_person_in_one_change_set(self):
        person = create_person(by=self.ann, last_name="Roux", company_name="Atelier Roux", owner=self.ann)
        self.assertEqual((person.company.name, person.company.owner), ("Atelier Roux", self.ann))
        self.assertEqual(person.last_event.change_set.events.count(), 2)

    def test_an_email_is_name_enough(self):
        person = create_person(by=self.ann, emails=["Roux@example.com"])
        self.assertEqual(str(person), "roux@example.com")
        with self.assertRaisesMessage(Refused, "at least a name"):
            create_person(by=self.ann, job_title="Buyer")

    def test_the_same_person_is_found_by_full_name_or_email(self):
        person = create_person(by=self.ann, first_name="Zoé", last_name="Roux", emails=["zoe@roux.example"])
        self.assertEqual(list(Person.objects.like("zoe", "ROUX", "")), [person])
        self.assertEqual(list(Person.objects.like("", "", "Zoe@Roux.example")), [person])
        self.assertFalse(Person.objects.like("Zoé", "", "").exists())
