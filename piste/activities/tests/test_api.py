from datetime import timedelta

from ninja.testing import TestClient

from piste.activities.api import activities, types
from piste.activities.tests.cast import ActivityTestCase
from piste.activities.verbs.types import edit_type
from piste.kernel.clock import today
from piste.kernel.refusals import Refused


class ActivitiesApiTest(ActivityTestCase):
    def setUp(self):
        self.api = TestClient(activities)

    def ask(self, method, path, user=None, body=None):
        return self.api.request(method, path, json=body, user=user or self.ann)

    def test_a_list_is_narrowed_by_state_assignee_record_and_day(self):
        late, bens = self.planned(-2), self.planned(3, record=self.logis, user=self.ben)
        for query, found in (
            ("", [self.call, late, bens]),
            ("?state=overdue", [late]),
            (f"?assignee={self.ben.pk}", [bens]),
            (f"?noun=company&record={self.logis.pk}", [bens]),
            (f"?due_from={today(self.ann)}&due_to={today(self.ann)}", [self.call]),
        ):
            with self.subTest(query):
                items = self.ask("GET", query).json()["items"]
                self.assertEqual([item["id"] for item in items], [activity.pk for activity in found])

    def test_who_does_not_see_the_record_sees_only_what_he_is_given(self):
        given = self.planned(0, user=self.ann, assignee=self.otto)
        items = self.ask("GET", "", user=self.otto).json()["items"]
        self.assertEqual([item["id"] for item in items], [given.pk])
        self.assertEqual(self.ask("GET", f"/{self.call.pk}", user=self.otto).status_code, 404)
        self.assertEqual(self.ask("POST", f"/{self.call.pk}/done", user=self.otto, body={}).status_code, 404)

    def test_planning_takes_from_the_type_what_is_not_said(self):
        edit_type(self.phone, by=self.maya, summary="First call")
        body = {"noun": "company", "record": self.verdier.pk, "type": self.phone.pk}
        answer = self.ask("POST", "", body=body)
        self.assertEqual((answer.status_code, answer.json()["summary"]), (201, "First call"))
        self.assertEqual(answer.json()["due_on"], str(today(self.ann) + timedelta(days=2)))

    def test_a_record_or_an_assignee_that_is_not_there(self):
        body = {"noun": "company", "record": 999, "type": self.phone.pk}
        self.assertEqual(self.ask("POST", "", body=body).status_code, 404)
        body = {"noun": "company", "record": self.verdier.pk, "type": self.phone.pk, "assignee": 999}
        with self.assertRaisesMessage(Refused, "There is no 999 here."):
            self.ask("POST", "", body=body)
        self.assertEqual(self.ask("POST", "", user=self.olga, body=body | {"assignee": self.ann.pk}).status_code, 404)

    def test_edit_changes_what_is_said(self):
        answer = self.ask("PATCH", f"/{self.call.pk}", body={"summary": "Ring", "assignee": self.ben.pk})
        self.assertEqual((answer.json()["summary"], answer.json()["assignee"]), ("Ring", self.ben.pk))

    def test_done_and_next_answers_with_both(self):
        edit_type(self.phone, by=self.maya, triggered_next=self.mail)
        answer = self.ask("POST", f"/{self.call.pk}/done", body={"feedback": "Agreed", "next": True}).json()
        self.assertEqual((answer["state"], answer["feedback"]), ("done", "Agreed"))
        self.assertEqual(answer["next_activity"]["type"], self.mail.pk)

    def test_done_twice_is_refused(self):
        self.ask("POST", f"/{self.call.pk}/done", body={})
        with self.assertRaisesMessage(Refused, "Ann already did this"):
            self.ask("POST", f"/{self.call.pk}/done", body={})

    def test_cancel_and_snooze(self):
        later = today(self.ann) + timedelta(days=4)
        answer = self.ask("POST", f"/{self.call.pk}/snooze", body={"until": str(later)}).json()
        self.assertEqual((answer["due_on"], answer["snoozes"], answer["urgency"]), (str(later), 1, "planned"))
        answer = self.ask("POST", f"/{self.call.pk}/snooze", body={"until": "tomorrow"}).json()
        self.assertEqual(answer["due_on"], str(today(self.ann) + timedelta(days=1)))
        for wrong in ("yesterday", ["tomorrow"], 5.5):
            self.assertEqual(self.ask("POST", f"/{self.call.pk}/snooze", body={"until": wrong}).status_code, 422)
        self.assertEqual(self.ask("POST", f"/{self.call.pk}/cancel", body={}).json()["state"], "cancelled")


class TypesApiTest(ActivityTestCase):
    def setUp(self):
        self.api = TestClient(types)

    def test_types_come_in_their_order_with_a_fixed_number_of_queries(self):
        edit_type(self.todo, by=self.maya, sequence=1, suggested_next=[self.mail, self.phone])
        with self.assertNumQueries(2):
            items = self.api.get("", user=self.ann).json()["items"]
        self.assertEqual((items[0]["name"], items[0]["suggested_next"]), ("To-do", [self.mail.pk, self.phone.pk]))

    def test_managers_write_and_others_do_not(self):
        body = {"name_en": "Demo", "icon": "eye", "suggested_next": [self.mail.pk]}
        made = self.api.post("", json=body, user=self.maya)
        self.assertEqual(made.status_code, 201)
        path = f"/{made.json()['id']}"
        self.assertEqual(self.api.patch(path, json={"delay": 3}, user=self.maya).json()["delay"], 3)
        self.assertEqual(self.api.patch(path, json={"delay": 4}, user=self.ann).status_code, 404)
        self.assertTrue(self.api.post(f"{path}/archive", user=self.maya).json()["archived"])

    def test_an_icon_or_a_kind_of_record_that_does_not_exist_is_refused(self):
        for wrong in ({"icon": "unicorn"}, {"applies_to": ["unicorn"]}):
            with self.assertRaises(Refused) as refused:
                self.api.patch(f"/{self.phone.pk}", json=wrong, user=self.maya)
            self.assertEqual([refused.exception.field], list(wrong))
