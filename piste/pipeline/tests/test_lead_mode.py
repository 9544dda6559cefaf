import re

from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from piste.accounts.models import Site
from piste.history.models import Event
from piste.kernel.refusals import Refused
from piste.pipeline.filters import Filter, Scope, Show
from piste.pipeline.models import Lead
from piste.pipeline.tests.cast import PipelineTestCase
from piste.pipeline.tests.doors import DoorTestCase
from piste.pipeline.verbs.closing import mark_lost, restore
from piste.pipeline.verbs.creating import create
from piste.pipeline.verbs.storing import archive
from piste.teams.verbs.configuring import edit_team

LEADS = "/leads/?kind=lead"


class KindTest(PipelineTestCase):
    def made(self, **values):
        return create(by=self.ann, title="Somebody asks", **values).kind

    def test_without_lead_mode_everything_begins_as_an_opportunity(self):
        self.assertEqual(self.made(), "opportunity")

    def test_with_lead_mode_it_begins_as_a_lead_unless_the_team_says_no(self):
        Site.objects.update(uses_leads=True)
        self.assertEqual(self.made(owner=self.ann), "lead")
        self.assertEqual(self.made(kind="opportunity"), "opportunity")
        edit_team(self.north, by=self.maya, uses_leads="no")
        self.assertEqual((self.made(owner=self.ann), self.made(owner=self.zoe)), ("opportunity", "lead"))

    def test_a_team_may_use_leads_alone(self):
        edit_team(self.south, by=self.maya, uses_leads="yes")
        self.assertEqual((self.made(owner=self.ann), self.made(owner=self.zoe)), ("opportunity", "lead"))

    def test_a_team_without_pipeline_has_leads_only_and_one_without_either_has_nothing(self):
        edit_team(self.south, by=self.maya, uses_leads="yes", uses_pipeline=False)
        self.assertEqual(self.made(team=self.south), "lead")
        with self.assertRaisesMessage(Refused, "qualifies leads only"):
            self.made(team=self.south, kind="opportunity")
        edit_team(self.south, by=self.maya, uses_leads="no")
        with self.assertRaisesMessage(Refused, "neither leads nor the pipeline"):
            self.made(team=self.south, kind="lead")

    def test_a_lead_without_title_is_named_after_its_customer(self):
        self.assertEqual(create(by=self.ann, kind="lead", company_name="Nordlicht").title, "Lead of Nordlicht")


class LeadsTest(PipelineTestCase):
    def setUp(self):
        self.one = create(by=self.ann, owner=self.ann, kind="lead", title="One")
        self.nobodys = create(by=self.ann, owner=None, team=self.north, kind="lead", title="Nobody's")

    def titles(self, user, **values):
        return sorted(Filter(kind=Lead.Kind.LEAD, **values).leads(user).values_list("title", flat=True))

    def test_leads_and_opportunities_are_looked_at_apart(self):
        self.assertEqual(self.titles(self.ann), ["One"])
        self.assertEqual(sorted(Filter().leads(self.ann).values_list("title", flat=True)), ["Forklifts"])

    def test_an_unassigned_lead_of_a_team_is_seen_by_its_members_only(self):
        unassigned = {"scope": Scope.UNASSIGNED}
        self.assertEqual(self.titles(self.ann, **unassigned), ["Nobody's"])
        self.assertEqual(self.titles(self.ben, **unassigned), ["Nobody's"])
        self.assertEqual(self.titles(self.zoe, **unassigned), [])
        self.assertEqual(Lead.objects.editable_by(self.ben).filter(pk=self.nobodys.pk).count(), 1)

    def test_what_is_lost_or_archived_waits_no_more(self):
        mark_lost(self.one, by=self.ann)
        self.assertEqual((self.titles(self.ann), self.titles(self.ann, show=Show.LOST)), ([], ["One"]))
        restore(self.one, by=self.ann)
        self.assertEqual((self.titles(self.ann), self.one.stage), (["One"], self.new))
        archive(self.one, by=self.ann)
        self.assertEqual((self.titles(self.ann), self.titles(self.ann, show=Show.ARCHIVED)), ([], ["One"]))


