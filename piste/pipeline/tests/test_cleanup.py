from unittest.mock import patch

from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from piste.contacts.models import Company
from piste.contacts.verbs.apart import keep_apart
from piste.contacts.verbs.creating import create_company, create_person
from piste.pipeline import cleanup
from piste.pipeline.tests.doors import HTMX, DoorTestCase
from piste.pipeline.verbs.creating import create


class CleanUpTest(DoorTestCase):
    def make(self, **values):
        return create(by=self.ann, **{"title": "Deal", "owner": self.ann} | values)

    def groups(self, noun="lead", by="email", user=None, after=""):
        found = cleanup.page(cleanup.kind_of(noun, by), user or self.ann, after=after)
        return [(group.value, [row.pk for row in group.rows]) for group in found.groups]

    def test_what_shares_a_value_stands_together(self):
        first, second = self.make(email="b@x.example"), self.make(email="b@x.example")
        third, fourth = self.make(phone="+33142685300"), self.make(phone="+33142685300")
        fifth, sixth = self.make(company_name="Acme SAS"), self.make(company_name="ACME")
        self.make(email="alone@x.example")
        self.assertEqual(self.groups(), [("b@x.example", [first.pk, second.pk])])
        self.assertEqual(self.groups(by="phone"), [("+33142685300", [third.pk, fourth.pk])])
        self.assertEqual(self.groups(by="name"), [("acme", [fifth.pk, sixth.pk])])

    def test_companies_and_people_too(self):
        acme, twin = create_company(by=self.ann, name="Acme"), create_company(by=self.ann, name="ACME SARL")
        ana = create_person(by=self.ann, last_name="Roy", first_name="Ana", emails=["ana@x.example"])
        same = create_person(by=self.ann, last_name="A.", emails=["a@x.example", "ana@x.example"])
        self.assertEqual(self.groups("company", "name"), [("acme", [acme.pk, twin.pk])])
        self.assertEqual(self.groups("person", "email"), [("ana@x.example", [ana.pk, same.pk])])

    def test_nobody_is_shown_what_he_does_not_see_and_one_alone_is_no_group(self):
        self.make(email="b@x.example")
        create(by=self.zoe, owner=self.zoe, title="Secret", email="b@x.example")
        self.assertEqual((self.groups(), len(self.groups(user=self.maya))), ([], 1))

    def test_what_was_told_apart_is_gone_but_a_third_one_brings_it_back(self):
        first, second = self.make(email="b@x.example"), self.make(email="b@x.example")
        keep_apart(first, second, by=self.ann)
        self.assertEqual(self.groups(), [])
        self.make(email="b@x.example")
        self.assertEqual(len(self.groups()), 1)

    def test_a_phone_of_everybody_is_no_evidence(self):
        for _ in range(21):
            self.make(phone="+33142685300", email="b@x.example")
        self.assertEqual((self.groups(by="phone"), len(self.groups()[0][1])), ([], 20))

    def test_an_index_is_walked_piece_by_piece_without_losing_a_group(self):
        for name in "abcdef":
            for _ in range(2):
                self.make(email=f"{name}@x.example")
        found, after = [], ""
        with patch.object(cleanup, "SCANNED", 5):
            for _ in range(20):
                page = cleanup.page(cleanup.kind_of("lead", "email"), self.ann, after=after)
                found += [group.value[0] for group in page.groups]
                after = page.following
                if not after:
                    break
        self.assertEqual(found, list("abcdef"))

    def test_the_page_offers_keys_for_the_first_group_and_later_goes_on(self):
        for name in "ab":
            for _ in range(2):
                self.make(email=f"{name}@x.example")
        page = self.client.get(reverse("pipeline:cleanup"))
        for key in "mnl":
            self.assertContains(page, f'data-key="{key}"', count=1 if key != "l" else None)
        later = self.get("pipeline:cleanup", of="lead", by="email", after="a@x.example")
        self.assertNotContains(later, "a@x.example<")
        self.assertContains(later, "b@x.example")

    def test_no_duplicates_is_remembered_for_each_two_of_a_group(self):
        leads = [self.make(email="b@x.example") for _ in range(3)]
        ids = ",".join(str(lead.pk) for lead in leads)
        self.client.post(reverse("pipeline:cleanup_apart"), {"of": "lead", "by": "email", "ids": ids})
        self.assertEqual(self.groups(), [])
        others = create(by=self.zoe, owner=self.zoe, title="Secret")
        sent = {"of": "lead", "by": "email", "ids": f"{leads[0].pk},{others.pk}"}
        self.assertEqual(self.client.post(reverse("pipeline:cleanup_apart"), sent).status_code, 404)
        self.client.force_login(self.otto)
        self.assertEqual(self.client.get(reverse("pipeline:cleanup")).status_code, 404)

    def test_more_groups_cost_no_more_statements(self):
        def counted():
            with CaptureQueriesContext(connection) as queries:
                self.get("pipeline:cleanup")
            return len(queries)

        self.make(email="a@x.example"), self.make(email="a@x.example")
        few = counted()
        for name in range(15):
            self.make(email=f"{name}@x.example"), self.make(email=f"{name}@x.example")
        self.assertEqual(counted(), few)


class MergeContactsDoorTest(DoorTestCase):
    @classmethod
    def setUpTestData(cls):
        super().setUpTestData()
        cls.acme = create_company(by=cls.ann, name="Acme")
        cls.twin = create_company(by=cls.ann, name="ACME SAS", city="Lyon")

    def merge(self, **data):
        ids = f"{self.acme.pk},{self.twin.pk}"
        return self.client.post(reverse("contacts:merge_company"), {"ids": ids} | data, headers=HTMX)

    def test_the_values_stand_side_by_side_and_the_chosen_ones_are_kept(self):
        self.assertContains(self.merge(), "ACME SAS")
        response = self.merge(do="1", into=self.acme.pk, was_into=self.acme.pk, take_name=self.twin.pk)
        self.assertEqual((response.status_code, self.said(response)), (204, "Merged into ACME SAS"))
        kept = Company.objects.get(pk=self.acme.pk)
        self.assertEqual((kept.name, kept.city), ("ACME SAS", "Lyon"))
        moved = self.client.get(self.twin.get_absolute_url())
        self.assertRedirects(moved, self.acme.get_absolute_url(), fetch_redirect_response=False)

    def test_a_change_meanwhile_is_told(self):
        response = self.merge(do="1", **{f"seen_{self.acme.pk}": 99})
        self.assertContains(response, "Changed meanwhile", status_code=409)

    def test_who_only_reads_finds_nothing_and_one_alone_is_refused(self):
        self.assertEqual(self.merge(ids=str(self.acme.pk)).status_code, 409)
        self.client.force_login(self.olga)
        self.assertEqual(self.merge().status_code, 404)
