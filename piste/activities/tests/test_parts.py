from piste.activities.tests.doors import DoorTestCase


class PartsTest(DoorTestCase):
    def test_a_record_shows_its_open_activities_with_state_and_acts(self):
        self.planned(-2, summary="Late one", instructions="<b>Listen</b>")
        response = self.part("panel", "company", self.verdier.pk)
        self.assertContains(response, "2 days late")
        self.assertContains(response, "activity--overdue")
        self.assertContains(response, "<b>Listen</b>")
        self.assertContains(self.part("popover", "company", self.verdier.pk), "Late one")

    def test_who_only_reads_sees_them_without_acts(self):
        self.client.force_login(self.olga)
        response = self.part("panel", "company", self.verdier.pk)
        self.assertContains(response, "Call back")
        self.assertNotContains(response, "Schedule activity")
        self.assertEqual(self.part("acts", self.call.pk).status_code, 404)

    def test_the_acts_on_an_activity_are_fetched_when_asked_for(self):
        for text in ("Done and next", "Tomorrow", "Next week", "Edit", "Cancel"):
            self.assertContains(self.part("acts", self.call.pk), text)

    def test_strangers_see_nothing(self):
        self.client.force_login(self.otto)
        for route in ("panel", "popover"):
            self.assertEqual(self.part(route, "company", self.verdier.pk).status_code, 404)

    def test_the_menu_counts_by_kind_of_record(self):
        self.planned(-1)
        self.planned(4)
        response = self.part("menu")
        for text in ("Companies", "1 late", "1 today", "1 later"):
            self.assertContains(response, text)

    def test_assignees_are_those_who_can_be_given_something(self):
        names = [row["text"] for row in self.get("assignee_choices", q="").json()["results"]]
        self.assertEqual(names, ["Ann", "Ben", "Maya", "Otto", "Root", "Zoe"])
        self.assertEqual(self.get("assignee_choices", q="ben").json()["results"][0]["value"], self.ben.pk)

    def test_records_are_found_by_their_words(self):
        found = self.get("record_choices", q="verdier").json()["results"]
        self.assertEqual([row["value"] for row in found], [f"company-{self.verdier.pk}"])
        self.client.force_login(self.otto)
        self.assertEqual(self.get("record_choices", q="").json()["results"], [])
