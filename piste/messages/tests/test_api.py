from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils.datastructures import MultiValueDict
from ninja.testing import TestClient

from piste.contacts.verbs.editing import edit
from piste.kernel.refusals import Refused
from piste.messages import api, unread
from piste.messages.models import Note
from piste.messages.tests.cast import ThreadTestCase, upload
from piste.messages.verbs.files import attach
from piste.messages.verbs.notes import write_note

CLIENTS = {name: TestClient(getattr(api, name)) for name in ("timeline", "notes", "attachments", "notices")}


class MessagesApiTest(ThreadTestCase):
    def ask(self, room, method, path="", user=None, **more):
        return CLIENTS[room].request(method, path, user=user or self.ann, **more)

    @property
    def on_verdier(self):
        return {"noun": "company", "record": self.verdier.pk}

    def test_a_timeline_tells_values_as_stored_and_as_read(self):
        edit(self.verdier, by=self.maya, owner=self.ben)
        item = self.ask("timeline", "GET", f"/company/{self.verdier.pk}").json()["items"][0]
        self.assertEqual(item["changes"]["owner"], {"before": None, "after": self.ben.pk})
        self.assertIn({"field": "owner", "label": "Salesperson", "before": "", "after": "Ben"}, item["labels"])
        self.assertEqual(item["by"], {"id": self.maya.pk, "name": "Maya"})

    def test_its_pages_follow_each_other(self):
        for number in range(5):
            write_note(self.verdier, by=self.ann, body=str(number))
        url = f"/company/{self.verdier.pk}?kind=notes&limit=3"
        first = self.ask("timeline", "GET", url).json()
        second = self.ask("timeline", "GET", f"{url}&cursor={first['next']}").json()
        self.assertEqual(([len(first["items"]), len(second["items"])], second["next"]), ([3, 2], None))

    def test_who_does_not_see_the_record_finds_nothing(self):
        note = write_note(self.verdier, by=self.ann, body="Hello")
        file = attach(self.verdier, by=self.ann, file=upload())
        for room, path in (
            ("timeline", f"/company/{self.verdier.pk}"),
            ("notes", f"/{note.pk}"),
            ("attachments", f"/{file.pk}"),
            ("attachments", f"/{file.pk}/content"),
        ):
            with self.subTest(path):
                self.assertEqual(self.ask(room, "GET", path, user=self.otto).status_code, 404)
        said = self.on_verdier | {"body": "Hello"}
        self.assertEqual(self.ask("notes", "POST", user=self.otto, json=said).status_code, 404)
        self.assertEqual(self.ask("notes", "POST", user=self.olga, json=said).status_code, 404)
        listed = self.ask("notes", "GET", f"?noun=company&record={self.verdier.pk}", user=self.otto).json()
        self.assertEqual(listed["items"], [])

    def test_a_note_is_written_changed_and_deleted_by_its_author(self):
        made = self.ask("notes", "POST", json=self.on_verdier | {"body": "<script>x</script>Hello"})
        self.assertEqual((made.status_code, made.json()["body"]), (201, "Hello"))
        path = f"/{made.json()['id']}"
        self.assertEqual(self.ask("notes", "PATCH", path, json={"body": "Better"}).json()["body"], "<p>Better</p>")
        self.assertEqual(self.ask("notes", "PATCH", path, user=self.ben, json={"body": "x"}).status_code, 404)
        self.assertEqual(self.ask("notes", "DELETE", path).status_code, 204)
        self.assertEqual(self.ask("notes", "GET", path).status_code, 404)

    def test_an_older_version_does_not_overwrite(self):
        note = write_note(self.verdier, by=self.ann, body="Hello")
        self.ask("notes", "PATCH", f"/{note.pk}", json={"body": "Better"})
        with self.assertRaises(Refused):
            self.ask("notes", "PATCH", f"/{note.pk}", json={"body": "Other", "version": 1})

    def test_a_call_is_logged(self):
        said = self.on_verdier | {"result": "no_answer", "minutes": 1}
        self.assertEqual(self.ask("notes", "POST", "/calls", json=said).status_code, 201)
        self.assertEqual(Note.objects.get().kind, "call")

    def test_a_file_is_sent_and_fetched(self):
        files = MultiValueDict({"file": [SimpleUploadedFile("offer.pdf", b"%PDF-1.7 x")]})
        made = self.ask("attachments", "POST", data=self.on_verdier, FILES=files)
        self.assertEqual((made.status_code, made.json()["media_type"]), (201, "application/pdf"))
        content = self.ask("attachments", "GET", f"/{made.json()['id']}/content")
        self.assertEqual(content.content, b"%PDF-1.7 x")

    def test_notices_are_listed_and_read(self):
        write_note(self.verdier, by=self.ann, body="@Ben look")
        item = self.ask("notices", "GET", "?unread=true", user=self.ben).json()["items"][0]
        self.assertEqual((item["kind"], item["record"]["name"]), ("mentioned", "Maison Verdier"))
        self.assertEqual(self.ask("notices", "POST", "/read", json={"ids": [item["id"]]}).json(), {"read": 0})
        self.assertEqual(self.ask("notices", "POST", "/read", user=self.ben, json={}).json(), {"read": 1})
        self.assertEqual(unread.count(self.ben), 0)

    def test_of_what_one_is_told_is_chosen(self):
        everything = self.ask("notices", "GET", "/choices", user=self.ben).json()["kinds"]
        self.assertIn("mentioned", everything)
        said = self.ask("notices", "PUT", "/choices", user=self.ben, json={"kinds": ["assigned"]})
        self.assertEqual(said.json(), {"kinds": ["assigned"]})
        write_note(self.verdier, by=self.ann, body="@Ben look")
        self.assertEqual(self.ask("notices", "GET", user=self.ben).json()["items"], [])
        self.assertEqual(self.ask("notices", "GET", "/choices").json()["kinds"], everything)
