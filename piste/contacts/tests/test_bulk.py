from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from piste.contacts.models import Company, Person, Tag
from piste.contacts.tests.test_views import HTMX, DoorTestCase
from piste.contacts.verbs.creating import create_company, create_person
from piste.contacts.verbs.editing import edit
from piste.contacts.verbs.storing import archive
from piste.history.models import ChangeSet
from piste.history.undo import undo


class ManyContactsTest(DoorTestCase):
    @classmethod
    def setUpTestData(cls):
        super().setUpTestData()
        cls.logis = create_company(by=cls.ann, name="Logis Nord", city="Lille")
        cls.both = (cls.company, cls.logis)

    def many(self, act, *rows, noun="company", as_user=None, query="", **data):
        self.client.force_login(as_user or self.ann)
        url = reverse("finding:many", args=[noun, act]) + query
        return self.client.post(url, {"ids": [row.pk for row in rows], **data}, headers=HTMX)

    def taken_back(self):
        undo(ChangeSet.objects.latest("id"), by=self.maya)

    def test_the_lists_offer_their_acts_and_a_reader_has_none(self):
        page = self.client.get(self.url("companies"))
        for act in ("assign", "tag", "plan", "edit", "archive"):
            self.assertContains(page, reverse("finding:many", args=["company", act]))
        self.assertNotContains(page, reverse("finding:many", args=["company", "trash"]))
        self.client.force_login(self.olga)
        self.assertNotContains(self.client.get(self.url("companies")), "/many/")
        self.assertEqual(self.many("archive", *self.both, as_user=self.olga).status_code, 404)
        self.assertEqual(self.many("archive", *self.both, as_user=self.otto).status_code, 404)

    def test_many_are_assigned_and_the_team_stays_when_none_is_named(self):
        edit(self.company, by=self.ann, team=self.north)
        self.many("assign", *self.both, asked="True", owner=self.ben.pk)
        self.assertEqual(list(Company.objects.values_list("owner__name", flat=True)), ["Ben", "Ben"])
        self.assertEqual(set(Company.objects.values_list("team__name_en", flat=True)), {"North", None})
        self.many("assign", *self.both, asked="True", owner=self.ben.pk, team=self.south.pk)
        self.assertEqual(set(Company.objects.values_list("team__name_en", flat=True)), {"South"})

    def test_who_cannot_own_is_refused_beside_the_field(self):
        answer = self.many("assign", *self.both, asked="True", owner=self.olga.pk)
        self.assertContains(answer, "Olga cannot own records.", status_code=422)

    def test_tags_are_put_on_and_taken_off_as_one_act(self):
        first, second = Tag.objects.all()[:2]
        self.company.tags.set([first])
        self.many("tag", *self.both, asked="True", add=[second.pk], remove=[first.pk])
        for company in self.both:
            self.assertEqual(list(company.tags.all()), [second])
        self.taken_back()
        self.assertEqual((list(self.company.tags.all()), list(self.logis.tags.all())), ([first], []))

    def test_archived_and_back_and_what_is_archived_already_is_listed(self):
        archive(self.logis, by=self.ann)
        answer = self.many("archive", *self.both)
        self.assertContains(answer, "Logis Nord is already archived.")
        self.assertEqual(Company.objects.filter(archived=True).count(), 2)
        self.many("unarchive", *self.both)
        self.assertEqual(Company.objects.filter(archived=True).count(), 0)

    def test_a_manager_deletes_many_and_puts_them_back(self):
        self.many("trash", *self.both, as_user=self.maya)
        self.assertEqual(Company.objects.filter(deleted_at=None).count(), 0)
        page = self.client.get(self.url("companies"), {"show": "trash"})
        self.assertContains(page, reverse("finding:many", args=["company", "untrash"]))
        self.many("untrash", *self.both, as_user=self.maya)
        self.assertEqual(Company.objects.filter(deleted_at=None).count(), 2)

    def test_who_may_not_delete_leaves_all_of_them_and_is_told(self):
        answer = self.many("trash", *self.both)
        self.assertContains(answer, "You can read this record, but not change it.", count=2)
        self.assertEqual(Company.objects.exclude(deleted_at=None).count(), 0)

    def test_one_field_of_all_of_them_and_one_undo(self):
        asked = self.many("edit", *self.both, asked="", field="country")
        self.assertContains(asked, "Change a field: 2 records")
        self.assertContains(asked, 'name="country"')
        self.many("edit", *self.both, asked="True", field="country", country="FR")
        self.assertEqual(set(Company.objects.values_list("country", flat=True)), {"FR"})
        self.taken_back()
        self.assertEqual(set(Company.objects.values_list("country", flat=True)), {""})

    def test_a_company_is_not_put_under_itself_with_the_others(self):
        edit(self.logis, by=self.ann, parent=self.company)
        answer = self.many("edit", *self.both, asked="True", field="parent", parent=self.logis.pk)
        self.assertContains(answer, "Logis Nord belongs to Maison Verdier already.")
        self.assertContains(answer, "Logis Nord belongs to Logis Nord already.")
        self.assertEqual(Company.objects.get(pk=self.company.pk).parent, None)

    def test_people_are_given_a_company_that_brings_its_salesperson(self):
        edit(self.company, by=self.ann, owner=self.ben)
        two = (self.person, create_person(by=self.ann, last_name="Noir", owner=self.ann))
        self.many("edit", *two, noun="person", asked="True", field="company", company=self.company.pk)
        owners = dict(Person.objects.filter(company=self.company).values_list("last_name", "owner__name"))
        self.assertEqual(owners, {"Verdier": "Ben", "Noir": "Ann"})

    def test_an_activity_is_planned_on_all_that_fit_the_filter(self):
        self.assertContains(self.many("plan", all="1", query="?q=lille"), "1 record")
        self.assertContains(self.many("plan", all="1"), "2 records")

    def test_all_results_are_those_of_the_filter(self):
        self.many("archive", all="1", query="?q=lille")
        self.assertEqual(list(Company.objects.filter(archived=True)), [self.logis])

    def test_two_and_twenty_cost_the_same_number_of_statements(self):
        tag = Tag.objects.first()
        acts = {
            "assign": {"owner": self.ben.pk},
            "tag": {"add": [tag.pk]},
            "edit": {"field": "city", "city": "Nice"},
            "archive": {},
            "trash": {},
        }
        costs = []
        for size in (1, 2, 20):
            rows = [create_company(by=self.ann, name=f"Firm {size} {place}") for place in range(size)]
            each = {}
            for act, data in acts.items():
                with CaptureQueriesContext(connection) as queries:
                    self.many(act, *rows, as_user=self.maya, asked="True", **data)
                each[act] = len([one for one in queries if not one["sql"].startswith("UPDATE")])
            costs.append(each)
        self.assertEqual(*costs[1:])
