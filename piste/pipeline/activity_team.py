"""What a filter of activities asks of the record that they hang on: its team."""

from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from piste.kernel.criteria.asker import Asker
from piste.kernel.criteria.fields import Part, Question, Type
from piste.kernel.criteria.parsing import read_key, unknown
from piste.pipeline.models import Lead
from piste.teams.models import Team


def _read(said: Any) -> int:
    try:
        return read_key(None, said)
    except ValueError:
        raise unknown(said) from None


def of_team(team: int, asker: Asker) -> Q:
    """Only where the record is seen: an assignee learns nothing else of one that is hidden (12.8)."""
    rows = Lead.objects.all() if asker.user is None else Lead.objects.visible_to(asker.user)
    return Q(thread_noun=Lead.noun, thread_id__in=rows.filter(team=team).order_by().values("pk"))


def _say(team: int, user: Any) -> str:
    named = Team.objects.visible_to(user).filter(pk=team).first()
    return _("team of the record is %(team)s") % {"team": named or _("Unknown")}


def _teams(user: Any) -> dict[int, str]:
    return {team.pk: str(team) for team in Team.objects.visible_to(user).current()}


TEAM = {
    "is": Question(gettext_lazy("is"), (Part("", gettext_lazy("Team"), Type.CHOICE, _teams),), _read, of_team, _say)
}
