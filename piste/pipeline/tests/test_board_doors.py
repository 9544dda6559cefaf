from decimal import Decimal

from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from piste.history.models import Event
from piste.pipeline.models import Lead, Stage
from piste.pipeline.tests.doors import DoorTestCase
from piste.pipeline.verbs.assigning import assign
from piste.pipeline.verbs.creating import create
from piste.pipeline.verbs.editing import edit


class BoardPageTest(DoorTestCase):
    def page(self, user=None, **query):
        if user:
            self.client.force_login(user)
        return self.client.get(reverse("pipeline:board"), query)

    def test_home_is_the_own_pipeline_and_outside_of_sales_the_own_activities(self):
        self.assertRedirects(self.client.get("/"), reverse("pipeline:board"))
        self.client.force_login(self.otto)
        self.assertRedirects(self.client.get("/"), reverse("activities:mine"))

    def test_who_owns_nothing_begins_with_what_he_looks_after(self):
        board = reverse("pipeline:board")
        for user, query in ((self.maya, "?scope=all"), (self.olga, "?scope=all"), (self.ben, "")):
            with self.subTest(user.name):
                self.client.force_login(user)
                self.assertRedirects(self.client.get("/"), board + query)
                start = reverse("finding:start", args=["lead"]) + "?layout=board"
                self.assertContains(self.client.get(reverse("pipeline:leads")), f'href="{start}" title=')
                self.assertRedirects(self.client.get(start), board + query, fetch_redirect_response=False)
        assign(self.bens, by=self.maya, owner=self.ann)
        self.client.force_login(self.ben)
        self.assertRedirects(self.client.get("/"), board + "?scope=team")
        assign(self.lead, by=self.maya, owner=self.zoe)
        assign(self.bens, by=self.maya, owner=self.zoe)
        self.client.force_login(self.ann)
        self.assertRedirects(self.client.get("/"), board)

    def test_it_shows_ones_own_cards_and_nobody_elses(self):
        self.assertContains(self.page(), "Forklifts")
        self.assertNotContains(self.page(), "Scanners")
        self.assertContains(self.page(self.maya, scope="all"), "Sensors")
        self.assertNotContains(self.page(self.zoe, scope="all"), "Forklifts")

    def test_outside_of_sales_there_is_no_board(self):
        self.assertEqual(self.page(self.otto).status_code, 404)
        for door in (reverse("pipeline:cards"), reverse("pipeline:column", args=[self.new.pk])):
            self.assertEqual(self.client.get(door).status_code, 404)

    def test_a_stranger_to_the_house_signs_in_first(self):
        self.client.logout()
        self.assertEqual(self.page().status_code, 302)

    def test_an_observer_reads_and_is_offered_no_act(self):
        page = self.page(self.olga, scope="all")
        self.assertContains(page, "Forklifts")
        for act in ("data-writes", "data-create", 'id="card-menu"'):
            self.assertNotContains(page, act)

    def test_lost_records_stand_on_no_board_but_in_the_list(self):
        self.assertRedirects(self.page(show="lost", scope="all"), reverse("pipeline:leads") + "?scope=all&show=lost")

    def test_an_unknown_filter_is_refused(self):
        self.assertContains(self.page(scope="theirs"), "Nothing was searched", status_code=409)

    def test_an_empty_board_says_so_and_offers_what_can_be_done(self):
        self.assertContains(self.page(q="nowhere"), "Nothing fits this filter")
        Lead.objects.all().update(owner=self.ben)
        self.assertContains(self.page(), reverse("pipeline:create"))

    def test_a_search_answers_with_the_board_and_a_clean_address(self):
        headers = {"HX-Request": "true", "HX-Target": "board"}
        found = self.client.get(reverse("pipeline:board"), {"q": "fork", "scope": "mine"}, headers=headers)
        self.assertContains(found, "Forklifts")
        self.assertNotContains(found, "<html")
        self.assertEqual(found["HX-Replace-Url"], "/pipeline/?q=fork")

    def test_further_cards_and_one_column(self):
        for number in range(45):
            create(by=self.ann, owner=self.ann, title=f"Number {number}")
        page = self.page().content.decode()
        more = page.split('class="pager__more" href="')[1].split('"')[0].replace("&amp;", "&")
        self.assertContains(self.client.get(more, headers={"HX-Request": "true"}), "<li class=card ", count=6)
        column = self.get("pipeline:column", self.new.pk, only=f"{self.new.pk}.overdue")
        self.assertContains(column, f'id="stage-{self.new.pk}"')
        self.assertNotContains(column, "<li class=card ")
        self.assertEqual(self.get("pipeline:column", 4711).status_code, 404)

    def test_the_page_costs_the_same_with_few_records_and_with_many(self):
        def cost():
            with CaptureQueriesContext(connection) as captured:
                self.page()
            return len(captured)

        few = cost(), cost()
        for number in range(60):
            create(by=self.ann, owner=self.ann, title=f"Number {number}", stage=(self.new, self.won)[number % 2])
        self.assertEqual((cost(), cost()), few)


