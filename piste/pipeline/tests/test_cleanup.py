from unittest.mock import patch

from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from piste.contacts.models import Company, Shared
from piste.contacts.verbs.apart import keep_apart
from piste.contacts.verbs.creating import create_company, create_person
from piste.contacts.verbs.merging import merge as merge_contacts
from piste.history.models import Event
from piste.pipeline.cleanup import groups, seeking
from piste.pipeline.cleanup.kinds import kind_of, kinds_of
from piste.pipeline.cleanup.seeking import seek
from piste.pipeline.tests.doors import HTMX, DoorTestCase
from piste.pipeline.verbs.creating import create
from piste.pipeline.verbs.editing import edit as edit_lead


class CleanUpTest(DoorTestCase):
    def make(self, **values):
        return create(by=self.ann, **{"title": "Deal", "owner": self.ann} | values)

    def groups(self, noun="lead", by="email", user=None, after=""):
        seek()
        found = groups.page(kind_of(noun, by), user or self.ann, after=after)
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

    def test_of_what_one_does_not_see_one_learns_how_many_and_whom_to_ask(self):
        """02.24, 12.B1"""
        mine, twin = self.make(email="b@x.example"), self.make(email="b@x.example")
        for _ in range(2):
            create(by=self.zoe, owner=self.zoe, title="Secret", email="b@x.example")
        create(by=self.maya, owner=None, team=self.south, title="Secret", email="b@x.example")
        self.assertEqual(self.groups(), [("b@x.example", [mine.pk, twin.pk])])
        self.assertEqual(len(self.groups(user=self.maya)[0][1]), 5)
        shown = self.get("pipeline:cleanup", of="lead", by="email")
        self.assertContains(shown, "2 more, ask Zoe")
        self.assertContains(shown, "1 more without salesperson, ask a manager")
        self.assertNotContains(shown, "Secret")

    def test_where_one_sees_one_alone_there_is_nothing_to_merge_but_somebody_to_ask(self):
        mine = self.make(email="b@x.example")
        create(by=self.zoe, owner=self.zoe, title="Secret", email="b@x.example")
        self.assertEqual(self.groups(), [("b@x.example", [mine.pk])])
        self.assertEqual(self.groups(user=self.zoe)[0][1], [mine.pk + 1])
        shown = self.get("pipeline:cleanup", of="lead", by="email")
        self.assertContains(shown, "1 more, ask Zoe")
        self.assertNotContains(shown, 'data-key="m"')

    def test_the_keys_work_on_the_first_group_that_there_is_work_in(self):
        self.make(email="a@x.example")
        create(by=self.zoe, owner=self.zoe, title="Secret", email="a@x.example")
        pair = [self.make(email="b@x.example") for _ in range(2)]
        seek()
        shown = self.get("pipeline:cleanup", of="lead", by="email")
        self.assertContains(shown, 'data-key="m"', count=1)
        self.assertContains(shown, f"{pair[0].pk}%2C{pair[1].pk}")

    def test_what_was_told_apart_from_a_hidden_one_is_not_counted(self):
        mine = self.make(email="b@x.example")
        keep_apart(mine, create(by=self.zoe, owner=self.zoe, title="Secret", email="b@x.example"), by=self.maya)
        self.assertEqual(self.groups(), [])

    def test_the_address_of_the_next_page_tells_no_value_that_one_does_not_see(self):
        for name in "abc":
            for _ in range(2):
                create(by=self.zoe, owner=self.zoe, title="Secret", email=f"{name}@secret.example")
        seek()
        with patch.object(groups, "PIECES", (1,)):
            shown = self.get("pipeline:cleanup", of="lead", by="email")
        self.assertContains(shown, "Look further")
        self.assertNotContains(shown, "secret")
        self.assertEqual(self.get("pipeline:cleanup", of="lead", by="email", after="a@x.example").status_code, 409)

    def test_of_similar_names_one_reads_ones_own(self):
        create(by=self.zoe, owner=self.zoe, title="Secret", company_name="Nordlicht Maschinenbau")
        mine = self.make(company_name="Nordlicht Maschinenbaus")
        self.assertEqual(self.groups(by="name"), [("maschinenbaus nordlicht", [mine.pk])])

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
        seek()
        with patch.object(groups, "PIECES", (2,)):
            for _ in range(20):
                page = groups.page(kind_of("lead", "email"), self.ann, after=after)
                found += [group.value[0] for group in page.groups]
                after = page.following
                if not after:
                    break
        self.assertEqual(found, list("abcdef"))

    def test_the_page_offers_keys_for_the_first_group_and_later_goes_on(self):
        for name in "ab":
            for _ in range(2):
                self.make(email=f"{name}@x.example")
        seek()
        page = self.client.get(reverse("pipeline:cleanup"))
        for key in "mnl":
            self.assertContains(page, f'data-key="{key}"', count=1 if key != "l" else None)
        first = groups.page(kind_of("lead", "email"), self.ann).first
        later = self.get("pipeline:cleanup", of="lead", by="email", after=first.later)
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
            seek()
            with CaptureQueriesContext(connection) as queries:
                self.get("pipeline:cleanup")
            return len(queries)

        self.make(email="a@x.example"), self.make(email="a@x.example")
        few = counted()
        for name in range(15):
            self.make(email=f"{name}@x.example"), self.make(email=f"{name}@x.example")
        self.assertEqual(counted(), few)


