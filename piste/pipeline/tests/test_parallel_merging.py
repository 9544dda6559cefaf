"""Two people merging at once, really: each in a thread and with a connection of his own."""

from django.test import TransactionTestCase

from piste.accounts.models import Site
from piste.contacts.models import Company
from piste.contacts.verbs.creating import create_company
from piste.contacts.verbs.merging import merge as merge_contacts
from piste.history.models import Event
from piste.messages.models import Note
from piste.messages.verbs.notes import write_note
from piste.pipeline import totals
from piste.pipeline.models import Lead
from piste.pipeline.verbs.creating import create
from piste.pipeline.verbs.merging import merge
from piste.testing import at_once, person


class TwoMergeAtOnceTest(TransactionTestCase):
    serialized_rollback = True

    def setUp(self):
        # Otherwise both would make it at the same time.
        Site.current()
        self.ann, self.ben = person("ann", "own"), person("ben", "own")
        self.leads = [create(by=self.ann, title=f"Deal {place}", owner=self.ann) for place in range(3)]
        self.notes = [write_note(lead, by=self.ann, body=f"<p>{lead.title}</p>") for lead in self.leads]

    def tearDown(self):
        self.assertEqual(totals.differences(), {})

    def merging(self, user, *places):
        keys = [self.leads[place].pk for place in places]
        return lambda: merge(list(Lead.objects.filter(pk__in=keys)), by=user)

    def test_of_two_that_share_a_record_one_wins_and_the_other_is_told(self):
        first, second, shared = self.leads
        said = at_once(self.merging(self.ann, 0, 2), self.merging(self.ben, 1, 2))
        self.assertEqual(len(said), 1)
        self.assertIn("Nothing was merged.", str(said[0]))
        self.assertEqual(Event.objects.filter(name="lead.merged").count(), 1)
        left = set(Lead.objects.filter(deleted_at=None).values_list("pk", flat=True))
        self.assertEqual(left, {first.pk, second.pk})
        # Every note hangs on what is left, and each is there once.
        shared.refresh_from_db()
        hung = sorted(Note.objects.values_list("thread_id", flat=True))
        self.assertEqual(hung, sorted([first.pk, second.pk, shared.merged_into_id]))

    def test_the_same_merge_twice_is_done_once(self):
        said = at_once(self.merging(self.ann, 0, 1, 2), self.merging(self.ben, 2, 1, 0))
        self.assertEqual(len(said), 1)
        self.assertEqual(Lead.objects.filter(merged_into=self.leads[0]).count(), 2)
        self.assertEqual(Note.objects.filter(thread_id=self.leads[0].pk).count(), 3)
        self.assertEqual(Event.objects.filter(name="lead.absorbed").count(), 2)

    def test_the_same_customers_merged_by_two_are_merged_once(self):
        one, other = (create_company(by=self.ann, name=name) for name in ("Acme", "Acme SAS"))
        lead = create(by=self.ann, title="Deal", owner=self.ann, company=other)
        both = Company.objects.filter(pk__in=[one.pk, other.pk])
        said = at_once(
            lambda: merge_contacts(list(both.all()), by=self.ann),
            lambda: merge_contacts(list(both.all()), by=self.ben, into=other),
        )
        self.assertEqual(len(said), 1)
        left = Company.objects.get(deleted_at=None)
        lead.refresh_from_db()
        self.assertEqual(lead.company, left)
