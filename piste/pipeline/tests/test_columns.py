import json

from django.urls import reverse

from piste.finding.models import ColumnChoice
from piste.pipeline.tests.doors import HTMX, DoorTestCase

COLUMNS = reverse("finding:columns", args=["lead"])
LEADS = reverse("pipeline:leads")


class ColumnsTest(DoorTestCase):
    def keys(self, **asked):
        page = self.client.get(LEADS, asked).content.decode()
        return [part.split('"')[0] for part in page.split('data-column="')[1:]]

    def post(self, act, *columns, then=LEADS, **more):
        data = {"columns": columns, "do": act, "then": then, "usual": "title"} | more
        return self.client.post(COLUMNS, data, headers=HTMX)

    def test_columns_are_put_in_order_taken_out_and_added_without_a_word_of_script(self):
        self.assertRegex(self.post("up:city", "title", "city").content.decode(), r'(?s)value="city".*value="title"')
        self.assertNotContains(self.post("without:city", "title", "city"), 'name="columns" value="city"')
        added = self.post("add", "title", add="company.industry")
        self.assertContains(added, 'name="columns" value="company.industry"')
        self.assertContains(self.post("add", "title", add="nonsense"), 'name="columns"', count=1)

    def test_what_was_chosen_is_kept_for_this_user_and_noun(self):
        self.assertEqual(self.post("apply", "title", "city")["HX-Redirect"], LEADS)
        self.assertEqual(self.keys(), ["title", "city"])
        self.client.force_login(self.maya)
        self.assertIn("stage", self.keys(scope="all"))

    def test_a_view_that_says_its_columns_keeps_saying_them(self):
        self.assertEqual(self.keys(columns="title,phone"), ["title", "phone"])
        answer = self.post("apply", "title", "city", then=f"{LEADS}?columns=title&scope=all")
        self.assertEqual(answer["HX-Redirect"], f"{LEADS}?scope=all&columns=title%2Ccity")
        self.assertFalse(ColumnChoice.objects.exists())

    def test_as_at_first(self):
        self.post("apply", "title", "city")
        self.post("reset", "title", "city")
        self.assertIn("stage", self.keys())

    def test_widths_are_kept_within_bounds(self):
        url = reverse("finding:widths", args=["lead"])
        for width in ("240", "99999", "x"):
            self.assertEqual(self.client.post(url, {"column": "title", "width": width}).status_code, 204)
        self.client.post(url, {"column": "nonsense", "width": "100"})
        self.assertEqual(ColumnChoice.objects.get().widths, {"title": 800})
        self.assertContains(self.client.get(LEADS), 'data-width="800"')

    def test_a_noun_that_was_not_declared_is_not_found(self):
        self.assertEqual(self.client.get(reverse("finding:columns", args=["unicorn"])).status_code, 404)


class GroupsTest(DoorTestCase):
    def test_groups_are_opened_by_their_link_and_by_htmx(self):
        self.client.force_login(self.maya)
        asked = {"scope": "all", "group": "owner"}
        page = self.client.get(LEADS, asked)
        self.assertContains(page, 'class="group__head"', count=3)
        self.assertNotContains(page, 'class="table__link"')
        opened = self.client.get(LEADS, asked | {"at": self.ann.pk})
        self.assertContains(opened, "Forklifts</a>")
        part = self.client.get(LEADS, asked | {"at": self.ann.pk}, headers=HTMX)
        self.assertContains(part, "Forklifts</a>")
        self.assertContains(part, "<tbody", count=1)
        self.assertNotContains(part, "<html")

    def test_a_group_inside_of_a_group(self):
        self.client.force_login(self.maya)
        asked = {"scope": "all", "group": "team,created:month", "at": self.north.pk}
        part = self.client.get(LEADS, asked, headers=HTMX)
        self.assertContains(part, "<tbody", count=2)
        self.assertContains(part, "€1,500", count=2)

    def test_a_value_that_cannot_be_one_is_refused(self):
        for at in ("x", "2026-13-01"):
            page = self.client.get(LEADS, {"group": "owner" if at == "x" else "created:week", "at": at})
            self.assertContains(page, "Nothing was searched.", status_code=409)

    def test_rights_come_before_sums(self):
        page = self.client.get(LEADS, {"scope": "all", "group": "owner"})
        self.assertContains(page, 'class="group__head"', count=1)

    def test_conditions_group_and_order_stay_together_in_links(self):
        said = json.dumps({"all": [{"f": "title", "op": "contains", "v": "fork"}]})
        page = self.client.get(LEADS, {"f": said, "group": "stage", "sort": "title"})
        self.assertContains(page, '<input type="hidden" name="group" value="stage">')
        self.assertContains(page, "&amp;sort=title&amp;group=stage&amp;at=")


class CellsTest(DoorTestCase):
    def test_a_cell_is_edited_by_the_door_of_the_record_s_page(self):
        page = self.client.get(LEADS).content.decode()
        door = reverse("pipeline:edit_field", args=[0, "expected_revenue"])
        self.assertIn(f'data-column="expected_revenue" data-door="{door}"', page)
        self.assertNotIn('data-column="created" data-door', page)
        self.assertIn("<cell-edit hidden>", page)
        door = reverse("pipeline:edit_field", args=[self.lead.pk, "expected_revenue"])
        answer = self.client.post(door, {"expected_revenue": "750", "seen": self.lead.version}, headers=HTMX)
        self.assertContains(answer, "€750")

    def test_who_only_reads_edits_no_cell(self):
        self.client.force_login(self.olga)
        page = self.client.get(LEADS, {"scope": "all"})
        self.assertContains(page, "Forklifts")
        self.assertNotContains(page, "data-door")
        self.assertNotContains(page, "<cell-edit")
