from io import BytesIO

from django.http import HttpResponse
from django.test import RequestFactory, SimpleTestCase

from piste.config import uploads
from piste.config.uploads import ReadToTheEndMiddleware


class ReadToTheEndTest(SimpleTestCase):
    def left_of(self, size: int, *, status: int) -> int:
        """How much of a request nobody read before it was answered like that."""
        sent = BytesIO(b"a" * size)
        request = RequestFactory().generic("POST", "/", CONTENT_LENGTH=str(size), **{"wsgi.input": sent})
        ReadToTheEndMiddleware(lambda _request: HttpResponse(status=status))(request)
        return len(sent.read())

    def test_who_sent_too_much_hears_why(self):
        self.assertEqual(self.left_of(11 * 1024 * 1024, status=400), 0)

    def test_what_was_answered_well_was_read_where_it_was_needed(self):
        self.assertEqual(self.left_of(1000, status=200), 1000)

    def test_who_sends_without_end_is_cut_off(self):
        before, uploads.PATIENCE = uploads.PATIENCE, uploads.PIECE
        self.addCleanup(setattr, uploads, "PATIENCE", before)
        self.assertEqual(self.left_of(3 * uploads.PIECE, status=400), 2 * uploads.PIECE)
