from piste.activities.tests.doors import DoorTestCase
from piste.activities.verbs.finishing import done
from piste.activities.verbs.types import edit_type
from piste.contacts.verbs.storing import archive


class MyDayTest(DoorTestCase):
    def test_overdue_today_and_the_next_seven_days_in_time_order(self):
        for days, summary in ((-3, "Long ago"), (1, "Soon"), (7, "In a week"), (8, "Too far")):
            self.planned(days, summary=summary)
        self.planned(0, summary="At nine", due_time="09:00")
        self.planned(0, summary="At eight", due_time="08:00")
        self.planned(0, user=self.ben, summary="Not mine")
        text = self.get("my_day").content.decode()
        wanted = ["Overdue", "Long ago", "At eight", "At nine", "Call back", "Next 7 days", "Soon", "In a week"]
        places = [text.index(word) for word in wanted]
        self.assertEqual(places, sorted(places))
        self.assertNotIn("Too far", text)
        self.assertNotIn("Not mine", text)

    def test_archived_records_are_included_and_marked(self):
        archive(self.verdier, by=self.ann)
        self.assertContains(self.get("my_day"), "(archived)")

    def test_a_free_day_says_so(self):
        self.client.force_login(self.zoe)
        self.assertContains(self.get("my_day"), "Your day is free")

    def test_ten_rows_and_fifty_cost_the_same(self):
        self.fill_up(10)
        few = self.cost("my_day")
        self.fill_up(40)
        self.assertEqual(self.cost("my_day"), few)


class MineTest(DoorTestCase):
    def shown(self, **query):
        return self.get("mine", **query).content.decode()

    def test_filters_by_state(self):
        self.planned(-1, summary="Late one")
        self.planned(2, summary="Later one")
        done(self.planned(0, summary="Done one"), by=self.ann, feedback="They agreed")
        for state, found in (
            ("open", {"Call back", "Late one", "Later one"}),
            ("overdue", {"Late one"}),
            ("today", {"Call back"}),
            ("planned", {"Later one"}),
            ("done", {"Done one"}),
        ):
            text = self.shown(state=state)
            every = {"Call back", "Late one", "Later one", "Done one"}
            self.assertEqual({one for one in every if one in text}, found, state)
        self.assertIn("They agreed", self.shown(state="done"))

    def test_types_that_keep_none_leave_the_list_when_done(self):
        edit_type(self.phone, by=self.maya, keep_done=False)
        done(self.call, by=self.ann)
        self.assertNotIn("Call back", self.shown(state="done"))

    def test_filters_by_person_type_and_kind_of_record(self):
        self.planned(1, user=self.ben, type=self.mail, summary="Bens")
        self.planned(1, user=self.zoe, summary="Zoes")
        self.assertNotIn("Bens", self.shown())
        self.assertIn("Bens", self.shown(whose="team"))
        self.assertNotIn("Zoes", self.shown(whose="team"))
        self.assertIn("Zoes", self.shown(whose="all"))
        self.assertNotIn("Zoes", self.shown(whose="all", type=self.mail.pk))
        self.assertNotIn("Zoes", self.shown(whose="all", on="person"))

    def test_somebody_outside_sales_has_only_his_own(self):
        self.client.force_login(self.otto)
        self.assertNotIn("Call back", self.shown(whose="all"))

    def test_what_makes_no_sense_counts_as_not_said(self):
        self.assertIn("Call back", self.shown(state="unicorn", type="x", whose="y", sort="z", on="w"))
        self.assertEqual(self.get("mine", cursor="broken").status_code, 409)

    def test_the_state_is_that_of_the_assignees_day(self):
        self.ben.time_zone = "Pacific/Auckland"
        self.ben.save()
        bens = self.planned(0, user=self.ben, summary="Bens")
        self.assertEqual(bens.urgency, "today")
        self.assertIn("Bens", self.shown(whose="all", state="today"))

    def test_rows_come_in_pages_in_both_orders(self):
        for days in range(54):
            self.planned(days, summary=f"Number {days:02}")
        first = self.shown(sort="-deadline")
        self.assertIn("Number 53", first)
        self.assertNotIn("Number 03", first)
        following = first.split("cursor=")[1].split('"')[0]
        second = self.part("mine", sort="-deadline", cursor=following)
        self.assertContains(second, "Number 03")
        self.assertNotContains(second, "Number 04")
        self.assertNotContains(second, "<html")

    def test_ten_rows_and_fifty_cost_the_same(self):
        queries = ({}, {"whose": "all", "state": "planned"}, {"whose": "team", "sort": "-deadline"})
        self.fill_up(10)
        few = [self.cost("mine", **query) for query in queries]
        self.fill_up(40)
        self.assertEqual([self.cost("mine", **query) for query in queries], few)
