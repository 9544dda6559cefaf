"""The pipeline for programs: the same verbs and the same rows as the pages."""

from piste.pipeline.api import converting, duplicates, sharing, sight, storing
from piste.pipeline.api.bulk import bulk
from piste.pipeline.api.cleanup import company_duplicates, person_duplicates
from piste.pipeline.api.config import loss_reasons, stages
from piste.pipeline.api.leads import leads
from piste.pipeline.api.plans import recurring_plans
from piste.pipeline.api.team_news import router as team_news

__all__ = [
    "bulk",
    "company_duplicates",
    "converting",
    "duplicates",
    "leads",
    "loss_reasons",
    "person_duplicates",
    "recurring_plans",
    "sharing",
    "sight",
    "stages",
    "storing",
    "team_news",
]
