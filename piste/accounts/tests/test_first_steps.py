from django.urls import reverse

from piste.accounts.models import Site, User
from piste.history.models import Event
from piste.history.undo import undo
from piste.testing import CastTestCase


class FirstStepsTest(CastTestCase):
    """Steps of higher rooms are tested where they are filled in."""

    page = "/first-steps/"

    def setUp(self):
        self.client.force_login(self.root)

    def done(self):
        return self.client.get(self.page).content.decode().count("first-steps__tick--done")

    def test_a_step_ticks_itself(self):
        before = self.done()
        Site.objects.update(name="Verdier")
        self.assertEqual(self.done(), before + 1)

    def test_the_company_is_the_affair_of_administrators(self):
        self.assertContains(self.client.get(self.page), reverse("accounts:company"))
        self.client.force_login(self.maya)
        self.assertNotContains(self.client.get(self.page), "Company and language")

    def test_they_are_for_those_who_set_piste_up(self):
        for user in (self.ann, self.olga, self.otto):
            self.client.force_login(user)
            self.assertEqual(self.client.get(self.page).status_code, 404)
            self.assertEqual(self.client.post(reverse("accounts:show_first_steps")).status_code, 404)

    def test_hidden_they_are_found_again_and_hiding_can_be_undone(self):
        hide = reverse("accounts:show_first_steps")
        self.client.post(hide)
        self.assertFalse(User.objects.get(pk=self.root.pk).first_steps)
        self.assertContains(self.client.get(self.page), "Show on the start page")
        self.client.post(hide, {"first_steps": "on"})
        myself = User.objects.get(pk=self.root.pk)
        self.assertTrue(myself.first_steps)
        undo(Event.objects.of_row(myself).latest("id").change_set, by=self.root)
        self.assertFalse(User.objects.get(pk=self.root.pk).first_steps)

    def test_the_line_of_the_start_page_comes_and_goes_without_a_reload(self):
        line = reverse("accounts:first_steps_line")
        htmx = {"HX-Request": "true"}
        watches = f'data-watch="user:{self.root.pk}"'
        self.assertContains(self.client.get(line, headers=htmx), "Hide the first steps")
        self.client.post(reverse("accounts:show_first_steps"))
        hidden = self.client.get(line, headers=htmx)
        self.assertContains(hidden, watches)
        self.assertNotContains(hidden, "Hide the first steps")
        self.client.force_login(self.ann)
        self.assertEqual(self.client.get(line, headers=htmx).status_code, 404)

    def test_everything_stands_in_french_too(self):
        User.objects.filter(pk=self.root.pk).update(language="fr")
        self.assertContains(self.client.get(self.page), "Premiers pas")
