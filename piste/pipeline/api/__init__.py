"""The pipeline for programs: the same verbs and the same rows as the pages."""

from piste.pipeline.api import converting, duplicates
from piste.pipeline.api.bulk import bulk
from piste.pipeline.api.config import loss_reasons, stages
from piste.pipeline.api.leads import leads

__all__ = ["bulk", "converting", "duplicates", "leads", "loss_reasons", "stages"]
