from django.db import connection
from django.test.utils import CaptureQueriesContext

from piste.accounts.models import User
from piste.pipeline import sight
from piste.pipeline.models import Lead
from piste.pipeline.sight import Why
from piste.pipeline.tests.doors import DoorTestCase
from piste.pipeline.verbs.creating import create
from piste.pipeline.verbs.storing import trash
from piste.testing import person


class SightTest(DoorTestCase):
    @classmethod
    def setUpTestData(cls):
        super().setUpTestData()
        cls.lea = person("lea", "own")
        cls.otis = person("otis", "observer_team")
        cls.south.memberships.create(user=cls.otis)
        type(cls.south)._base_manager.filter(pk=cls.south.pk).update(leader=cls.lea)
        cls.waiting = create(by=cls.maya, title="Waiting", owner=None, team=cls.south)
        cls.stray = create(by=cls.maya, title="Stray", owner=None, team=None)

    def whys(self, lead, user):
        return [reason.why for reason in sight.reasons(self.fresh(lead), self.fresh(user))]

    def fresh(self, row):
        return type(row)._base_manager.get(pk=row.pk)

    def test_the_reasons_are_those_of_the_rule(self):
        for lead, user, whys in (
            (self.lead, self.ann, [Why.OWNER]),
            (self.lead, self.ben, [Why.TEAM]),
            (self.bens, self.ben, [Why.OWNER, Why.TEAM]),
            (self.lead, self.zoe, []),
            (self.zoes, self.lea, [Why.LEADER]),
            (self.zoes, self.otis, [Why.TEAM]),
            (self.waiting, self.zoe, [Why.UNOWNED_IN_TEAM]),
            (self.waiting, self.ann, []),
            (self.stray, self.zoe, [Why.UNOWNED]),
            (self.lead, self.maya, [Why.ROLE]),
            (self.lead, self.olga, [Why.ROLE]),
            (self.stray, self.otto, []),
        ):
            with self.subTest(f"{user} {lead}"):
                self.assertEqual(self.whys(lead, user), whys)

    def test_whoever_has_a_reason_sees_it_and_nobody_else(self):
        for archived in (False, True):
            type(self.south)._base_manager.filter(pk=self.south.pk).update(archived=archived)
            for lead in Lead.objects.all():
                told = {seer.user.pk for seer in sight.seers(self.fresh(lead))}
                for user in User.objects.all():
                    sees = Lead.objects.visible_to(self.fresh(user)).filter(pk=lead.pk).exists()
                    with self.subTest(f"{user} {lead} {archived}"):
                        self.assertEqual((bool(self.whys(lead, user)), user.pk in told), (sees, sees))

    def test_it_takes_the_same_number_of_statements_for_many_people(self):
        def statements():
            lead = self.fresh(self.zoes)
            with CaptureQueriesContext(connection) as caught:
                sight.seers(lead)
            return len(caught)

        before = statements()
        for n in range(12):
            self.south.memberships.create(user=person(f"p{n}", "team"))
        self.assertEqual(statements(), before)

    def test_everybody_asks_why_he_sees_a_record(self):
        self.assertContains(self.get("pipeline:why", self.lead.pk), "The owner is you")
        self.assertContains(self.get("pipeline:why", self.lead.pk, as_user=self.ben), "Team North, role")
        self.assertContains(self.get("pipeline:why", self.zoes.pk, as_user=self.lea), "You lead team South")
        observed = self.get("pipeline:why", self.lead.pk, as_user=self.olga)
        self.assertContains(observed, "Observer: all records")
        self.assertContains(observed, "but not change it")
        self.assertEqual(self.get("pipeline:why", self.lead.pk, as_user=self.zoe).status_code, 404)

    def test_managers_ask_who_sees_it(self):
        told = self.get("pipeline:who", self.lead.pk, as_user=self.maya)
        for name in ("Ann", "Ben", "Maya", "Root", "Olga"):
            self.assertContains(told, name)
        self.assertNotContains(told, "Zoe")
        self.assertContains(told, "5 people see")
        for user in (self.ann, self.olga):
            self.assertEqual(self.get("pipeline:who", self.lead.pk, as_user=user).status_code, 404)
        trash(self.lead, by=self.maya)
        self.assertEqual(self.get("pipeline:who", self.lead.pk, as_user=self.maya).status_code, 404)

    def test_the_menu_of_the_record_leads_there(self):
        for user, who in ((self.ann, False), (self.olga, False), (self.maya, True)):
            self.client.force_login(user)
            page = self.client.get(self.lead.get_absolute_url()).content.decode()
            self.assertIn(f"/leads/{self.lead.pk}/why/", page)
            self.assertEqual(f"/leads/{self.lead.pk}/who/" in page, who)
