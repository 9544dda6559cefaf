"""What a record's timeline tells, and to whom: the messages' room with records that not everybody sees."""

from decimal import Decimal

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import override_settings
from django.urls import reverse

from piste.activities.models import ActivityType
from piste.activities.verbs.finishing import done
from piste.activities.verbs.planning import plan
from piste.contacts.models import Company
from piste.history.undo import undo
from piste.kernel.clock import today
from piste.messages import timeline
from piste.messages.models import Attachment, Notice
from piste.messages.verbs.notes import write_note
from piste.pipeline.tests.cast import PipelineTestCase
from piste.pipeline.verbs.assigning import assign
from piste.pipeline.verbs.closing import mark_lost, mark_lost_many
from piste.pipeline.verbs.creating import create
from piste.pipeline.verbs.editing import edit
from piste.pipeline.verbs.moving import move


class TimelineTest(PipelineTestCase):
    def newest(self, user=None, thread=None, **how):
        return timeline.page(thread or self.lead, user or self.ann, **how).entries[0]

    def lines(self, entry):
        return [(line.label, line.before, line.after) for part in entry.parts for line in part.lines]

    def test_a_move_names_both_stages(self):
        move(self.lead, by=self.ann, stage=self.qualified)
        self.assertEqual(self.newest().sentence, "Ann moved it from New to Qualified")

    def test_money_dates_and_choices_are_written_as_people_read_them(self):
        edit(self.lead, by=self.maya, expected_revenue=Decimal(2500), priority=2)
        self.assertEqual(
            self.lines(self.newest()), [("Expected revenue", "€1,000", "€2,500"), ("Priority", "Low", "High")]
        )

    def test_only_tracked_fields_are_told_and_the_others_on_demand(self):
        edit(self.lead, by=self.maya, city="Lyon", phone="+33472001842")
        self.assertEqual([label for label, *_ in self.lines(self.newest())], ["Phone"])
        self.assertIn("City", [label for label, *_ in self.lines(self.newest(everything=True))])

    def test_an_edit_of_other_fields_is_no_entry(self):
        before = self.newest().id
        edit(self.lead, by=self.maya, city="Lyon")
        self.assertEqual(self.newest().id, before)
        self.assertNotEqual(self.newest(everything=True).id, before)

    def test_losing_tells_reason_note_and_what_became_of_the_activities(self):
        plan(self.lead, by=self.ann, type=ActivityType.objects.first(), due_on=today(self.ann), summary="Call Claire")
        mark_lost(self.lead, by=self.maya, reason=self.price, note="Budget cut")
        entry = self.newest()
        self.assertEqual((entry.sentence, entry.body), ("Maya marked it lost", "Budget cut"))
        self.assertEqual(entry.parts[0].sentences, ["Maya cancelled “Call Claire”"])
        self.assertIn(("Loss reason", "", "Too expensive"), self.lines(entry))

    def test_feedback_of_an_activity_is_read_in_place(self):
        call = plan(self.lead, by=self.ann, type=ActivityType.objects.first(), due_on=today(self.ann))
        done(call, by=self.ann, feedback="Agreed on 31 tills.")
        self.assertIn("Agreed on 31 tills.", [entry.body for entry in timeline.page(self.lead, self.ann).entries])

    def test_undo_says_how_many_records_it_reaches(self):
        mark_lost_many(type(self.lead).objects.all(), by=self.maya)
        self.assertEqual(self.newest(self.maya).parts[0].records, 3)

    def test_a_customers_timeline_holds_what_the_reader_may_see(self):
        verdier = Company.objects.create(name="Maison Verdier")
        mine = create(by=self.ann, owner=self.ann, title="Tills", company=verdier)
        hers = create(by=self.zoe, owner=self.zoe, title="Secret", company=verdier)
        for lead, author in ((mine, self.ann), (hers, self.zoe)):
            write_note(lead, by=author, body=f"About {lead.title}")
        read = [str(entry.note) for entry in timeline.page(verdier, self.ann, kind="notes").entries]
        self.assertEqual(read, ["About Tills"])
        self.assertEqual(self.newest(thread=verdier).record, "Tills")
        self.assertEqual(len(timeline.page(verdier, self.maya, kind="notes").entries), 2)


