"""What the palette understands about the record on which one is: won, lost, assign to Ana, move to Proposition."""

import re

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from piste.accounts.models import User
from piste.finding.palette import Command, Sentence
from piste.kernel.normal import plain
from piste.pipeline.models import Lead, Stage
from piste.pipeline.process import Process
from piste.ui import slots

WON = re.compile(r"^(?:won|win|mark (?:as )?won|gagne[er]?|marquer gagnee?)$")
LOST = re.compile(r"^(?:lost|lose|mark (?:as )?lost|perdue?|perdre|marquer perdue?)$")
ASSIGN = re.compile(r"^(?:assign(?: it)? to|give to|attribuer a|assigner a|affecter a|donner a) (.+)$")
MOVE = re.compile(r"^(?:move to|stage|deplacer (?:vers|en|a)|passer (?:en|a)|etape) (.+)$")
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
        found.append(_asking(_("Won: %(title)s") % {"title": lead}, "pipeline:won", lead, "trophy"))
    if LOST.match(words) and not lead.is_lost:
        found.append(_asking(_("Lost: %(title)s") % {"title": lead}, "pipeline:lost", lead, "lost"))
    if named := ASSIGN.match(words):
        found += _assigning(request, lead, named[1])
    if named := MOVE.match(words):
        found += _moving(lead, named[1])
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
    return [
        Command(label, reverse(route, args=[lead.pk]), icon, asks=True, key=key) for label, route, icon, key in verbs
    ]


def _record(request: HttpRequest, sentence: Sentence) -> Lead | None:
    if sentence.noun != Lead.noun:
        return None
    return Lead.objects.editable_by(request.user).filter(pk=sentence.key).first()


def _asking(label: str, route: str, lead: Lead, icon: str, key: str = "") -> Command:
    return Command(label, reverse(route, args=[lead.pk]), icon=icon, asks=True, key=key)


def _assigning(request: HttpRequest, lead: Lead, name: str) -> list[Command]:
    people = User.objects.visible_to(request.user).assignable().matching(name).order_by("name", "id")[:OFFERED]
    url = reverse("pipeline:assign", args=[lead.pk])
    return [
        Command(_("Assign to %(name)s") % {"name": user}, url, icon="person", values={"owner": str(user.pk)})
        for user in people
    ]


def _moving(lead: Lead, name: str) -> list[Command]:
    allowed = Process().allowed(lead.team_id)
    stages = [stage for stage in Stage.objects.current() if stage.pk in allowed]
    fitting = [stage for stage in stages if any(name in plain(one) for one in (stage.name_en, stage.name_fr))]
    url = reverse("pipeline:move", args=[lead.pk])
    return [
        Command(_("Move to %(stage)s") % {"stage": stage}, url, icon="board", values={"stage": str(stage.pk)})
        for stage in fitting[:OFFERED]
    ]
