"""Fills an empty database with records in the proportions of a real sales team, by the database's own bulk path."""

import json
import random
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, timedelta
from itertools import chain
from typing import Any

from django.core.management import call_command
from django.db import connection, models, transaction

from piste.accounts.models import Site, User
from piste.activities.models import Activity, ActivityType
from piste.contacts.models import Company, Person, Tag
from piste.history.models import ChangeSet, Event
from piste.kernel.normal import company_name, plain
from piste.kernel.search import index_text
from piste.kernel.search_indexes import keep_indexes, searchable_models
from piste.kernel.similar import name_key
from piste.messages.models import Follower
from piste.pipeline import totals
from piste.pipeline.models import Lead, Stage
from piste.teams.models import Membership, Team

USERS, TEAMS = 50, 5
COMPANIES_IN, PEOPLE_IN = 20, 10
EVENTS = [
    ("lead.created", {"expected_revenue": [None, "100.00"]}),
    ("lead.edited", {"expected_revenue": ["100.00", "200.00"]}),
    ("lead.moved", {"stage": [1, 2]}),
    ("lead.edited", {"expected_revenue": ["200.00", "300.00"]}),
    ("lead.assigned", {"owner": [1, 2]}),
]
# Eight stages as in the budgets; 45 of 100 records are on the board.
STAGES = ["Contacted", "Demonstration", "Negotiation", "Contract"]
OUTCOMES = ["open"] * 25 + ["won"] * 20 + ["lost"] * 52 + ["archived"] * 3
# fmt: off
WORDS = [
    "warehouse", "scanner", "support", "office", "roll-out", "terminals", "training", "fleet", "tracking",
    "document", "portal", "audit", "contract", "sensors", "renewal", "upgrade", "tablets", "screens", "licence",
    "migration", "printers", "backup", "network", "kiosk", "cooling",
]
NAMES = [
    "Martin", "Verdier", "Girard", "Lefèvre", "Rousseau", "Walker", "Bennett", "Foster", "Weber", "Krüger",
    "Ricci", "Navarro", "Visser", "Hansen",
]
# fmt: on
CITIES = ["Lyon", "Lille", "Paris", "Nantes", "Bristol", "Leeds", "Hamburg", "Torino", "Utrecht", "Gent"]
BEGAN = datetime(2026, 1, 1, tzinfo=UTC)


class Filler:
    """Rows of one model as tuples: every column at the model's default, except those that are given."""

    def __init__(self, model: type[models.Model]) -> None:
        self.model = model
        blank = model()
        self.fields = [field for field in model._meta.concrete_fields if not field.generated]
        self.columns = [field.column for field in self.fields]
        self.places = {field.attname: (place, field) for place, field in enumerate(self.fields)}
        self.blank = [field.get_db_prep_save(field.value_from_object(blank), connection) for field in self.fields]

    def row(self, **values: Any) -> list:
        row = self.blank.copy()
        for name, value in values.items():
            place, field = self.places[name]
            row[place] = field.get_db_prep_save(value, connection)
        return row

    def write(self, rows: Iterable[list]) -> None:
        table = connection.ops.quote_name(self.model._meta.db_table)
        columns = ", ".join(connection.ops.quote_name(column) for column in self.columns)
        rows = iter(rows)
        # Before its first row a generator asks the database; while rows are copied, nobody can.
        rows = chain([next(rows)], rows)
        with transaction.atomic(), connection.cursor() as cursor:
            if connection.vendor == "postgresql":
                self._copy(cursor, f"COPY {table} ({columns}) FROM STDIN", rows)
                _count_on(self.model)
            else:
                marks = ", ".join(["?"] * len(self.columns))
                cursor.cursor.executemany(f"INSERT INTO {table} ({columns}) VALUES ({marks})", rows)

    @staticmethod
    def _copy(cursor, statement: str, rows: Iterable[list]) -> None:
        with cursor.copy(statement) as copy:
            for row in rows:
                copy.write_row(row)


