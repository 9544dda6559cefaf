import json
from datetime import timedelta

from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from piste.activities.models import Activity, ActivityType
from piste.activities.tests.cast import ActivityTestCase
from piste.activities.verbs.finishing import done
from piste.activities.verbs.planning import plan_many
from piste.activities.verbs.types import archive_type, edit_type
from piste.contacts.models import Company
from piste.contacts.verbs.storing import archive
from piste.kernel.clock import today

HTMX = {"HX-Request": "true"}


class DoorTestCase(ActivityTestCase):
    def setUp(self):
        self.client.force_login(self.ann)

    def get(self, route, *args, **query):
        return self.client.get(reverse(f"activities:{route}", args=args, query=query))

    def part(self, route, *args, **query):
        return self.client.get(reverse(f"activities:{route}", args=args, query=query), headers=HTMX)

    def post(self, route, *args, headers=HTMX, **data):
        return self.client.post(reverse(f"activities:{route}", args=args), data, headers=headers)

    def told(self, response):
        return json.loads(response.headers["HX-Trigger"])

    def fill_up(self, rows):
        records = [Company(name=f"Company {number}") for number in range(rows)]
        keys = [record.pk for record in Company.objects.bulk_create(records)]
        for days in (-1, 0, 1):
            day = today(self.ann) + timedelta(days=days)
            some = Company.objects.filter(pk__in=keys[days + 1 :: 3])
            plan_many(some, by=self.ann, type=self.phone, due_on=day)

    def cost(self, route, **query):
        self.get(route, **query)
        with CaptureQueriesContext(connection) as asked:
            self.get(route, **query)
        return len(asked)

    def sent(self, **other):
        day = today(self.ann) + timedelta(days=3)
        return {"type": self.phone.pk, "due_on": str(day), "assignee": self.ann.pk, "summary": "Ring"} | other


class PlanDoorTest(DoorTestCase):
    def test_the_dialog_is_filled_by_the_type(self):
        edit_type(self.phone, by=self.maya, summary="Ask the price")
        response = self.part("plan", "company", self.verdier.pk, type=self.phone.pk)
        self.assertContains(response, "Ask the price")
        self.assertContains(response, str(today(self.ann) + timedelta(days=2)))

    def test_a_plan_closes_the_dialog_and_tells_who_listens(self):
        response = self.post("plan", "company", self.verdier.pk, **self.sent())
        activity = Activity.objects.get(summary="Ring")
        about = {"noun": "company", "id": self.verdier.pk, "ids": [self.verdier.pk]}
        told = self.told(response)
        self.assertEqual(response.status_code, 204)
        self.assertEqual((told["activity-changed"], told["company-changed"]), (about, about))
        self.assertIn("closeDialog", told)
        self.assertIn("Planned: Ring", told["toast"]["text"])
        self.client.post(told["toast"]["undo"], headers=HTMX)
        self.assertNotIn(activity, Activity.objects.visible_to(self.ann))

    def test_without_htmx_it_leads_to_the_record(self):
        response = self.post("plan", "company", self.verdier.pk, headers={}, **self.sent())
        self.assertRedirects(response, self.verdier.get_absolute_url(), fetch_redirect_response=False)

    def test_who_does_not_see_the_record_or_only_reads_finds_no_door(self):
        for user in (self.otto, self.olga):
            self.client.force_login(user)
            self.assertEqual(self.get("plan", "company", self.verdier.pk).status_code, 404)
            self.assertEqual(self.post("plan", "company", self.verdier.pk, **self.sent()).status_code, 404)
        self.assertEqual(self.get("plan", "unicorn", 1).status_code, 404)

    def test_what_is_wrong_stands_beside_its_field(self):
        response = self.post("plan", "company", self.verdier.pk, **self.sent(due_on="soon"))
        self.assertContains(response, "Type a date, for example 2026-12-31.", status_code=422)
        response = self.post("plan", "company", self.verdier.pk, **self.sent(assignee=self.olga.pk))
        self.assertContains(response, "Olga only reads", status_code=422)
        self.assertContains(response, 'value="Ring"', status_code=422)

    def test_an_archived_type_is_not_offered(self):
        archive_type(self.phone, by=self.maya)
        response = self.post("plan", "company", self.verdier.pk, **self.sent())
        self.assertEqual(response.status_code, 422)

    def test_many_records_get_one_each(self):
        ids = f"{self.verdier.pk},{self.logis.pk}"
        self.assertContains(self.part("plan_many", "company", ids=ids), "2 records")
        self.assertContains(self.post("plan_many", "company", ids=ids), "2 records")
        response = self.post("plan_many", "company", ids=ids, **self.sent())
        self.assertEqual(Activity.objects.filter(summary="Ring").count(), 2)
        self.assertEqual(self.told(response)["company-changed"]["ids"], [self.verdier.pk, self.logis.pk])

    def test_of_many_records_only_those_that_one_sees(self):
        archive(self.logis, by=self.ann)
        self.post("plan_many", "company", ids=f"{self.verdier.pk},999", **self.sent())
        self.assertEqual(Activity.objects.get(summary="Ring").thread_id, self.verdier.pk)
        self.assertEqual(self.get("plan_many", "company", ids="999").status_code, 404)
        self.assertEqual(self.get("plan_many", "company", ids="one").status_code, 404)

    def test_a_new_activity_begins_with_its_record(self):
        self.assertContains(self.part("new"), "New activity")
        self.assertContains(self.part("new", record=f"company-{self.verdier.pk}"), "Maison Verdier")
        response = self.get("new", record=f"company-{self.verdier.pk}")
        self.assertRedirects(response, reverse("activities:plan", args=["company", self.verdier.pk]))


