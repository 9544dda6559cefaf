from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from piste.history.undo import undo
from piste.kernel.refusals import Refused
from piste.pipeline import totals
from piste.pipeline.models import Lead
from piste.pipeline.tests.doors import DoorTestCase
from piste.pipeline.verbs.closing import mark_won
from piste.pipeline.verbs.creating import create
from piste.teams.models import Membership
from piste.teams.verbs.members import add_member, remove_member


class LeavingTest(DoorTestCase):
    @classmethod
    def setUpTestData(cls):
        super().setUpTestData()
        add_member(cls.south, by=cls.maya, user=cls.ann)
        cls.sold = mark_won(create(by=cls.ann, owner=cls.ann, title="Sold"), by=cls.ann)
        cls.southern = create(by=cls.ann, owner=cls.ann, team=cls.south, title="Southern")
        cls.membership = Membership.objects.get(user=cls.ann, team=cls.north)

    def tearDown(self):
        self.assertEqual(totals.differences(), {})

    def owners(self):
        return dict(Lead.objects.values_list("title", "owner__name"))

    def test_the_records_stay_with_who_leaves_when_nobody_is_named(self):
        before = self.owners()
        remove_member(self.membership, by=self.maya)
        self.assertEqual(self.owners(), before)

    def test_a_colleague_takes_over_what_is_open_in_this_team_and_undo_gives_it_back(self):
        before = self.owners()
        remove_member(self.membership, by=self.maya, handover_to=self.zoe)
        self.assertEqual(self.owners(), before | {"Forklifts": "Zoe"})
        self.assertEqual(Lead.objects.get(pk=self.lead.pk).team, self.north)
        undo(self.membership.last_event.change_set, by=self.maya)
        self.assertEqual(self.owners(), before)
        self.assertTrue(Membership.objects.active().filter(pk=self.membership.pk).exists())

    def test_who_owns_no_records_takes_none_over(self):
        for user in (self.ann, self.olga, self.otto):
            with self.subTest(user.name), self.assertRaisesMessage(Refused, "Choose a colleague"):
                remove_member(self.membership, by=self.maya, handover_to=user)

    def test_the_dialog_tells_how_many_and_hands_them_over(self):
        door = reverse("teams:remove_member", args=[self.membership.pk])
        self.assertEqual(self.client.get(door).status_code, 404)
        self.client.force_login(self.maya)
        self.assertContains(self.client.get(door), "Ann owns 1 open record of this team.")
        self.assertContains(
            self.client.post(door, {"handover_to": self.olga.pk}), "Choose a colleague", status_code=422
        )
        self.assertEqual(self.client.post(door, {"handover_to": 4711}).status_code, 422)
        self.assertRedirects(self.client.post(door, {"handover_to": self.ben.pk}), self.north.get_absolute_url())
        self.assertEqual(self.owners()["Forklifts"], "Ben")

    def test_fifty_records_cost_as_many_statements_as_ten(self):
        counts = []
        for upto in (10, 50):
            for number in range(Lead.objects.open_of(self.ann.pk, team=self.north.pk).count(), upto):
                create(by=self.ann, owner=self.ann, title=f"Number {number}")
            with CaptureQueriesContext(connection) as queries:
                remove_member(self.membership, by=self.maya, handover_to=self.ben)
            counts.append(len(queries))
            undo(self.membership.last_event.change_set, by=self.maya)
            self.membership.refresh_from_db()
        self.assertEqual(*counts)
