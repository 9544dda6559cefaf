from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django_tasks_db.models import DBTaskResult

from piste.assignment.models import Assignment, Placement, Run
from piste.assignment.tests.cast import AssignmentTestCase
from piste.assignment.verbs.configuring import configure, set_filter
from piste.assignment.verbs.running import work
from piste.pipeline.models import Lead

HTMX = {"HX-Request": "true"}
CANADA = {"all": [{"f": "country", "op": "is", "v": "CA"}]}


class AssignmentDoorTest(AssignmentTestCase):
    def setUp(self):
        self.client.force_login(self.maya)

    def url(self, route, *args):
        return reverse(f"assignment:{route}", args=args)

    def queries(self, url):
        self.client.get(url)
        with CaptureQueriesContext(connection) as captured:
            self.assertEqual(self.client.get(url).status_code, 200)
        return len(captured)

    def test_managers_alone_find_the_doors(self):
        run = self.run_now()
        looked = [
            self.url("settings"),
            self.url("preview"),
            self.url("run", run.pk),
            self.url("team", self.north.pk),
            self.url("team_filter", self.north.pk),
            self.url("member_filters", self.anns.pk),
        ]
        done = [self.url("run_now"), self.url("take_part", self.north.pk)]
        for user in (self.ann, self.olga, self.otto):
            self.client.force_login(user)
            for url in looked:
                with self.subTest(user=user, url=url):
                    self.assertEqual(self.client.get(url).status_code, 404)
            for url in done:
                with self.subTest(user=user, url=url):
                    self.assertEqual(self.client.post(url).status_code, 404)
        self.client.force_login(self.maya)
        for url in looked:
            with self.subTest(url=url):
                self.assertEqual(self.client.get(url).status_code, 200)

    def test_the_settings_are_saved_and_bad_ones_come_back(self):
        sent = {"mode": "by_clock", "every": 2, "unit": "hours", "min_age_hours": 1, "max_age_days": 0}
        self.client.post(self.url("settings"), sent)
        rules = Assignment.current()
        self.assertEqual((rules.mode, rules.every, rules.unit, rules.max_age_days), ("by_clock", 2, "hours", 0))
        for wrong in ({"every": 0}, {"every": 100}, {"unit": "years"}, {"max_age_days": -1}):
            with self.subTest(wrong=wrong):
                self.assertEqual(self.client.post(self.url("settings"), sent | wrong).status_code, 422)

    def test_preview_then_run_by_button(self):
        self.waiting("Forklift lead")
        shown = self.client.get(self.url("preview"))
        self.assertContains(shown, "Forklift lead")
        self.assertContains(shown, "never served before")
        self.assertEqual(Lead.objects.exclude(owner=None).count(), 0)
        answer = self.client.post(self.url("run_now"))
        run = Run.objects.get()
        self.assertRedirects(answer, self.url("run", run.pk))
        self.assertContains(self.client.get(self.url("run", run.pk)), "every 2s")
        self.assertTrue(DBTaskResult.objects.filter(task_path="piste.assignment.jobs.assign").exists())
        self.assertEqual(self.client.post(self.url("run_now")).status_code, 409)
        work(run)
        done = self.client.get(self.url("run", run.pk))
        self.assertContains(done, "Forklift lead")
        self.assertContains(done, "Undo the whole run")

    def test_a_preview_of_a_team_that_is_none_is_no_preview_of_all(self):
        self.assertEqual(self.client.get(self.url("preview"), {"team": 999}).status_code, 422)
        self.assertEqual(self.client.post(self.url("run_now"), {"team": self.south.pk}).status_code, 422)

    def test_a_run_is_refused_while_assignment_is_off(self):
        Assignment.objects.update(mode="off")
        self.assertEqual(self.client.post(self.url("run_now")).status_code, 409)

    def test_a_team_takes_part_and_stops(self):
        self.client.post(self.url("take_part", self.south.pk), {"on": "1"})
        self.south.refresh_from_db()
        self.assertTrue(self.south.assigns)
        self.client.post(self.url("take_part", self.south.pk), {"on": "0"})
        self.south.refresh_from_db()
        self.assertFalse(self.south.assigns)

    def test_filters_are_put_together_in_rows(self):
        rows = {"filter.kind": "all", "filter.0.field": "country", "filter.0.op": "is", "filter.0.value": "CA"}
        asked = self.client.get(self.url("team_filter", self.north.pk), headers=HTMX)
        self.assertContains(asked, '<select class="input input--select" name="filter.kind"')
        self.client.post(self.url("team_filter", self.north.pk), rows)
        self.north.refresh_from_db()
        self.assertEqual(self.north.filter, CANADA)
        preferred = {name.replace("filter", "preferred_filter", 1): value for name, value in rows.items()}
        self.client.post(self.url("member_filters", self.anns.pk), preferred | {"filter.kind": "all"})
        self.anns.refresh_from_db()
        self.assertEqual((self.anns.filter, self.anns.preferred_filter), ({}, CANADA))

    def test_the_timeline_of_the_team_says_the_filter_in_words(self):
        set_filter(self.north, by=self.maya, filter=CANADA)
        page = self.client.get(self.north.get_absolute_url())
        self.assertContains(page, "changed the filter of the team")
        self.assertNotContains(page, "&#39;op&#39;")

    def test_an_unfinished_filter_comes_back(self):
        rows = {"filter.kind": "all", "filter.0.field": "country", "filter.0.op": "is", "filter.0.value": ""}
        self.assertEqual(self.client.post(self.url("team_filter", self.north.pk), rows, headers=HTMX).status_code, 422)

    def test_the_panel_says_how_many_records_fit(self):
        self.set(self.north, filter=CANADA)
        self.waiting("Canadian", country="CA")
        self.waiting("French", country="FR")
        shown = self.client.get(self.url("team", self.north.pk), headers=HTMX)
        self.assertContains(shown, "Country is Canada")
        self.assertContains(shown, "1 of 2 open records")
        self.assertContains(shown, "60 records over 30 days")

    def test_pages_cost_the_same_with_few_and_with_many_records(self):
        for membership in (self.anns, self.bens):
            self.set(membership, capacity=3000)
        counts = []
        for number in range(2):
            for place in range(4 + 16 * number):
                self.waiting(f"New {number} {place}")
            run = self.run_now()
            for place in range(4 + 16 * number):
                self.waiting(f"More {number} {place}")
            urls = [self.url("run", run.pk), self.url("preview"), self.url("settings"), self.url("team", self.north.pk)]
            counts.append([self.queries(url) for url in urls])
        self.assertEqual(*counts)

    def test_the_pages_of_teams_show_the_panel(self):
        self.assertContains(self.client.get(self.north.get_absolute_url()), "Automatic assignment")


class WhyTest(AssignmentTestCase):
    def test_the_timeline_of_a_record_says_why_somebody_got_it(self):
        lead = self.waiting("New")
        self.run_now()
        self.client.force_login(self.ann)
        self.assertEqual(Placement.objects.get().user, self.ann)
        page = self.client.get(lead.get_absolute_url())
        self.assertContains(page, "by automatic assignment")
        self.assertContains(page, "never served before")


class ActsTest(AssignmentTestCase):
    def test_what_was_set_stands_among_my_last_acts(self):
        configure(self.rules, by=self.maya, max_age_days=3)
        set_filter(self.north, by=self.maya, filter=CANADA)
        self.waiting("New")
        self.run_now()
        self.client.force_login(self.maya)
        page = self.client.get(reverse("history:acts"))
        self.assertContains(page, "Country is Canada")
        self.assertContains(page, "Automatic assignment")