def fill(records: int) -> None:
    """Fills an empty, migrated database with so many records, five events each, and their activities."""
    call_command("migrate", verbosity=0)
    random.seed(7)
    Site.current()
    people = make_people()
    _drop_search()
    companies, persons = max(records // COMPANIES_IN, 10), max(records // PEOPLE_IN, 10)
    Filler(Company).write(_companies(companies))
    Filler(Person).write(_persons(persons, companies))
    Filler(Lead).write(_leads(records, companies, persons, people))
    Filler(Activity).write(_activities(records, people))
    with transaction.atomic():
        _history(records)
        _tag()
        _next_steps()
    keep_indexes()
    totals.rebuild()
    if connection.vendor == "postgresql":
        # As it does by itself after a while; SQLite never does.
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")


def make_people() -> list[User]:
    users = [
        User(name=f"{NAMES[n % len(NAMES)]} {n}", email=f"seller{n}@bench.example", role="own", password="!")
        for n in range(USERS)
    ]
    users.append(User(name="Manager", email="manager@bench.example", role="manager", password="!"))
    User.objects.bulk_create(users)
    teams = [Team(name_en=f"Team {n}") for n in range(TEAMS)]
    Team.objects.bulk_create(teams)
    Membership.objects.bulk_create(Membership(team=teams[n % TEAMS], user=users[n]) for n in range(USERS))
    Stage.objects.bulk_create(
        Stage(name_en=name, sequence=40 + place, default_probability=60 + place) for place, name in enumerate(STAGES)
    )
    return users[:USERS]


def _title(n: int) -> str:
    return f"{random.choice(WORDS)} {random.choice(WORDS)} {random.choice(WORDS)} {n}".capitalize()


def _company(n: int) -> str:
    return f"{NAMES[n % len(NAMES)]} {WORDS[n % len(WORDS)]} {WORDS[n // 25 % len(WORDS)]} {n}"


def _companies(count: int) -> Iterator[list]:
    filler = Filler(Company)
    for n in range(1, count + 1):
        name = _company(n)
        city = random.choice(CITIES)
        yield filler.row(
            id=n,
            name=name,
            name_key=company_name(name),
            city=city,
            country="FR",
            search_text=index_text([name, city]),
            created_at=BEGAN,
        )


def _persons(count: int, companies: int) -> Iterator[list]:
    filler = Filler(Person)
    for n in range(1, count + 1):
        last = random.choice(NAMES)
        email = f"{last.lower()}{n}@company{n % companies}.example"
        yield filler.row(
            id=n,
            first_name="Claire",
            last_name=last,
            company_id=n % companies + 1,
            name_key=plain(f"{last} Claire"),
            email=email,
            emails=[{"value": email, "label": "", "invalid": False, "opted_out": False}],
            search_text=index_text([f"Claire {last}", email]),
            created_at=BEGAN,
        )


def _leads(count: int, companies: int, persons: int, people: list[User]) -> Iterator[list]:
    filler = Filler(Lead)
    stages = {stage.pk: stage.is_won for stage in Stage.objects.all()}
    open_stages = [key for key, won in stages.items() if not won]
    won_stage = next(key for key, won in stages.items() if won)
    teams = list(Team.objects.filter(name_en__startswith="Team ").values_list("pk", flat=True))
    for n in range(1, count + 1):
        outcome = random.choice(OUTCOMES)
        seller = random.randrange(USERS)
        at = BEGAN + timedelta(minutes=n % 400_000)
        won, lost = outcome == "won", outcome == "lost"
        probability = 100 if won else 0 if lost else random.choice([10, 30, 60])
        revenue = random.randrange(500, 90_000)
        title = _title(n)
        email = f"buyer{n}@company{n % companies}.example"
        phone = f"+3319900{n % 10_000:04}"
        yield filler.row(
            id=n,
            title=title,
            outcome=outcome if won or lost else "open",
            archived=outcome == "archived",
            stage_id=won_stage if won else random.choice(open_stages),
            stage_since=at,
            closed_at=at + timedelta(days=30) if won or lost else None,
            probability=probability,
            automatic_probability=probability,
            team_id=teams[seller % TEAMS],
            owner_id=people[seller].pk,
            assigned_at=at,
            created_at=at,
            created_by_id=people[seller].pk,
            touched_at=at,
            person_id=n % persons + 1,
            company_id=n % companies + 1,
            contact_name="Claire Verdier",
            email=email,
            phone=phone,
            country="FR",
            expected_revenue=revenue,
            weighted_revenue=revenue * probability / 100,
            expected_closing=(at + timedelta(days=60)).date(),
            priority=random.choice([0, 0, 1, 2, 3]),
            rank=-float(n),
            company_key=name_key(_company(n % companies + 1)),
            domain=f"company{n % companies}.example",
            search_text=index_text([title, f"L-{n}", _company(n % companies + 1), "Claire Verdier", email, phone]),
        )


def _activities(count: int, people: list[User]) -> Iterator[list]:
    filler = Filler(Activity)
    types = list(ActivityType.objects.values_list("pk", flat=True))
    today = datetime.now(UTC).date()
    open_ones = Lead.objects.filter(outcome="open", archived=False).order_by("pk").values_list("pk", "owner_id")
    for n, (lead, owner) in enumerate(list(open_ones), 1):
        if n % 5 == 0:
            continue
        day = today + timedelta(days=random.randrange(-20, 40))
        yield filler.row(
            id=n,
            thread_noun="lead",
            thread_id=lead,
            type_id=random.choice(types),
            summary="Call back",
            due_on=day,
            due=datetime(day.year, day.month, day.day, tzinfo=UTC),
            assignee_id=owner,
            created_by_id=owner,
        )


def _history(records: int) -> None:
    """The events of each record, and its owner as follower: made by the database from the records themselves."""
    with connection.cursor() as cursor:
        for step, (name, changes) in enumerate(EVENTS):
            cursor.execute(
                "INSERT INTO history_changeset (id, verb, by_id, via, at) "
                "SELECT id + %s, %s, owner_id, 'page', created_at FROM pipeline_lead ORDER BY id",
                [step * records, name],
            )
            cursor.execute(
                "INSERT INTO history_event (id, change_set_id, name, noun, row_id, thread_noun, thread_id, version, "
                "changes, facts, at) SELECT id + %s, id + %s, %s, 'lead', id, 'lead', id, %s, %s, '{}', created_at "
                "FROM pipeline_lead ORDER BY id",
                [step * records, step * records, name, step + 1, json.dumps(changes)],
            )
        cursor.execute(
            "INSERT INTO messages_follower (id, version, thread_noun, thread_id, user_id) "
            "SELECT id, 1, 'lead', id, owner_id FROM pipeline_lead ORDER BY id"
        )
    for model in (ChangeSet, Event, Follower):
        _count_on(model)


def _tag() -> None:
    """One tag for each record, in turn."""
    tags = list(Tag.objects.values_list("pk", flat=True))
    with connection.cursor() as cursor:
        for place, tag in enumerate(tags):
            cursor.execute(
                "INSERT INTO pipeline_lead_tags (id, lead_id, tag_id) "
                "SELECT id, id, %s FROM pipeline_lead WHERE id %% %s = %s ORDER BY id",
                [tag, len(tags), place],
            )
    _count_on(Lead.tags.through)


def _count_on(model: type[models.Model]) -> None:
    """PostgreSQL gives the next row a key behind those that were named here."""
    if connection.vendor == "postgresql":
        table = model._meta.db_table
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), (SELECT max(id) FROM {table}))")


def _next_steps() -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE pipeline_lead SET next_activity_id = activity.id, next_due = activity.due "
            "FROM activities_activity AS activity "
            "WHERE activity.thread_noun = 'lead' AND activity.thread_id = pipeline_lead.id"
        )


def _drop_search() -> None:
    """The indexes are built at the end, from all rows at once."""
    with connection.cursor() as cursor:
        for model in searchable_models():
            table = model._meta.db_table
            if connection.vendor == "postgresql":
                cursor.execute(f'DROP INDEX IF EXISTS "{table}_search"')
            else:
                for trigger in ("insert", "delete", "update"):
                    cursor.execute(f'DROP TRIGGER IF EXISTS "{table}_fts_{trigger}"')
