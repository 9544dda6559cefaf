import re
from datetime import time, timedelta

from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from piste.accounts.verbs.editing import edit as edit_user
from piste.activities.models import Activity
from piste.contacts.models import Tag
from piste.kernel.clock import today
from piste.pipeline.tests.doors import HTMX, DoorTestCase


class PaletteTest(DoorTestCase):
    def asked(self, typed, on=None, user=None):
        self.client.force_login(user or self.ann)
        on = f"lead-{self.lead.pk}" if on is None else on
        return self.client.get(reverse("finding:palette"), {"q": typed, "on": on}, headers=HTMX)

    def test_without_words_it_offers_what_may_be_done_with_the_record(self):
        response = self.asked("")
        for name in ("won", "lost", "assign"):
            self.assertContains(response, reverse(f"pipeline:{name}", args=[self.lead.pk]))

    def test_won_and_lost_are_understood_in_both_languages(self):
        for typed, name in {"won": "won", "Gagné": "won", "lost": "lost", "perdu": "lost"}.items():
            with self.subTest(typed):
                self.assertContains(self.asked(typed), reverse(f"pipeline:{name}", args=[self.lead.pk]))

    def test_assign_to_somebody_is_one_act(self):
        for typed in ("assign to Ben", "attribuer à ben"):
            response = self.asked(typed)
            self.assertContains(response, f'name="owner" value="{self.ben.pk}"')
        self.client.post(reverse("pipeline:assign", args=[self.lead.pk]), {"owner": self.ben.pk}, headers=HTMX)
        self.lead.refresh_from_db()
        self.assertEqual(self.lead.owner, self.ben)

    def test_move_to_a_stage_by_its_name(self):
        self.assertContains(self.asked("move to propos"), f'name="stage" value="{self.proposition.pk}"')

    def test_call_tomorrow_at_nine_is_planned_on_the_record(self):
        content = self.asked("call tomorrow 9").content.decode()
        fields = dict(re.findall(r'type="hidden" name="([a-z_]+)" value="([^"]*)"', content))
        url = reverse("activities:plan", args=["lead", self.lead.pk])
        self.assertLess(self.client.post(url, fields, headers=HTMX).status_code, 300)
        activity = Activity.objects.get()
        self.assertEqual((activity.due_on, activity.due_time), (today(self.ann) + timedelta(days=1), time(9)))
        self.assertEqual((activity.assignee, activity.thread), (self.ann, ("lead", self.lead.pk)))

    def test_a_page_is_gone_to_by_its_name_in_either_language(self):
        for typed in ("go to customers", "aller à clients", "aller aux clients"):
            with self.subTest(typed):
                self.assertContains(self.asked(typed, on=""), reverse("finding:start", args=["company"]))
        edit_user(self.ann, by=self.ann, language="fr")
        self.assertContains(self.asked("go to customers", on=""), "Clients")

    def test_the_record_of_the_page_is_meant_without_a_card(self):
        self.client.force_login(self.ann)
        page = f"http://testserver{self.lead.get_absolute_url()}"
        headers = {**HTMX, "HX-Current-URL": page}
        response = self.client.get(reverse("finding:palette"), {"q": "won"}, headers=headers)
        self.assertContains(response, reverse("pipeline:won", args=[self.lead.pk]))

    def test_whoever_may_not_change_the_record_is_offered_nothing(self):
        for user in (self.zoe, self.olga, self.otto):
            for typed in ("won", "assign to Ben", "call tomorrow 9", ""):
                self.assertNotContains(self.asked(typed, user=user), f"/{self.lead.pk}/")

    def test_odd_words_and_places_are_harmless(self):
        for on in ("lead-0", "lead-999999999999999999999", "nothing-1", "lead", "-", "user-1"):
            self.assertEqual(self.asked("won", on=on).status_code, 200)
        for typed in ("x" * 10_000, "'\"--", "assign to %", "go to (", "call tomorrow 99999"):
            self.assertEqual(self.asked(typed).status_code, 200)

    def test_its_statements_are_bounded(self):
        self.client.force_login(self.ann)
        with CaptureQueriesContext(connection) as queries:
            self.client.get(
                reverse("finding:palette"), {"q": "assign to ben", "on": f"lead-{self.lead.pk}"}, headers=HTMX
            )
        self.assertLess(len(queries), 45)