class ChangedCardsTest(DoorTestCase):
    def changed(self, *leads, user=None, **query):
        ids = ",".join(str(lead.pk) for lead in leads)
        return self.get("pipeline:cards", as_user=user, ids=ids, **query)

    def test_it_answers_the_cards_that_stand_on_this_board_and_all_heads(self):
        response = self.changed(self.lead, self.bens, self.zoes)
        self.assertContains(response, f"id=lead-{self.lead.pk} ")
        self.assertNotContains(response, f"id=lead-{self.bens.pk} ")
        self.assertContains(response, 'class="column__head"', count=4)

    def test_it_keeps_to_the_filter_and_to_the_step_of_a_column(self):
        self.assertNotContains(self.changed(self.lead, q="sensors"), "<li class=card ")
        self.assertNotContains(self.changed(self.lead, only=f"{self.new.pk}.planned"), "<li class=card ")
        self.assertContains(self.changed(self.lead, only=f"{self.new.pk}.none"), "<li class=card ")

    def test_nonsense_is_no_card(self):
        self.assertNotContains(self.get("pipeline:cards", ids="x,,-1"), "<li class=card ")


class MoveDoorTest(DoorTestCase):
    def move(self, lead=None, *, board=True, user=None, **data):
        if user:
            self.client.force_login(user)
        url = reverse("pipeline:move", args=[(lead or self.lead).pk]) + ("?board=1" if board else "")
        return self.client.post(url, data, headers={"HX-Request": "true"})

    def stage_of(self, lead):
        return Lead.objects.get(pk=lead.pk).stage

    def test_the_board_gets_the_card_and_two_heads_in_a_few_kilobytes(self):
        response = self.move(stage=self.qualified.pk)
        self.assertEqual(self.stage_of(self.lead), self.qualified)
        self.assertContains(response, f'<ol data-stage="{self.qualified.pk}"><li class=card id=lead-{self.lead.pk} ')
        self.assertContains(response, 'class="column__head"', count=2)
        self.assertLess(len(response.content), 5000)
        self.assertEqual(self.said(response), "Moved to Qualified")
        self.assertIn("/undo/", self.events(response)["toast"]["undo"])

    def test_elsewhere_the_page_is_told(self):
        response = self.move(board=False, stage=self.qualified.pk)
        self.assertEqual(response.status_code, 204)
        self.assertEqual(self.events(response)["lead-changed"], {"id": self.lead.pk})

    def test_a_plain_form_goes_back_to_the_record(self):
        response = self.client.post(reverse("pipeline:move", args=[self.lead.pk]), {"stage": self.qualified.pk})
        self.assertRedirects(response, self.lead.get_absolute_url())

    def test_a_card_that_leaves_the_filter_is_not_answered(self):
        edit(self.lead, by=self.ann, expected_closing="2027-01-02")
        url = reverse("pipeline:move", args=[self.lead.pk]) + "?board=1&show=open"
        response = self.client.post(url, {"stage": self.won.pk}, headers={"HX-Request": "true"})
        self.assertNotContains(response, "<li class=card ")

    def test_dragging_to_won_asks_for_empty_figures_which_may_be_skipped(self):
        asked = self.move(stage=self.won.pk)
        self.assertEqual((asked["HX-Retarget"], asked.status_code), ("#dialog", 200))
        self.assertContains(asked, 'name="expected_closing"')
        self.assertNotContains(asked, 'name="expected_revenue"')
        self.assertEqual(self.stage_of(self.lead), self.new)
        won = self.move(board=False, stage=self.won.pk, asked="yes")
        self.assertEqual(self.said(won), "Won: the first of the year for Ann")
        self.assertEqual(Lead.objects.get(pk=self.lead.pk).outcome, "won")

    def test_a_stage_asks_for_its_fields_and_the_answer_moves(self):
        Stage.objects.filter(pk=self.proposition.pk).update(required_fields=["expected_closing"])
        asked = self.move(stage=self.proposition.pk)
        self.assertContains(asked, 'name="expected_closing"')
        self.assertNotContains(asked, "without")
        empty = self.move(board=False, stage=self.proposition.pk, asked="yes")
        self.assertContains(empty, "This field is required", status_code=422)
        self.assertEqual(self.stage_of(self.lead), self.new)
        self.move(board=False, stage=self.proposition.pk, asked="yes", expected_closing="2027-01-02")
        self.assertEqual(self.stage_of(self.lead), self.proposition)
        self.assertEqual(Event.objects.filter(row_id=self.lead.pk).values("change_set").distinct().count(), 2)

    def test_what_cannot_be_taken_on_the_way_is_refused_beside_its_field(self):
        Stage.objects.filter(pk=self.proposition.pk).update(required_fields=["expected_closing", "expected_revenue"])
        edit(self.lead, by=self.ann, expected_revenue=None)
        typed = {"asked": "yes", "expected_revenue": "-5", "expected_closing": "1850-01-01"}
        answer = self.move(board=False, stage=self.proposition.pk, **typed)
        self.assertContains(answer, 'value="-5"', status_code=422)
        self.assertContains(answer, "field__error", status_code=422)
        answer = self.move(board=False, stage=self.proposition.pk, **typed | {"expected_revenue": "5"})
        self.assertContains(answer, "between 1900 and 2200", status_code=422)
        self.assertEqual(self.stage_of(self.lead), self.new)

    def test_the_place_between_two_cards_is_kept(self):
        above, below = (create(by=self.ann, owner=self.ann, title=title, stage=self.qualified) for title in "ab")
        self.move(stage=self.qualified.pk, above=above.pk, below=below.pk)
        ranks = [Lead.objects.get(pk=lead.pk).rank for lead in (below, self.lead, above)]
        self.assertEqual(ranks, sorted(ranks))

    def test_a_neighbour_that_is_gone_is_no_reason_to_refuse(self):
        self.move(stage=self.qualified.pk, above=4711, below=self.zoes.pk)
        self.assertEqual(self.stage_of(self.lead), self.qualified)

    def test_a_stage_of_another_team_is_refused_with_the_reason(self):
        southern = Stage.objects.create(name_en="Southern", sequence=15)
        southern.teams.set([self.south])
        response = self.move(stage=southern.pk)
        self.assertEqual(response.status_code, 409)
        self.assertIn("belongs to team South", self.said(response))

    def test_strangers_observers_and_nonsense(self):
        self.assertEqual(self.move(user=self.zoe, stage=self.qualified.pk).status_code, 404)
        self.assertEqual(self.move(user=self.otto, stage=self.qualified.pk).status_code, 404)
        self.assertEqual(self.move(user=self.olga, stage=self.qualified.pk).status_code, 409)
        self.assertEqual(self.move(user=self.ann, stage=4711).status_code, 409)
        self.assertEqual(self.move(user=self.ann).status_code, 409)
        self.assertEqual(self.get("pipeline:move", self.lead.pk).status_code, 405)
        self.assertEqual(self.stage_of(self.lead), self.new)

    def test_it_costs_the_same_with_few_records_and_with_many(self):
        def cost(stage):
            with CaptureQueriesContext(connection) as captured:
                self.move(stage=stage.pk)
            return len(captured)

        self.move(stage=self.qualified.pk)
        few = cost(self.proposition)
        for number in range(40):
            create(by=self.ann, owner=self.ann, title=f"Number {number}", stage=self.qualified)
        self.assertEqual(cost(self.qualified), few)


