from datetime import date, timedelta
from decimal import Decimal

from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext

from piste.activities.models import Activity, ActivityType
from piste.activities.verbs.planning import plan
from piste.contacts.models import Tag
from piste.contacts.verbs.creating import create_company, create_person
from piste.history.models import ChangeSet, Event
from piste.history.undo import Conflicts, undo
from piste.kernel.clock import now
from piste.kernel.refusals import Refused
from piste.messages import timeline
from piste.messages.models import Attachment, Follower, Note
from piste.messages.verbs.files import attach
from piste.messages.verbs.notes import write_note
from piste.pipeline import totals
from piste.pipeline.models import Lead
from piste.pipeline.tests.cast import PipelineTestCase
from piste.pipeline.verbs.closing import mark_lost, mark_won
from piste.pipeline.verbs.creating import create
from piste.pipeline.verbs.editing import edit
from piste.pipeline.verbs.merging import Changed, Unconfirmed, merge, merge_many
from piste.pipeline.verbs.moving import move


class MergeTestCase(PipelineTestCase):
    def make(self, **values):
        return create(by=self.ann, **{"title": "Deal", "owner": self.ann} | values)

    def call(self, lead, summary="Call"):
        type = ActivityType.objects.first()
        return plan(lead, by=self.ann, type=type, summary=summary, due_on=date(2026, 12, 1), assignee=self.ann)

    def assert_ledger_is_right(self):
        self.assertEqual({key: pair for key, pair in totals.differences().items() if pair[0] != pair[1]}, {})


class SurvivorTest(MergeTestCase):
    def test_the_opportunity_created_first_stays_even_when_a_lead_is_older(self):
        old_lead = self.make(kind=Lead.Kind.LEAD)
        first, second = self.make(), self.make()
        Lead.objects.filter(pk=first.pk).update(created_at=now() - timedelta(days=1))
        self.assertEqual(merge([second, old_lead, first], by=self.ann).pk, first.pk)

    def test_of_leads_the_oldest_stays_unless_another_is_chosen(self):
        leads = [self.make(kind=Lead.Kind.LEAD) for _ in range(3)]
        self.assertEqual(merge(leads[1:], by=self.ann).pk, leads[1].pk)
        self.assertEqual(merge(leads[:2], by=self.ann, into=leads[1]).pk, leads[1].pk)


