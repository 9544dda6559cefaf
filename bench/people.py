"""What people do, and who does it: signed in, over a connection that is kept open."""

import gzip
import http.client
import random
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache, partial
from importlib import import_module
from itertools import cycle
from time import perf_counter
from typing import NamedTuple
from urllib.parse import urlencode

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.middleware.csrf import _get_new_csrf_string
from django.urls import reverse

from piste.accounts.models import User
from piste.contacts.models import Person as Contact
from piste.history.models import Event
from piste.kernel.clock import now
from piste.pipeline.models import Lead, Stage

# Whose pages are asked: the name in the address, and in words.
SEEN_BY = [("seller7", "One salesperson"), ("manager", "The whole company")]
SEARCHED = ["warehouse", "scanner 1", "buyer12", "verdier", "+33 1 99 00", "k"]


@dataclass(frozen=True)
class Act:
    """One thing that people do; it writes when it has data to send."""

    name: str
    path: Callable[[], str]
    data: Callable[[], dict] | None = None


class Answer(NamedTuple):
    """`sent` as it travels, `size` as the browser reads it; both in bytes."""

    ms: float
    sent: int
    size: int


class Person:
    """A signed-in user with a connection of his own."""

    def __init__(self, user: User, port: int) -> None:
        self.user = user
        csrf = _get_new_csrf_string()
        self.cookies = {settings.SESSION_COOKIE_NAME: session_of(user), settings.CSRF_COOKIE_NAME: csrf}
        self.reads = {
            "Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items()),
            "Accept-Encoding": "gzip",
        }
        self.writes = self.reads | {
            "HX-Request": "true",
            "X-CSRFToken": csrf,
            "Content-Type": "application/x-www-form-urlencoded",
        }
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)

    def ask(self, act: Act) -> Answer:
        """Raises when the answer is no success."""
        path, begun = act.path(), perf_counter()
        if act.data:
            self.connection.request("POST", path, urlencode(act.data()), self.writes)
        else:
            self.connection.request("GET", path, headers=self.reads)
        answer = self.connection.getresponse()
        sent = answer.read()
        ms = (perf_counter() - begun) * 1000
        packed = answer.headers.get("Content-Encoding") == "gzip"
        content = gzip.decompress(sent) if packed else sent
        if answer.status not in {200, 204}:
            raise RuntimeError(f"{act.name}: {answer.status} {content[:300]!r}")
        return Answer(ms, len(sent), len(content))

    def page(self, path: str) -> str:
        self.connection.request("GET", path, headers=self.reads)
        return gzip.decompress(self.connection.getresponse().read()).decode()


def session_of(user: User) -> str:
    session = import_module(settings.SESSION_ENGINE).SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    # As of somebody who was here today already: his first request of a day writes that he came.
    session["used_on"] = now().date().isoformat()
    session.save()
    return session.session_key


def moves_between(person: Person, place: int, *, clients: int) -> Iterator[Act]:
    """Moves without end between the first two stages, of records that no other of so many clients moves."""
    rows = Lead.objects.editable_by(person.user).filter(outcome="open", archived=False).order_by("-pk")
    keys = list(rows.values_list("pk", flat=True)[: 40 * clients])[place::clients]
    scope = "all" if person.user.sees_all else "mine"
    for stage in cycle(Stage.objects.filter(is_won=False).values_list("pk", flat=True)[:2]):
        for key in keys:
            address = reverse("pipeline:move", args=[key]) + f"?board&scope={scope}"
            yield Act("move", partial(str, address), partial(dict, stage=stage))


def acts(person: Person) -> list[Act]:
    """What this person does, on records that he may touch, chosen anew each time; none is won twice."""
    user = person.user
    scope = "all" if user.sees_all else "mine"
    query = {"scope": scope} if user.sees_all else {}
    board, leads = reverse("pipeline:board", query=query), reverse("pipeline:leads", query=query)
    late, pivot = reverse("pipeline:leads", query=query | {"step": "overdue"}), reverse("pipeline:pivot", query=query)
    open_ones = Lead.objects.editable_by(user).filter(outcome="open", archived=False).order_by("-pk")
    keys = list(open_ones.values_list("pk", flat=True)[:4000])
    stages = list(Stage.objects.filter(is_won=False).values_list("pk", flat=True))
    left_open = cache(lambda: list(open_ones.values_list("pk", flat=True)))

    @cache
    def next_cards() -> str:
        """The address of a column's next cards, as the board names it."""
        found = re.search(r'hx-get="(/pipeline/column/[^"]*after=[^"]*)"', person.page(board))
        return found.group(1).replace("&amp;", "&") if found else board

    customers = list(
        Contact.objects.filter(email__gt="").order_by("-pk").values_list("email", "phone", "company__name")[:400]
    )

    def typed() -> dict[str, str]:
        """What somebody has typed of a new record so far: one who is there already."""
        email, phone, company = random.choice(customers)
        return random.choice([{"email": email}, {"phone": phone}, {"company_name": company or "", "title": "Scanner"}])

    looks = [Act("fairness", lambda: reverse("assignment:fairness"))] if user.manages else []
    return [
        *looks,
        Act("hints", lambda: reverse("pipeline:hints", query=typed())),
        Act("tiles", lambda: reverse("pipeline:team_pipelines")),
        Act("clean-up", lambda: reverse("pipeline:cleanup")),
        Act("my last acts", lambda: reverse("history:acts")),
        Act("board", lambda: board),
        Act("column scroll", next_cards),
        Act("list", lambda: leads),
        Act("list, filtered", lambda: late),
        Act("pivot", lambda: pivot),
        Act("search", lambda: reverse("search", query={"q": random.choice(SEARCHED)})),
        Act("record", lambda: reverse("pipeline:lead", args=[random.choice(keys)])),
        Act("live", lambda: reverse("live", query={"after": Event.objects.newest()})),
        Act(
            "move",
            lambda: reverse("pipeline:move", args=[random.choice(keys)]) + f"?board&scope={scope}",
            lambda: {"stage": random.choice(stages)},
        ),
        Act("create", lambda: reverse("pipeline:quick_create"), lambda: {"title": "Bench", "stage": stages[0]}),
        Act("won", lambda: reverse("pipeline:won", args=[left_open().pop()]), lambda: {"asked": "yes"}),
    ]
