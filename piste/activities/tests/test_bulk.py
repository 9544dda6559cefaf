from datetime import timedelta

from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from piste.activities.delays import tomorrow
from piste.activities.models import Activity, ActivityType
from piste.activities.tests.cast import ActivityTestCase
from piste.activities.verbs.finishing import done
from piste.contacts.models import Company
from piste.contacts.verbs.many import trash_many, untrash_many
from piste.history.models import ChangeSet
from piste.history.undo import undo
from piste.kernel.clock import today
from piste.messages.models import Notice

HTMX = {"HX-Request": "true"}


class ManyActivitiesTest(ActivityTestCase):
    @classmethod
    def setUpTestData(cls):
        super().setUpTestData()
        cls.write = cls.planned(3, record=cls.logis, type=cls.mail, summary="Write")
        cls.both = (cls.call, cls.write)

    def many(self, act, *rows, as_user=None, query="", **data):
        self.client.force_login(as_user or self.ann)
        url = reverse("finding:many", args=["activity", act]) + query
        return self.client.post(url, {"ids": [row.pk for row in rows], **data}, headers=HTMX)

    def values(self, column):
        return list(Activity.objects.order_by("pk").values_list(column, flat=True))

    def test_the_list_offers_what_can_be_done_with_open_ones_and_nothing_with_closed_ones(self):
        self.client.force_login(self.ann)
        page = self.client.get(reverse("activities:mine"))
        for act in ("done", "snooze", "reassign", "edit", "cancel"):
            self.assertContains(page, reverse("finding:many", args=["activity", act]))
        done(self.call, by=self.ann)
        closed = self.client.get(reverse("activities:mine"), {"state": "done"})
        self.assertNotContains(closed, reverse("finding:many", args=["activity", "done"]))

    def test_many_are_done_and_what_was_done_before_says_by_whom(self):
        done(self.call, by=self.ben)
        self.assertContains(self.many("done", *self.both), "Ben already did this on")
        self.assertEqual(self.values("state"), ["done", "done"])
        undo(ChangeSet.objects.latest("id"), by=self.ann)
        self.assertEqual(self.values("state"), ["done", "open"])

    def test_a_question_is_first_shown_without_errors(self):
        asked = self.many("snooze", *self.both)
        self.assertContains(asked, 'name="until"')
        self.assertNotContains(asked, "field__error")
        self.assertContains(self.many("snooze", *self.both, asked="True"), "field__error", status_code=422)

    def test_they_are_put_off_to_a_day_and_remember_it(self):
        day = today(self.ann) + timedelta(days=9)
        self.many("snooze", *self.both, asked="True", until=day.isoformat())
        self.assertEqual((self.values("due_on"), self.values("snoozes")), ([day, day], [1, 1]))
        late = self.many("snooze", *self.both, asked="True", until="2001-01-01")
        self.assertContains(late, "Choose today or a later day.", count=2)

    def test_they_are_put_off_to_the_tomorrow_of_each_assignee(self):
        Activity.objects.filter(pk=self.both[0].pk).update(assignee=self.ben)
        self.ben.time_zone = "Pacific/Kiritimati"
        self.ben.save()
        self.assertContains(self.many("snooze", *self.both), 'value="next_week"')
        self.many("snooze", *self.both, asked="True", until="tomorrow", as_user=self.maya)
        days = dict(Activity.objects.values_list("assignee", "due_on"))
        self.assertEqual(days, {user.pk: tomorrow(today(user)) for user in (self.ben, self.ann)})

    def test_a_colleague_gets_those_on_records_that_he_sees_and_is_told_once(self):
        self.many("reassign", *self.both, asked="True", assignee=self.ben.pk)
        self.assertEqual(set(self.values("assignee__name")), {"Ben"})
        self.assertEqual(Notice.objects.filter(user=self.ben).count(), 2)
        answer = self.many("reassign", *self.both, as_user=self.ben, asked="True", assignee=self.olga.pk)
        self.assertContains(answer, "only reads and cannot be given activities", status_code=422)

    def test_they_are_cancelled_with_a_reason(self):
        self.many("cancel", *self.both, asked="True", reason="Sold")
        self.assertEqual(self.values("state"), ["cancelled", "cancelled"])
        facts = ChangeSet.objects.latest("id").events.values_list("facts", flat=True)
        self.assertEqual([one["reason"] for one in facts], ["Sold", "Sold"])

    def test_a_deadline_for_all_of_them_and_one_undo(self):
        before, day = self.values("due_on"), today(self.ann) + timedelta(days=20)
        self.many("edit", *self.both, asked="True", field="due_on", due_on=day.isoformat())
        self.assertEqual(self.values("due_on"), [day, day])
        undo(ChangeSet.objects.latest("id"), by=self.ann)
        self.assertEqual(self.values("due_on"), before)

    def test_a_type_is_given_only_where_it_is_used(self):
        ActivityType.objects.filter(pk=self.todo.pk).update(applies_to=["lead"])
        answer = self.many("edit", *self.both, asked="True", field="type", type=self.todo.pk)
        self.assertContains(answer, "is not used on this kind of record.", count=2)
        self.many("edit", *self.both, asked="True", field="type", type=self.mail.pk)
        self.assertEqual(set(self.values("type__name_en")), {"E-mail"})

    def test_who_is_outside_of_sales_acts_on_his_own_and_on_no_others(self):
        own = self.planned(1, user=self.ann, summary="For otto")
        Activity.objects.filter(pk=own.pk).update(assignee=self.otto)
        answer = self.many("done", own, self.call, as_user=self.otto)
        self.assertContains(answer, "1 record that is not there any more, or not shared with you.")
        self.assertEqual(self.values("state"), ["open", "open", "done"])

    def test_all_results_are_those_of_the_filter(self):
        self.many("done", all="1", query="?state=today")
        self.assertEqual(self.values("state"), ["done", "open"])

    def test_an_exported_line_says_what_the_list_says(self):
        self.client.force_login(self.ann)
        url = reverse("finding:export", args=["activity"]) + "?columns=summary,record,assignee"
        text = self.client.post(url, {"kind": "csv"}).content.decode("utf-8-sig")
        first, second = [line.split(",") for line in text.splitlines()[1:]]
        self.assertEqual((first, second), (["Call back", "Maison Verdier", "Ann"], ["Write", "Logis Nord", "Ann"]))

    def test_what_is_planned_on_many_companies_goes_and_returns_with_them(self):
        Activity.objects.update(due_on=today(self.ann) + timedelta(days=3))
        two = (self.verdier, self.logis)
        trash_many(Company.objects.filter(pk__in=[one.pk for one in two]), by=self.maya)
        self.assertEqual(self.values("state"), ["cancelled", "cancelled"])
        untrash_many(Company.objects.filter(pk__in=[one.pk for one in two]), by=self.maya)
        self.assertEqual(self.values("state"), ["open", "open"])

    def test_two_and_twenty_cost_the_same_number_of_statements(self):
        costs = []
        for size in (1, 2, 20):
            rows = [self.planned(1, record=self.logis, summary=f"{place}") for place in range(size)]
            day = (today(self.ann) + timedelta(days=4)).isoformat()
            with CaptureQueriesContext(connection) as queries:
                self.many("reassign", *rows, asked="True", assignee=self.ben.pk)
                self.many("snooze", *rows, asked="True", until=day)
                self.many("done", *rows)
            costs.append(len([one for one in queries if not one["sql"].startswith("UPDATE")]))
        self.assertEqual(*costs[1:])
