from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from piste.contacts.models import Person
from piste.contacts.verbs.creating import create_company, create_person
from piste.contacts.verbs.editing import edit as edit_contact
from piste.contacts.verbs.merging import merge
from piste.pipeline.models import Lead
from piste.pipeline.tests.doors import DoorTestCase
from piste.pipeline.verbs.assigning import assign
from piste.pipeline.verbs.closing import mark_lost
from piste.pipeline.verbs.converting import convert
from piste.pipeline.verbs.creating import create
from piste.pipeline.verbs.editing import edit
from piste.teams.models import Team

DIALOG = {"action": "convert", "customer": "none"}


class ConvertDoorTest(DoorTestCase):
    @classmethod
    def setUpTestData(cls):
        super().setUpTestData()
        cls.asking = cls.made(title="Asks for pallets", owner=cls.ann, email="ana@nord.example", contact_name="Ana Roy")

    @classmethod
    def made(cls, **values):
        return create(by=cls.ann, kind="lead", **{"title": "Somebody asks", "team": cls.north} | values)

    def chosen(self, **values):
        lead = Lead.objects.get(pk=self.asking.pk)
        owner = {"owner": self.ann.pk, "team_of": self.ann.pk, "team": self.north.pk}
        return DIALOG | owner | {"seen": lead.version} | values

    def converted(self, **values):
        return self.post("pipeline:convert", self.asking.pk, **self.chosen(**values))

    def reloaded(self):
        self.asking.refresh_from_db()
        return self.asking

    def test_a_stranger_finds_nothing_and_an_observer_is_told_that_he_only_reads(self):
        self.assertEqual(self.post("pipeline:convert", self.asking.pk, as_user=self.zoe, **DIALOG).status_code, 404)
        self.assertEqual(self.post("pipeline:convert", self.asking.pk, as_user=self.olga, **DIALOG).status_code, 409)
        self.assertEqual(self.reloaded().kind, "lead")

    def test_the_dialog_keeps_team_and_owner_and_creates_the_customer(self):
        dialog = self.get("pipeline:convert", self.asking.pk)
        self.assertContains(dialog, 'value="create" id="id_customer_0" required checked', html=False)
        self.assertContains(dialog, "Create Ana Roy")
        self.assertNotContains(dialog, "Merge with")

    def test_it_is_converted_and_can_be_undone(self):
        response = self.converted(customer="create")
        self.assertEqual((response.status_code, self.said(response)), (204, "Converted: Asks for pallets"))
        self.assertEqual((self.reloaded().kind, str(self.asking.person)), ("opportunity", "Ana Roy"))
        self.assertIn("undo", self.events(response)["toast"])

    def test_a_matched_customer_is_chosen_already_with_the_reason_and_what_he_would_get(self):
        ana = create_person(by=self.ann, first_name="Ana", last_name="Roy", emails=["ana@nord.example"])
        edit(self.asking, by=self.ann, phone="+33199001122")
        dialog = self.get("pipeline:convert", self.asking.pk)
        self.assertContains(dialog, f'value="person-{ana.pk}" id="id_customer_0" required checked')
        self.assertContains(dialog, "Ana Roy (same e-mail)")
        self.assertContains(dialog, "Phones: +33 1 99 00 11 22")
        self.converted(customer=f"person-{ana.pk}")
        self.assertEqual(self.reloaded().person, ana)

    def test_a_company_of_the_same_domain_is_only_suggested(self):
        nord = create_company(by=self.ann, name="Nord", website="nord.example")
        dialog = self.get("pipeline:convert", self.asking.pk)
        self.assertContains(dialog, "Nord (same domain)")
        self.assertNotContains(dialog, f'value="company-{nord.pk}" id="id_customer_0" required checked')

    def test_people_with_the_same_phone_or_name_are_suggested(self):
        create_person(by=self.ann, first_name="Ana", last_name="Roy")
        create_person(by=self.ann, last_name="Petit", phones=["+33199001122"])
        edit(self.asking, by=self.ann, phone="+33199001122")
        dialog = self.get("pipeline:convert", self.asking.pk)
        self.assertContains(dialog, "Ana Roy (similar name)")
        self.assertContains(dialog, "Petit (same phone)")

    def test_another_contact_may_be_searched(self):
        bo = create_person(by=self.ann, last_name="Bo")
        self.converted(person=bo.pk)
        self.assertEqual(self.reloaded().person, bo)

    def test_an_open_record_of_the_customer_is_proposed_with_stage_owner_and_amount(self):
        edit(self.lead, by=self.ann, email="ana@nord.example")
        dialog = self.get("pipeline:convert", self.asking.pk)
        self.assertContains(dialog, f'value="{self.lead.pk}" id="id_action_1" required checked')
        self.assertContains(dialog, "Merge with Forklifts · New · Ann · €1,000")
        response = self.converted(action=self.lead.pk)
        self.assertEqual(response["HX-Redirect"], self.lead.get_absolute_url())
        self.assertEqual(self.reloaded().merged_into, self.lead)

    def test_so_is_one_of_the_customer_who_would_be_linked(self):
        ana = create_person(by=self.ann, last_name="Roy", emails=["ana@nord.example"])
        edit(self.lead, by=self.ann, person=ana, email="other@nord.example")
        self.assertContains(self.get("pipeline:convert", self.asking.pk), "Merge with Forklifts")

    def test_what_the_user_may_not_see_is_only_counted(self):
        edit(self.zoes, by=self.zoe, email="ana@nord.example")
        dialog = self.get("pipeline:convert", self.asking.pk)
        self.assertContains(dialog, "1 more open record of the same customer is not shared with you. Ask Zoe.")
        self.assertNotContains(dialog, "Sensors")
        self.assertEqual(self.converted(action=self.zoes.pk).status_code, 422)

    def test_choosing_an_owner_proposes_his_team_and_keeps_the_other_choices(self):
        url = reverse("pipeline:convert", args=[self.asking.pk])
        asked = self.chosen(owner=self.zoe.pk, customer="none")
        dialog = self.client.get(url, asked, headers={"HX-Request": "true"})
        self.assertContains(dialog, f'<option value="{self.south.pk}" selected>South</option>', html=True)
        self.assertContains(dialog, 'value="none" id="id_customer_1" required checked')

    def test_an_owner_chosen_without_script_brings_his_team_too(self):
        self.converted(owner=self.zoe.pk)
        self.assertEqual((self.reloaded().owner, self.asking.team), (self.zoe, self.south))

    def test_a_team_that_was_chosen_for_the_owner_stays(self):
        self.converted(owner=self.zoe.pk, team_of=self.zoe.pk, team=self.north.pk)
        self.assertEqual((self.reloaded().owner, self.asking.team), (self.zoe, self.north))

    def test_when_somebody_changed_it_meanwhile_the_dialog_says_so_and_keeps_the_choices(self):
        asked = self.chosen(owner=self.ben.pk)
        edit(self.asking, by=self.maya, company_name="Nord SARL")
        response = self.post("pipeline:convert", self.asking.pk, **asked)
        self.assertContains(response, "Maya changed “company name” meanwhile", status_code=422)
        self.assertContains(response, f'<option value="{self.ben.pk}" selected>', status_code=422)
        self.assertContains(response, f'name="seen" value="{self.reloaded().version}"', status_code=422)
        self.assertEqual(self.asking.kind, "lead")

    def test_all_that_changed_meanwhile_is_named_and_shown_and_what_nobody_chose_follows_it(self):
        # With a number of more than one figure.
        east = Team.objects.create(pk=4711, name_en="East")
        asked = self.chosen(customer="none")
        edit(self.asking, by=self.maya, contact_name="Ana Roy-Blanc", email="roy@nord.example", team=east)
        response = self.post("pipeline:convert", self.asking.pk, **asked)
        said = "Maya changed “contact name”, “e-mail”, “sales team” meanwhile. Look at the new values"
        for text in (said, "Ana Roy-Blanc", "roy@nord.example", '<option value="4711" selected>'):
            self.assertContains(response, text, status_code=422)
        self.assertContains(response, 'value="none" id="id_customer_1" required checked', status_code=422)

    def test_a_team_that_was_chosen_stays_chosen_though_somebody_changed_it(self):
        asked = self.chosen(team=self.south.pk)
        edit(self.asking, by=self.maya, team=None)
        response = self.post("pipeline:convert", self.asking.pk, **asked)
        self.assertContains(response, f'<option value="{self.south.pk}" selected>', status_code=422)

    def test_a_choice_that_is_gone_with_the_change_makes_room_for_the_usual_one(self):
        asked = self.chosen(customer="create")
        edit(self.asking, by=self.maya, company=create_company(by=self.maya, name="Nord"))
        response = self.post("pipeline:convert", self.asking.pk, **asked)
        self.assertContains(response, "Maya changed “company”, “company name” meanwhile", status_code=422)
        self.assertNotContains(response, "Select a valid choice", status_code=422)
        self.assertContains(response, 'value="keep" id="id_customer_0" required checked', status_code=422)

    def test_who_converts_what_a_colleague_converted_is_told_that_whatever_he_chose(self):
        asked = self.chosen(customer="create")
        convert(self.asking, by=self.maya, create=True)
        response = self.post("pipeline:convert", self.asking.pk, **asked)
        self.assertEqual((response.status_code, self.said(response)), (409, "This record is an opportunity already."))

    def test_the_second_of_two_who_convert_is_told(self):
        asked = self.chosen()
        self.assertEqual(self.post("pipeline:convert", self.asking.pk, **asked).status_code, 204)
        response = self.post("pipeline:convert", self.asking.pk, **asked)
        self.assertEqual(response.status_code, 409)
        self.assertEqual(self.said(response), "This record is an opportunity already.")

    def test_an_unknown_choice_is_refused_beside_its_field(self):
        self.assertEqual(self.converted(customer="person-9999").status_code, 422)
        self.assertEqual(self.reloaded().kind, "lead")

    def test_a_customer_who_was_merged_meanwhile_is_what_he_became(self):
        ana = create_person(by=self.ann, first_name="Ana", last_name="Roy", emails=["ana@nord.example"])
        kept = create_person(by=self.ann, first_name="Ana", last_name="Roy-Blanc")
        dialog = self.get("pipeline:convert", self.asking.pk)
        self.assertContains(dialog, f'value="person-{ana.pk}"')
        sent = self.chosen(customer=f"person-{ana.pk}")
        merge([ana, kept], by=self.ben, into=kept)
        self.post("pipeline:convert", self.asking.pk, **sent)
        self.assertEqual(self.reloaded().person, kept)

    def test_so_is_one_who_was_searched_and_one_without_anything_in_common(self):
        ana, kept, last = (create_person(by=self.ann, first_name="X", last_name=name) for name in ("A", "B", "C"))
        merge([ana, kept], by=self.ben, into=kept)
        merge([kept, last], by=self.ben, into=last)
        for sent in ({"person": ana.pk}, {"customer": f"person-{ana.pk}"}):
            lead = self.made(owner=self.ann)
            self.post("pipeline:convert", lead.pk, **self.chosen() | {"seen": lead.version} | sent)
            self.assertEqual(Lead.objects.get(pk=lead.pk).person, last)

    def test_back_to_lead_and_a_copy(self):
        self.assertEqual(self.said(self.post("pipeline:unconvert", self.lead.pk)), "It is a lead again")
        self.lead.refresh_from_db()
        self.assertEqual(self.lead.kind, "lead")
        response = self.post("pipeline:copy", self.bens.pk, as_user=self.ben)
        copied = Lead.objects.get(title="Scanners", pk__gt=self.zoes.pk)
        self.assertEqual(response["HX-Redirect"], copied.get_absolute_url())

    def test_the_dialog_costs_the_same_however_many_contacts_are_like_it(self):
        def cost():

            with CaptureQueriesContext(connection) as asked:
                self.get("pipeline:convert", self.asking.pk)
            return len(asked.captured_queries)

        for _ in range(2):
            create_person(by=self.ann, first_name="Ana", last_name="Roy", emails=["ana@nord.example"])
        few = cost()
        for _ in range(20):
            create_person(by=self.ann, first_name="Ana", last_name="Roy", emails=["ana@nord.example"])
        self.assertEqual(cost(), few)


