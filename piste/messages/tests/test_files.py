import os
import time
from unittest import mock

from django.test import override_settings
from django.urls import reverse

from piste.history.undo import undo
from piste.kernel.refusals import Refused
from piste.messages import store
from piste.messages.jobs import forget_unused_contents
from piste.messages.models import Attachment
from piste.messages.tests.cast import PNG, ThreadTestCase, upload
from piste.messages.verbs.files import attach, delete_attachment


class AttachTest(ThreadTestCase):
    def test_the_content_lies_under_its_hash(self):
        file = attach(self.verdier, by=self.ann, file=upload())
        self.assertEqual(store.path(file.digest).read_bytes(), b"%PDF-1.7 offer")
        self.assertEqual(store.path(file.digest).parent.name, file.digest[:2])

    def test_the_same_content_is_kept_once(self):
        first = attach(self.verdier, by=self.ann, file=upload("a.pdf", b"%PDF-1 same"))
        second = attach(self.verdier, by=self.ben, file=upload("b.pdf", b"%PDF-1 same"))
        self.assertEqual(first.digest, second.digest)
        self.assertEqual([digest for digest, _ in store.kept()].count(first.digest), 1)

    def test_the_type_is_what_the_content_says_not_the_name(self):
        for name, content, expected in (
            ("photo.txt", PNG, "image/png"),
            ("photo.jpg", b"\xff\xd8\xff\xe0 x", "image/jpeg"),
            ("photo.webp", b"RIFF\0\0\0\0WEBPVP8 ", "image/webp"),
            ("offer", b"%PDF-1.7", "application/pdf"),
            ("fake.png", b"<script>alert(1)</script>", "application/octet-stream"),
        ):
            with self.subTest(name):
                self.assertEqual(attach(self.verdier, by=self.ann, file=upload(name, content)).media_type, expected)

    def test_what_could_run_is_refused_by_name_and_by_content(self):
        for name, content in (
            ("x.exe", b"abc"),
            ("page.HTML", b"abc"),
            ("logo.svg", b"abc"),
            ("setup.exe.", b"abc"),
            ("setup.exe . ", b"abc"),
            ("run.js", b"abc"),
            ("offer.pdf", b"MZ\x90\0"),
            ("notes", b"#!/bin/sh"),
        ):
            with self.subTest(name), self.assertRaisesMessage(Refused, f"{name} was not accepted"):
                attach(self.verdier, by=self.ann, file=upload(name, content))
        self.assertFalse(Attachment.objects.exists())

    @override_settings(FILE_LIMIT=1024)
    def test_a_file_over_the_limit_is_refused_with_the_limit(self):
        attach(self.verdier, by=self.ann, file=upload("a.bin2", b"x" * 1024))
        with self.assertRaisesMessage(Refused, "larger than 1.0"):
            attach(self.verdier, by=self.ann, file=upload("b.bin2", b"x" * 1025))

    def test_an_empty_file_is_refused(self):
        with self.assertRaisesMessage(Refused, "it is empty"):
            attach(self.verdier, by=self.ann, file=upload("a.txt", b""))

    def test_no_file_is_taken_while_the_disk_is_short_of_room(self):
        usage = mock.Mock(total=100 * 1024**3, free=1024**3)
        with mock.patch("shutil.disk_usage", return_value=usage), self.assertRaisesMessage(Refused, "hardly any room"):
            attach(self.verdier, by=self.ann, file=upload())
        usage.free = 6 * 1024**3
        with mock.patch("shutil.disk_usage", return_value=usage):
            attach(self.verdier, by=self.ann, file=upload())

    def test_a_name_of_which_nothing_is_seen_gets_one(self):
        self.assertEqual(attach(self.verdier, by=self.ann, file=upload("\u202e\u200b", b"abc")).name, "file")

    def test_a_deleted_file_comes_back(self):
        file = delete_attachment(attach(self.verdier, by=self.ann, file=upload()), by=self.ann)
        self.assertFalse(Attachment.objects.visible_to(self.ann).exists())
        undo(file.last_event.change_set, by=self.ann)
        self.assertTrue(Attachment.objects.visible_to(self.ann).exists())

    def test_contents_that_nobody_needs_go_after_a_week(self):
        kept = attach(self.verdier, by=self.ann, file=upload("a.pdf", b"%PDF kept"))
        loose, fresh = store.keep(upload("b.pdf", b"%PDF loose")), store.keep(upload("c.pdf", b"%PDF fresh"))
        week_ago = time.time() - 8 * 24 * 3600
        for digest in (kept.digest, loose.digest):
            os.utime(store.path(digest), (week_ago, week_ago))
        forget_unused_contents.func()
        left = [store.path(digest).exists() for digest in (kept.digest, loose.digest, fresh.digest)]
        self.assertEqual(left, [True, False, True])


class FileDoorTest(ThreadTestCase):
    def get(self, file, user=None, **headers):
        self.client.force_login(user or self.ann)
        return self.client.get(reverse("messages:attachment", args=[file.pk]), headers=headers)

    def attached(self, *args):
        return attach(self.verdier, by=self.ann, file=upload(*args))

    def test_whoever_sees_the_record_gets_the_file_and_nobody_else(self):
        file = self.attached()
        self.assertEqual(b"".join(self.get(file, self.olga).streaming_content), b"%PDF-1.7 offer")
        self.assertEqual(self.get(file, self.otto).status_code, 404)
        self.client.logout()
        self.assertEqual(self.client.get(reverse("messages:attachment", args=[file.pk])).status_code, 302)

    def test_images_and_pdf_are_shown_everything_else_is_downloaded(self):
        for name, content, shown in (
            ("photo.png", PNG, True),
            ("offer.pdf", b"%PDF-1.7", True),
            ("list.csv", b"a,b", False),
            ("fake.png", b"<script>alert(1)</script>", False),
        ):
            with self.subTest(name):
                response = self.get(self.attached(name, content))
                self.assertEqual(response["Content-Disposition"].startswith("inline"), shown)
                self.assertEqual(response["X-Content-Type-Options"], "nosniff")
                self.assertIn("default-src 'none'", response["Content-Security-Policy"])
        self.assertIn("sandbox", response["Content-Security-Policy"])

    def test_the_browser_does_not_fetch_what_it_has(self):
        file = self.attached()
        again = self.get(file, if_none_match=self.get(file)["ETag"])
        self.assertEqual(again.status_code, 304)

    def test_a_file_in_the_trash_is_gone(self):
        file = delete_attachment(self.attached(), by=self.ann)
        self.assertEqual(self.get(file).status_code, 404)

    def test_only_the_author_or_a_manager_deletes_it(self):
        file = self.attached()
        url = reverse("messages:delete_attachment", args=[file.pk])
        self.client.force_login(self.ben)
        self.assertEqual(self.post(url).status_code, 404)
        self.client.force_login(self.maya)
        self.assertEqual(self.post(url).status_code, 200)
