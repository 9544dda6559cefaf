import re
from decimal import Decimal

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from piste.contacts.models import Company, Person, Tag
from piste.history.models import Event
from piste.history.undo import undo
from piste.pipeline.facts import APART, CUSTOMER, DEAL, REACH, fact
from piste.pipeline.forms.records import FactForm
from piste.pipeline.models import Lead
from piste.pipeline.tests.doors import DoorTestCase
from piste.pipeline.verbs.closing import mark_lost, mark_won
from piste.pipeline.verbs.editing import edit
from piste.pipeline.verbs.moving import move


class RecordPageTest(DoorTestCase):
    def test_an_address_that_is_none_is_marked_and_leads_nowhere(self):
        edit(self.lead, by=self.ann, email="ring him", phone="ask Bob", mobile="+33 1 99 00 50 18")
        page = self.get("pipeline:lead", self.lead.pk)
        self.assertContains(page, "Invalid", count=2)
        self.assertNotContains(page, "tel:ask")
        self.assertContains(page, "tel:+33199005018")

    def test_the_owner_sees_facts_stages_and_verbs(self):
        move(self.lead, by=self.ann, stage=self.qualified)
        response = self.client.get(self.lead.get_absolute_url())
        for text in ("Forklifts", "€1,000", "€300 weighted", "30%", "Qualified", "L-", "Won", "Lost"):
            self.assertContains(response, text)

    def test_my_last_acts_say_what_was_changed(self):
        edit(self.lead, by=self.ann, campaign="Spring fair")
        self.assertContains(self.client.get(reverse("history:acts")), "Spring fair")

    def test_a_stranger_finds_nothing(self):
        self.client.force_login(self.zoe)
        self.assertEqual(self.client.get(self.lead.get_absolute_url()).status_code, 404)
        self.client.force_login(self.otto)
        self.assertEqual(self.client.get(self.lead.get_absolute_url()).status_code, 404)

    def test_an_observer_reads_without_controls(self):
        self.client.force_login(self.olga)
        response = self.client.get(self.lead.get_absolute_url())
        self.assertContains(response, "Forklifts")
        for control in ("editable-field", reverse("pipeline:won", args=[self.lead.pk]), 'name="stage" value'):
            self.assertNotContains(response, f"<{control}" if control == "editable-field" else f'"{control}"')

    def test_htmx_gets_the_part_that_changes(self):
        response = self.get("pipeline:lead", self.lead.pk)
        self.assertContains(response, '<live-part class="record__main"')
        self.assertNotContains(response, "<html")

    def test_a_lost_record_shows_its_reason_and_how_to_restore_it(self):
        mark_lost(self.lead, by=self.ann, reason=self.price)
        response = self.client.get(self.lead.get_absolute_url())
        self.assertContains(response, "Lost: Too expensive")
        self.assertContains(response, reverse("pipeline:restore", args=[self.lead.pk]))
        self.assertNotContains(response, f'action="{reverse("pipeline:won", args=[self.lead.pk])}"')

    def test_a_long_history_costs_no_more_statements_than_a_short_one(self):
        counts = []
        for moves in (5, 30):
            for place in range(moves):
                move(self.lead, by=self.ann, stage=[self.qualified, self.proposition][place % 2])
            self.lead.tags.set(Tag.objects.all()[: moves // 5])
            self.client.get(self.lead.get_absolute_url())
            with CaptureQueriesContext(connection) as queries:
                self.client.get(self.lead.get_absolute_url())
            counts.append(len(queries))
        self.assertEqual(counts[0], counts[1])

    def test_only_managers_are_offered_to_delete(self):
        url = reverse("pipeline:trash", args=[self.lead.pk])
        self.assertNotContains(self.client.get(self.lead.get_absolute_url()), url)
        self.client.force_login(self.maya)
        self.assertContains(self.client.get(self.lead.get_absolute_url()), url)


class EditInPlaceTest(DoorTestCase):
    def edit(self, field, as_user=None, **data):
        return self.post("pipeline:edit_field", self.lead.pk, field, as_user=as_user, **data)

    def reloaded(self):
        self.lead.refresh_from_db()
        return self.lead

    def test_each_fact_has_a_form_and_takes_its_own_value_again(self):
        edit(self.lead, by=self.ann, country="FR", language="fr", colour=3, notes="<div>Hi</div>", phone="+33472001842")
        for key in (*APART, *CUSTOMER, *REACH, *DEAL):
            with self.subTest(key):
                self.assertContains(self.get("pipeline:edit_field", self.lead.pk, key), "editable__form")
                shown = FactForm(fact=fact(key), lead=self.reloaded(), user=self.ann).initial
                typed = {name: value for name, value in shown.items() if value is not None}
                self.assertEqual(self.edit(key, **typed).status_code, 200)
        self.assertFalse(Event.objects.filter(name="lead.edited", version__gt=2).exists())

    def test_a_form_that_is_opened_as_a_page_says_what_of_whom(self):
        page = self.client.get(reverse("pipeline:edit_field", args=[self.lead.pk, "campaign"]))
        self.assertContains(page, "<title>Campaign: Forklifts – Piste</title>")

    def test_such_a_page_saves_without_a_script(self):
        url, browser = reverse("pipeline:edit_field", args=[self.lead.pk, "campaign"]), Client(enforce_csrf_checks=True)
        browser.force_login(self.ann)
        form = re.search(r'<form class="editable__form".*?</form>', browser.get(url).content.decode(), re.DOTALL)[0]
        sent = dict(re.findall(r'name="(\w+)" value="([^"]*)"', form)) | {"campaign": "Spring"}
        self.assertRedirects(browser.post(url, sent), self.lead.get_absolute_url(), fetch_redirect_response=False)
        self.assertEqual(self.reloaded().campaign, "Spring")

    def test_a_new_value_is_shown_told_and_undone(self):
        response = self.edit("expected_revenue", expected_revenue="2500", seen=self.lead.version)
        self.assertContains(response, "€2,500")
        self.assertEqual(self.said(response), "Changed: Expected revenue")
        self.assertEqual(self.events(response)["lead-changed"], {"id": self.lead.pk})
        undo(Event.objects.get(name="lead.edited").change_set, by=self.ann)
        self.assertEqual(self.reloaded().expected_revenue, 1000)

    def test_what_does_not_exist_is_not_edited(self):
        for field in ("outcome", "version", "nonsense"):
            self.assertEqual(self.edit(field, **{field: "1"}).status_code, 404)

    def test_a_stage_is_chosen_among_those_of_the_team_and_moves_the_record(self):
        self.proposition.teams.set([self.south])
        form = self.get("pipeline:edit_field", self.lead.pk, "stage")
        self.assertContains(form, "Qualified")
        self.assertNotContains(form, "Proposition")
        response = self.edit("stage", stage=self.qualified.pk, seen=self.lead.version)
        self.assertEqual(self.said(response), "Changed: Stage")
        self.assertEqual((self.reloaded().stage, self.lead.probability), (self.qualified, 30))
        self.assertTrue(Event.objects.filter(name="lead.moved", row_id=self.lead.pk).exists())
        self.assertEqual(self.edit("stage", stage=self.proposition.pk).status_code, 422)
        self.assertEqual(self.edit("stage", stage="").status_code, 422)

    def test_what_a_stage_says_no_to_stands_beside_it(self):
        self.proposition.required_fields = ["expected_closing"]
        self.proposition.save()
        response = self.edit("stage", stage=self.proposition.pk, seen=self.lead.version)
        self.assertContains(response, "Stage “Proposition” needs: expected closing.", status_code=422)
        seen = self.lead.version
        move(self.lead, by=self.maya, stage=self.qualified)
        response = self.edit("stage", stage=self.won.pk, seen=seen)
        self.assertContains(response, "Maya changed “stage” meanwhile.", status_code=422)
        self.assertEqual(self.reloaded().stage, self.qualified)

    def test_a_stranger_finds_nothing_and_an_observer_is_told(self):
        self.assertEqual(self.edit("title", as_user=self.zoe, title="Mine").status_code, 404)
        response = self.edit("title", as_user=self.olga, title="Mine")
        self.assertEqual((response.status_code, self.said(response)[:8]), (409, "You can "))
        self.assertEqual(self.reloaded().title, "Forklifts")

    def test_wrong_values_stay_in_their_field_with_the_reason(self):
        for field, typed in {
            "probability": "101",
            "expected_revenue": "12k",
            "expected_closing": "1800-01-01",
            "title": "",
        }.items():
            with self.subTest(field):
                response = self.edit(field, **{field: typed})
                self.assertContains(response, "field__error", status_code=422)
                self.assertContains(response, f'value="{typed}"' if typed else "required", status_code=422)

    def test_a_conflict_shows_both_values_and_lets_one_decide(self):
        seen = self.lead.version
        edit(self.lead, by=self.maya, city="Lyon")
        response = self.edit("address", city="Paris", seen=seen)
        for text in (
            "Maya changed “city” meanwhile.",
            'value="Paris"',
            "Lyon",
            f'name="seen" value="{self.lead.version}"',
        ):
            self.assertContains(response, text, status_code=422)
        self.assertEqual(self.reloaded().city, "Lyon")
        self.assertEqual(self.edit("address", city="Paris", seen=self.lead.version).status_code, 200)
        self.assertEqual(self.reloaded().city, "Paris")

    def test_the_cell_of_addresses_holds_them_all(self):
        self.edit("email", email="A@one.example, b@two.example")
        self.assertEqual((self.reloaded().email, self.lead.extra_emails), ("a@one.example", ["b@two.example"]))
        form = self.get("pipeline:edit_field", self.lead.pk, "email")
        self.assertContains(form, "a@one.example, b@two.example")
        self.edit("email", email="b@two.example")
        self.assertEqual((self.reloaded().email, self.lead.extra_emails), ("b@two.example", []))

    def test_an_empty_chance_is_automatic(self):
        self.edit("probability", probability="80")
        self.assertEqual(self.reloaded().probability_mode, "manual")
        self.edit("probability", probability="")
        self.assertEqual((self.reloaded().probability, self.lead.probability_mode), (10, "automatic"))

    def test_the_chance_of_a_closed_record_is_refused_beside_its_field(self):
        mark_won(self.lead, by=self.ann)
        self.assertContains(self.edit("probability", probability="50"), "is fixed", status_code=422)

    def test_a_company_is_made_on_the_spot_and_undone_with_the_edit(self):
        response = self.edit("company", company="Maison Verdier")
        self.assertContains(response, "Maison Verdier")
        company = Company.objects.get()
        self.assertEqual(self.reloaded().company, company)
        undo(Event.objects.get(name="lead.edited").change_set, by=self.ann)
        company.refresh_from_db()
        self.assertIsNotNone(company.deleted_at)
        self.assertIsNone(self.reloaded().company)

    def test_a_person_brings_company_and_addresses(self):
        company = Company.objects.create(name="Maison Verdier")
        person = Person.objects.create(
            last_name="Verdier", company=company, email="c@verdier.example", phone="+33472001842", city="Lyon"
        )
        edit(self.lead, by=self.ann, phone="+33600000000", street="1 rue Haute")
        self.edit("person", person=person.pk)
        self.assertEqual((self.reloaded().person, self.lead.company), (person, company))
        self.assertEqual((self.lead.email, self.lead.phone), ("c@verdier.example", "+33472001842"))
        self.assertEqual((self.lead.street, self.lead.city), ("", "Lyon"))

    def test_a_typed_person_gets_his_names_and_the_company_of_the_record(self):
        company = Company.objects.create(name="Maison Verdier")
        edit(self.lead, by=self.ann, company=company)
        self.edit("person", person="Claire de Verdier")
        person = self.reloaded().person
        self.assertEqual((person.first_name, person.last_name, person.company), ("Claire de", "Verdier", company))

    def test_whoever_cannot_own_is_not_offered(self):
        self.assertEqual(self.edit("owner", owner=self.olga.pk).status_code, 422)

    def test_giving_the_record_away_leads_to_the_list(self):
        self.client.force_login(self.ann)
        response = self.client.post(
            reverse("pipeline:edit_field", args=[self.lead.pk, "owner"]),
            {"owner": self.zoe.pk},
            headers={"HX-Request": "true", "HX-Current-URL": f"http://testserver{self.lead.get_absolute_url()}"},
        )
        self.assertEqual(response["HX-Redirect"], reverse("pipeline:leads"))
        self.assertEqual(self.reloaded().owner, self.zoe)

    def test_tags_and_stars(self):
        first, second = Tag.objects.all()[:2]
        self.edit("tags", tags=[first.pk, second.pk])
        self.edit("priority", priority="2")
        self.assertEqual((self.lead.tags.count(), self.reloaded().priority), (2, 2))
        self.edit("tags")
        self.assertEqual(self.lead.tags.count(), 0)


class AssignDoorTest(DoorTestCase):
    def test_the_owner_gives_it_to_a_colleague(self):
        response = self.post("pipeline:assign", self.lead.pk, owner=self.ben.pk)
        self.lead.refresh_from_db()
        self.assertEqual((self.lead.owner, self.said(response)), (self.ben, "Assigned to Ben"))

    def test_a_colleague_who_was_quicker_is_told_and_then_passed_over(self):
        """00.22"""
        seen = self.lead.version
        self.post("pipeline:assign", self.lead.pk, as_user=self.maya, owner=self.ben.pk, seen=seen)
        told = self.post("pipeline:assign", self.lead.pk, as_user=self.root, owner=self.zoe.pk, seen=seen)
        self.assertContains(told, "Maya changed “salesperson” meanwhile.", status_code=422)
        self.assertContains(told, "Now it is:", status_code=422)
        self.lead.refresh_from_db()
        self.assertContains(told, f'name="seen" value="{self.lead.version}"', status_code=422)
        self.post("pipeline:assign", self.lead.pk, owner=self.zoe.pk, seen=self.lead.version)
        self.lead.refresh_from_db()
        self.assertEqual(self.lead.owner, self.zoe)

    def test_a_record_is_given_to_nobody(self):
        response = self.post("pipeline:assign", self.lead.pk, owner="")
        self.assertEqual(self.said(response), "Assigned to nobody")

    def test_a_named_team_goes_with_it(self):
        self.post("pipeline:assign", self.lead.pk, as_user=self.maya, owner=self.ben.pk, team=self.south.pk)
        self.lead.refresh_from_db()
        self.assertEqual((self.lead.owner, self.lead.team), (self.ben, self.south))

    def test_others_are_refused(self):
        self.assertEqual(self.post("pipeline:assign", self.lead.pk, owner=self.olga.pk).status_code, 422)
        self.assertEqual(self.post("pipeline:assign", self.lead.pk, as_user=self.zoe).status_code, 404)
        self.assertEqual(self.post("pipeline:assign", self.lead.pk, as_user=self.olga).status_code, 409)


class CreateDoorTest(DoorTestCase):
    def test_a_new_record_opens_with_its_undo(self):
        tag = Tag.objects.first()
        response = self.post(
            "pipeline:create",
            title="Shelves",
            company="Maison Verdier",
            person="Claire Verdier",
            email="c@verdier.example",
            phone="04 72 00 18 42",
            expected_revenue="5000",
            owner=self.ann.pk,
            tags=[tag.pk],
            priority="2",
        )
        lead = Lead.objects.get(title="Shelves")
        self.assertEqual(response["HX-Redirect"], lead.get_absolute_url())
        self.assertEqual(
            (lead.company.name, lead.person.company, lead.phone), ("Maison Verdier", lead.company, "+33472001842")
        )
        self.assertEqual((lead.expected_revenue, lead.team, list(lead.tags.all())), (Decimal(5000), self.north, [tag]))
        self.assertContains(self.client.get(lead.get_absolute_url()), "Created: Shelves")

    def test_nothing_at_all_is_refused_beside_the_title(self):
        response = self.post("pipeline:create", title="", owner=self.ann.pk)
        self.assertContains(response, "Give it a title or a customer.", status_code=422)
        self.assertFalse(Company.objects.exists())

    def test_a_refusal_leaves_nothing_behind(self):
        self.post("pipeline:create", title="Shelves", company="Half made", expected_closing="1800-01-01")
        self.assertFalse(Company.objects.exists())

    def test_observers_and_outsiders_make_none(self):
        for user in (self.olga, self.otto):
            self.assertEqual(self.get("pipeline:create", as_user=user).status_code, 404)
            self.assertEqual(self.post("pipeline:create", title="Mine").status_code, 404)

    def test_a_record_for_somebody_else_leads_to_the_list(self):
        response = self.post("pipeline:create", title="For Zoe", owner=self.zoe.pk)
        self.assertEqual(response["HX-Redirect"], reverse("pipeline:leads"))
