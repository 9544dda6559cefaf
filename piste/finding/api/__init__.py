from piste.finding.api.many import ManyIn, OutcomeOut, done, only
from piste.finding.api.views import router as views

__all__ = ["ManyIn", "OutcomeOut", "done", "only", "views"]
