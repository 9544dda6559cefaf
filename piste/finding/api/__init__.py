from piste.finding.api.exports import router as exports
from piste.finding.api.many import ManyIn, OutcomeOut, done, only
from piste.finding.api.views import router as views

__all__ = ["ManyIn", "OutcomeOut", "done", "exports", "only", "views"]
