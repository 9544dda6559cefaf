from datetime import timedelta

from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from piste.history.models import ChangeSet
from piste.history.undo import undo
from piste.kernel.clock import today
from piste.kernel.refusals import Refused
from piste.messages.models import Notice
from piste.pipeline import sight
from piste.pipeline.board import Board, Layout
from piste.pipeline.filters import Filter, Scope
from piste.pipeline.models import Lead, Share
from piste.pipeline.sight import Why
from piste.pipeline.tests.doors import HTMX, DoorTestCase
from piste.pipeline.verbs import merging
from piste.pipeline.verbs.sharing import share, unshare
from piste.teams.models import Membership

DAY = timedelta(days=1)


class SharingTestCase(DoorTestCase):
    """zoe of team South does not see ann's record, unless it is shared."""

    def fresh(self, row):
        """As the next request finds the person: what he reaches is asked once for each."""
        return type(row)._base_manager.get(pk=row.pk)

    def sees(self, user, lead=None):
        return Lead.objects.visible_to(self.fresh(user)).filter(pk=(lead or self.lead).pk).exists()

    def edits(self, user):
        return Lead.objects.editable_by(self.fresh(user)).filter(pk=self.lead.pk).exists()


class ShareTest(SharingTestCase):
    def test_a_person_reads_what_is_shared_with_him_and_nothing_else(self):
        share(self.lead, by=self.ann, user=self.zoe)
        self.assertEqual((self.sees(self.zoe), self.edits(self.zoe)), (True, False))
        self.assertFalse(self.sees(self.zoe, self.bens))

    def test_he_changes_it_when_that_is_said(self):
        share(self.lead, by=self.ann, user=self.zoe, may_edit=True)
        self.assertTrue(self.edits(self.zoe))
        share(self.lead, by=self.ann, user=self.zoe)
        self.assertEqual((self.edits(self.zoe), Share.objects.count()), (False, 1))

    def test_a_team_is_its_members_of_today(self):
        share(self.lead, by=self.ann, team=self.south)
        self.assertTrue(self.sees(self.zoe))
        self.south.memberships.update(active=False)
        self.assertFalse(self.sees(self.zoe))

    def test_the_strongest_of_several_shares_counts(self):
        share(self.lead, by=self.ann, team=self.south, may_edit=True)
        share(self.lead, by=self.ann, user=self.zoe)
        self.assertTrue(self.edits(self.zoe))

    def test_with_whom_it_is_shared_is_told_once_and_in_his_language(self):
        def told(user):
            return list(Notice.objects.visible_to(self.fresh(user)).values_list("kind", flat=True))

        share(self.lead, by=self.ann, user=self.zoe)
        share(self.lead, by=self.ann, user=self.zoe, may_edit=True)
        self.assertEqual((told(self.zoe), told(self.ann)), (["shared"], []))
        type(self.zoe).objects.filter(pk=self.zoe.pk).update(language="fr")
        self.client.force_login(self.zoe)
        self.assertContains(self.client.get(reverse("messages:notices")), "Ann l’a partagé avec Zoe")
        unshare(Share.objects.get(), by=self.ann)
        self.assertEqual(told(self.zoe), [])

    def test_everybody_in_a_team_is_told_of_a_share_but_whoever_made_it(self):
        share(self.lead, by=self.maya, team=self.north)
        share(self.lead, by=self.ann, team=self.south)
        told = Notice.objects.filter(kind="shared").values_list("user", flat=True)
        expected = Membership.objects.filter(active=True, team__in=[self.north, self.south]).values_list(
            "user", flat=True
        )
        self.assertEqual(sorted(told), sorted(expected))

    def test_it_ends_after_its_last_day(self):
        day = today(self.zoe)
        made = share(self.lead, by=self.ann, user=self.zoe, until=day)
        self.assertTrue(self.sees(self.zoe))
        Share.objects.filter(pk=made.pk).update(until=day - DAY)
        self.assertEqual((self.sees(self.zoe), self.edits(self.zoe)), (False, False))

    def test_it_is_taken_back_and_that_is_undone(self):
        made = share(self.lead, by=self.ann, user=self.zoe)
        unshare(made, by=self.ann)
        self.assertFalse(self.sees(self.zoe))
        undo(ChangeSet.objects.latest("id"), by=self.ann)
        self.assertTrue(self.sees(self.zoe))

    def test_the_undo_of_a_share_ends_it(self):
        made = share(self.lead, by=self.ann, user=self.zoe)
        undo(made.last_event.change_set, by=self.ann)
        self.assertFalse(self.sees(self.zoe))
        share(self.lead, by=self.ann, user=self.zoe)
        self.assertTrue(self.sees(self.zoe))

    def test_what_makes_no_sense_is_refused_beside_its_field(self):
        for field, given in (
            ("user", {}),
            ("user", {"user": self.zoe, "team": self.south}),
            ("user", {"user": self.otto}),
            ("until", {"user": self.zoe, "until": today(self.ann) - DAY}),
        ):
            with self.assertRaises(Refused) as caught:
                share(self.lead, by=self.ann, **given)
            self.assertEqual(caught.exception.field, field)

    def test_an_observer_with_a_share_still_changes_nothing(self):
        type(self.zoe)._base_manager.filter(pk=self.zoe.pk).update(role="observer_team")
        share(self.lead, by=self.ann, user=self.fresh(self.zoe), may_edit=True)
        self.assertEqual((self.sees(self.zoe), self.edits(self.zoe)), (True, False))

    def test_a_key_limited_to_a_team_keeps_its_limit(self):
        share(self.lead, by=self.ann, user=self.zoe)
        key = self.fresh(self.zoe)
        key.only_team = self.south.pk
        self.assertFalse(Lead.objects.visible_to(key).filter(pk=self.lead.pk).exists())

    def test_a_record_in_the_trash_is_not_seen_by_its_shares(self):
        share(self.lead, by=self.ann, user=self.zoe)
        Lead.objects.filter(pk=self.lead.pk).update(deleted_at=self.lead.created_at)
        self.assertFalse(self.sees(self.zoe))

    def test_a_share_goes_with_a_merge(self):
        share(self.bens, by=self.ben, user=self.zoe)
        merging.merge([self.lead, self.bens], by=self.maya, into=self.lead)
        self.assertTrue(self.sees(self.zoe))

    def test_what_hangs_on_it_is_seen_with_it(self):
        share(self.lead, by=self.ann, user=self.zoe)
        self.assertEqual(Share.objects.visible_to(self.fresh(self.zoe)).count(), 1)
        self.client.force_login(self.zoe)
        page = self.client.get(self.lead.get_absolute_url())
        self.assertContains(page, "Ann shared it with Zoe")


