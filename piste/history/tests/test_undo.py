from datetime import timedelta

from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from piste.history.models import ChangeSet, Event
from piste.history.tests.cast import create, created_in_one, edit, edit_both, edit_many, last_set
from piste.history.undo import Conflicts, undo
from piste.kernel.clock import now
from piste.kernel.refusals import Refused
from piste.testing import CastTestCase


class UndoTest(CastTestCase):
    def test_fields_go_back_to_what_they_were(self):
        edit(self.north, by=self.maya, name_en="Far north", leader=self.ann)
        done = undo(last_set(), by=self.maya)
        self.north.refresh_from_db()
        self.assertEqual((self.north.name_en, self.north.leader), ("North", None))
        self.assertEqual(done.events.get().name, "team.undone")

    def test_an_undo_can_be_undone(self):
        edit(self.north, by=self.maya, sequence=7)
        done = undo(last_set(), by=self.maya)
        undo(done, by=self.maya)
        self.north.refresh_from_db()
        self.assertEqual(self.north.sequence, 7)

    def test_nothing_is_undone_twice(self):
        edit(self.north, by=self.maya, sequence=7)
        first = last_set()
        undo(first, by=self.maya)
        with self.assertRaisesMessage(Refused, "already undone"):
            undo(first, by=self.maya)

    def test_a_new_row_goes_into_the_trash_and_comes_back(self):
        team = create(type(self.north)(name_en="West"), by=self.maya)
        done = undo(last_set(), by=self.maya)
        team.refresh_from_db()
        self.assertIsNotNone(team.deleted_at)
        undo(done, by=self.maya)
        team.refresh_from_db()
        self.assertIsNone(team.deleted_at)

    def test_a_new_row_that_was_worked_on_stays(self):
        team = create(type(self.north)(name_en="West"), by=self.maya)
        made = last_set()
        edit(team, by=self.ann, sequence=7)
        with self.assertRaises(Conflicts):
            undo(made, by=self.maya)

    def test_a_new_row_whose_changes_were_taken_back_goes_too(self):
        team = create(type(self.north)(name_en="West"), by=self.maya)
        made = last_set()
        edit(team, by=self.maya, sequence=7)
        undo(last_set(), by=self.maya)
        undo(made, by=self.maya)
        team.refresh_from_db()
        self.assertIsNotNone(team.deleted_at)

    def test_taking_back_many_new_rows_costs_as_much_as_a_few(self):
        def statements(count: int) -> int:
            created_in_one([type(self.north)(name_en=f"West {place}") for place in range(count)], by=self.maya)
            with CaptureQueriesContext(connection) as queries:
                undo(last_set(), by=self.maya)
            return len(queries)

        self.assertEqual(statements(3), statements(30))

    def test_many_rows_go_back_in_one_change_set(self):
        edit_many([self.north, self.south], by=self.maya, sequence=7)
        undo(last_set(), by=self.maya)
        self.assertEqual(set(type(self.north).objects.values_list("sequence", flat=True)), {10})
        self.assertEqual(ChangeSet.objects.count(), 2)

    def test_a_field_changed_since_stops_everything_before_anything_is_written(self):
        edit_both(self.north, self.south, by=self.maya, sequence=7)
        both = last_set()
        edit(self.north, by=self.ann, sequence=8)
        with self.assertRaises(Conflicts) as caught:
            undo(both, by=self.maya)
        conflict = caught.exception.conflicts[0]
        self.assertEqual((conflict.row, conflict.field, conflict.then, conflict.now), (self.north, "sequence", 7, 8))
        self.south.refresh_from_db()
        self.assertEqual(self.south.sequence, 7)

    def test_the_part_without_conflict_can_be_undone(self):
        edit_both(self.north, self.south, by=self.maya, sequence=7)
        both = last_set()
        edit(self.north, by=self.ann, sequence=8)
        undo(both, by=self.maya, without_conflicts=True)
        self.north.refresh_from_db()
        self.south.refresh_from_db()
        self.assertEqual((self.north.sequence, self.south.sequence), (8, 10))

    def test_a_field_that_somebody_set_back_by_hand_is_no_conflict(self):
        edit(self.north, by=self.maya, sequence=7, name_en="Far north")
        first = last_set()
        edit(self.north, by=self.ann, sequence=10)
        undo(first, by=self.maya)
        self.north.refresh_from_db()
        self.assertEqual((self.north.sequence, self.north.name_en), (10, "North"))

    def test_after_30_days_it_is_too_late(self):
        edit(self.north, by=self.maya, sequence=7)
        ChangeSet.objects.update(at=now() - timedelta(days=31))
        with self.assertRaisesMessage(Refused, "more than 30 days ago"):
            undo(last_set(), by=self.maya)


