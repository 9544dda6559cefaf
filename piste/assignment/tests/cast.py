"""Two teams that take part, and records that wait."""

from typing import Any

from piste.assignment.models import Assignment, Run
from piste.assignment.verbs.running import start, work
from piste.pipeline.models import Lead
from piste.pipeline.verbs.creating import create
from piste.teams.models import Membership
from piste.testing import CastTestCase


class AssignmentTestCase(CastTestCase):
    """Assignment is on by button; North (ann, ben: 30 each) takes part, South (zoe) and the default team do not."""

    @classmethod
    def setUpTestData(cls) -> None:
        super().setUpTestData()
        cls.rules = Assignment.current()
        Assignment.objects.update(mode=Assignment.Mode.BY_HAND)
        cls.rules.refresh_from_db()
        cls.north.assigns = True
        cls.north.save()
        cls.anns = Membership.objects.get(user=cls.ann)
        cls.bens = Membership.objects.get(user=cls.ben)
        cls.zoes = Membership.objects.get(user=cls.zoe)

    def waiting(self, title: str = "Lead", **values: Any) -> Lead:
        return create(by=self.maya, title=title, **{"owner": None, "team": None, "kind": "lead"} | values)

    def run_now(self, **asked: Any) -> Run:
        return work(start(by=self.maya, **asked))

    def set(self, row: Any, **values: Any) -> None:
        """What a test takes for granted, without a verb."""
        for name, value in values.items():
            setattr(row, name, value)
        row.save()

    def owners(self) -> dict[str, str]:
        rows = Lead.objects.exclude(owner=None).values_list("title", "owner__name")
        return dict(rows)