class BoardOfSharesTest(SharingTestCase):
    def board(self, scope):
        return Board(self.fresh(self.zoe), Filter(scope=scope), Layout())

    def test_shared_records_count_in_heads_where_they_are_shown(self):
        before = self.board(Scope.ALL).heads[self.new.pk]
        share(self.lead, by=self.ann, user=self.zoe)
        board = self.board(Scope.ALL)
        head = board.heads[self.new.pk]
        self.assertEqual((head.count, head.revenue), (before.count + 1, before.revenue + 1000))
        self.assertEqual(head.count, sum(len(column.cards) for column in board.columns))
        mine = self.board(Scope.MINE)
        self.assertEqual((mine.heads[self.new.pk].count, len(mine.column(self.new).cards)), (1, 1))

    def test_whoever_has_no_shares_asks_the_ledger_and_pays_one_statement(self):
        self.assertIsNotNone(Filter(scope=Scope.ALL).totals(self.fresh(self.zoe)))
        plain = str(Lead.objects.visible_to(self.fresh(self.zoe)).query)
        self.assertNotIn("share", plain)
        user = self.fresh(self.zoe)
        user._teams = [(self.south.pk, None)]
        with CaptureQueriesContext(connection) as caught:
            for _n in range(3):
                list(Lead.objects.visible_to(user))
        self.assertEqual(len(caught), 4)