class ValuesTest(MergeTestCase):
    def test_its_own_values_stay_and_empty_ones_come_from_the_others_in_order(self):
        first = self.make(contact_name="Ana Roy", expected_revenue=Decimal(100))
        second = self.make(contact_name="Leo", city="Lyon", source="Fair", expected_revenue=Decimal(900))
        third = self.make(city="Paris", street="1 Quai", source="Web", campaign="Spring")
        kept = merge([third, second, first], by=self.ann)
        self.assertEqual((kept.contact_name, kept.expected_revenue), ("Ana Roy", Decimal(100)))
        self.assertEqual((kept.source, kept.campaign), ("Fair", "Spring"))
        # The address is one block: the fullest of the others.
        self.assertEqual((kept.city, kept.street), ("Paris", "1 Quai"))

    def test_each_value_may_be_picked_from_another_record(self):
        first = self.make(contact_name="Ana", city="Lyon", priority=3, email="ana@acme.example")
        second = self.make(contact_name="Leo", city="Paris", priority=1, owner=self.ben, email="leo@acme.example")
        names = ("contact_name", "address", "priority", "owner", "email")
        kept = merge([first, second], by=self.maya, picked=dict.fromkeys(names, second.pk))
        self.assertEqual((kept.pk, kept.contact_name, kept.city), (first.pk, "Leo", "Paris"))
        self.assertEqual((kept.priority, kept.owner, kept.email), (1, self.ben, "leo@acme.example"))
        self.assertEqual(kept.extra_emails, ["ana@acme.example"])

    def test_emails_phones_tags_notes_and_the_earliest_times_are_joined(self):
        tags = list(Tag.objects.all()[:2])
        first = self.make(title="One", email="a@x.example, b@x.example", tags=tags[:1], notes="<p>First</p>")
        second = self.make(title="Two", email="c@x.example", phone="+33142685300", tags=tags, notes="<p>Second</p>")
        third = self.make(title="Three", phone="+33142685301", priority=2)
        day = now() - timedelta(days=9)
        Lead.objects.filter(pk=third.pk).update(converted_at=day)
        kept = merge([first, second, third], by=self.ann)
        self.assertEqual((kept.email, kept.extra_emails), ("a@x.example", ["b@x.example", "c@x.example"]))
        self.assertEqual((kept.phone, kept.mobile), ("+33142685300", "+33142685301"))
        self.assertEqual((set(kept.tags.all()), kept.priority, kept.converted_at), (set(tags), 2, day))
        self.assertEqual(kept.notes, "<h3>One</h3><p>First</p><h3>Two</h3><p>Second</p>")

    def test_open_with_lost_is_open_in_the_stage_of_the_open_one(self):
        lost = mark_lost(self.make(), by=self.ann, reason=self.price)
        open_one = move(self.make(), by=self.ann, stage=self.qualified)
        kept = merge([lost, open_one], by=self.ann)
        self.assertEqual((kept.pk, kept.outcome, kept.stage), (lost.pk, "open", self.qualified))
        self.assertEqual((kept.lost_reason, kept.closed_at, kept.probability), (None, None, Decimal(30)))
        self.assert_ledger_is_right()

    def test_won_with_lost_is_won(self):
        lost, won = mark_lost(self.make(), by=self.ann, reason=self.price), mark_won(self.make(), by=self.ann)
        kept = merge([lost, won], by=self.ann)
        self.assertEqual((kept.pk, kept.outcome, kept.stage, kept.probability), (lost.pk, "won", self.won, 100))
        self.assert_ledger_is_right()

    def test_won_with_open_asks_for_a_confirmation(self):
        won, open_one = mark_won(self.make(), by=self.ann), self.make()
        with self.assertRaises(Unconfirmed):
            merge([won, open_one], by=self.ann)
        kept = merge([won, open_one], by=self.ann, confirmed=True)
        self.assertEqual((kept.pk, kept.outcome, kept.stage), (won.pk, "open", self.new))

    def test_a_lead_that_is_kept_becomes_an_opportunity(self):
        lead, deal = self.make(kind=Lead.Kind.LEAD), self.make()
        self.assertEqual(merge([lead, deal], by=self.ann, into=lead).kind, "opportunity")


class MovedTest(MergeTestCase):
    def test_everything_that_hangs_on_the_others_hangs_on_the_one(self):
        kept, gone = self.make(title="Kept"), self.make(title="Gone")
        note = write_note(gone, by=self.ann, body="<p>Called</p>")
        file = attach(gone, by=self.ann, file=SimpleUploadedFile("offer.txt", b"offer"))
        activity = self.call(gone)
        merge([kept, gone], by=self.ann)
        rows = (Note, note), (Attachment, file), (Activity, activity)
        self.assertEqual([model.objects.get(pk=row.pk).thread_id for model, row in rows], [kept.pk] * 3)
        kept.refresh_from_db()
        self.assertEqual(kept.next_activity_id, activity.pk)
        self.assert_ledger_is_right()

    def test_followers_of_all_follow_the_one(self):
        kept, gone = self.make(), self.make(owner=self.ben)
        merge([kept, gone], by=self.maya)
        followers = Follower.objects.on("lead", kept.pk).values_list("user", flat=True)
        self.assertEqual(set(followers), {self.ann.pk, self.ben.pk})

    def test_the_timeline_tells_all_of_it_with_its_origin_and_the_values_of_what_is_gone(self):
        kept, gone = self.make(title="Kept"), self.make(title="Gone", city="Lyon", source="Fair")
        write_note(gone, by=self.ann, body="<p>Called</p>")
        merge([kept, gone], by=self.ann)
        entries = timeline.page(kept, self.ann).entries
        note = next(entry for entry in entries if entry.note)
        self.assertEqual((note.record, note.note.body), ("Gone", "<p>Called</p>"))
        absorbed = next(entry for entry in entries if "it into" in entry.sentence)
        lines = {line.field: line.after for part in absorbed.parts for line in part.lines}
        self.assertEqual((lines["title"], lines["city"], lines["source"]), ("Gone", "Lyon", "Fair"))
        self.assertIn(f"Ann merged “L-{gone.pk} Gone” into it", [entry.sentence for entry in entries])

    def test_the_one_is_found_by_all_that_the_others_said(self):
        kept, gone = self.make(title="Kept"), self.make(title="Gone", city="Lyon", email="ana@acme.example")
        merge([kept, gone], by=self.ann)
        edit(kept, by=self.ann, title="Kept still")
        for typed in ("gone", "lyon", "ana@acme", gone.reference):
            self.assertEqual(Lead.objects.visible_to(self.ann).matching(typed).get().pk, kept.pk, typed)

    def test_all_of_it_is_one_change_set_and_costs_the_same_for_more_items(self):
        def merged(count):
            kept, gone = self.make(), self.make()
            for _ in range(count):
                write_note(gone, by=self.ann, body="<p>Called</p>")
            before = ChangeSet.objects.count()
            with CaptureQueriesContext(connection) as counted:
                merge([kept, gone], by=self.ann)
            self.assertEqual(ChangeSet.objects.count(), before + 1)
            return len(counted)

        self.assertEqual(merged(2), merged(12))


