import json

from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from piste.contacts.models import Company, Tag
from piste.finding import bulk, tables
from piste.finding.shapes import Shape
from piste.history.models import ChangeSet
from piste.history.undo import undo
from piste.pipeline.filters import Filter
from piste.pipeline.models import Lead
from piste.pipeline.table import leads_table
from piste.pipeline.tests.doors import HTMX, DoorTestCase
from piste.pipeline.tests.test_closing import planned
from piste.pipeline.verbs.closing import mark_lost
from piste.pipeline.verbs.creating import create
from piste.pipeline.verbs.editing import edit
from piste.pipeline.verbs.storing import archive

SORTS = (
    *("title", "customer", "stage", "expected_revenue", "probability", "expected_closing", "owner", "next_deadline"),
    *("priority", "created", "closed"),
)


def listed(user, filter=None, sort=""):
    return leads_table(user, filter or Filter(), Shape(sort=sort))


class ListTest(DoorTestCase):
    def titles(self, **asked):
        response = self.client.get(reverse("pipeline:leads"), asked)
        self.assertEqual(response.status_code, 200)
        lines = response.content.decode().split('<a class="table__link"')[1:]
        return [line.split(">", 1)[1].split("<")[0] for line in lines]

    def some(self, count, **values):
        return [create(by=self.ann, owner=self.ann, title=f"Number {place:02}", **values) for place in range(count)]

    def test_one_sees_one_s_own_and_a_manager_all(self):
        self.assertEqual(self.titles(scope="all"), ["Forklifts"])
        self.client.force_login(self.maya)
        self.assertEqual(set(self.titles(scope="all")), {"Forklifts", "Scanners", "Sensors"})

    def test_who_is_outside_of_sales_has_no_list(self):
        self.client.force_login(self.otto)
        self.assertEqual(self.client.get(reverse("pipeline:leads")).status_code, 404)

    def test_lost_records_are_found_and_refined_by_their_reason(self):
        other = create(by=self.ann, owner=self.ann, title="Other")
        mark_lost(self.lead, by=self.ann, reason=self.price)
        mark_lost(other, by=self.ann)
        self.assertEqual(self.titles(), [])
        self.assertEqual(set(self.titles(show="lost")), {"Forklifts", "Other"})
        self.assertEqual(self.titles(show="lost", reason=self.price.pk), ["Forklifts"])

    def test_archived_unassigned_and_without_next_step(self):
        archive(create(by=self.ann, owner=self.ann, title="Hidden"), by=self.ann)
        create(by=self.ann, team=self.north, title="Free one")
        planned(self.lead, self.ann, -1)
        self.assertEqual(self.titles(show="archived"), ["Hidden"])
        self.assertEqual(self.titles(scope="unassigned"), ["Free one"])
        self.assertEqual(self.titles(scope="all", step="none"), ["Free one"])
        self.assertEqual(self.titles(step="overdue"), ["Forklifts"])

    def test_an_open_deal_without_next_step_says_so_and_a_closed_one_needs_none(self):
        address = reverse("pipeline:leads")
        cell = "<span>No next step</span></span></td>"
        self.assertContains(self.client.get(address), cell, count=1)
        planned(self.lead, self.ann, 1)
        self.assertNotContains(self.client.get(address), cell)
        mark_lost(self.lead, by=self.ann)
        self.assertNotContains(self.client.get(address, {"show": "lost"}), cell)

    def test_a_filter_that_does_not_exist_finds_nothing_and_says_so(self):
        response = self.client.get(reverse("pipeline:leads"), {"show": "xyz"})
        self.assertContains(response, "xyz", status_code=409)

    def test_each_column_sorts_both_ways(self):
        company = Company.objects.create(name="Ashdown", name_key="ashdown")
        edit(self.some(1)[0], by=self.ann, company=company, priority=3, expected_closing="2027-01-01")
        for column in SORTS:
            ways = [self.titles(sort=way) for way in (column, f"-{column}")]
            self.assertEqual([set(way) for way in ways], [{"Forklifts", "Number 00"}] * 2, column)
        self.assertEqual(self.titles(sort="title"), ["Forklifts", "Number 00"])
        self.assertEqual(self.titles(sort="-title"), ["Number 00", "Forklifts"])
        self.assertEqual(self.titles(sort="expected_revenue"), ["Forklifts", "Number 00"])

    def test_pages_follow_each_other_without_gap_or_repetition(self):
        self.some(70)
        for sort in ("title", "-expected_revenue", "next_deadline", "-created", "customer"):
            first = listed(self.ann, sort=sort).page()
            second = listed(self.ann, sort=sort).page(first.following)
            keys = [line.key for line in first.rows + second.rows]
            self.assertEqual((len(first.rows), len(keys), len(set(keys))), (50, 71, 71), sort)
            self.assertEqual(second.following, "")

    def test_the_next_page_is_lines_only(self):
        self.some(60)
        cursor = listed(self.ann).page().following
        response = self.client.get(reverse("pipeline:leads"), {"cursor": cursor}, headers=HTMX)
        self.assertContains(response, '<tr id="line-', count=11)
        self.assertNotContains(response, "<table")

    def test_while_one_types_the_address_and_the_order_follow(self):
        asked = {"q": "fork", "sort": "title"}
        response = self.client.get(reverse("pipeline:leads"), asked, headers=HTMX | {"HX-Target": "leads"})
        self.assertEqual(response["HX-Replace-Url"], f"{reverse('pipeline:leads')}?q=fork&sort=title")
        self.assertContains(response, 'id="leads" data-noun="lead"')
        self.assertNotContains(response, "<html")
        page = self.client.get(reverse("pipeline:leads"), {"sort": "title"})
        self.assertContains(page, '<input type="hidden" name="sort" value="title">')

    def test_ten_records_and_fifty_cost_the_same_number_of_statements(self):
        counts = []
        for count in (9, 40):
            for lead in self.some(count, company=Company.objects.create(name=f"Company {count}")):
                planned(lead, self.ann, 1)
                lead.tags.set(Tag.objects.all()[:3])
            for asked in ({}, {"q": "number"}, {"sort": "customer"}):
                self.client.get(reverse("pipeline:leads"), asked)
                with CaptureQueriesContext(connection) as queries:
                    self.client.get(reverse("pipeline:leads"), asked)
                counts.append(len(queries))
        self.assertEqual(counts[:3], counts[3:])

    def test_the_extent_is_exact_up_to_a_bound(self):
        self.some(5, expected_revenue=10)
        plain = listed(self.ann)
        self.assertEqual(
            (plain.extent.count, plain.extent.sums["expected_revenue"], plain.extent.more), (6, 1050, False)
        )
        searched = listed(self.ann, Filter(q="number"))
        self.assertEqual(
            (searched.extent.count, searched.extent.sums["expected_revenue"], searched.extent.more), (5, 50, False)
        )
        self.addCleanup(setattr, tables, "COUNTED", tables.COUNTED)
        tables.COUNTED = 4
        self.assertEqual((searched.extent.count, searched.extent.more), (5, False))
        again = listed(self.ann, Filter(q="number"))
        self.assertEqual((again.extent.count, again.extent.sums, again.extent.more), (4, {}, True))


