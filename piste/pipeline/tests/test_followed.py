"""Records, companies and people by who follows them."""

from piste.contacts.models import Company
from piste.contacts.verbs.creating import create_company
from piste.kernel.clock import now
from piste.kernel.criteria import parsing, wording
from piste.kernel.criteria.asker import Asker
from piste.kernel.criteria.compiling import fitting
from piste.kernel.refusals import Refused
from piste.messages.models import Follower
from piste.pipeline.models import Lead
from piste.pipeline.tests.cast import PipelineTestCase


class FollowedTest(PipelineTestCase):
    def setUp(self):
        Follower._base_manager.all().delete()
        for lead, user in ((self.lead, self.ann), (self.lead, self.ben), (self.bens, self.ben)):
            Follower.objects.create(thread_noun="lead", thread_id=lead.pk, user=user)

    def found(self, op: str, value: object = None, *, user=None) -> set[int]:
        asked = parsing.parse("lead", {"f": "followers", "op": op} | ({"v": value} if value is not None else {}))
        rows = fitting(Lead.objects.visible_to(self.maya), asked, Asker.of(user or self.maya))
        return {row.pk for row in rows}

    def test_records_are_found_by_who_follows_them(self):
        self.assertEqual(self.found("has_any", self.ann.pk), {self.lead.pk})
        self.assertEqual(self.found("has_none", self.ann.pk), {self.bens.pk, self.zoes.pk})
        self.assertEqual(self.found("me", user=self.ben), {self.lead.pk, self.bens.pk})
        self.assertEqual(self.found("empty"), {self.zoes.pk})

    def test_who_left_does_not_follow_any_more(self):
        Follower.objects.filter(user=self.ann).update(deleted_at=now())
        self.assertEqual(self.found("has_any", self.ann.pk), set())

    def test_companies_too(self):
        company = create_company(by=self.ann, name="Acme")
        asked = parsing.parse("company", {"f": "followers", "op": "me"})
        found = fitting(Company.objects.visible_to(self.ann), asked, Asker.of(self.ann))
        self.assertIn(company, found)

    def test_it_is_said_in_words_and_nonsense_is_refused(self):
        asked = parsing.parse("lead", {"f": "followers", "op": "has_any", "v": self.ann.pk})
        self.assertEqual(wording.parts(asked, self.maya), ["Ann follows it"])
        for wrong in ("Ann", [1, 2], None, -1):
            with self.subTest(wrong=wrong), self.assertRaises(Refused):
                parsing.parse("lead", {"f": "followers", "op": "has_any", "v": wrong})
