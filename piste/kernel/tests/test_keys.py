from django.test import SimpleTestCase

from piste.kernel.keys import is_key, key


class KeysTest(SimpleTestCase):
    def test_a_number_longer_than_any_key_is_none(self):
        self.assertEqual((key("42"), key("9" * 19), key("9" * 5000), key("-1"), key("²")), (42, 0, 0, 0, 0))
        self.assertTrue(is_key("9" * 18))