class SharesSaidTest(SharingTestCase):
    def test_why_one_sees_it(self):
        day = today(self.ann) + 3 * DAY
        for given, why in (
            ({"user": self.zoe}, Why.SHARED),
            ({"user": self.zoe, "until": day}, Why.SHARED_UNTIL),
            ({"team": self.south}, Why.SHARED_WITH_TEAM),
            ({"team": self.south, "until": day}, Why.SHARED_WITH_TEAM_UNTIL),
        ):
            made = share(self.lead, by=self.ann, **given)
            told = sight.reasons(self.fresh(self.lead), self.fresh(self.zoe))
            self.assertEqual([one.why for one in told], [why])
            self.assertIn("by Ann", told[0].text)
            seers = {seer.user: seer for seer in sight.seers(self.fresh(self.lead))}
            self.assertFalse(seers[self.zoe].may_edit)
            unshare(made, by=self.ann)
        self.assertEqual(sight.reasons(self.fresh(self.lead), self.fresh(self.zoe)), [])


class SharingDoorsTest(SharingTestCase):
    def test_it_is_shared_and_ended_from_the_record(self):
        self.assertContains(self.client.get(self.lead.get_absolute_url()), f"/leads/{self.lead.pk}/share/")
        asked = self.get("pipeline:share", self.lead.pk)
        self.assertContains(asked, 'name="until"')
        day = today(self.ann) + DAY
        answer = self.post("pipeline:share", self.lead.pk, user=self.zoe.pk, until=day.isoformat(), may_edit="on")
        self.assertEqual(self.said(answer), "Shared with Zoe")
        made = Share.objects.get()
        self.assertEqual((made.user, made.until, made.may_edit, made.by), (self.zoe, day, True, self.ann))
        self.assertContains(self.get("pipeline:share", self.lead.pk), "End the share of Zoe")
        self.assertEqual(
            self.said(self.post("pipeline:unshare", self.lead.pk, made.pk)), "Not shared with Zoe any more"
        )
        self.assertFalse(self.sees(self.zoe))

    def test_bad_forms_say_why(self):
        answer = self.post("pipeline:share", self.lead.pk)
        self.assertContains(answer, "Choose a person or a team.", status_code=422)
        self.assertContains(
            self.post("pipeline:share", self.lead.pk, user=self.otto.pk), "field__error", status_code=422
        )

    def test_with_whom_it_is_shared_may_not_share_it_on(self):
        made = share(self.lead, by=self.ann, user=self.zoe, may_edit=True)
        self.client.force_login(self.zoe)
        page = self.client.get(self.lead.get_absolute_url())
        self.assertNotContains(page, f"/leads/{self.lead.pk}/share/")
        self.assertContains(self.get("pipeline:why", self.lead.pk), "Shared by Ann")
        self.assertEqual(self.post("pipeline:share", self.lead.pk, user=self.zoe.pk).status_code, 404)
        self.assertEqual(self.post("pipeline:unshare", self.lead.pk, made.pk).status_code, 404)
        door = reverse("pipeline:edit_field", args=[self.lead.pk, "city"])
        self.assertEqual(self.client.post(door, {"city": "Lyon"}, headers=HTMX).status_code, 200)

    def test_strangers_and_observers_share_nothing(self):
        for user in (self.zoe, self.olga, self.otto):
            self.assertEqual(self.get("pipeline:share", self.lead.pk, as_user=user).status_code, 404)

    def test_people_of_sales_are_offered(self):
        found = self.client.get(reverse("pipeline:reader_choices"), {"q": ""}).content.decode()
        self.assertIn("Olga", found)
        self.assertNotIn("Otto", found)