class CopyTest(DoorTestCase):
    def test_a_copy_is_open_in_the_first_stage_and_keeps_the_facts(self):
        edit(self.lead, by=self.ann, email="ana@nord.example", notes="<p>Urgent</p>")
        mark_lost(self.lead, by=self.ann, reason=self.price)
        self.post("pipeline:copy", self.lead.pk)
        copied = Lead.objects.get(title="Forklifts", outcome="open")
        self.assertEqual((copied.email, copied.expected_revenue, copied.owner), ("ana@nord.example", 1000, self.ann))
        self.assertEqual((copied.stage, copied.closed_at, copied.lost_reason), (self.new, None, None))
        self.assertNotEqual(copied.reference, self.lead.reference)

    def test_an_owner_who_left_does_not_get_the_copy(self):
        assign(self.lead, by=self.maya, owner=self.ben)
        self.ben.is_active = False
        self.ben.save()
        self.post("pipeline:copy", self.lead.pk, as_user=self.maya)
        self.assertIsNone(Lead.objects.get(title="Forklifts", pk__gt=self.lead.pk).owner)


class ConvertManyDoorTest(DoorTestCase):
    def setUp(self):
        super().setUp()
        self.leads = [
            create(
                by=self.ann, kind="lead", title=f"Lead {place}", team=self.north, owner=None, email=f"{place}@a.example"
            )
            for place in range(3)
        ]
        self.client.force_login(self.maya)

    def asked(self, leads, **values):
        on = {"only_unassigned": "on", "with_customers": "on", "reuse": "on", "merge_first": "on", "asked": "True"}
        return self.post("finding:many", "lead", "convert", ids=",".join(str(lead.pk) for lead in leads), **on | values)

    def test_the_bar_of_the_list_of_leads_offers_it(self):
        page = self.client.get("/leads/?kind=lead&scope=all")
        self.assertContains(page, reverse("finding:many", args=["lead", "convert"]))
        self.assertNotContains(self.client.get("/leads/?scope=all"), reverse("finding:many", args=["lead", "convert"]))

    def test_it_asks_first(self):
        response = self.post("finding:many", "lead", "convert", ids=str(self.leads[0].pk))
        self.assertContains(response, "Merge duplicates first")
        for name in ("only_unassigned", "with_customers", "reuse", "merge_first"):
            self.assertRegex(response.content.decode(), f'name="{name}" class="checkbox"[^>]* id="id_{name}" checked')

    def test_what_was_converted_merged_and_skipped_is_listed(self):
        edit(self.lead, by=self.ann, email="2@a.example")
        lost = create(by=self.ann, kind="lead", title="Gone", owner=self.ann)
        mark_lost(lost, by=self.ann)
        response = self.asked([*self.leads, lost], owners=[self.ann.pk, self.ben.pk])
        for text in (
            "2 converted:",
            "1 merged:",
            "Lead 2",
            "Forklifts",
            "Gone",
            "Restore this lead before converting it.",
        ):
            self.assertContains(response, text)
        owners = dict(Lead.objects.filter(converted_at__isnull=False).values_list("title", "owner__name"))
        self.assertEqual(owners, {"Lead 0": "Ann", "Lead 1": "Ben"})
        self.assertEqual(Person.objects.current().filter(email__endswith="@a.example").count(), 2)

    def test_without_script_the_result_is_a_page(self):
        response = self.client.post(
            reverse("finding:many", args=["lead", "convert"]), {"ids": str(self.leads[0].pk), "asked": "True"}
        )
        self.assertContains(response, "1 converted:")