class UndoDoorTest(CastTestCase):
    def setUp(self):
        self.client.force_login(self.maya)

    def undo(self, change_set, **data):
        return self.client.post(reverse("history:undo", args=[change_set.pk]), data, headers={"HX-Request": "true"})

    def test_the_answer_offers_to_undo_the_undo(self):
        edit(self.north, by=self.maya, sequence=7)
        response = self.undo(last_set())
        self.assertEqual(response.status_code, 200)
        self.assertIn(reverse("history:undo", args=[last_set().pk]), response["HX-Trigger"])
        self.assertIn("team-changed", response["HX-Trigger"])

    def test_without_htmx_one_goes_back_to_the_page(self):
        edit(self.north, by=self.maya, sequence=7)
        response = self.client.post(
            reverse("history:undo", args=[last_set().pk]), headers={"Referer": "http://testserver/my-acts/"}
        )
        self.assertRedirects(response, "/my-acts/", fetch_redirect_response=False)
        self.assertContains(self.client.get("/my-acts/"), "Undone")

    def test_the_conflicts_are_listed_and_a_former_value_may_be_chosen(self):
        edit_both(self.north, self.south, by=self.maya, sequence=7)
        both = last_set()
        edit(self.north, by=self.ann, sequence=8)
        place = f"team:{self.north.pk}:sequence"
        self.assertContains(self.undo(both), f'value="{place}"', status_code=409)
        self.assertEqual(self.undo(both, part="1", former=[place, "team:x:sequence", "nonsense"]).status_code, 200)
        self.north.refresh_from_db()
        self.assertEqual(self.north.sequence, 10)

    def test_a_stranger_may_not_undo_it(self):
        edit(self.north, by=self.maya, sequence=7)
        self.client.force_login(self.ann)
        self.assertEqual(self.undo(last_set()).status_code, 404)

    def test_a_manager_may_undo_what_others_did_but_not_where_he_may_not_write(self):
        edit(self.north, by=self.root, sequence=7)
        self.assertEqual(self.undo(last_set()).status_code, 200)
        edit(self.site, by=self.root, name="Other")
        self.assertEqual(self.undo(last_set()).status_code, 404)

    def test_an_author_who_may_not_write_there_any_more_cannot_undo(self):
        edit(self.north, by=self.ann, sequence=7)
        self.client.force_login(self.ann)
        self.assertEqual(self.undo(last_set()).status_code, 404)

    def test_undoing_twice_is_refused_in_words(self):
        edit(self.north, by=self.maya, sequence=7)
        first = last_set()
        self.undo(first)
        response = self.undo(first)
        self.assertEqual(response.status_code, 409)
        self.assertIn("already undone", response["HX-Trigger"])

    def test_conflicts_are_listed_with_values_and_names_and_the_rest_can_be_undone(self):
        edit_both(self.north, self.south, by=self.maya, leader=self.ben)
        both = last_set()
        edit(self.north, by=self.root, leader=self.ann)
        response = self.undo(both)
        self.assertEqual((response.status_code, response["HX-Retarget"]), (409, "#dialog"))
        for text in ("North", "Leader", "Ben", "Ann", "Root"):
            self.assertContains(response, text, status_code=409)
        self.assertNotContains(response, "South", status_code=409)
        self.assertEqual(self.undo(both, part=1).status_code, 200)
        self.south.refresh_from_db()
        self.assertIsNone(self.south.leader)

    def test_conflicts_are_a_page_without_htmx(self):
        edit_both(self.north, self.south, by=self.maya, leader=self.ben)
        both = last_set()
        edit(self.north, by=self.root, leader=self.ann)
        response = self.client.post(reverse("history:undo", args=[both.pk]))
        self.assertContains(response, "Undo the part without conflict", status_code=409)

    def test_the_last_act_is_undone_by_its_key(self):
        edit(self.south, by=self.maya, sequence=5)
        edit(self.north, by=self.maya, sequence=7)
        edit(self.south, by=self.root, sequence=8)
        self.client.post(reverse("history:undo_last"), headers={"HX-Request": "true"})
        self.north.refresh_from_db()
        self.assertEqual(self.north.sequence, 10)

    def test_the_key_does_not_reach_back_for_hours(self):
        edit(self.north, by=self.maya, sequence=7)
        ChangeSet.objects.update(at=now() - timedelta(hours=2))
        response = self.client.post(reverse("history:undo_last"), headers={"HX-Request": "true"})
        self.assertEqual(response.status_code, 409)
        self.assertEqual(Event.objects.count(), 1)

    def test_looking_at_an_undo_does_nothing(self):
        edit(self.north, by=self.maya, sequence=7)
        self.assertEqual(self.client.get(reverse("history:undo", args=[last_set().pk])).status_code, 405)


class ActsPageTest(CastTestCase):
    def setUp(self):
        self.client.force_login(self.maya)

    def test_my_acts_are_listed_with_undo_and_those_of_others_are_not(self):
        edit(self.north, by=self.maya, sequence=7)
        mine = last_set()
        edit(self.south, by=self.root, sequence=8)
        response = self.client.get(reverse("history:acts"))
        self.assertContains(response, reverse("history:undo", args=[mine.pk]))
        self.assertNotContains(response, reverse("history:undo", args=[last_set().pk]))

    def test_one_act_on_many_records_is_one_line(self):
        edit_both(self.north, self.south, by=self.maya, sequence=7)
        self.assertContains(self.client.get(reverse("history:acts")), "and 1 more")

    def test_what_was_undone_says_so(self):
        edit(self.north, by=self.maya, sequence=7)
        first = last_set()
        undo(first, by=self.maya)
        response = self.client.get(reverse("history:acts"))
        self.assertNotContains(response, reverse("history:undo", args=[first.pk]))
        self.assertContains(response, "undone")

    def test_an_unknown_address_offers_the_records_on_which_one_worked_last(self):
        edit(self.north, by=self.maya, sequence=7)
        self.client.force_login(self.maya)
        response = self.client.get("/nowhere/")
        self.assertContains(response, 'role="search"', status_code=404)
        self.assertContains(response, "North", status_code=404)
        self.client.force_login(self.ann)
        self.assertNotContains(self.client.get("/nowhere/"), "North", status_code=404)

    def test_its_number_of_queries_does_not_grow(self):
        self.client.get(reverse("history:acts"))
        self.assertEqual(self.queries_with(10), self.queries_with(40))

    def queries_with(self, count):
        for number in range(count):
            edit(self.north, by=self.maya, sequence=100 + Event.objects.count() + number, leader=self.ann)
        with self.captured() as queries:
            self.client.get(reverse("history:acts"))
        return len(queries)

    def captured(self):
        return CaptureQueriesContext(connection)
