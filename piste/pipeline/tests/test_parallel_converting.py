"""Two people at once, really: each in a thread and with a connection of his own."""

from django.test import TransactionTestCase

from piste.accounts.models import Site
from piste.contacts.models import Company, Person
from piste.history.models import Event
from piste.kernel.refusals import Refused
from piste.pipeline import totals
from piste.pipeline.models import Lead
from piste.pipeline.verbs.assigning import assign
from piste.pipeline.verbs.closing import mark_lost
from piste.pipeline.verbs.converting import convert, convert_many
from piste.pipeline.verbs.creating import create
from piste.pipeline.verbs.merging import merge
from piste.teams.models import Team
from piste.testing import at_once, person

ALREADY = "This record is an opportunity already."


class TwoAtOnceTest(TransactionTestCase):
    serialized_rollback = True

    def setUp(self):
        # Otherwise both would make it at the same time.
        Site.current()
        self.ann, self.ben = person("ann", "own"), person("ben", "own")
        self.north = Team.objects.create(name_en="North")
        facts = {"email": "ana@nord.example", "contact_name": "Ana Roy", "company_name": "Nord"}
        self.asking = create(by=self.ann, kind="lead", title="Asks", owner=None, team=self.north, **facts)

    def tearDown(self):
        self.assertEqual(totals.differences(), {})

    def converting(self, user, **choices):
        return lambda: convert(Lead.objects.get(pk=self.asking.pk), by=user, **choices)

    def test_one_lead_converted_twice_has_one_owner_and_one_customer(self):
        said = at_once(
            self.converting(self.ann, owner=self.ann, create=True),
            self.converting(self.ben, owner=self.ben, create=True),
        )
        self.assertEqual([str(one) for one in said], [ALREADY])
        event = Event.objects.select_related("change_set").get(name="lead.converted")
        self.asking.refresh_from_db()
        self.assertEqual((self.asking.kind, self.asking.owner_id), ("opportunity", event.change_set.by_id))
        self.assertEqual((Person.objects.count(), Company.objects.count()), (1, 1))

    def test_the_same_leads_converted_by_two_are_each_converted_once(self):
        for place in range(8):
            create(
                by=self.ann, kind="lead", title=f"Lead {place}", owner=None, team=self.north, email=f"{place}@a.example"
            )
        results = []
        leads = Lead.objects.filter(kind="lead")
        said = at_once(
            lambda: results.append(convert_many(leads.all(), by=self.ann)),
            lambda: results.append(convert_many(leads.all(), by=self.ben)),
        )
        self.assertEqual(said, [])
        done = [lead.pk for result in results for lead in result.done]
        self.assertEqual(sorted(done), sorted(Lead.objects.values_list("pk", flat=True)))
        self.assertEqual(Event.objects.filter(name="lead.converted").count(), 9)
        self.assertEqual(Person.objects.count(), 9)

    def test_one_converts_while_the_other_merges_it_into_a_deal(self):
        deal = create(by=self.ann, title="Deal", owner=self.ann)
        said = at_once(
            self.converting(self.ann, merge_with=deal),
            self.converting(self.ben, merge_with=Lead.objects.get(pk=deal.pk)),
        )
        self.assertEqual(len(said), 1)
        self.asking.refresh_from_db()
        self.assertEqual(self.asking.merged_into_id, deal.pk)
        self.assertEqual(Event.objects.filter(name="lead.merged").count(), 1)

    def test_one_converts_into_a_deal_while_the_other_merges_both(self):
        deal = create(by=self.ann, title="Deal", owner=self.ann)
        later = create(by=self.ann, kind="lead", title="Later", owner=None, team=self.north)
        said = at_once(
            lambda: convert(Lead.objects.get(pk=later.pk), by=self.ann, merge_with=deal),
            lambda: merge([deal, later], by=self.ben),
        )
        self.assertEqual([isinstance(one, Refused) for one in said], [True])
        later.refresh_from_db()
        self.assertEqual(later.merged_into_id, deal.pk)

    def test_one_converts_while_the_other_loses_or_assigns_it(self):
        at_once(
            self.converting(self.ann), lambda: assign(Lead.objects.get(pk=self.asking.pk), by=self.ben, owner=self.ben)
        )
        self.asking.refresh_from_db()
        self.assertEqual((self.asking.kind, self.asking.owner), ("opportunity", self.ben))
        other = create(by=self.ann, kind="lead", title="Other", owner=None, team=self.north)
        said = at_once(
            lambda: convert(Lead.objects.get(pk=other.pk), by=self.ann),
            lambda: mark_lost(Lead.objects.get(pk=other.pk), by=self.ben),
        )
        other.refresh_from_db()
        # Lost first, it cannot be converted; converted first, the opportunity is lost.
        self.assertEqual((other.outcome, len(said)), ("lost", 1 if other.is_lead else 0))