class SelectionTest(DoorTestCase):
    def asked(self, typed, on="lead", count=3, user=None):
        self.client.force_login(user or self.ann)
        answer = self.client.get(reverse("finding:palette"), {"q": typed, "on": on, "count": count}, headers=HTMX)
        return answer.content.decode()

    def test_a_sentence_is_an_act_of_the_bar_in_both_languages(self):
        sentences = {
            "won": ("won", None),
            "gagnés": ("won", None),
            "assign them to Ben": ("assign", f'name="owner" value="{self.ben.pk}"'),
            "attribuer à Ben": ("assign", f'name="owner" value="{self.ben.pk}"'),
            "lost": ("lost", None),
            f"lost because of {self.price.name_en}": ("lost", f'name="reason" value="{self.price.pk}"'),
            f"perdues {self.price.name_fr}": ("lost", f'name="reason" value="{self.price.pk}"'),
            "move to propos": ("stage", f'name="stage" value="{self.proposition.pk}"'),
            "priorité 2": ("priority", 'name="priority" value="2"'),
            "archiver": ("archive", None),
            "call tomorrow 9": ("plan", 'name="due_time" value="09:00"'),
            "appeler demain 9h": ("plan", 'name="due_time" value="09:00"'),
        }
        for typed, (act, value) in sentences.items():
            with self.subTest(typed):
                answer = self.asked(typed)
                self.assertIn(reverse("finding:many", args=["lead", act]), answer)
                self.assertIn("3 records", answer)
                self.assertIn("data-many", answer)
                if value:
                    self.assertIn(value, answer)

    def test_tags_are_put_on_and_taken_away_by_their_name(self):
        tag = Tag.objects.create(name_en="Software", name_fr="Logiciel")
        for typed, name in (("tag soft", "add"), ("étiquette logiciel", "add"), ("untag software", "remove")):
            with self.subTest(typed):
                self.assertIn(f'name="{name}" value="{tag.pk}"', self.asked(typed))

    def test_what_it_offers_is_what_the_bar_does(self):
        fields = dict(re.findall(r'type="hidden" name="([a-z_]+)" value="([^"]*)"', self.asked("assign to ben")))
        url = reverse("finding:many", args=["lead", "assign"])
        self.client.post(url, fields | {"ids": str(self.lead.pk)}, headers=HTMX)
        self.lead.refresh_from_db()
        self.assertEqual(self.lead.owner, self.ben)

    def test_nothing_is_offered_on_no_rows_or_to_whoever_only_reads(self):
        self.assertNotIn("/many/", self.asked("won", count=0))
        self.assertNotIn("/many/", self.asked("won", user=self.olga))
        self.assertNotIn("/many/", self.asked("won", on="team"))

    def test_one_record_gets_a_tag_and_only_from_whoever_may_change_it(self):
        tag = Tag.objects.create(name_en="Software", name_fr="Logiciel")
        on = f"lead-{self.lead.pk}"
        self.assertIn(f'name="ids" value="{self.lead.pk}"', self.asked("tag software", on=on, count=""))
        self.assertNotIn(f'value="{tag.pk}"', self.asked("tag software", on=on, count="", user=self.zoe))

    def test_lost_with_a_reason_is_done_at_once(self):
        answer = self.asked(f"lost {self.price.name_en}", on=f"lead-{self.lead.pk}", count="")
        self.assertIn(f'name="reason" value="{self.price.pk}"', answer)
        self.assertIn(reverse("pipeline:lost", args=[self.lead.pk]), answer)


class PalettePageTest(DoorTestCase):
    def test_without_a_script_it_is_a_page_that_searches_acts_and_leads_on(self):
        self.client.force_login(self.ann)
        came = {"Referer": f"http://testserver{self.lead.get_absolute_url()}"}
        page = self.client.get(reverse("finding:palette"), headers=came)
        self.assertContains(page, f'name="on" value="lead-{self.lead.pk}"')
        self.assertContains(page, reverse("contacts:companies"))
        page = self.client.get(reverse("finding:palette"), {"q": "assign to ben", "on": f"lead-{self.lead.pk}"})
        self.assertContains(page, f'name="owner" value="{self.ben.pk}"')

    def test_it_does_not_name_a_record_of_others(self):
        self.client.force_login(self.zoe)
        page = self.client.get(reverse("finding:palette"), {"on": f"lead-{self.lead.pk}"})
        self.assertNotContains(page, self.lead.title)

    def test_a_form_opened_as_a_page_has_its_own_title(self):
        self.client.force_login(self.ann)
        page = self.client.get(reverse("pipeline:lost", args=[self.lead.pk]))
        self.assertContains(page, '<h1 class="hidden">')
        self.assertNotContains(page, "<title>Piste")
