from datetime import timedelta

from piste.kernel.clock import now
from piste.messages.verbs.notes import write_note
from piste.pipeline.models import Lead
from piste.pipeline.tests.cast import PipelineTestCase


class TouchedTest(PipelineTestCase):
    def test_a_note_keeps_a_record_from_rotting_and_leaves_others_alone(self):
        Lead.objects.update(touched_at=now() - timedelta(days=30))
        write_note(self.lead, by=self.ann, body="<p>Still on it</p>")
        touched = set(Lead.objects.filter(touched_at__gt=now() - timedelta(days=1)))
        self.assertEqual(touched, {self.lead})
