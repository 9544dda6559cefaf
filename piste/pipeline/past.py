"""What a filter asks of a record's history (00.13): changed since, stage on a day, quiet for so many days."""

from datetime import date, timedelta
from typing import Any

from django.db.models import BigIntegerField, Case, Exists, F, OuterRef, Q, Subquery, When
from django.db.models.fields.json import KT
from django.db.models.functions import Cast
from django.db.models.lookups import Exact
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from piste.history.models import Event
from piste.kernel.clock import day_begins, day_ends, now
from piste.kernel.criteria.asker import Asker
from piste.kernel.criteria.fields import Part, Question, Type
from piste.kernel.criteria.parsing import read_day, read_key, unknown
from piste.pipeline.models import Lead, Stage

DAYS_AT_MOST = 3650
Asked = dict[str, Any]


def _read_changed(said: Any) -> Asked:
    name, since = _two(said, "field", "since")
    if name not in Lead.tracked:
        raise unknown(name)
    return {"field": name, "since": _day(since)}


def _read_stage(said: Any) -> Asked:
    stage, on = _two(said, "stage", "on")
    try:
        return {"stage": read_key(None, stage), "on": _day(on)}
    except ValueError:
        raise unknown(stage) from None


def _read_days(said: Any) -> int:
    said = int(said) if isinstance(said, str) and said.isdecimal() and len(said) < 6 else said
    if isinstance(said, bool) or not isinstance(said, int) or not 0 < said <= DAYS_AT_MOST:
        raise unknown(said)
    return said


def _two(said: Any, first: str, second: str) -> tuple[Any, Any]:
    if not isinstance(said, dict) or set(said) != {first, second}:
        raise unknown(said)
    return said[first], said[second]


def _day(said: Any) -> date:
    try:
        return read_day(None, said)
    except ValueError:
        raise unknown(said) from None


def changed_since(asked: Asked, asker: Asker) -> Q:
    told = Event.objects.filter(
        noun=Lead.noun, at__gte=day_begins(asked["since"], asker.zone), changes__has_key=asked["field"]
    )
    return Q(pk__in=told.exclude(name="lead.created").values("row_id"))


def stage_on(asked: Asked, asker: Asker) -> Q:
    """Where it stood when the day ended: what the first later move took it from, else where it stands."""
    end = day_ends(asked["on"], asker.zone)
    moves = Event.objects.filter(noun=Lead.noun, changes__has_key="stage").exclude(name="lead.created")
    later = moves.filter(row_id=OuterRef("pk"), at__gte=end)
    came_from = later.order_by("at", "id").annotate(was=Cast(KT("changes__stage__0"), BigIntegerField())).values("was")
    stood = Case(
        When(Exists(later), then=Subquery(came_from[:1])), default=F("stage_id"), output_field=BigIntegerField()
    )
    return Q(Exact(stood, asked["stage"]), created_at__lt=end)


def quiet_days(days: int, _asker: Asker) -> Q:
    return Q(touched_at__lt=now() - timedelta(days=days))


def _say_changed(asked: Asked, _user: Any) -> str:
    said = {"field": Lead._meta.get_field(asked["field"]).verbose_name, "day": _shown(asked["since"])}
    return _("%(field)s changed since %(day)s") % said


def _say_stage(asked: Asked, user: Any) -> str:
    stage = Stage.objects.visible_to(user).filter(pk=asked["stage"]).first()
    return _("in stage %(stage)s on %(day)s") % {"stage": stage or _("Unknown"), "day": _shown(asked["on"])}


def _say_quiet(days: int, _user: Any) -> str:
    return ngettext("quiet for %(days)s day", "quiet for %(days)s days", days) % {"days": days}


def _shown(day: date) -> str:
    return date_format(day, "SHORT_DATE_FORMAT")


def _tracked(_user: Any) -> dict[str, str]:
    return {name: str(Lead._meta.get_field(name).verbose_name) for name in sorted(Lead.tracked)}


def _stages(user: Any) -> dict[int, str]:
    return {stage.pk: stage.name for stage in Stage.objects.visible_to(user)}


PAST = {
    "changed_since": Question(
        gettext_lazy("changed since"),
        (
            Part("field", gettext_lazy("Field"), Type.CHOICE, _tracked),
            Part("since", gettext_lazy("Since"), Type.DATE),
        ),
        _read_changed,
        changed_since,
        _say_changed,
    ),
    "stage_on": Question(
        gettext_lazy("was in a stage on"),
        (
            Part("stage", gettext_lazy("Stage"), Type.CHOICE, _stages),
            Part("on", gettext_lazy("Day"), Type.DATE),
        ),
        _read_stage,
        stage_on,
        _say_stage,
    ),
    "quiet_days": Question(
        gettext_lazy("quiet for days"),
        (Part("", gettext_lazy("Days"), Type.NUMBER),),
        _read_days,
        quiet_days,
        _say_quiet,
    ),
}