class ManyTest(MergeTestCase):
    def group(self):
        kept, gone = self.make(title="Kept", source="Fair"), self.make(title="Gone", tags=Tag.objects.all()[:1])
        write_note(gone, by=self.ann, body="<p>Called</p>")
        return [gone, kept]

    def test_each_group_becomes_one_record_in_one_change_set(self):
        groups = [self.group() for _ in range(3)]
        kept = merge_many(groups, by=self.maya)
        self.assertEqual([lead.pk for lead in kept], [group[1].pk for group in groups])
        for gone, into in groups:
            self.assertEqual(Note.objects.get(thread_id=into.pk).body, "<p>Called</p>")
            self.assertEqual(Lead.objects.get(pk=gone.pk).merged_into_id, into.pk)
            self.assertEqual(Lead.objects.get(pk=into.pk).tags.count(), 1)
            self.assertEqual(Lead.objects.visible_to(self.maya).matching(gone.reference).get().pk, into.pk)
        self.assert_ledger_is_right()
        undo(ChangeSet.objects.latest("pk"), by=self.maya)
        keys = [lead.pk for group in groups for lead in group]
        self.assertEqual(Lead.objects.filter(pk__in=keys, deleted_at=None, merged_into=None).count(), 6)
        self.assertEqual({note.thread_id for note in Note.objects.all()}, {gone.pk for gone, _kept in groups})
        self.assert_ledger_is_right()

    def test_more_groups_cost_the_same_number_of_statements(self):
        def merged(count):
            people = [create_person(by=self.ann, last_name="Roy") for _ in range(count)]
            groups = [[self.make(), self.make(city="Lyon", person=person)] for person in people]
            with CaptureQueriesContext(connection) as counted:
                merge_many(groups, by=self.maya)
            return len(counted)

        self.assertEqual(merged(2), merged(9))


class RefusedTest(MergeTestCase):
    def test_what_somebody_else_merged_meanwhile_is_not_merged_again(self):
        first, second, third = self.make(), self.make(), self.make()
        merge([first, second], by=self.ben)
        with self.assertRaisesMessage(Refused, f"L-{second.pk} Deal was merged into L-{first.pk} Deal meanwhile"):
            merge([second, third], by=self.ann)

    def test_a_change_since_the_user_looked_is_told_and_nothing_is_merged(self):
        first, second = self.make(), self.make()
        seen = {first.pk: first.version, second.pk: second.version}
        edit(second, by=self.ben, city="Lyon")
        with self.assertRaisesMessage(Changed, f"Changed meanwhile: L-{second.pk} Deal (city). Look"):
            merge([first, second], by=self.ann, seen=seen)
        self.assertEqual(Lead.objects.filter(merged_into=None, deleted_at=None).count(), 5)

    def test_one_record_is_nothing_to_merge(self):
        with self.assertRaises(Refused):
            merge([self.lead], by=self.ann)


