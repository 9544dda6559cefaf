from django.utils import translation

from piste.history.models import ChangeSet
from piste.history.undo import undo
from piste.kernel.refusals import Refused
from piste.pipeline.models import LossReason
from piste.pipeline.tests.cast import PipelineTestCase
from piste.pipeline.verbs.closing import mark_lost
from piste.pipeline.verbs.reasons import (
    archive_reason,
    create_reason,
    delete_reason,
    merge_reasons,
    reason_named,
    rename_reason,
    unarchive_reason,
)


class ReasonsTest(PipelineTestCase):
    def test_an_equal_name_after_trimming_and_ignoring_case_is_used_again(self):
        for name in ("  too EXPENSIVE ", "trop cher"):
            self.assertEqual(reason_named(name, by=self.ann), self.price)
        self.assertEqual(create_reason(by=self.maya, name_en="Too  expensive"), self.price)
        self.assertEqual(LossReason.objects.count(), 6)

    def test_a_new_name_is_kept_in_the_language_it_was_typed_in(self):
        with translation.override("fr"):
            reason = reason_named("Budget gelé", by=self.ann)
        self.assertEqual((reason.name_en, reason.name_fr, reason.name), ("", "Budget gelé", "Budget gelé"))

    def test_a_reason_needs_a_name(self):
        for act in (
            lambda: reason_named(" ", by=self.ann),
            lambda: create_reason(by=self.maya),
            lambda: rename_reason(self.price, by=self.maya, name_en="", name_fr=" "),
        ):
            with self.assertRaisesMessage(Refused, "needs a name"):
                act()

    def test_two_reasons_do_not_share_a_name(self):
        with self.assertRaisesMessage(Refused, "Merge the two"):
            rename_reason(self.price, by=self.maya, name_en="no answer", name_fr="")
        renamed = rename_reason(self.price, by=self.maya, name_en="Price", name_fr="Trop cher")
        self.assertEqual(renamed.name, "Price")

    def test_an_archived_reason_is_not_offered_and_stays_on_its_records(self):
        mark_lost(self.lead, by=self.ann, reason=self.price)
        archive_reason(self.price, by=self.maya)
        self.assertNotIn(self.price, LossReason.objects.offered())
        self.lead.refresh_from_db()
        self.assertEqual(self.lead.lost_reason, self.price)
        unarchive_reason(self.price, by=self.maya)
        self.assertIn(self.price, LossReason.objects.offered())

    def test_a_reason_in_use_is_not_deleted(self):
        mark_lost(self.lead, by=self.ann, reason=self.price)
        with self.assertRaisesMessage(Refused, "1 record uses it. Archive it or merge it."):
            delete_reason(self.price, by=self.maya)
        unused = LossReason.objects.get(name_en="No answer")
        delete_reason(unused, by=self.maya)
        self.assertNotIn(unused, LossReason.objects.current())

    def test_merging_gives_all_records_the_other_reason_and_can_be_undone(self):
        answer = LossReason.objects.get(name_en="No answer")
        mark_lost(self.lead, by=self.ann, reason=self.price)
        merge_reasons(self.price, by=self.maya, into=answer)
        self.lead.refresh_from_db()
        self.assertEqual(self.lead.lost_reason, answer)
        self.assertNotIn(self.price, LossReason.objects.current())
        undo(ChangeSet.objects.latest("id"), by=self.maya)
        self.lead.refresh_from_db()
        self.assertEqual(self.lead.lost_reason, self.price)
        self.assertIn(self.price, LossReason.objects.offered())

    def test_a_reason_is_not_merged_with_itself(self):
        with self.assertRaisesMessage(Refused, "Choose another"):
            merge_reasons(self.price, by=self.maya, into=self.price)
