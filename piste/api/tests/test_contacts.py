from piste.api.tests.cast import ApiTestCase
from piste.contacts.models import Company, Tag
from piste.contacts.verbs.creating import create_company, create_person
from piste.contacts.verbs.editing import edit
from piste.contacts.verbs.storing import archive


class ContactsApiTest(ApiTestCase):
    @classmethod
    def setUpTestData(cls):
        super().setUpTestData()
        cls.company = create_company(by=cls.ann, name="Maison Verdier", phones=["04 72 00 18 42"], owner=cls.ann)
        cls.person = create_person(by=cls.ann, last_name="Verdier", company=cls.company)

    def test_a_company_is_created_read_and_changed(self):
        said = {"name": "Roux", "emails": ["A@Roux.example", {"value": "b@roux.example", "label": "Work"}]}
        made = self.ask("post", "/companies", said, status=201)
        self.assertEqual((made["email"], made["domains"], made["version"]), ("a@roux.example", ["roux.example"], 1))
        tag = Tag.objects.first()
        changed = self.ask(
            "patch", f"/companies/{made['id']}", {"city": "Lyon", "owner": self.ben.pk, "tags": [tag.pk]}
        )
        self.assertEqual((changed["city"], changed["owner"], changed["tags"]), ("Lyon", self.ben.pk, [tag.pk]))
        self.assertEqual(changed["emails"], made["emails"])
        self.assertEqual(self.ask("get", f"/companies/{made['id']}")["city"], "Lyon")

    def test_a_person_is_created_with_what_the_company_brings(self):
        made = self.ask("post", "/people", {"last_name": "Roux", "company": self.company.pk}, status=201)
        self.assertEqual((made["company"], made["owner"]), (self.company.pk, self.ann.pk))

    def test_lists_are_searched_narrowed_and_paged(self):
        for number in range(5):
            create_company(by=self.ann, name=f"Company {number}", owner=self.ben)
        archive(self.company, by=self.ann)
        self.assertEqual(self.names("/companies?q=04720018"), [])
        self.assertEqual(self.names("/companies?q=04720018&archived=true"), ["Maison Verdier"])
        self.assertEqual(self.names(f"/companies?owner={self.ben.pk}&sort=-name&limit=2"), ["Company 4", "Company 3"])
        first = self.ask("get", "/companies?limit=3&sort=name")
        rest = self.ask("get", f"/companies?limit=3&sort=name&cursor={first['next']}")
        self.assertEqual([row["name"] for row in rest["items"]], ["Company 3", "Company 4"])
        self.assertIsNone(rest["next"])
        people = self.ask("get", f"/people?company={self.company.pk}")["items"]
        self.assertEqual([row["id"] for row in people], [self.person.pk])

    def test_an_older_version_is_refused_where_the_same_field_was_changed(self):
        edit(self.company, by=self.ben, city="Lyon")
        url = f"/companies/{self.company.pk}"
        self.ask("patch", url, {"city": "Paris", "version": 1}, status=409)
        self.ask("patch", url, {"city": "Paris"}, status=409, headers={"If-Match": '"1"'})
        self.ask("patch", url, {"industry": "Retail"}, headers={"If-Match": '"1"'})
        self.ask("patch", url, {"industry": "Food"}, status=422, headers={"If-Match": "yesterday"})

    def test_what_is_wrong_is_named(self):
        for said, status, field in (
            ({"name": "X", "owner": 999_999}, 409, "owner"),
            ({"name": "X", "tags": [999_999]}, 409, "tags"),
            ({"name": ["X"]}, 422, "name"),
        ):
            with self.subTest(said=said):
                self.assertEqual(self.ask("post", "/companies", said, status=status)["errors"][0]["field"], field)
        refused = self.ask("post", "/companies", {"name": "X", "country": "XX"}, status=409)
        self.assertEqual(refused["errors"][0]["field"], "country")

    def test_archive_twice_is_refused_and_the_trash_is_for_managers(self):
        url = f"/companies/{self.company.pk}"
        self.assertTrue(self.ask("post", f"{url}/archive")["archived"])
        self.ask("post", f"{url}/archive", status=409)
        self.assertFalse(self.ask("post", f"{url}/unarchive")["archived"])
        self.ask("delete", url, status=404)
        self.ask("delete", url, as_=self.maya)
        self.ask("get", url, status=404)

    def test_observers_read_only_and_outsiders_see_nothing(self):
        url = f"/companies/{self.company.pk}"
        self.ask("get", url, as_=self.olga)
        self.ask("patch", url, {"city": "Lyon"}, as_=self.olga, status=404)
        self.ask("post", "/companies", {"name": "X"}, as_=self.olga, status=403)
        self.ask("get", url, as_=self.otto, status=404)
        self.assertEqual(self.ask("get", "/people", as_=self.otto)["items"], [])

    def test_a_list_costs_the_same_with_ten_and_with_fifty_rows(self):
        counts = []
        for upto in (10, 50):
            for number in range(Company.objects.count(), upto):
                create_company(by=self.ann, name=f"C{number}", tags=Tag.objects.all()[:2])
            counts.append(self.queries("/companies"))
        self.assertEqual(*counts)

    def names(self, path):
        return [row["name"] for row in self.ask("get", path)["items"]]


class TagsApiTest(ApiTestCase):
    def test_everybody_reads_and_managers_write(self):
        self.assertEqual(len(self.ask("get", "/tags?q=logiciel")["items"]), 1)
        self.ask("post", "/tags", {"name_en": "Fair"}, status=403)
        made = self.ask("post", "/tags", {"name_en": "Fair", "colour": 3}, as_=self.maya, status=201)
        self.ask("patch", f"/tags/{made['id']}", {"name_en": "Software"}, as_=self.maya, status=409)
        self.ask("patch", f"/tags/{made['id']}", {"colour": 12}, as_=self.maya, status=422)
        self.assertEqual(self.ask("patch", f"/tags/{made['id']}", {"name_fr": "Salon"}, as_=self.maya)["colour"], 3)
        self.ask("post", f"/tags/{made['id']}/archive", as_=self.maya)
        self.assertEqual(self.ask("get", "/tags?q=fair")["items"], [])
        self.ask("post", f"/tags/{made['id']}/unarchive", as_=self.maya)
        self.assertEqual(self.ask("get", f"/tags/{made['id']}")["name_en"], "Fair")
