"""`@Name` in a text: whom it means, and who of them sees the record (04.12)."""

import re
from dataclasses import dataclass, field

from django.db.models import Q

from piste.accounts.models import User
from piste.history.models import Subject
from piste.messages import rich, threads

MANY = 20
OFFERED = 8


@dataclass
class Mentions:
    """The people named, by whether they see the record."""

    told: list[User] = field(default_factory=list)
    blind: list[User] = field(default_factory=list)


def found(text: str, thread: Subject) -> Mentions:
    """Whom the text means: those chosen in the editor, and those whose full name stands after an @."""
    keys, words = rich.chosen(text)
    mentions = Mentions()
    for user in dict.fromkeys([*User.objects.active().filter(pk__in=keys), *_named(words)]):
        (mentions.told if threads.sees(user, thread) else mentions.blind).append(user)
    return mentions


def offered(typed: str, thread: Subject) -> Mentions:
    """The colleagues whose name goes on like this."""
    users = User.objects.active().matching(typed).order_by("name", "id")
    mentions = Mentions()
    for user in users[:OFFERED]:
        (mentions.told if threads.sees(user, thread) else mentions.blind).append(user)
    return mentions


def _named(text: str) -> list[User]:
    """The longest name that fits wins."""
    starts = [text[at.end() :] for at in re.finditer(r"(?<!\w)@(?=\w)", text)][:MANY]
    begin = Q(pk__in=[])
    for start in starts:
        begin |= Q(name__istartswith=start.split()[0].rstrip(".,;:!?"))
    users = sorted(User.objects.active().filter(begin), key=lambda user: len(user.name), reverse=True) if starts else []
    return [user for start in starts if (user := _meant(start, users))]


def _meant(start: str, longest_first: list[User]) -> User | None:
    for user in longest_first:
        rest = start[len(user.name) :]
        if start.casefold().startswith(user.name.casefold()) and not re.match(r"\w", rest):
            return user
    return None
