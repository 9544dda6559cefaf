from django.urls import reverse

from piste.accounts.verbs.editing import edit
from piste.history.undo import undo
from piste.kernel.refusals import Refused
from piste.testing import CastTestCase
from piste.ui import keys


class OwnKeysTest(CastTestCase):
    def test_only_what_differs_from_the_usual_keys_is_kept(self):
        edit(self.ann, by=self.ann, keys={"won": "V", "lost": "l"})
        self.assertEqual(self.ann.keys, {"won": "v"})

    def test_a_key_of_another_verb_in_the_same_place_is_refused_beside_the_verb(self):
        with self.assertRaises(Refused) as no:
            edit(self.ann, by=self.ann, keys={"won": "l"})
        self.assertEqual(no.exception.field, "won")
        self.assertIn("L", no.exception.message)
        self.assertIn("Lost", no.exception.message)

    def test_a_key_of_everywhere_is_taken_in_every_place(self):
        for name, key in (("search", "w"), ("invite", "z"), ("snooze", "a")):
            with self.subTest(name), self.assertRaises(Refused):
                edit(self.ann, by=self.ann, keys={name: key})

    def test_two_verbs_change_places_and_those_that_never_meet_share_a_key(self):
        edit(self.ann, by=self.ann, keys={"won": "l", "lost": "w", "invite": "e", "go_day": "p", "go_pipeline": "d"})
        self.assertEqual(self.ann.keys["won"], "l")

    def test_no_word_and_no_digit_is_a_key(self):
        for typed in ("ww", "", " ", "1"):
            with self.subTest(typed), self.assertRaises(Refused):
                edit(self.ann, by=self.ann, keys={"won": typed})

    def test_an_unknown_verb_is_refused(self):
        with self.assertRaises(Refused):
            edit(self.ann, by=self.ann, keys={"dance": "y"})

    def test_the_usual_keys_do_not_clash(self):
        self.assertIsNone(keys.clash({}))

    def test_they_are_undone_like_any_act(self):
        edit(self.ann, by=self.ann, keys={"won": "v"})
        undo(self.ann.last_event.change_set, by=self.ann)
        self.ann.refresh_from_db()
        self.assertEqual(self.ann.keys, {})


class KeysPageTest(CastTestCase):
    def setUp(self):
        self.client.force_login(self.ann)
        self.url = reverse("accounts:keys")
        self.usual = {name: key.usual for name, key in keys.KEYS.items()}

    def test_every_page_shows_the_new_key_at_once(self):
        answer = self.client.post(self.url, self.usual | {"undo": "u"}, follow=True)
        self.assertContains(answer, "Your keys are saved.")
        self.assertContains(answer, 'data-undo-key="u"')

    def test_a_clash_stands_beside_the_verb_and_nothing_is_saved(self):
        answer = self.client.post(self.url, self.usual | {"won": "l"})
        self.assertContains(answer, "is the key of “Lost” already", status_code=422)
        self.ann.refresh_from_db()
        self.assertEqual(self.ann.keys, {})

    def test_all_go_back_to_the_usual_ones(self):
        edit(self.ann, by=self.ann, keys={"won": "v"})
        self.client.post(self.url, {"usual": "1"})
        self.ann.refresh_from_db()
        self.assertEqual(self.ann.keys, {})

    def test_another_person_has_his_own(self):
        edit(self.ann, by=self.ann, keys={"undo": "u"})
        self.client.force_login(self.ben)
        self.assertContains(self.client.get(self.url), 'data-undo-key="z"')
