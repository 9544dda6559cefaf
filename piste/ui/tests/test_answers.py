import base64
import hashlib
import json
import re
from unittest import mock
from urllib.parse import urlencode

from django.contrib.auth import get_user_model
from django.test import TestCase, override_settings

from piste.ui import slots

FORM = "application/x-www-form-urlencoded"
HTMX = {"HX-Request": "true"}


@override_settings(ROOT_URLCONF="piste.ui.tests.urls")
class DoorCase(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.ann = get_user_model().objects.create_user("ann@piste.example", name="Ann <Archer>")

    def setUp(self):
        # What the rooms put into the frame leads to addresses that are not here.
        self.enterContext(mock.patch.dict(slots._fillings, clear=True))
        self.client.force_login(self.ann)

    def triggers(self, response):
        return json.loads(response.headers["HX-Trigger"])


class AnswersTest(DoorCase):
    def test_a_part_says_what_was_done_and_how_to_take_it_back(self):
        response = self.client.post("/names", {"name": "Ann"}, headers=HTMX)
        self.assertEqual(
            self.triggers(response),
            {
                "toast": {"text": "Saved <b>", "undo": "/history/undo/7", "tone": ""},
                "closeDialog": {},
                "lead-changed": {"id": 5},
            },
        )

    def test_a_form_with_errors_is_unprocessable(self):
        self.assertEqual(self.client.post("/names", {}, headers=HTMX).status_code, 422)
        self.assertEqual(self.client.get("/names", headers=HTMX).status_code, 200)

    def test_without_htmx_a_part_stands_in_a_page(self):
        response = self.client.get("/names")
        self.assertContains(response, '<main class="main" id="main"')
        self.assertContains(self.client.post("/names", {}), "<main", status_code=422)

    def test_without_htmx_an_act_goes_back_to_where_it_came_from(self):
        response = self.client.post("/names", {"name": "Ann"}, headers={"Referer": "http://testserver/target?a=1"})
        self.assertRedirects(response, "/target?a=1", fetch_redirect_response=False)
        self.assertContains(self.client.get("/target"), "Saved &lt;b&gt;")

    def test_nobody_is_sent_to_a_foreign_address_or_nowhere(self):
        for referer in ("https://evil.example/x", "http://testserver"):
            response = self.client.post("/names", {"name": "Ann"}, headers={"Referer": referer})
            self.assertEqual(response.headers["Location"], "/")

    def test_what_was_said_is_shown_where_one_arrives(self):
        response = self.client.post("/moves", follow=True)
        self.assertContains(response, "Gone on")
        self.assertContains(response, 'action="/history/undo/7"')

    def test_htmx_is_told_to_go_on(self):
        response = self.client.post("/moves", headers=HTMX)
        self.assertEqual(response.headers["HX-Redirect"], "/target")


class RefusalTest(DoorCase):
    def test_htmx_hears_a_refusal_and_swaps_nothing(self):
        response = self.client.post("/refuses", headers=HTMX)
        self.assertEqual((response.status_code, response.headers["HX-Reswap"]), (409, "none"))
        told = self.triggers(response)
        self.assertEqual(told["toast"], {"text": "Already closed – gagné.", "undo": "", "tone": "refused"})
        self.assertEqual(told["refused"], {"message": "Already closed – gagné.", "field": "stage"})

    def test_a_page_says_why_and_that_nothing_was_changed(self):
        response = self.client.post("/refuses")
        self.assertContains(response, "Already closed – gagné.", status_code=409)
        self.assertContains(response, "Nothing was changed.", status_code=409)

    def test_other_errors_are_not_refusals(self):
        self.client.raise_request_exception = False
        with self.assertLogs("piste.ui.errors", "ERROR") as log:
            response = self.client.get("/breaks")
        self.assertEqual(response.status_code, 500)
        reference = log.records[0].reference
        self.assertContains(response, reference, status_code=500)
        self.assertIsNotNone(log.records[0].exc_info)

    def test_htmx_hears_of_an_error_with_its_reference(self):
        self.client.raise_request_exception = False
        with self.assertLogs("piste.ui.errors", "ERROR") as log:
            response = self.client.get("/breaks", headers=HTMX)
        self.assertIn(log.records[0].reference, self.triggers(response)["toast"]["text"])


class ErrorPagesTest(DoorCase):
    def test_an_unknown_address_offers_the_search(self):
        response = self.client.get("/nowhere")
        self.assertContains(response, 'role="search"', status_code=404)
        self.assertContains(response, "Ann &lt;Archer&gt;", status_code=404)

    def test_more_than_can_be_read_is_told(self):
        much = {f"a{number}": "" for number in range(1001)}
        for response in (self.client.get("/reads", much), self.client.post("/reads", urlencode(much), FORM)):
            self.assertContains(response, "That was too much at once.", status_code=400)

    def test_an_address_that_only_does_something_says_so_when_it_is_opened(self):
        response = self.client.get("/sent")
        self.assertContains(response, "This address only takes what a button sends.", status_code=405)
        self.assertEqual(response["Allow"], "POST")

    def test_a_stranger_gets_the_same_page_without_the_menus(self):
        self.client.logout()
        response = self.client.get("/nowhere")
        self.assertNotContains(response, 'id="rail"', status_code=404)


class SecurityHeadersTest(DoorCase):
    def test_only_our_own_files_run_and_nobody_frames_a_page(self):
        policy = self.client.get("/target").headers["Content-Security-Policy"]
        self.assertIn("default-src 'self'", policy)
        self.assertIn("style-src 'self';", policy)
        self.assertIn("frame-ancestors 'none'", policy)
        self.assertNotIn("unsafe", policy)

    def test_the_one_script_of_the_page_is_the_one_the_policy_knows(self):
        response = self.client.get("/target")
        (script,) = re.findall(r'<script type="importmap">(.*?)</script>', response.content.decode())
        digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
        self.assertIn(f"'sha256-{digest}'", response.headers["Content-Security-Policy"])

    def test_no_page_carries_inline_styles_or_handlers(self):
        html = self.client.get("/names").content.decode()
        self.assertNotRegex(html, r"\sstyle=|\son[a-z]+=|<style")
