"""A record to write on, and a place for its files."""

import shutil
import tempfile

from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import override_settings
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from piste.contacts.models import Company
from piste.testing import CastTestCase

PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 20
HTMX = {"HX-Request": "true"}


class ThreadTestCase(CastTestCase):
    """`verdier` is a company: everybody in sales works on it, olga reads it, otto does not see it."""

    @classmethod
    def setUpClass(cls) -> None:
        folder = tempfile.mkdtemp()
        cls.addClassCleanup(shutil.rmtree, folder)
        cls.enterClassContext(override_settings(MEDIA_ROOT=folder))
        super().setUpClass()

    @classmethod
    def setUpTestData(cls) -> None:
        super().setUpTestData()
        cls.verdier = Company.objects.create(name="Maison Verdier")

    def door(self, name: str, thread=None) -> str:
        return reverse(f"messages:{name}", args=(thread or self.verdier).thread)

    def counted(self) -> CaptureQueriesContext:
        return CaptureQueriesContext(connection)

    def post(self, url: str, **data):
        return self.client.post(url, data, headers=HTMX)


def upload(name: str = "offer.pdf", content: bytes = b"%PDF-1.7 offer") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)
