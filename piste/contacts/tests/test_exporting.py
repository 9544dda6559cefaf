import csv
import io

from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import load_workbook

from piste.accounts.models import User
from piste.contacts.models import Tag
from piste.contacts.tests.test_views import DoorTestCase
from piste.contacts.verbs.creating import create_company
from piste.contacts.verbs.editing import edit
from piste.finding import exporting
from piste.history.models import Event
from piste.kernel.clock import now


class ExportTest(DoorTestCase):
    @classmethod
    def setUpTestData(cls):
        super().setUpTestData()
        cls.logis = create_company(by=cls.ann, name="Logis Nord", city="Lille", phones=["+33320123456"], employees=12)

    def export(self, *rows, query="", kind="csv", noun="company", **data):
        route = "export_selected" if rows or data else "export"
        url = reverse(f"finding:{route}", args=[noun]) + query
        return self.client.post(url, {"kind": kind, "ids": [row.pk for row in rows], **data})

    def lines(self, response):
        return list(csv.reader(io.StringIO(response.content.decode("utf-8-sig"))))

    def test_all_that_fits_the_filter_in_the_columns_and_the_order_of_the_list(self):
        found = self.lines(self.export(query="?columns=name,city,created&sort=-name"))
        self.assertEqual(found[0], ["Name", "City", "Created"])
        self.assertEqual([line[:2] for line in found[1:]], [["Maison Verdier", "Lyon"], ["Logis Nord", "Lille"]])
        self.assertTrue(found[1][2].startswith(f"{now().year}-"))
        self.assertEqual(len(self.lines(self.export(query="?q=lille"))), 2)

    def test_only_what_is_ticked_or_all_results(self):
        chosen = self.lines(self.export(self.logis, query="?columns=name"))
        self.assertEqual(chosen, [["Name"], ["Logis Nord"]])
        self.assertEqual(len(self.lines(self.export(query="?columns=name&q=lyon", all="1"))), 2)
        self.assertEqual(self.export(ids="").status_code, 409)

    def test_a_workbook_holds_numbers_as_numbers(self):
        answer = self.export(self.logis, query="?columns=name,employees", kind="xlsx")
        page = load_workbook(io.BytesIO(answer.content)).active
        self.assertEqual([[cell.value for cell in row] for row in page], [["Name", "Employees"], ["Logis Nord", 12]])
        self.assertEqual(answer["Content-Disposition"], 'attachment; filename="companies.xlsx"')

    def test_what_a_spreadsheet_would_take_for_a_formula_is_harmless(self):
        edit(self.logis, by=self.ann, city="=1+1", industry="@SUM(A1)")
        found = self.lines(self.export(self.logis, query="?columns=city,industry,phone"))
        self.assertEqual(found[1], ["'=1+1", "'@SUM(A1)", "'+33320123456"])

    def test_signs_that_no_workbook_holds_are_left_out(self):
        edit(self.logis, by=self.ann, city="Li\x0bl\x01le\ufffe")
        answer = self.export(self.logis, query="?columns=city", kind="xlsx")
        self.assertEqual(load_workbook(io.BytesIO(answer.content)).active["A2"].value, "Lille")

    def test_links_and_tags_are_in_words(self):
        edit(self.logis, by=self.ann, owner=self.ben, country="FR", tags=list(Tag.objects.order_by("pk")[:2]))
        owner, country, tags = self.lines(self.export(self.logis, query="?columns=owner,country,tags"))[1]
        self.assertEqual((owner, country, len(tags.split(", "))), ("Ben", "France", 2))

    def test_it_is_told_to_the_audit_log_and_is_no_act_to_be_undone(self):
        self.export(query="?q=lille")
        told = Event.objects.get(name="user.exported")
        self.assertEqual((told.row_id, told.facts["what"], told.facts["count"]), (self.ann.pk, "Companies", 1))
        self.assertEqual((told.facts["kind"], told.facts["filter"]), ("csv", "?q=lille"))
        self.assertIsNone(told.change_set.by)
        self.client.force_login(self.root)
        self.assertContains(self.client.get("/configuration/audit/"), "Ann exported Companies: 1 rows")

    def test_who_has_not_the_right_neither_sees_nor_opens_it(self):
        self.assertContains(self.client.get(self.url("companies")), reverse("finding:export", args=["company"]))
        User.objects.filter(pk=self.ann.pk).update(exports=False)
        self.assertNotContains(self.client.get(self.url("companies")), "/export/")
        self.assertEqual(self.export().status_code, 404)
        self.assertEqual(self.export(self.logis).status_code, 404)

    def test_who_is_outside_of_sales_gets_nothing_and_a_key_only_what_it_sees(self):
        self.client.force_login(self.otto)
        self.assertEqual(self.export().status_code, 404)
        self.client.force_login(self.ann)
        self.assertEqual(self.client.get(reverse("finding:export", args=["company"])).status_code, 405)
        self.assertEqual(self.export(kind="exe").status_code, 404)
        self.assertEqual(self.export(noun="nothing").status_code, 404)

    def test_too_many_rows_are_refused(self):
        self.addCleanup(setattr, exporting, "AT_MOST", exporting.AT_MOST)
        exporting.AT_MOST = 1
        self.assertEqual(self.export().status_code, 409)

    def test_two_and_forty_cost_the_same_number_of_statements(self):
        costs = []
        for size in (1, 1, 38):
            for place in range(size):
                create_company(by=self.ann, name=f"Firm {size} {place}")
            with CaptureQueriesContext(connection) as queries:
                self.export()
            costs.append(len(queries))
        self.assertEqual(*costs[1:])