class FillTest(DoorTestCase):
    """03.6"""

    @classmethod
    def setUpTestData(cls):
        super().setUpTestData()
        edit_type(cls.phone, by=cls.maya, summary="Ring", instructions="<b>Listen</b>")
        edit_type(cls.mail, by=cls.maya, summary="Write", instructions="Be brief", assignee=cls.ben)

    def filled(self, **other):
        typed = {"noun": "company", "ids": self.verdier.pk, "type": self.mail.pk, "was": self.phone.pk}
        before = {"summary": "Ring", "instructions": "<div><strong>Listen</strong></div>", "assignee": self.ann.pk}
        before["due_on"] = str(today(self.ann) + timedelta(days=2))
        response = self.post("fill", **(typed | before | other))
        return response.content.decode()

    def test_untouched_and_empty_fields_are_filled_anew(self):
        shown = self.filled(summary="")
        self.assertIn("Write", shown)
        self.assertIn("Be brief", shown)
        self.assertIn("Ben", shown)
        self.assertIn(str(today(self.ann)), shown)

    def test_what_was_typed_stays(self):
        day = str(today(self.ann) + timedelta(days=30))
        shown = self.filled(
            summary="Call the board", instructions="Slowly", assignee=self.zoe.pk, due_on=day, due_time="14:30"
        )
        for typed in ("Call the board", "Slowly", "Zoe", day, "14:30"):
            self.assertIn(typed, shown)
        self.assertNotIn("Write", shown)

    def test_the_next_change_compares_with_the_new_type(self):
        self.assertIn(f'name="was" value="{self.mail.pk}"', self.filled())

    def test_strangers_learn_nothing(self):
        self.client.force_login(self.otto)
        response = self.post("fill", noun="company", ids=self.verdier.pk, type=self.mail.pk)
        self.assertEqual(response.status_code, 404)


class OverlapTest(DoorTestCase):
    """03.12"""

    def warned(self, **other):
        typed = {"noun": "company", "ids": self.verdier.pk} | self.sent() | other
        return self.post("overlap", **typed).content.decode()

    def test_the_same_type_on_the_record_by_a_colleague(self):
        self.planned(5, user=self.ben, summary="Ben rings")
        self.assertIn("Ben already has “Ben rings”", self.warned())
        self.assertNotIn("Ben rings", self.warned(type=self.mail.pk))
        self.assertNotIn("Call back", self.warned())

    def test_another_hour_of_the_same_person(self):
        day = str(today(self.ann) + timedelta(days=3))
        self.planned(3, record=self.logis, type=self.mail, summary="Demo", due_time="14:00")
        self.assertIn("Demo", self.warned(due_on=day, due_time="14:20"))
        self.assertIn("Demo", self.warned(due_on=day, due_time="13:31"))
        self.assertNotIn("Demo", self.warned(due_on=day, due_time="14:30"))
        self.assertNotIn("Demo", self.warned(due_on=day))

    def test_an_hour_near_midnight_stays_on_its_day(self):
        day = str(today(self.ann) + timedelta(days=3))
        self.planned(3, type=self.mail, summary="Demo", due_time="23:50")
        self.assertIn("Demo", self.warned(due_on=day, due_time="23:55"))
        self.assertNotIn("Demo", self.warned(due_on=day, due_time="00:05"))

    def test_an_activity_does_not_collide_with_itself(self):
        day = str(today(self.ann) + timedelta(days=3))
        own = self.planned(3, type=self.mail, summary="Demo", due_time="14:00")
        self.assertNotIn("Demo", self.warned(activity=own.pk, due_on=day, due_time="14:00"))

    def test_half_a_form_is_no_error(self):
        self.assertEqual(self.post("overlap", noun="company", ids=self.verdier.pk, due_on="x").status_code, 200)


