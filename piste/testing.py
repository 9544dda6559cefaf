"""The cast that every test knows: who sells, who leads, who may not."""

from collections.abc import Callable
from threading import Barrier, Thread
from typing import Any

from django.db import connections
from django.test import TestCase

from piste.accounts.models import Site, User
from piste.teams.models import Membership, Team


class CastTestCase(TestCase):
    """ann and ben sell in team North, zoe in team South, maya manages, root administers, olga observes, otto is
    outside of sales."""

    @classmethod
    def setUpTestData(cls) -> None:
        super().setUpTestData()
        cls.site = Site.current()
        cls.ann = person("ann", "own")
        cls.ben = person("ben", "team")
        cls.zoe = person("zoe", "own")
        cls.maya = person("maya", "manager")
        cls.root = person("root", "administrator")
        cls.olga = person("olga", "observer_all")
        cls.otto = person("otto", "outside")
        cls.north = Team.objects.create(name_en="North", name_fr="Nord")
        cls.south = Team.objects.create(name_en="South", name_fr="Sud")
        for user, team in ((cls.ann, cls.north), (cls.ben, cls.north), (cls.zoe, cls.south)):
            Membership.objects.create(team=team, user=user)


def person(name: str, role: str) -> User:
    # No usable password: hashing one for each test class costs more than all of its queries.
    return User.objects.create_user(f"{name}@example.com", name=name.capitalize(), role=role)


def at_once(*acts: Callable[[], Any]) -> list[Exception]:
    """Runs the acts together, each in a thread with a connection of its own; returns what they refused or raised.

    Only in a TransactionTestCase: the threads must see what the test made.
    """
    barrier, said = Barrier(len(acts)), []

    def acting(act: Callable[[], Any]) -> None:
        barrier.wait()
        try:
            act()
        except Exception as failure:
            said.append(failure)
        finally:
            connections.close_all()

    threads = [Thread(target=acting, args=[act]) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return said