class KindsTest(DoorTestCase):
    """Each kind of evidence by itself; what no kind proposes is not proposed."""

    def make(self, **values):
        return create(by=self.ann, **{"title": "Deal", "owner": self.ann} | values)

    def company(self, **values):
        return create_company(by=self.ann, **values)

    def person(self, last_name, **values):
        return create_person(by=self.ann, first_name="Ana", last_name=last_name, **values)

    def found(self, noun="lead"):
        """By each kind of this noun that finds anything the titles or names of its groups."""
        seek()
        found = {}
        for kind in kinds_of(noun):
            if some := groups.page(kind, self.ann).groups:
                found[kind.by] = [[row.pk for row in group.rows] for group in some]
        return found

    def test_another_email_counts_as_much_as_the_main_one(self):
        one, other = self.make(email="a@x.example"), self.make(email="b@y.example, A@x.example")
        self.assertEqual(self.found(), {"email": [[one.pk, other.pk]]})

    def test_a_mobile_number_is_a_phone(self):
        one, other = self.make(phone="+33142685300"), self.make(mobile="+33142685300")
        self.assertEqual(self.found(), {"phone": [[one.pk, other.pk]]})

    def test_the_same_company_is_the_same_when_one_has_no_contact_and_else_likely(self):
        acme = self.company(name="Acme")
        ana, leo = (self.person(name, company=acme) for name in ("Roy", "Leo"))
        one, other = self.make(title="A", company=acme, person=ana), self.make(title="B", company=acme, person=leo)
        self.assertEqual(self.found(), {"colleague": [[one.pk, other.pk]]})
        bare = self.make(title="C", company=acme)
        self.assertEqual(self.found()["company"], [[one.pk, other.pk, bare.pk]])

    def test_the_same_contact(self):
        ana = self.person("Roy")
        one, other = self.make(person=ana), self.make(person=ana)
        self.assertEqual(self.found(), {"person": [[one.pk, other.pk]]})

    def test_similar_company_names_in_the_same_country(self):
        one = self.make(title="A", company_name="Nordlicht Maschinenbau", country="DE")
        other = self.make(title="B", company_name="Nordlicht Maschinenbaus GmbH")
        self.make(title="C", company_name="Nordlicht Maschinenbau", country="AT")
        self.assertEqual(self.found()["name"], [[one.pk, other.pk, other.pk + 1]])
        edit_lead(other, by=self.ann, country="FR")
        self.assertEqual(self.found(), {})

    def test_similar_titles_of_the_same_company(self):
        acme = self.company(name="Acme")
        people = [self.person(name, company=acme) for name in ("A", "B", "C")]
        titles = ("Warehouse forklifts 2026", "Warehouse forklifts 2025", "Scanners")
        leads = [self.make(title=title, company=acme, person=one) for title, one in zip(titles, people, strict=True)]
        self.assertEqual(self.found()["title"], [[leads[0].pk, leads[1].pk]])

    def test_companies_by_phone_domain_and_similar_name(self):
        one = self.company(name="Nordlicht Maschinenbau", phones=["+33142685300"], website="nord.example")
        other = self.company(name="Nordlicht Maschinenbaus", phones=["+33142685300"], website="www.nord.example")
        pair = [[one.pk, other.pk]]
        self.assertEqual(self.found("company"), {"phone": pair, "domain": pair, "name": pair})

    def test_people_of_the_same_name_whatever_its_order(self):
        one = self.person("Roy")
        other = create_person(by=self.ann, first_name="ROY", last_name="ana")
        self.assertEqual(self.found("person"), {"name": [[one.pk, other.pk]]})

    def test_three_names_that_are_similar_stand_together_once(self):
        names = ("Nordlicht Maschinenbau", "Nordlicht Maschinenbaus", "Nordlicht Maschinenbaud")
        companies = [self.company(name=name) for name in names]
        self.assertEqual(self.found("company"), {"name": [[one.pk for one in companies]]})

    def test_what_was_there_before_any_event_is_found_by_the_walk(self):
        leads = [self.make(email="a@x.example") for _ in range(3)]
        Event.objects.all().delete()
        with patch.object(seeking, "CHUNK", 2):
            self.assertEqual(self.found()["email"], [[lead.pk for lead in leads]])

    def test_what_is_shared_no_more_is_not_shown_and_forgotten_by_the_walk(self):
        one, _other = self.make(email="a@x.example"), self.make(email="a@x.example")
        seek()
        edit_lead(one, by=self.ann, email="b@x.example")
        self.assertEqual(groups.page(kind_of("lead", "email"), self.ann).groups, [])
        seek()
        self.assertEqual(set(Shared.objects.values_list("by", flat=True)), {"domain"})

    def test_who_sees_little_finds_it_behind_much_that_he_does_not_see(self):
        for number in range(70):
            for _ in range(2):
                create(by=self.zoe, owner=self.zoe, title="Secret", email=f"{number:02}@x.example")
        mine = [self.make(email="z@x.example") for _ in range(2)]
        self.assertEqual(self.found(), {"email": [[lead.pk for lead in mine]]})

    def test_the_page_begins_with_the_strongest_kind_of_which_there_is_anything(self):
        self.make(phone="+33142685300"), self.make(phone="+33142685300")
        seek()
        self.assertContains(self.get("pipeline:cleanup"), "+33 1 42 68 53 00")


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

    def test_a_colleague_who_merged_one_of_them_meanwhile_is_told(self):
        third = create_company(by=self.ann, name="Third")
        merge_contacts([self.acme, self.twin], by=self.maya)
        response = self.merge(ids=f"{self.twin.pk},{third.pk}", do="1")
        self.assertEqual(response.status_code, 409)
        self.assertIn(f"“{self.twin}” was merged into “{self.acme}” meanwhile", self.said(response))

    def test_who_only_reads_finds_nothing_and_one_alone_is_refused(self):
        self.assertEqual(self.merge(ids=str(self.acme.pk)).status_code, 409)
        self.client.force_login(self.olga)
        self.assertEqual(self.merge().status_code, 404)