class ActDoorsTest(DoorTestCase):
    def test_done_keeps_the_feedback_and_offers_undo(self):
        response = self.post("done", self.call.pk, feedback="Agreed", minutes=12)
        self.call.refresh_from_db()
        self.assertEqual((self.call.state, self.call.feedback, self.call.minutes), ("done", "Agreed", 12))
        told = self.told(response)
        self.client.post(told["toast"]["undo"], headers=HTMX)
        self.call.refresh_from_db()
        self.assertTrue(self.call.is_open)

    def test_a_tick_leaves_the_dialog_open(self):
        self.assertNotIn("closeDialog", self.told(self.post("done", self.call.pk, quick="yes")))

    def test_without_htmx_a_tick_goes_back_to_the_list(self):
        headers = {"Referer": "http://testserver" + reverse("activities:my_day")}
        response = self.post("done", self.call.pk, headers=headers, quick="yes")
        self.assertRedirects(response, reverse("activities:my_day"))

    def test_done_twice_is_refused_with_who_was_first(self):
        done(self.call, by=self.ben)
        response = self.post("done", self.call.pk)
        self.assertEqual(response.status_code, 409)
        self.assertIn("Ben already did this", self.told(response)["toast"]["text"])
        for route in ("done", "edit", "cancel", "snooze"):
            self.assertEqual(self.part(route, self.call.pk).status_code, 409)

    def test_done_and_next_goes_on_with_what_is_suggested(self):
        edit_type(self.phone, by=self.maya, suggested_next=[self.todo])
        response = self.post("done", self.call.pk, next="yes")
        self.assertContains(response, "Schedule activity")
        self.assertContains(response, f'name="follows" value="{self.call.pk}"')
        self.assertRegex(response.content.decode(), rf'value="{self.todo.pk}" checked')
        self.assertIn("Done: Call back", self.told(response)["toast"]["text"])
        self.post("plan", "company", self.verdier.pk, **self.sent(follows=self.call.pk))
        self.assertEqual(Activity.objects.get(summary="Ring").follows, self.call)

    def test_done_and_next_shows_what_was_created_at_once(self):
        edit_type(self.phone, by=self.maya, triggered_next=self.mail)
        response = self.post("done", self.call.pk, next="yes")
        self.assertEqual(response.status_code, 204)
        self.assertIn("Planned: E-mail", self.told(response)["toast"]["text"])
        self.client.post(self.told(response)["toast"]["undo"], headers=HTMX)
        self.assertEqual(Activity.objects.open().get(), self.call)

    def test_somebody_outside_sales_does_what_he_was_given(self):
        given = self.planned(0, assignee=self.otto, summary="Till drivers")
        self.client.force_login(self.otto)
        self.assertContains(self.get("my_day"), "Till drivers")
        self.assertNotContains(self.get("my_day"), "Maison Verdier")
        self.assertNotContains(self.part("done", given.pk), "Done and next")
        self.assertEqual(self.post("snooze", given.pk, until="tomorrow").status_code, 204)
        self.assertEqual(self.part("edit", given.pk).status_code, 200)
        response = self.post("done", given.pk, next="yes")
        self.client.post(self.told(response)["toast"]["undo"], headers=HTMX)
        given.refresh_from_db()
        self.assertTrue(given.is_open)
        for route in ("done", "edit", "cancel", "snooze"):
            self.assertEqual(self.part(route, self.call.pk).status_code, 404)

    def test_who_only_reads_finds_no_door(self):
        self.client.force_login(self.olga)
        for route in ("done", "edit", "cancel", "snooze"):
            self.assertEqual(self.post(route, self.call.pk).status_code, 404)

    def test_minutes_are_a_number(self):
        self.assertEqual(self.post("done", self.call.pk, minutes="-1", feedback="Kept").status_code, 422)
        self.assertContains(self.post("done", self.call.pk, minutes="x", feedback="Kept"), "Kept", status_code=422)

    def test_edit_shows_what_there_is_and_saves(self):
        self.assertContains(self.part("edit", self.call.pk), "Call back")
        response = self.post("edit", self.call.pk, seen=1, **self.sent())
        self.assertEqual(response.status_code, 204)
        self.call.refresh_from_db()
        self.assertEqual(self.call.summary, "Ring")

    def test_an_edit_over_a_newer_one_is_refused_beside_the_field(self):
        self.post("edit", self.call.pk, seen=1, **self.sent(summary="First"))
        response = self.post("edit", self.call.pk, seen=1, **self.sent(summary="Second"))
        self.assertContains(response, "Ann changed", status_code=422)

    def test_what_one_did_not_touch_is_left_to_whoever_changed_it(self):
        shown = self.part("edit", self.call.pk).content.decode()
        self.assertIn('name="initial-summary" value="Call back"', shown)
        seen = {f"initial-{name}": value for name, value in self.sent(summary="Call back").items()}
        self.post("edit", self.call.pk, seen=1, **self.sent(summary="Ring them"))
        response = self.post("edit", self.call.pk, seen=1, **seen, **self.sent(summary="Call back", due_time="14:30"))
        self.assertEqual(response.status_code, 204)
        self.call.refresh_from_db()
        self.assertEqual((self.call.summary, str(self.call.due_time)), ("Ring them", "14:30:00"))

    def test_who_saves_once_more_after_the_refusal_means_it(self):
        self.post("edit", self.call.pk, seen=1, **self.sent(summary="First"))
        refused = self.post("edit", self.call.pk, seen=1, **self.sent(summary="Second"))
        self.assertContains(refused, 'name="seen" value="2"', status_code=422)
        self.assertEqual(self.post("edit", self.call.pk, seen=2, **self.sent(summary="Second")).status_code, 204)

    def test_cancel_keeps_the_reason(self):
        self.assertContains(self.part("cancel", self.call.pk), "Cancel activity")
        self.assertEqual(self.post("cancel", self.call.pk, reason="They called").status_code, 204)
        self.call.refresh_from_db()
        self.assertEqual(self.call.state, "cancelled")

    def test_snooze_knows_names_and_days(self):
        day = today(self.ann) + timedelta(days=9)
        for until, due in (("tomorrow", today(self.ann) + timedelta(days=1)), (str(day), day)):
            self.assertEqual(self.post("snooze", self.call.pk, until=until).status_code, 204)
            self.call.refresh_from_db()
            self.assertEqual(self.call.due_on, due)
        self.assertContains(self.post("snooze", self.call.pk, until="soon"), "Type a date", status_code=422)
        past = str(today(self.ann) - timedelta(days=1))
        self.assertContains(self.post("snooze", self.call.pk, until=past), "Choose today", status_code=422)


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


