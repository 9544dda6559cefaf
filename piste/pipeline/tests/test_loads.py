from datetime import timedelta

from django.urls import reverse

from piste.kernel.clock import now
from piste.pipeline.loads import load_of
from piste.pipeline.models import Lead
from piste.pipeline.tests.cast import PipelineTestCase
from piste.teams.models import Membership

HTMX = {"HX-Request": "true"}


class LoadTest(PipelineTestCase):
    """05.26: by hand quotas are ignored, and shown."""

    def test_what_somebody_got_in_30_days_beside_what_he_may_be_given(self):
        self.assertEqual(str(load_of(self.ann)), "1 of 30 in 30 days")
        Lead.objects.filter(pk=self.lead.pk).update(assigned_at=now() - timedelta(days=31))
        self.assertEqual(str(load_of(self.ann)), "0 of 30 in 30 days")

    def test_whoever_is_in_no_team_has_no_maximum(self):
        self.assertEqual(str(load_of(self.maya)), "0 in 30 days")
        self.assertFalse(load_of(self.maya).is_above)

    def test_the_choice_of_an_owner_shows_it(self):
        self.client.force_login(self.maya)
        found = self.client.get(reverse("pipeline:owner_choices"), {"q": "ann"}).json()["results"]
        self.assertEqual([(row["text"], row["note"]) for row in found], [("Ann", "1 of 30 in 30 days")])
        self.client.force_login(self.otto)
        self.assertEqual(self.client.get(reverse("pipeline:owner_choices")).status_code, 404)

    def test_whoever_gives_more_than_the_maximum_is_told(self):
        Membership.objects.filter(user=self.ann).update(capacity=1)
        self.client.force_login(self.maya)
        door = reverse("pipeline:assign", args=[self.bens.pk])
        said = self.client.post(door, {"owner": self.ann.pk}, headers=HTMX)
        self.assertIn("more than his maximum", said.headers["HX-Trigger"])
        self.bens.refresh_from_db()
        self.assertEqual(self.bens.owner, self.ann)

    def test_whoever_gives_many_is_told_too_and_the_palette_shows_it(self):
        Membership.objects.filter(user=self.ann).update(capacity=1)
        self.client.force_login(self.maya)
        here = f"http://testserver{self.bens.get_absolute_url()}"
        shown = self.client.get(
            reverse("finding:palette"), {"q": "assign to ann"}, headers=HTMX | {"HX-Current-URL": here}
        )
        self.assertContains(shown, "Assign to Ann · 1 of 1 in 30 days")
        door = reverse("finding:many", args=["lead", "assign"])
        said = self.client.post(door, {"ids": [self.bens.pk], "owner": self.ann.pk, "asked": "on"}, headers=HTMX)
        self.assertIn("more than his maximum now: 2 of 1", said.headers["HX-Trigger"])
