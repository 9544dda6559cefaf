"""What the palette understands about a deal, or the deals that are selected: won, lost too expensive, assign to Ana."""

import re

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from piste.accounts.models import User
from piste.finding.palette import Command, Sentence
from piste.finding.phrases import ASSIGN
from piste.kernel.naming import named_like
from piste.pipeline.loads import loads
from piste.pipeline.models import Lead, LossReason, Stage
from piste.pipeline.process import Process
from piste.ui import slots

WON = re.compile(r"^(?:won|win|mark (?:as )?won|(?:marquer )?gagne(?:e|r)?s?)$")
LOST = re.compile(
    r"^(?:lost|lose|mark (?:as )?lost|(?:marquer )?perdue?s?|perdre)"
    r"(?: (?:because of|because|for|car|pour|parce que|a cause de))?(?: (.+))?$"
)
RESTORE = re.compile(r"^(?:restore|reopen|open again|restaurer|rouvrir)$")
CONVERT = re.compile(r"^(?:convert|convertir)$")
MOVE = re.compile(r"^(?:move to|stage|deplacer (?:vers|en|a)|passer (?:en|a)|etape) (.+)$")
PRIORITY = re.compile(r"^(?:priority|stars?|priorite|etoiles?) ([0-3])$")
OFFERED = 3


@slots.fill("palette", order=10)
def on_the_record(request: HttpRequest, sentence: Sentence) -> list[Command]:
    lead = _record(request, sentence)
    if lead is None:
        return []
    words = sentence.words
    if not words:
        return _here(lead)
    found: list[Command] = []
    if WON.match(words) and not lead.is_won:
        found.append(_asking(_("Won: %(title)s") % {"title": lead}, "pipeline:won", lead, "trophy", "won"))
    if (lost := LOST.match(words)) and not lead.is_lost:
        found += _losing(request, lead, lost[1])
    if RESTORE.match(words) and lead.is_lost:
        found.append(_asking(_("Restore"), "pipeline:restore", lead, "undo"))
    if CONVERT.match(words) and lead.is_lead and lead.is_open:
        found.append(_asking(_("Convert"), "pipeline:convert", lead, "right", "convert"))
    if named := ASSIGN.match(words):
        found += _assigning(request, lead, named[1])
    if named := MOVE.match(words):
        found += _moving(lead, named[1])
    if stars := PRIORITY.match(words):
        url = reverse("pipeline:stars", args=[lead.pk])
        found.append(Command(_starred(stars[1]), url, icon="star", values={"stars": stars[1]}))
    return found


@slots.fill("palette", order=10)
def on_the_selection(request: HttpRequest, sentence: Sentence) -> list[Command]:
    """The same about the lines that are ticked: each is an act of the bar."""
    if sentence.noun != Lead.noun or sentence.is_about_one or not sentence.count or not request.user.may_write:
        return []
    words = sentence.words
    found: list[Command] = []
    if WON.match(words):
        found += sentence.does("won", _("Won"), "trophy")
    if lost := LOST.match(words):
        for reason in _reasons(request, lost[1]):
            found += sentence.does("lost", _lost_for(reason), "lost", reason=str(reason.pk))
        found += sentence.does("lost", _("Lost"), "lost")
    if RESTORE.match(words):
        found += sentence.does("restore", _("Restore"), "undo")
    if CONVERT.match(words):
        found += sentence.does("convert", _("Convert"), "right")
    if named := ASSIGN.match(words):
        for user, label in _people(request, named[1]):
            found += sentence.does("assign", label, "person", owner=str(user.pk))
    if named := MOVE.match(words):
        for stage in _stages(named[1]):
            found += sentence.does("stage", _moved(stage), "board", stage=str(stage.pk))
    if stars := PRIORITY.match(words):
        found += sentence.does("priority", _starred(stars[1]), "star", priority=stars[1])
    return found


def _here(lead: Lead) -> list[Command]:
    """What may be done with it, with the keys of the board and of its page."""
    verbs = [(_("Assign"), "pipeline:assign", "person", "assign")]
    if not lead.is_won and lead.is_opportunity:
        verbs.append((_("Won"), "pipeline:won", "trophy", "won"))
    if not lead.is_lost:
        verbs.append((_("Lost"), "pipeline:lost", "lost", "lost"))
    else:
        verbs.append((_("Restore"), "pipeline:restore", "undo", ""))
    return [_asking(label, route, lead, icon, key) for label, route, icon, key in verbs]


def _record(request: HttpRequest, sentence: Sentence) -> Lead | None:
    if sentence.noun != Lead.noun:
        return None
    return Lead.objects.editable_by(request.user).filter(pk=sentence.key).first()


def _asking(label: str, route: str, lead: Lead, icon: str, key: str = "") -> Command:
    return Command(label, reverse(route, args=[lead.pk]), icon=icon, asks=True, key=key)


def _losing(request: HttpRequest, lead: Lead, why: str | None) -> list[Command]:
    """With a reason it is lost at once, without one it is asked for."""
    url = reverse("pipeline:lost", args=[lead.pk])
    reasons = _reasons(request, why)
    known = [Command(_lost_for(reason), url, icon="lost", values={"reason": str(reason.pk)}) for reason in reasons]
    return [*known, _asking(_("Lost: %(title)s") % {"title": lead}, "pipeline:lost", lead, "lost", "lost")]


def _assigning(request: HttpRequest, lead: Lead, name: str) -> list[Command]:
    url = reverse("pipeline:assign", args=[lead.pk])
    people = _people(request, name)
    return [Command(label, url, icon="person", values={"owner": str(user.pk)}) for user, label in people]


def _moving(lead: Lead, name: str) -> list[Command]:
    url = reverse("pipeline:move", args=[lead.pk])
    allowed = Process().allowed(lead.team_id)
    stages = [stage for stage in _stages(name) if stage.pk in allowed]
    return [Command(_moved(stage), url, icon="board", values={"stage": str(stage.pk)}) for stage in stages]


def _reasons(request: HttpRequest, why: str | None) -> list[LossReason]:
    return named_like(LossReason.objects.visible_to(request.user).offered(), why)[:OFFERED] if why else []


def _people(request: HttpRequest, name: str) -> list[tuple[User, str]]:
    """Those who can own records, with what each was given lately (05.26)."""
    rows = User.objects.visible_to(request.user).assignable().matching(name).order_by("name", "id")[:OFFERED]
    lately = loads([user.pk for user in rows])
    return [(user, f"{_('Assign to %(name)s') % {'name': user}} · {lately[user.pk]}") for user in rows]


def _stages(name: str) -> list[Stage]:
    return named_like(Stage.objects.current(), name)[:OFFERED]


def _lost_for(reason: LossReason) -> str:
    return _("Lost: %(reason)s") % {"reason": reason}


def _moved(stage: Stage) -> str:
    return _("Move to %(stage)s") % {"stage": stage}


def _starred(stars: str) -> str:
    return _("Priority: %(stars)s") % {"stars": Lead.Priority(int(stars)).label}