class TypeDoorsTest(DoorTestCase):
    def setUp(self):
        self.client.force_login(self.maya)

    def values(self, **other):
        return {
            "name_en": "Demo", "name_fr": "Démonstration", "icon": "eye", "colour": "3", "sequence": "15",
            "action": "none", "delay": "2", "delay_unit": "weeks", "delay_from": "completion", "keep_done": "on",
        } | other  # fmt: skip

    def test_configuration_is_for_managers(self):
        for user in (self.ann, self.olga, self.otto):
            self.client.force_login(user)
            self.assertEqual(self.get("types").status_code, 404)
            self.assertEqual(self.post("new_type", **self.values()).status_code, 404)
            self.assertEqual(self.post("type", self.phone.pk, **self.values()).status_code, 404)
            self.assertEqual(self.post("archive_type", self.phone.pk).status_code, 404)

    def test_the_list_says_what_each_type_does(self):
        edit_type(self.phone, by=self.maya, suggested_next=[self.mail])
        response = self.get("types")
        self.assertContains(response, "2 days after completion")
        self.assertContains(response, "Appel")

    def test_a_new_type_in_both_languages(self):
        response = self.post("new_type", **self.values(suggested_next=[self.mail.pk], applies_to=["company"]))
        made = ActivityType.objects.get(name_en="Demo")
        self.assertEqual(response.headers["HX-Redirect"], reverse("activities:types"))
        self.assertEqual((made.name_fr, made.icon, made.colour, made.delay_unit), ("Démonstration", "eye", 3, "weeks"))
        self.assertEqual((list(made.suggested_next.all()), made.applies_to), ([self.mail], ["company"]))

    def test_suggesting_and_creating_at_once_is_refused_beside_the_field(self):
        values = self.values(suggested_next=[self.mail.pk], triggered_next=self.phone.pk)
        for route, args in (("new_type", []), ("type", [self.todo.pk])):
            response = self.post(route, *args, **values)
            self.assertContains(response, "Choose either suggested types or one type created at once.", status_code=422)
            self.assertContains(response, "Démonstration", status_code=422)
        self.todo.refresh_from_db()
        self.assertEqual(self.todo.name_en, "To-do")

    def test_an_unknown_icon_is_refused(self):
        self.assertEqual(self.post("new_type", **self.values(icon="unicorn")).status_code, 422)

    def test_edit_archive_and_back(self):
        self.assertContains(self.part("type", self.phone.pk), "Call")
        self.post("type", self.phone.pk, seen=1, **self.values(name_en="Ring"))
        self.phone.refresh_from_db()
        self.assertEqual(self.phone.name_en, "Ring")
        self.post("archive_type", self.phone.pk)
        door = reverse("activities:type", args=[self.phone.pk])
        self.assertNotContains(self.get("types"), f'"{door}"')
        self.assertContains(self.get("types", show="archived"), f'"{door}"')
        self.post("unarchive_type", self.phone.pk)
        self.assertContains(self.get("types"), f'"{door}"')