class UnmergeTest(MergeTestCase):
    def merged(self):
        kept, gone = self.make(title="Kept", expected_revenue=Decimal(100)), self.make(title="Gone", city="Lyon")
        self.note, self.activity = write_note(gone, by=self.ann, body="<p>Called</p>"), self.call(gone)
        before = {lead.pk: Lead.objects.filter(pk=lead.pk).values().get() for lead in (kept, gone)}
        kept = merge([kept, gone], by=self.ann)
        return kept, gone, before

    def last(self):
        return ChangeSet.objects.latest("id")

    def assert_as_before(self, lead, before):
        now_is = Lead.objects.filter(pk=lead.pk).values().get()
        ignored = {"version", "touched_at", "search_text"}
        self.assertEqual({name for name in before if before[name] != now_is[name]} - ignored, set())

    def test_each_returns_as_it_was_with_its_own_items(self):
        kept, gone, before = self.merged()
        undo(self.last(), by=self.ann)
        for lead in (kept, gone):
            self.assert_as_before(lead, before[lead.pk])
        for row in (self.note, self.activity):
            row.refresh_from_db()
            self.assertEqual(row.thread_id, gone.pk)
        self.assertFalse(Lead.objects.matching("lyon").filter(pk=kept.pk).exists())
        self.assert_ledger_is_right()

    def test_what_came_to_the_one_later_stays_there(self):
        kept, gone, before = self.merged()
        merging = self.last()
        later = write_note(kept, by=self.ann, body="<p>Later</p>")
        call = self.call(kept, "Later")
        edit(kept, by=self.ben, source="Fair")
        undo(merging, by=self.ann)
        kept.refresh_from_db()
        self.assertEqual((kept.source, kept.city), ("Fair", ""))
        self.assertEqual((Note.objects.get(pk=later.pk).thread_id, kept.next_activity_id), (kept.pk, call.pk))
        self.assert_as_before(gone, before[gone.pk])
        self.assert_ledger_is_right()

    def test_fields_changed_since_are_listed_and_kept_unless_the_former_value_is_chosen(self):
        kept, gone, before = self.merged()
        merging = self.last()
        edit(kept, by=self.ben, city="Nantes")
        with self.assertRaises(Conflicts) as caught:
            undo(merging, by=self.ann)
        self.assertEqual([conflict.field for conflict in caught.exception.conflicts], ["city"])
        self.assertIsNotNone(Lead.objects.get(pk=gone.pk).deleted_at)
        done = undo(merging, by=self.ann, without_conflicts=True)
        self.assertEqual(Lead.objects.get(pk=kept.pk).city, "Nantes")
        self.assert_as_before(gone, before[gone.pk])
        undo(done, by=self.ann)
        kept.refresh_from_db()
        self.assertEqual((kept.city, Lead.objects.get(pk=gone.pk).merged_into_id), ("Nantes", kept.pk))

    def test_the_chosen_former_value_comes_back(self):
        kept, _gone, before = self.merged()
        merging = self.last()
        edit(kept, by=self.ben, city="Nantes")
        undo(merging, by=self.ann, former={("lead", kept.pk, "city")})
        self.assert_as_before(kept, before[kept.pk])

    def test_a_merge_of_customers_records_tells_no_stranger(self):
        kept, gone, _before = self.merged()
        self.assertFalse(Lead.objects.visible_to(self.zoe).filter(pk__in=[kept.pk, gone.pk]).exists())
        self.assertEqual(Event.objects.get(name="lead.merged").facts["absorbed"], [gone.pk])

    def test_a_merge_into_what_was_merged_is_taken_back_step_by_step(self):
        kept, gone, before = self.merged()
        first = self.last()
        third = self.make(title="Third", kind=Lead.Kind.OPPORTUNITY)
        merge([kept, third], by=self.ann, into=third)
        self.note.refresh_from_db()
        self.assertEqual(self.note.thread_id, third.pk)
        self.assertEqual(Lead.objects.visible_to(self.ann).matching("lyon").get().pk, third.pk)
        undo(self.last(), by=self.ann)
        undo(first, by=self.ann)
        self.note.refresh_from_db()
        self.assertEqual(self.note.thread_id, gone.pk)
        self.assert_as_before(gone, before[gone.pk])
        self.assert_ledger_is_right()

    def test_a_contact_is_kept_on_the_one_and_goes_back_too(self):
        company = create_company(by=self.ann, name="Acme")
        person = create_person(by=self.ann, last_name="Roy", company=company)
        kept, gone = self.make(), self.make(person=person)
        merge([kept, gone], by=self.ann)
        kept.refresh_from_db()
        self.assertEqual((kept.person, kept.company), (person, company))
        undo(self.last(), by=self.ann)
        kept.refresh_from_db()
        self.assertEqual((kept.person, kept.company), (None, None))
