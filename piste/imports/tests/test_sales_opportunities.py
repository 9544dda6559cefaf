from decimal import Decimal
from io import StringIO
from pathlib import Path
from tempfile import TemporaryDirectory

from django.core.management import call_command

from piste.accounts.models import User
from piste.contacts.models import Company
from piste.history.models import ChangeSet, Event
from piste.history.undo import undo
from piste.imports.report import Report
from piste.imports.samples.sales_opportunities import load
from piste.kernel.refusals import Refused
from piste.pipeline import totals
from piste.pipeline.models import Lead
from piste.teams.models import Team
from piste.testing import CastTestCase

FILES = {
    "accounts.csv": """account,sector,year_established,revenue,employees,office_location,subsidiary_of
Acme,technolgy,1996,1100.04,2822,United States,
Bolt,retail,2001,10.5,12,Nowhereland,Acme
""",
    "products.csv": "product,series,sales_price\nGTX Pro,GTX,4821\n",
    "sales_teams.csv": "sales_agent,manager,regional_office\nMei Johns,Cara Losch,East\nCarl Lin,Cara Losch,East\n",
    "sales_pipeline.csv": """opportunity_id,sales_agent,product,account,deal_stage,engage_date,close_date,close_value
A1,Mei Johns,GTXPro,Acme,Won,10/20/2016,3/1/2017,1054
A2,Mei Johns,GTXPro,,Prospecting,,,
A3,Carl Lin,GTX Pro,Bolt,Lost,11/4/2016,3/18/2017,0
A4,Nobody,GTX Pro,Zork,Engaging,11/5/2016,,
A5,Carl Lin,GTX Pro,Bolt,Engaging,31/31/2016,,
A6,Carl Lin,GTX Pro,Bolt,Sleeping,11/5/2016,,
A1,Carl Lin,GTX Pro,Bolt,Engaging,11/5/2016,,
A7,Carl Lin,GTX Pro,Bolt,Won,11/5/2016,1/5/2017,lots
A8,Carl Lin,GTX Pro,Bolt,Won,11/5/2016,,70
""",
}


class SalesOpportunitiesTest(CastTestCase):
    @classmethod
    def setUpTestData(cls) -> None:
        super().setUpTestData()
        with TemporaryDirectory() as folder:
            write(folder, FILES)
            cls.report = load(Path(folder), by=cls.root)
            cls.again = load(Path(folder), by=cls.root)

    def test_deals_keep_outcome_amount_and_dates(self):
        won = Lead.objects.get(title="GTX Pro – Acme")
        self.assertEqual((won.outcome, won.expected_revenue, won.probability), ("won", Decimal(1054), 100))
        self.assertEqual(
            (won.created_at.date().isoformat(), won.closed_at.date().isoformat()), ("2016-10-20", "2017-03-01")
        )
        self.assertEqual([tag.name for tag in won.tags.all()], ["GTX Pro"])
        lost = Lead.objects.get(outcome="lost")
        self.assertEqual((lost.expected_revenue, lost.stage.name_en, lost.probability), (0, "Engaging", 0))

    def test_the_command_compares_what_is_there_with_the_files(self):
        said = StringIO()
        with TemporaryDirectory() as folder:
            write(folder, FILES)
            call_command("import_sample", "sales-opportunities", folder, stdout=said)
        self.assertIn("amount: 1054 in the files, 1054", said.getvalue().replace(".00", ""))
        self.assertIn("rows refused", said.getvalue())

    def test_the_history_bears_the_dates_of_the_file(self):
        won = Lead.objects.get(title="GTX Pro – Acme")
        told = [(event.name, event.at.date().isoformat()) for event in Event.objects.of_row(won).order_by("id")]
        self.assertEqual(told, [("lead.created", "2016-10-20"), ("lead.won", "2017-03-01")])

    def test_people_teams_and_companies_are_linked(self):
        won = Lead.objects.get(title="GTX Pro – Acme")
        team = Team.objects.get(name_en="East (Cara Losch)")
        self.assertEqual((won.owner.name, won.team, team.leader.name), ("Mei Johns", team, "Cara Losch"))
        self.assertEqual({member.name for member in team.members.all()}, {"Mei Johns", "Carl Lin"})
        bolt = Company.objects.get(name="Bolt")
        self.assertEqual((bolt.parent.name, bolt.parent.industry, bolt.parent.country), ("Acme", "technology", "US"))
        self.assertEqual(bolt.employees, 12)

    def test_every_row_that_does_not_fit_is_named(self):
        refused = {remark.line: remark.text for remark in self.report.refused}
        self.assertEqual(set(refused), {6, 7, 8, 9, 10})
        self.assertIn("31/31/2016", refused[6])
        self.assertIn("Sleeping", refused[7])
        self.assertIn("twice", refused[8])
        self.assertIn("lots", refused[9])
        others = {(remark.file, remark.line) for remark in self.report.remarks if not remark.refused}
        self.assertEqual(others, {("accounts.csv", 2), ("accounts.csv", 3), ("sales_pipeline.csv", 5)})

    def test_an_unknown_agent_leaves_the_deal_without_owner(self):
        kept = Lead.objects.get(company_name="Zork")
        self.assertIsNone(kept.owner)
        self.assertIsNone(kept.company)

    def test_a_second_run_changes_nothing(self):
        self.assertEqual(Lead.objects.count(), 4)
        self.assertEqual(sum(self.again.made.values()), 0)
        self.assertTrue(self.again.agrees)
        self.assertEqual(ChangeSet.objects.count(), 1)

    def test_counts_sums_and_board_agree(self):
        self.assertTrue(self.report.agrees)
        self.assertEqual(self.report.sums["amount"], (Decimal(1054), Decimal(1054)))
        self.assertEqual(totals.differences(), {})

    def test_the_whole_import_can_be_undone(self):
        undo(ChangeSet.objects.get(), by=self.root)
        self.assertFalse(Lead.objects.filter(deleted_at=None).exists())
        self.assertEqual(totals.differences(), {})


