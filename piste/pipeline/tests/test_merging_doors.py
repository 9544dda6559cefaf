from django.urls import reverse

from piste.contacts.verbs.creating import create_company
from piste.contacts.verbs.merging import merge as merge_contacts
from piste.history.models import ChangeSet
from piste.messages.verbs.notes import write_note
from piste.pipeline.models import Lead
from piste.pipeline.tests.doors import DoorTestCase
from piste.pipeline.verbs.closing import mark_won
from piste.pipeline.verbs.creating import create
from piste.pipeline.verbs.editing import edit
from piste.pipeline.verbs.merging import merge


class MergeDoorTest(DoorTestCase):
    @classmethod
    def setUpTestData(cls):
        super().setUpTestData()
        cls.other = create(by=cls.ann, owner=cls.ann, title="Forklifts again", city="Lyon", contact_name="Ana")

    def merge(self, *leads, **data):
        return self.post("pipeline:merge", ids=",".join(str(lead.pk) for lead in leads), **data)

    def test_the_selection_of_the_list_opens_the_dialog_with_the_values_side_by_side(self):
        response = self.merge(self.lead, self.other)
        self.assertEqual((response.status_code, response["HX-Retarget"]), (200, "#dialog"))
        self.assertContains(response, "Forklifts again")
        self.assertContains(
            response, f'name="take_title" id="take-title-{self.lead.pk}" value="{self.lead.pk}" checked'
        )
        # What only one has is taken from it.
        self.assertContains(response, f'name="take_contact_name" id="take-contact_name-{self.other.pk}"')
        self.assertEqual(Lead.objects.filter(merged_into=None).count(), 4)

    def test_leads_have_no_stage_to_choose(self):
        leads = [create(by=self.ann, owner=self.ann, kind="lead", title=f"Asks {n}") for n in "ab"]
        self.assertNotContains(self.merge(*leads), "Stage")
        self.assertContains(self.merge(self.lead, *leads), "Stage")

    def test_a_choice_changes_the_preview_and_nothing_else(self):
        response = self.merge(self.lead, self.other, was_into=self.lead.pk, into=self.lead.pk, take_title=self.other.pk)
        self.assertContains(response, '<strong class="merge__title">Forklifts again</strong>')
        response = self.merge(self.lead, self.other, was_into=self.lead.pk, into=self.other.pk, take_title=self.lead.pk)
        # What stood there by the rule follows the record that stays.
        self.assertContains(response, '<strong class="merge__title">Forklifts again</strong>')
        self.assertEqual(Lead.objects.filter(merged_into=None).count(), 4)

    def test_it_merges_with_the_values_chosen_and_can_be_undone(self):
        response = self.merge(
            self.lead, self.other, do="1", into=self.lead.pk, was_into=self.lead.pk, take_title=self.other.pk
        )
        self.assertEqual((response.status_code, self.said(response)), (204, "Merged into Forklifts again"))
        self.lead.refresh_from_db()
        self.assertEqual((self.lead.title, self.lead.city), ("Forklifts again", "Lyon"))
        self.client.post(self.events(response)["toast"]["undo"], headers={"HX-Request": "true"})
        self.lead.refresh_from_db()
        self.assertEqual((self.lead.title, self.lead.city), ("Forklifts", ""))

    def test_without_htmx_the_same_address_works(self):
        url = reverse("pipeline:merge")
        page = self.client.get(url, {"ids": f"{self.lead.pk},{self.other.pk}"})
        self.assertContains(page, "<html")
        done = self.client.post(url, {"ids": [self.lead.pk, self.other.pk], "do": "1"})
        self.assertRedirects(done, self.lead.get_absolute_url(), fetch_redirect_response=False)

    def test_a_change_meanwhile_is_told_and_the_choices_stay(self):
        data = {f"seen_{lead.pk}": lead.version for lead in (self.lead, self.other)}
        edit(self.other, by=self.maya, city="Nantes")
        response = self.merge(self.lead, self.other, do="1", was_into=self.lead.pk, take_title=self.other.pk, **data)
        self.assertEqual(response.status_code, 409)
        self.assertContains(response, f"Changed meanwhile: L-{self.other.pk} Forklifts again (city)", status_code=409)
        self.assertContains(response, '<strong class="merge__title">Forklifts again</strong>', status_code=409)
        self.assertContains(response, f'name="seen_{self.other.pk}" value="{self.other.version}"', status_code=409)

    def test_won_and_open_need_a_tick(self):
        mark_won(self.other, by=self.ann)
        self.assertContains(self.merge(self.lead, self.other), 'name="confirmed"')
        self.assertEqual(self.merge(self.lead, self.other, do="1").status_code, 409)
        self.assertEqual(self.merge(self.lead, self.other, do="1", confirmed="1").status_code, 204)

    def test_one_or_too_many_are_refused(self):
        response = self.merge(self.lead)
        self.assertEqual((response.status_code, self.said(response)), (409, "Select 2 to 20 records."))
        many = [create(by=self.ann, owner=self.ann, title="Deal") for _ in range(21)]
        self.assertEqual(self.merge(*many).status_code, 409)

    def test_what_one_may_not_change_is_named_and_what_one_does_not_see_is_not_found(self):
        self.client.force_login(self.olga)
        response = self.merge(self.lead, self.other)
        self.assertIn(f"L-{self.lead.pk}, L-{self.other.pk}", self.said(response))
        self.client.force_login(self.ann)
        self.assertEqual(self.merge(self.lead, self.zoes).status_code, 404)

    def test_nonsense_chosen_is_a_bad_form(self):
        self.assertEqual(self.merge(self.lead, self.other, into="9999").status_code, 422)

    def test_a_merged_record_leads_to_what_it_became(self):
        third = create(by=self.ann, owner=self.ann, title="Third")
        merge([self.lead, self.other], by=self.ann)
        merge([self.lead, third], by=self.ann, into=third)
        response = self.client.get(self.other.get_absolute_url())
        self.assertRedirects(response, third.get_absolute_url(), fetch_redirect_response=False)
        self.client.force_login(self.zoe)
        self.assertEqual(self.client.get(self.other.get_absolute_url()).status_code, 404)

    def test_so_do_its_timeline_and_next_steps_which_a_page_may_still_show(self):
        merge([self.lead, self.other], by=self.ann, into=self.lead)
        shown = self.get("messages:timeline", "lead", self.other.pk)
        self.assertContains(shown, reverse("messages:timeline", args=["lead", self.lead.pk]))
        self.assertEqual(self.get("activities:panel", "lead", self.other.pk).status_code, 200)
        for route in ("messages:timeline", "activities:panel"):
            self.assertEqual(self.get(route, "lead", self.other.pk, as_user=self.zoe).status_code, 404)

    def test_what_was_merged_meanwhile_is_told(self):
        third = create(by=self.ann, owner=self.ann, title="Third")
        merge([self.lead, self.other], by=self.ann)
        response = self.merge(self.other, third)
        self.assertEqual(response.status_code, 409)
        self.assertIn(f"L-{self.other.pk} was merged into L-{self.lead.pk}", self.said(response))

    def test_the_trash_does_not_show_what_was_merged(self):
        merge([self.lead, self.other], by=self.ann)
        self.assertNotContains(self.get("pipeline:trashed", as_user=self.maya), "Forklifts again")