class BulkTest(DoorTestCase):
    def many(self, act, *leads, query="", as_user=None, **data):
        self.client.force_login(as_user or self.maya)
        url = reverse("finding:many", args=["lead", act]) + query
        return self.client.post(url, {"ids": [lead.pk for lead in leads], **data}, headers=HTMX)

    def outcomes(self):
        return dict(Lead.objects.values_list("title", "outcome"))

    def test_many_are_won_and_taken_back_by_one_undo(self):
        response = self.many("won", self.lead, self.bens)
        self.assertEqual((response.status_code, self.said(response)), (204, "Won: 2 records"))
        self.assertEqual(self.outcomes(), {"Forklifts": "won", "Scanners": "won", "Sensors": "open"})
        undo(ChangeSet.objects.latest("id"), by=self.maya)
        self.assertEqual(set(self.outcomes().values()), {"open"})

    def test_lost_asks_first_and_then_keeps_the_reason(self):
        response = self.many("lost", self.lead, self.bens)
        self.assertEqual((response.status_code, response["HX-Retarget"]), (200, "#dialog"))
        for text in (
            "Lost: 2 records",
            'name="asked" value="True"',
            f'name="ids" value="{self.lead.pk},{self.bens.pk}"',
        ):
            self.assertContains(response, text)
        self.many("lost", self.lead, self.bens, asked="True", reason=self.price.pk, note="Budget")
        self.assertEqual(Lead.objects.filter(lost_reason=self.price, outcome="lost").count(), 2)

    def test_the_allowed_are_done_and_the_rest_listed(self):
        mark_lost(self.lead, by=self.ann)
        response = self.many("restore", self.lead, self.bens)
        self.assertEqual(self.said(response), "Restore: 1 record")
        for text in ("Scanners", "Only a lost record can be restored."):
            self.assertContains(response, text)

    def test_records_of_others_are_neither_touched_nor_named(self):
        response = self.many("archive", self.lead, self.zoes, as_user=self.ann)
        self.assertContains(response, "1 record that is not there any more, or not shared with you.")
        self.assertNotContains(response, "Sensors")
        self.zoes.refresh_from_db()
        self.assertFalse(self.zoes.archived)

    def test_observers_change_nothing(self):
        self.assertEqual(self.many("won", self.lead, as_user=self.olga).status_code, 404)

    def test_an_act_that_does_not_exist_is_not_found(self):
        self.assertEqual(self.many("burn", self.lead).status_code, 404)

    def test_nothing_chosen_is_refused(self):
        response = self.many("won")
        self.assertEqual((response.status_code, self.said(response)), (409, "Choose some records first."))

    def test_all_results_are_those_of_the_filter_that_one_may_see(self):
        self.many("archive", all="1", query="?scope=all&q=s", as_user=self.ann)
        self.assertEqual(list(Lead.objects.filter(archived=True)), [])
        self.many("archive", all="1", query="?scope=all", as_user=self.ann)
        self.assertEqual(list(Lead.objects.filter(archived=True)), [self.lead])

    def test_too_many_at_once_are_refused(self):
        self.addCleanup(setattr, bulk, "AT_MOST", bulk.AT_MOST)
        bulk.AT_MOST = 2
        response = self.many("archive", all="1", query="?scope=all")
        self.assertEqual((response.status_code, Lead.objects.filter(archived=True).count()), (409, 0))

    def test_assign_stage_tags_priority_and_back_from_the_archive(self):
        tag = Tag.objects.first()
        everything = (self.lead, self.bens, self.zoes)
        self.many("assign", *everything, asked="True", owner=self.ben.pk)
        self.many("stage", *everything, asked="True", stage=self.proposition.pk)
        self.many("tag", *everything, asked="True", add=[tag.pk])
        self.many("priority", *everything, asked="True", priority="3")
        self.many("archive", *everything)
        self.many("unarchive", *everything)
        fitting = Lead.objects.filter(
            owner=self.ben, team=self.north, stage=self.proposition, tags=tag, priority=3, archived=False
        )
        self.assertEqual(fitting.count(), 3)

    def test_one_value_for_a_field_of_all_of_them_and_one_undo(self):
        everything = (self.lead, self.bens, self.zoes)
        chosen = self.many("edit", *everything, asked="", field="expected_closing")
        self.assertContains(chosen, 'name="expected_closing"')
        self.assertContains(chosen, "Change a field: 3 records")
        self.assertNotContains(chosen, "field__error")
        answer = self.many("edit", *everything, asked="True", field="expected_closing", expected_closing="2027-05-04")
        self.assertEqual(self.said(answer), "Change a field: 3 records")
        self.assertEqual(Lead.objects.filter(expected_closing="2027-05-04").count(), 3)
        undo(ChangeSet.objects.latest("id"), by=self.maya)
        self.assertEqual(Lead.objects.filter(expected_closing=None).count(), 3)

    def test_a_field_without_its_value_takes_nothing_away(self):
        edit(self.lead, by=self.ann, city="Lyon")
        for asked in ({}, {"field": "city"}, {"field": "owner", "owner": self.ben.pk}, {"field": "outcome"}):
            answer = self.many("edit", self.lead, asked="True", **asked)
            self.assertContains(answer, "field__error", status_code=422)
        self.lead.refresh_from_db()
        self.assertEqual((self.lead.city, self.lead.owner), ("Lyon", self.ann))

    def test_a_stage_that_needs_more_takes_those_that_have_it(self):
        self.proposition.required_fields = ["expected_closing"]
        self.proposition.save()
        edit(self.lead, by=self.ann, expected_closing="2027-01-01")
        response = self.many("stage", self.lead, self.bens, asked="True", stage=self.proposition.pk)
        self.assertContains(response, "Stage “Proposition” needs: expected closing.")
        self.lead.refresh_from_db()
        self.bens.refresh_from_db()
        self.assertEqual((self.lead.stage, self.bens.stage), (self.proposition, self.new))

    def test_a_wrong_answer_keeps_the_selection(self):
        response = self.many("assign", self.lead, self.bens, asked="True", owner=self.olga.pk)
        self.assertContains(response, f'name="ids" value="{self.lead.pk},{self.bens.pk}"', status_code=422)

    def test_the_page_is_told_which_records_changed(self):
        response = self.many("archive", self.lead, self.bens)
        self.assertEqual(json.loads(response["HX-Trigger"])["lead-changed"], {"ids": [self.lead.pk, self.bens.pk]})
