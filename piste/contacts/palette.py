"""What the palette understands about companies and people, and about tags and archives of every noun that has them."""

import re

from django.http import HttpRequest
from django.utils.translation import gettext as _

from piste.accounts.models import User
from piste.contacts.models import Company, Person, Tag
from piste.finding.bulk import acts_of
from piste.finding.palette import Command, Sentence
from piste.finding.phrases import ASSIGN
from piste.history.subjects import model_of
from piste.kernel.naming import named_like
from piste.ui import slots

TAG = re.compile(r"^(?:tag|add (?:the )?tag|label|etiquette|etiqueter|ajouter l'etiquette) (?:as |avec |en )?(.+)$")
UNTAG = re.compile(r"^(?:untag|remove (?:the )?tag|retirer l'etiquette|enlever l'etiquette) (.+)$")
ARCHIVE = re.compile(r"^(?:archive|archiver)$")
OFFERED = 3


@slots.fill("palette", order=15)
def tagging(request: HttpRequest, sentence: Sentence) -> list[Command]:
    if not _may_act(request, sentence, "tag"):
        return []
    found: list[Command] = []
    if named := TAG.match(sentence.words):
        for tag in _tags(request, named[1]):
            found += sentence.does("tag", _("Tag: %(tag)s") % {"tag": tag.name}, "tag", add=str(tag.pk))
    if named := UNTAG.match(sentence.words):
        for tag in _tags(request, named[1]):
            found += sentence.does(
                "tag", _("Take the tag away: %(tag)s") % {"tag": tag.name}, "tag", remove=str(tag.pk)
            )
    return found


@slots.fill("palette", order=16)
def archiving(request: HttpRequest, sentence: Sentence) -> list[Command]:
    if not ARCHIVE.match(sentence.words) or not _may_act(request, sentence, "archive"):
        return []
    return sentence.does("archive", _("Archive"), "archive")


@slots.fill("palette", order=17)
def assigning(request: HttpRequest, sentence: Sentence) -> list[Command]:
    named = ASSIGN.match(sentence.words)
    if not named or sentence.noun not in (Company.noun, Person.noun) or not _may_act(request, sentence, "assign"):
        return []
    people = User.objects.visible_to(request.user).assignable().matching(named[1]).order_by("name", "id")[:OFFERED]
    return [
        command
        for user in people
        for command in sentence.does("assign", _("Assign to %(name)s") % {"name": user}, "person", owner=str(user.pk))
    ]


def _may_act(request: HttpRequest, sentence: Sentence, act: str) -> bool:
    """Of one record it is asked whether he may change it; of a selection the act itself says with which he may not."""
    asked = acts_of(sentence.noun).get(act)
    if asked is None or not request.user.may_write:
        return False
    if not sentence.is_about_one:
        return True
    rows = getattr(model_of(sentence.noun)._default_manager.all(), asked.may)(request.user)
    return rows.filter(pk=sentence.key).exists()


def _tags(request: HttpRequest, name: str) -> list[Tag]:
    """By the name in either language."""
    tags = Tag.objects.visible_to(request.user).offered([])
    return named_like(tags, name)[:OFFERED]