@override_settings(MEDIA_ROOT="/nonexistent")
class StrangerTest(PipelineTestCase):
    def setUp(self):
        self.client.force_login(self.zoe)

    def test_a_stranger_reads_neither_timeline_nor_notes_nor_files(self):
        note = write_note(self.lead, by=self.ann, body="Hello")
        file = Attachment.objects.create(
            name="a.pdf", digest="ab" * 32, size=1, thread_noun="lead", thread_id=self.lead.pk, author=self.ann
        )
        for url in (
            reverse("messages:timeline", args=self.lead.thread),
            reverse("messages:note", args=self.lead.thread),
            reverse("messages:followers", args=self.lead.thread),
            reverse("messages:attachment", args=[file.pk]),
            reverse("messages:edit_note", args=[note.pk]),
        ):
            with self.subTest(url):
                self.assertEqual(self.client.get(url).status_code, 404)
        for url in (
            reverse("messages:note", args=self.lead.thread),
            reverse("messages:follow", args=self.lead.thread),
            reverse("messages:pin", args=[note.pk]),
            reverse("messages:delete_note", args=[note.pk]),
            reverse("history:undo", args=[note.last_event.change_set_id]),
        ):
            with self.subTest(url):
                self.assertEqual(self.client.post(url, {"body": "x"}).status_code, 404)

    def test_a_mention_without_access_is_said(self):
        self.client.force_login(self.ann)
        response = self.client.post(
            reverse("messages:note", args=self.lead.thread), {"body": "@Zoe look"}, headers={"HX-Request": "true"}
        )
        self.assertContains(response, "Zoe cannot see this record", status_code=422)


class NewsTest(PipelineTestCase):
    def kinds(self, user):
        return list(Notice.objects.visible_to(user).order_by("id").values_list("kind", flat=True))

    def test_followers_hear_of_moves_won_lost_and_restored(self):
        move(self.lead, by=self.maya, stage=self.qualified)
        mark_lost(self.lead, by=self.maya)
        edit(self.lead, by=self.maya, title="Other")
        self.assertEqual(self.kinds(self.ann), ["followed", "followed"])

    def test_an_assignment_is_told_to_the_new_owner_and_the_former_no_longer_reads_of_it(self):
        write_note(self.zoes, by=self.maya, body="@Zoe look")
        assign(self.zoes, by=self.maya, owner=self.ben)
        self.assertEqual(self.kinds(self.ben), ["assigned"])
        self.assertEqual(self.kinds(self.zoe), [])

    def test_an_activity_is_told_to_whom_it_was_given(self):
        plan(self.bens, by=self.maya, type=ActivityType.objects.first(), due_on=today(self.ben), assignee=self.ben)
        self.assertEqual(self.kinds(self.ben), ["activity"])


class TakingBackTest(PipelineTestCase):
    """Undo of what took a record out of one's own reach."""

    def undo(self, user, change_set):
        self.client.force_login(user)
        return self.client.post(reverse("history:undo", args=[change_set.pk]), headers={"HX-Request": "true"})

    def test_whoever_gave_a_record_away_can_take_it_back(self):
        assign(self.lead, by=self.ann, owner=self.zoe)
        self.assertEqual(self.undo(self.ann, self.lead.last_event.change_set).status_code, 200)
        self.lead.refresh_from_db()
        self.assertEqual(self.lead.owner, self.ann)

    def test_whoever_lost_a_record_since_cannot(self):
        edit(self.lead, by=self.ann, title="Other")
        change_set = self.lead.last_event.change_set
        assign(self.lead, by=self.maya, owner=self.zoe)
        self.assertEqual(self.undo(self.ann, change_set).status_code, 404)

    def test_tags_go_back_too(self):
        tag = type(self.lead)._meta.get_field("tags").related_model.objects.create(name_en="Big")
        edit(self.lead, by=self.ann, tags=[tag])
        undo(self.lead.last_event.change_set, by=self.ann)
        self.assertFalse(self.lead.tags.exists())


class UploadTest(PipelineTestCase):
    def test_a_refused_file_leaves_nothing_behind(self):
        self.client.force_login(self.ann)
        response = self.client.post(
            reverse("messages:note", args=self.lead.thread),
            {"body": "x", "files": [SimpleUploadedFile("x.exe", b"MZ")]},
            headers={"HX-Request": "true"},
        )
        self.assertContains(response, "x.exe was not accepted", status_code=422)
        self.assertFalse(Attachment.objects.exists())