class StarsTest(DoorTestCase):
    def test_a_click_changes_the_priority_and_the_card_comes_back(self):
        url = reverse("pipeline:stars", args=[self.lead.pk]) + "?board=1"
        response = self.client.post(url, {"stars": "2"}, headers={"HX-Request": "true"})
        self.assertContains(response, "data-stars=2")
        self.assertEqual(Lead.objects.get(pk=self.lead.pk).priority, 2)
        self.assertEqual(self.said(response), "Priority: High")

    def test_nonsense_and_strangers(self):
        self.assertEqual(self.post("pipeline:stars", self.lead.pk, stars="4").status_code, 404)
        self.assertEqual(self.post("pipeline:stars", self.lead.pk, as_user=self.zoe, stars="1").status_code, 404)


class QuickCreateTest(DoorTestCase):
    def create(self, **data):
        return self.post("pipeline:quick_create", **{"stage": self.qualified.pk, "priority": "0"} | data)

    def test_a_customer_is_enough_and_the_form_stays_for_the_next(self):
        response = self.create(company="Maison Verdier", expected_revenue="1200", priority="1")
        lead = Lead.objects.get(title="Opportunity of Maison Verdier")
        self.assertEqual((lead.company.name, lead.stage, lead.owner), ("Maison Verdier", self.qualified, self.ann))
        self.assertEqual((lead.expected_revenue, lead.priority), (Decimal(1200), 1))
        self.assertContains(response, f'name="stage" value="{self.qualified.pk}"')
        self.assertNotContains(response, "Maison Verdier")
        self.assertEqual(self.events(response)["lead-changed"], {"ids": [lead.pk], "top": True})

    def test_it_is_asked_for_in_a_column(self):
        form = self.get("pipeline:quick_create", stage=self.qualified.pk)
        self.assertContains(form, f'name="stage" value="{self.qualified.pk}"')

    def test_nothing_typed_is_refused_beside_the_field(self):
        self.assertContains(self.create(), "Give it a title or a customer", status_code=422)
        self.assertContains(self.create(title="A", expected_revenue="-1"), "quick__field", status_code=422)

    def test_observers_and_outsiders_make_nothing(self):
        for user in (self.olga, self.otto):
            self.assertEqual(self.post("pipeline:quick_create", as_user=user, title="A").status_code, 404)


class PeekTest(DoorTestCase):
    def test_the_main_facts_stand_beside_the_board(self):
        response = self.get("pipeline:peek", self.lead.pk)
        self.assertContains(response, "Forklifts")
        self.assertContains(response, reverse("pipeline:edit_field", args=[self.lead.pk, "expected_revenue"]))
        self.assertNotContains(response, "<html")

    def test_an_observer_may_look_and_not_touch(self):
        response = self.get("pipeline:peek", self.lead.pk, as_user=self.olga)
        self.assertNotContains(response, reverse("pipeline:won", args=[self.lead.pk]))

    def test_a_stranger_does_not_learn_that_it_exists_and_a_plain_link_opens_the_page(self):
        self.assertEqual(self.get("pipeline:peek", self.lead.pk, as_user=self.zoe).status_code, 404)
        self.client.force_login(self.ann)
        plain = self.client.get(reverse("pipeline:peek", args=[self.lead.pk]))
        self.assertRedirects(plain, self.lead.get_absolute_url())
