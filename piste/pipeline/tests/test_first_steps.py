from django.urls import reverse

from piste.accounts.models import Site, User
from piste.activities.models import ActivityType
from piste.activities.verbs.planning import plan
from piste.kernel.clock import today
from piste.pipeline.tests.doors import DoorTestCase
from piste.pipeline.verbs.stages import edit_stage

LINE = 'class="first-steps"'


class FirstStepsOnTheBoardTest(DoorTestCase):
    def board(self, user):
        self.client.force_login(user)
        return self.client.get(reverse("pipeline:board"))

    def test_whoever_sets_piste_up_sees_what_is_left_to_do(self):
        self.assertContains(self.board(self.root), LINE)
        self.assertContains(self.board(self.maya), LINE)
        for user in (self.ann, self.olga):
            self.assertNotContains(self.board(user), LINE)

    def test_what_was_done_is_ticked(self):
        before = self.board(self.maya).content.decode().count("first-steps__tick--done")
        edit_stage(self.new, by=self.maya, name_en="Fresh")
        self.assertContains(self.board(self.maya), "first-steps__tick--done", count=before + 1)

    def test_hidden_or_done_they_are_gone(self):
        User.objects.filter(pk=self.root.pk).update(first_steps=False)
        self.assertNotContains(self.board(self.root), LINE)
        User.objects.filter(pk=self.root.pk).update(first_steps=True)
        Site.objects.update(name="Verdier")
        edit_stage(self.new, by=self.maya, name_en="Fresh")
        due = today(self.ann)
        plan(self.lead, by=self.ann, type=ActivityType.objects.all()[0], due_on=due, assignee=self.ann)
        self.assertNotContains(self.board(self.root), LINE)
