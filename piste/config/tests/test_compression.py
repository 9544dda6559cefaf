import gzip
import io

from django.http import FileResponse, HttpResponse
from django.test import RequestFactory, SimpleTestCase

from piste.config.compression import CompressionMiddleware

TEXT = b"pipeline " * 100


def sent(response, **headers):
    return CompressionMiddleware(lambda request: response)(RequestFactory().get("/", headers=headers))


class CompressionTest(SimpleTestCase):
    def test_a_page_travels_compressed_where_the_browser_takes_it(self):
        answer = sent(HttpResponse(TEXT), accept_encoding="gzip")
        self.assertEqual(gzip.decompress(answer.content), TEXT)
        self.assertLess(len(answer.content), len(TEXT) / 4)

    def test_a_page_travels_plain_where_it_does_not(self):
        self.assertEqual(sent(HttpResponse(TEXT)).content, TEXT)

    def test_a_file_is_sent_as_it_is(self):
        answer = sent(FileResponse(io.BytesIO(TEXT)), accept_encoding="gzip")
        self.assertNotIn("Content-Encoding", answer.headers)
        self.assertEqual(answer.getvalue(), TEXT)