class ChainedMergesTest(DoorTestCase):
    """The first was merged into the second, and that into the third."""

    @classmethod
    def setUpTestData(cls):
        super().setUpTestData()
        cls.second, cls.third = (create(by=cls.ann, owner=cls.ann, title=title) for title in ("Second", "Third"))
        cls.note = write_note(cls.lead, by=cls.ann, body="<p>Called</p>")
        merge([cls.lead, cls.second], by=cls.ann, into=cls.second)
        cls.earlier = ChangeSet.objects.latest("id")
        merge([cls.second, cls.third], by=cls.ann, into=cls.third)
        cls.later = ChangeSet.objects.latest("id")

    def test_undoing_the_earlier_one_says_what_is_undone_first_and_offers_it(self):
        response = self.post("history:undo", self.earlier.pk)
        self.assertContains(response, "was merged into “L-", status_code=409)
        self.assertContains(response, reverse("history:undo", args=[self.later.pk]), status_code=409)
        self.assertContains(response, self.third.get_absolute_url(), status_code=409)
        self.lead.refresh_from_db()
        self.assertEqual(self.lead.merged_into_id, self.second.pk)

    def test_one_after_the_other_everything_is_as_it_was(self):
        for change_set in (self.later, self.earlier):
            self.assertEqual(self.post("history:undo", change_set.pk).status_code, 200)
        for lead in (self.lead, self.second, self.third):
            lead.refresh_from_db()
            self.assertEqual((lead.merged_into, lead.deleted_at), (None, None))
        self.note.refresh_from_db()
        self.assertEqual(self.note.thread_id, self.lead.pk)

    def test_a_stranger_finds_nothing(self):
        self.assertEqual(self.post("history:undo", self.earlier.pk, as_user=self.zoe).status_code, 404)

    def test_an_edit_of_what_was_merged_since_can_be_undone(self):
        fourth = create(by=self.ann, owner=self.ann, title="Fourth")
        edit(fourth, by=self.ann, city="Lyon")
        edited = ChangeSet.objects.latest("id")
        merge([self.third, fourth], by=self.ann, into=self.third)
        self.assertEqual(self.post("history:undo", edited.pk).status_code, 200)
        fourth.refresh_from_db()
        self.assertEqual((fourth.city, fourth.merged_into_id), ("", self.third.pk))

    def test_of_companies_too_the_later_merge_is_undone_first(self):
        companies = [create_company(by=self.ann, name=name) for name in ("A", "B", "C")]
        merge_contacts(companies[:2], by=self.ann, into=companies[1])
        earlier = ChangeSet.objects.latest("id")
        merge_contacts(companies[1:], by=self.ann, into=companies[2])
        self.assertContains(self.post("history:undo", earlier.pk), "“B” was merged into “C” since", status_code=409)