class LeadModeDoorsTest(DoorTestCase):
    def switch_on(self):
        Site.objects.update(uses_leads=True)

    def test_the_page_of_a_lead_belongs_to_the_leads(self):
        self.switch_on()
        for kind, marked in (("lead", "/start/lead/?kind=lead"), ("opportunity", "/start/lead/")):
            page = self.client.get(create(by=self.ann, owner=self.ann, kind=kind, title="Asks").get_absolute_url())
            with self.subTest(kind=kind):
                self.assertRegex(page.content.decode(), f'rail__entry" href="{re.escape(marked)}"[^>]*aria-current')

    def test_a_manager_switches_leads_on_and_may_undo_it(self):
        self.client.force_login(self.maya)
        door = reverse("accounts:switches")
        self.assertContains(self.client.get(door), "The menu Leads appears")
        response = self.client.post(door, {"uses_leads": "on"}, follow=True)
        self.assertContains(response, "The settings are saved.")
        self.assertTrue(Site.current().uses_leads)
        told = Event.objects.filter(name="site.edited").latest("id")
        self.client.post(reverse("history:undo", args=[told.change_set_id]))
        self.assertFalse(Site.current().uses_leads)
        self.client.post(door, {"uses_leads": "on"})
        self.client.post(door, {})
        self.assertFalse(Site.current().uses_leads)

    def test_others_than_managers_find_no_settings(self):
        for user in (self.ann, self.ben, self.olga, self.otto):
            self.client.force_login(user)
            self.assertEqual(self.client.get(reverse("accounts:switches")).status_code, 404)

    def test_the_menu_appears_with_the_mode_or_for_the_team_that_uses_leads(self):
        self.assertNotContains(self.client.get("/leads/"), 'href="/start/lead/?kind=lead"')
        edit_team(self.south, by=self.maya, uses_leads="yes")
        self.assertNotContains(self.client.get("/leads/"), 'href="/start/lead/?kind=lead"')
        self.client.force_login(self.zoe)
        self.assertContains(self.client.get("/leads/"), 'href="/start/lead/?kind=lead"')
        self.switch_on()
        self.client.force_login(self.ann)
        self.assertContains(self.client.get("/leads/"), 'href="/start/lead/?kind=lead"')

    def test_the_list_of_leads_costs_the_same_for_ten_and_fifty(self):
        self.switch_on()
        for place in range(10):
            create(by=self.ann, owner=self.ann, kind="lead", title=f"Lead {place}")
        self.assertContains(self.client.get(LEADS), "Lead 9")
        few = self.statements(LEADS)
        for place in range(40):
            create(by=self.ann, owner=self.ann, kind="lead", title=f"More {place}")
        self.assertEqual(self.statements(LEADS), few)

    def statements(self, url):
        with CaptureQueriesContext(connection) as asked:
            self.client.get(url)
        return len(asked.captured_queries)

    def test_the_other_views_show_leads_too(self):
        self.switch_on()
        for route in ("board", "calendar", "matrix", "pivot", "graph"):
            with self.subTest(route):
                page = self.client.get(reverse(f"pipeline:{route}") + "?kind=lead")
                self.assertContains(page, reverse(f"pipeline:{route}") + "?kind=lead")
                self.assertContains(page, 'href="/pipeline/?kind=lead"')

    def test_figures_of_leads_begin_with_when_they_came_and_to_which_team(self):
        """11.10"""
        create(by=self.ann, owner=self.ann, kind="lead", title="Somebody asks")
        for route in ("pivot", "graph"):
            page = self.client.get(reverse(f"pipeline:{route}") + "?kind=lead&scope=all")
            with self.subTest(route):
                self.assertContains(page, '<option value="created:month" selected>')
                self.assertContains(page, '<option value="team" selected>')

    def test_their_calendar_knows_no_closing_date(self):
        page = self.client.get(reverse("pipeline:calendar") + "?kind=lead&scope=all")
        self.assertContains(page, 'data-by="next"')
        self.assertNotContains(page, "Expected closing")

    def test_a_lead_is_made_by_hand_without_stage_and_closing_date(self):
        self.switch_on()
        form = self.client.get(reverse("pipeline:create") + "?kind=lead", headers={"HX-Request": "true"})
        self.assertContains(form, "New lead")
        self.assertNotContains(form, 'name="stage"')
        self.client.post(reverse("pipeline:create") + "?kind=lead", {"company_name": "Nordlicht", "owner": self.ann.pk})
        made = Lead.objects.get(company_name="Nordlicht")
        self.assertEqual((made.kind, made.title, made.owner), ("lead", "Lead of Nordlicht", self.ann))

    def test_the_page_of_a_lead_has_no_stages_no_win_and_no_closing_date(self):
        lead = create(by=self.ann, owner=self.ann, kind="lead", title="Somebody asks")
        page = self.client.get(lead.get_absolute_url())
        for absent in ("Expected closing", 'class="statusbar', reverse("pipeline:won", args=[lead.pk])):
            self.assertNotContains(page, absent)
        self.assertContains(page, reverse("pipeline:lost", args=[lead.pk]))

    def test_won_on_a_lead_says_to_convert_it_first(self):
        lead = create(by=self.ann, owner=self.ann, kind="lead", title="Somebody asks")
        response = self.post("pipeline:won", lead.pk, asked="True")
        self.assertEqual((response.status_code, self.said(response)), (409, "Convert this lead before marking it won."))
