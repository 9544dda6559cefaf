from piste.pipeline.models.beside import BoardTotal, ExtraEmail, RefusedReason, Share, TeamFollower
from piste.pipeline.models.config import MONTHS_AT_MOST, LossReason, RecurringPlan, Stage
from piste.pipeline.models.lead import TRASH_KEPT_FOR, Lead

__all__ = [
    "MONTHS_AT_MOST",
    "TRASH_KEPT_FOR",
    "BoardTotal",
    "ExtraEmail",
    "Lead",
    "LossReason",
    "RecurringPlan",
    "RefusedReason",
    "Share",
    "Stage",
    "TeamFollower",
]
