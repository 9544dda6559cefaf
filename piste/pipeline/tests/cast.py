"""A few records of each kind of owner."""

from decimal import Decimal

from piste.pipeline.models import LossReason, Stage
from piste.pipeline.verbs.creating import create
from piste.testing import CastTestCase


class PipelineTestCase(CastTestCase):
    """`lead` is ann's, `bens` is ben's, `zoes` is zoe's of team South; the default stages by name."""

    @classmethod
    def setUpTestData(cls) -> None:
        super().setUpTestData()
        cls.new, cls.qualified, cls.proposition, cls.won = Stage.objects.order_by("sequence")
        cls.price = LossReason.objects.get(name_en="Too expensive")
        cls.lead = create(by=cls.ann, owner=cls.ann, title="Forklifts", expected_revenue=Decimal(1000))
        cls.bens = create(by=cls.ben, owner=cls.ben, title="Scanners", expected_revenue=Decimal(500))
        cls.zoes = create(by=cls.zoe, owner=cls.zoe, title="Sensors", expected_revenue=Decimal(200))
