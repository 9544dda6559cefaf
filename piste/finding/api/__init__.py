from piste.finding.api.exports import router as exports
from piste.finding.api.many import ManyIn, OutcomeOut, done, offer, only
from piste.finding.api.views import router as views

__all__ = ["ManyIn", "OutcomeOut", "done", "exports", "offer", "only", "views"]