class BadFilesTest(CastTestCase):
    def refusal(self, **changed: str) -> str:
        with TemporaryDirectory() as folder:
            write(folder, FILES | {name.replace("_csv", ".csv"): text for name, text in changed.items()})
            with self.assertRaises(Refused) as caught:
                load(Path(folder), by=self.root)
        self.assertFalse(Company.objects.exists())
        return caught.exception.message

    def test_a_missing_column_is_named(self):
        self.assertIn("no column sales_price", self.refusal(products_csv="product,series\nGTX Pro,GTX\n"))

    def test_a_file_that_is_no_table_is_refused(self):
        self.assertIn("not a table", self.refusal(accounts_csv="account\0,sector\n"))

    def test_a_missing_file_is_named(self):
        with TemporaryDirectory() as folder, self.assertRaisesMessage(Refused, "accounts.csv cannot be read"):
            load(Path(folder), by=self.root)


class OddRowsTest(CastTestCase):
    def loaded(self, **changed: str) -> Report:
        with TemporaryDirectory() as folder:
            write(folder, FILES | {f"{name}.csv": text for name, text in changed.items()})
            return load(Path(folder), by=self.root)

    def test_agents_whose_names_are_spelled_alike_have_addresses_of_their_own(self):
        teams = "sales_agent,manager,regional_office\nAnn Roe,Max Bo,West\nAnn-Roe,Max Bo,West\n李雷,Max Bo,West\n"
        self.loaded(sales_teams=teams)
        found = User.objects.filter(email__endswith="@sales-opportunities.example").exclude(name="Max Bo")
        self.assertEqual(
            {user.name: user.email.partition("@")[0] for user in found},
            {"Ann Roe": "ann.roe", "Ann-Roe": "ann.roe1", "李雷": "agent"},
        )

    def test_rows_that_no_column_holds_are_refused_by_line(self):
        accounts = FILES["accounts.csv"]
        report = self.loaded(accounts=f"{accounts}{'A' * 300},retail,2001,1,1,France,\n,retail,2001,1,1,France,\n")
        self.assertEqual(
            {remark.line: remark.text for remark in report.refused if remark.file == "accounts.csv"},
            {4: "“account” is too long.", 5: "“account” is missing."},
        )

    def test_numbers_and_dates_that_are_none_are_named(self):
        accounts = FILES["accounts.csv"].replace(",12,", ",99999999999999999999,")
        pipeline = FILES["sales_pipeline.csv"].replace("3/1/2017", "3/1/9999")
        pipeline = pipeline.replace("Engaging,11/5/2016,,", "Engaging,11/5/2016,soon,")
        report = self.loaded(accounts=accounts, sales_pipeline=pipeline)
        texts = [remark.text for remark in report.remarks]
        self.assertIn("“99999999999999999999” is no number of people; it was left empty.", texts)
        self.assertIn("“3/1/9999” is no date (month/day/year).", texts)
        self.assertIn("“soon” is no date (month/day/year).", texts)

    def test_a_company_never_belongs_to_itself(self):
        accounts = FILES["accounts.csv"].replace("United States,", "United States,Bolt")
        report = self.loaded(accounts=accounts)
        self.assertIn("“Bolt” would belong to itself.", [remark.text for remark in report.remarks])
        self.assertFalse(Company.objects.exclude(parent=None).exists())


def write(folder: str, files: dict[str, str]) -> None:
    for name, text in files.items():
        Path(folder, name).write_text(text)