class ContactTooTest(DoorTestCase):
    def setUp(self):
        super().setUp()
        self.ana = create_person(
            by=self.ann, first_name="Ana", last_name="Roy", emails=["old@nord.example"], phones=["+33199001122"]
        )
        edit(self.lead, by=self.ann, person=self.ana)

    def saved(self, key, **data):
        self.post("pipeline:edit_field", self.lead.pk, key, **data)
        self.ana.refresh_from_db()
        return [one["value"] for one in self.ana.emails], [one["value"] for one in self.ana.phones]

    def test_the_form_says_whom_it_updates_too(self):
        form = self.get("pipeline:edit_field", self.lead.pk, "email")
        self.assertContains(form, "Also updates Ana Roy")
        self.assertNotContains(self.get("pipeline:edit_field", self.lead.pk, "website"), "Also updates")
        self.assertNotContains(self.get("pipeline:edit_field", self.bens.pk, "email", as_user=self.ben), "Also updates")

    def test_a_new_e_mail_becomes_the_main_one_and_the_old_one_stays_behind_it(self):
        emails, _phones = self.saved("email", email="new@nord.example", contact_too="on")
        self.assertEqual(emails, ["new@nord.example", "old@nord.example"])

    def test_without_the_tick_the_contact_stays_as_it_is(self):
        self.assertEqual(self.saved("email", email="new@nord.example")[0], ["old@nord.example"])

    def test_emptying_and_another_way_of_writing_change_nothing(self):
        self.assertEqual(self.saved("phone", phone="01 99 00 11 22", contact_too="on")[1], ["+33199001122"])
        self.assertEqual(self.saved("phone", phone="", contact_too="on")[1], ["+33199001122"])
        self.assertEqual(self.saved("email", email="OLD@nord.example", contact_too="on")[0], ["old@nord.example"])

    def test_what_the_record_had_already_leaves_the_contact_as_he_became_since(self):
        edit_contact(self.ana, by=self.ann, emails=["new@nord.example", "old@nord.example"])
        edit_contact(self.ana, by=self.ann, phones=["+33199003344", "+33199001122"])
        before = self.ana.version
        emails, _phones = self.saved("email", email="old@nord.example", contact_too="on")
        self.assertEqual(emails, ["new@nord.example", "old@nord.example"])
        _emails, phones = self.saved("phone", phone="+33199001122", contact_too="on")
        self.assertEqual(phones, ["+33199003344", "+33199001122"])
        self.assertEqual(self.ana.version, before)

    def test_another_e_mail_of_the_record_is_another_one_of_the_contact(self):
        emails, _phones = self.saved("email", email="old@nord.example, more@nord.example", contact_too="on")
        self.assertEqual(emails, ["old@nord.example", "more@nord.example"])
