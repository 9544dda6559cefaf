"""Puts the demo data in, with a history of half a year behind today; the same data whenever it is loaded."""

from datetime import datetime, time, timedelta
from decimal import Decimal
from random import Random
from typing import TypeVar

from django.contrib.auth.hashers import make_password
from django.db.models import OuterRef, Q, Subquery
from django.utils.text import slugify

from piste.accounts.models import Site, User
from piste.activities.models import Activity, ActivityType
from piste.contacts.models import Company, Person, Tag
from piste.history.models import Event, Hanging
from piste.history.recording import change_each, created_many, record_many, verb
from piste.imports.demo import content
from piste.imports.demo.inquiries import Inquiries
from piste.imports.keys import remember
from piste.imports.models import SourceKey
from piste.kernel import normal
from piste.kernel.clock import now, today
from piste.kernel.refusals import Refused
from piste.messages.models import Note
from piste.pipeline import values
from piste.pipeline.models import Lead, LossReason, Stage
from piste.teams.models import Membership, Team

SOURCE = "demo"
Hung = TypeVar("Hung", bound=Hanging)
LEADS = 200
# Where a record stands: share, and how many days it took to get there at most.
STANDINGS = [("New", 52), ("Qualified", 42), ("Proposition", 34), ("won", 38), ("lost", 34)]
PHONES = {"FR": "+33 1 99 00 {:02} {:02}", "GB": "+44 20 7946 0{:01}{:02}"}


@verb
def load_demo(*, language: str) -> list[User]:
    """Users, teams, companies, people, records with their history; returns the users, the administrator first."""
    if SourceKey.objects.filter(source=SOURCE).exists():
        raise Refused("The demo data is already here; remove it first: piste demo remove.")
    return Demo(language).build()


class Demo:
    def __init__(self, language: str) -> None:
        self.french = language == "fr"
        self.random = Random(1789)  # noqa: S311 (variety, not secrecy)
        self.site = Site.current()
        self.now = now()

    def build(self) -> list[User]:
        self.users = self.make_users()
        self.by = self.users["Camille Moreau"]
        self.teams = self.make_teams()
        self.companies = self.make_companies()
        self.people = self.make_people()
        self.leads = self.make_leads()
        self.make_notes()
        self.make_activities()
        self.close()
        self.make_inquiries()
        self.touch()
        return list(self.users.values())

    def said(self, english: str, french: str) -> str:
        return french if self.french else english

    def kept(self, rows: list, at: dict[int, datetime] | None = None) -> list:
        created_many(rows, by=self.by, at=at, demo=True)
        remember(SOURCE, {str(row.pk): row for row in rows})
        return rows

    def make_users(self) -> dict[str, User]:
        # Everybody knows this password: where a site has users of its own, nobody signs in with it.
        password = make_password(None if User.objects.exists() else content.PASSWORD)
        users = []
        for name, role, language in content.USERS:
            first = slugify(name.split()[0])
            user = User(name=name, email=f"{first}@{content.DOMAIN}", role=role, password=password)
            user.language = "fr" if self.french else language
            user.time_zone = self.site.time_zone
            users.append(user)
        self.by = users[0]
        self.by.via = "import"
        users[0].search_text = users[0].searchable_text()
        users[0].save()
        remember(SOURCE, {str(users[0].pk): users[0]})
        self.kept(users[1:])
        return {user.name: user for user in users}

    def make_teams(self) -> dict[str, Team]:
        teams = {
            english: Team(
                name_en=english,
                name_fr=french,
                colour=colour,
                leader=self.users[leader],
                sequence=20 + place,
                **content.PROCESS.get(english, {}),
            )
            for place, (english, french, colour, leader, _members) in enumerate(content.TEAMS)
        }
        self.kept(list(teams.values()))
        self.kept(
            [
                Membership(team=teams[english], user=self.users[member], **content.SHARES.get((english, member), {}))
                for english, _french, _colour, _leader, members in content.TEAMS
                for member in members
            ]
        )
        self.members = {team[0]: [self.users[name] for name in team[4]] for team in content.TEAMS}
        return teams

    def make_companies(self) -> list[Company]:
        self.tags = {tag.name_en: tag for tag in Tag.objects.all()}
        self.team_of = {name: team for name, *_rest, team in content.COMPANIES}
        companies = [self.company(place, *said) for place, said in enumerate(content.COMPANIES)]
        self.kept(companies, at={place: self.now - timedelta(days=400 - 5 * place) for place in range(len(companies))})
        for company, (_name, industry, *_rest) in zip(companies, content.COMPANIES, strict=True):
            *_words, tags = content.INDUSTRIES[industry]
            company.tags.set(self.tags[name] for name in tags if name in self.tags)
        return companies

    def company(
        self, place: int, name: str, industry: str, city: str, country: str, employees: int, team: str
    ) -> Company:
        domain = f"{slugify(name)}.example"
        english, french, _tags = content.INDUSTRIES[industry]
        number = normal.phone(PHONES.get(country, PHONES["FR"]).format(place % 10, 40 + place), country).value
        return Company(
            name=name,
            industry=self.said(english, french),
            city=city,
            country=country,
            employees=employees,
            website=f"https://{domain}",
            domains=[domain],
            emails=[{"value": f"contact@{domain}", "label": "", "invalid": False, "opted_out": False}],
            phones=[{"value": number, "label": "", "invalid": False, "opted_out": False}],
            team=self.teams[team],
            owner=self.members[team][place % len(self.members[team])] if place % 5 else None,
        )

    def make_people(self) -> list[Person]:
        people = []
        for company in self.companies:
            for _place in range(self.random.choice([1, 2, 2, 3])):
                first, last = self.random.choice(content.FIRST_NAMES), self.random.choice(content.LAST_NAMES)
                address = f"{slugify(first)}.{slugify(last)}@{company.domains[0]}"
                number = normal.phone(self.phone(company.country), company.country).value
                people.append(
                    Person(
                        first_name=first,
                        last_name=last,
                        company=company,
                        job_title=self.said(*self.random.choice(content.JOBS)),
                        city=company.city,
                        country=company.country,
                        emails=[{"value": address, "label": "", "invalid": False, "opted_out": False}],
                        phones=[{"value": number, "label": "", "invalid": False, "opted_out": False}],
                    )
                )
        return self.kept(people)

    def phone(self, country: str) -> str:
        pattern = PHONES.get(country, PHONES["FR"])
        return pattern.format(
            self.random.randrange(10) if country == "GB" else self.random.randrange(100), self.random.randrange(100)
        )

    def make_leads(self) -> list[Lead]:
        self.stages = {stage.name_en: stage for stage in Stage.objects.current()}
        standings = [name for name, share in STANDINGS for _ in range(share)]
        self.random.shuffle(standings)
        leads, tags = [], []
        self.standing: list[str] = standings[:LEADS]
        for standing in self.standing:
            english, french, least, most, tagged = self.random.choice(content.DEALS)
            lead = self.lead(standing, self.said(english, french), self.random.randrange(least, most, 100))
            leads.append(lead)
            tags.append([self.tags[name] for name in tagged if name in self.tags])
        self.kept(leads, at={place: lead.created_at for place, lead in enumerate(leads)})
        links = [Lead.tags.through(lead=lead, tag=tag) for lead, some in zip(leads, tags, strict=True) for tag in some]
        Lead.tags.through.objects.bulk_create(links)
        self.advance(leads)
        return leads

    def lead(self, standing: str, title: str, revenue: int) -> Lead:
        person = self.random.choice(self.people)
        team = self.team_of[person.company.name]
        owner = self.random.choice([*self.members[team], *self.members[team], None])
        began = self.now - timedelta(days=self.random.randrange(3, 180), minutes=self.random.randrange(1440))
        if standing in {"New", "Qualified"}:
            began = self.now - timedelta(days=self.random.randrange(1, 40), minutes=self.random.randrange(1440))
        lead = Lead(
            title=title,
            stage=self.stages["New"],
            owner=owner,
            team=self.teams[team],
            person=person,
            company=person.company,
            contact_name=str(person),
            company_name=person.company.name,
            job_title=person.job_title,
            email=person.emails[0]["value"],
            phone=person.phones[0]["value"],
            city=person.city,
            country=person.country,
            expected_revenue=Decimal(revenue),
            expected_closing=today(self.by) + timedelta(days=self.random.randrange(-6, 95)),
            priority=self.random.choice([0, 0, 1, 1, 1, 2, 2, 3]),
            source=self.random.choice(content.SOURCES),
            created_by=owner or self.by,
            created_at=began,
            assigned_at=began if owner else None,
            stage_since=began,
            rank=-began.timestamp(),
        )
        lead.probability = lead.automatic_probability = lead.stage.default_probability
        return lead

    def advance(self, leads: list[Lead]) -> None:
        """Moves each record through the stages before its last one, at times between its beginning and now."""
        reach = {"New": 0, "Qualified": 1, "Proposition": 2, "won": 2, "lost": 1}
        for place, name in enumerate(["Qualified", "Proposition"], 1):
            moving = [lead for lead, standing in zip(leads, self.standing, strict=True) if reach[standing] >= place]
            at = {lead.pk: self.between(lead.stage_since) for lead in moving}
            stage = self.stages[name]
            changes = change_each(
                moving,
                lambda lead, stage=stage, at=at: values.in_open_stage(lead, stage) | {"stage_since": at[lead.pk]},
            )
            record_many(moving, "lead.moved", by=self.by, changes=changes, at=at)

    def between(self, start: datetime) -> datetime:
        return start + (self.now - start) * self.random.uniform(0.15, 0.6)

    def make_notes(self) -> None:
        notes = []
        for lead in self.random.sample(self.leads, 90):
            text = self.said(*self.random.choice(content.NOTES))
            note = Note(body=f"<p>{text}</p>", author=lead.owner or self.by, at=self.between(lead.created_at))
            notes.append(hung(note, lead))
        self.kept(notes, at={place: note.at for place, note in enumerate(notes)})

    def make_activities(self) -> None:
        self.types = {kind.name_en: kind for kind in ActivityType.objects.all()}
        standing = list(zip(self.leads, self.standing, strict=True))
        running = [lead for lead, name in standing if name not in {"won", "lost"} and self.random.random() < 0.85]
        activities = [self.activity(lead) for lead in running]
        done = [self.activity(lead) for lead in self.random.sample(self.leads, 60)]
        every = activities + done
        self.kept(every, at={place: activity.created_at for place, activity in enumerate(every)})
        at = {activity.pk: self.between(activity.created_at) for activity in done}
        changes = change_each(
            done,
            lambda activity: {
                "state": Activity.State.DONE,
                "closed_at": at[activity.pk],
                "closed_by": activity.assignee,
            },
        )
        record_many(done, "activity.done", by=self.by, changes=changes, at=at, feedback="")

    def activity(self, lead: Lead) -> Activity:
        kind, english, french = self.random.choice(content.ACTIVITIES)
        days = self.random.choice([-6, -2, 0, 0, 1, 1, 2, 3, 5, 8, 13])
        activity = Activity(
            type=self.types[kind],
            summary=self.said(english, french),
            assignee=lead.owner or self.by,
            due_on=today(self.by) + timedelta(days=days),
            due_time=time(self.random.randrange(9, 18), 30) if kind in {"Call", "Meeting"} else None,
            created_by=lead.owner or self.by,
            created_at=self.between(lead.created_at),
        )
        return hung(activity, lead)

    def make_inquiries(self) -> None:
        inquiries = Inquiries(self, (content.FIRST_NAMES, content.LAST_NAMES))
        leads = self.kept(made := inquiries.make(), at={place: lead.created_at for place, lead in enumerate(made)})
        calls = [hung(note, lead) for note, lead in inquiries.calls([*self.leads, *leads])]
        self.kept(calls, at={place: note.at for place, note in enumerate(calls)})

    def touch(self) -> None:
        """Records rot from their last step, not from the day of loading."""
        steps = Q(name__in=("note.created", "activity.done")) | Q(noun=Lead.noun)
        told = Event.objects.filter(steps, thread_noun=Lead.noun, thread_id=OuterRef("pk")).order_by("-at")
        loaded = Lead._base_manager.filter(pk__in=[lead.pk for lead in self.leads])
        loaded.update(touched_at=Subquery(told.values("at")[:1]))

    def close(self) -> None:
        reasons = list(LossReason.objects.all())
        won = [lead for lead, standing in zip(self.leads, self.standing, strict=True) if standing == "won"]
        lost = [lead for lead, standing in zip(self.leads, self.standing, strict=True) if standing == "lost"]
        at = {lead.pk: self.between(lead.stage_since) for lead in [*won, *lost]}
        for lead in [*won, *lost]:
            lead.refresh_from_db()
        stage = Stage.objects.won_for(None)
        changes = change_each(
            won, lambda lead: values.won(lead, stage) | {"closed_at": at[lead.pk], "stage_since": at[lead.pk]}
        )
        record_many(won, "lead.won", by=self.by, changes=changes, at=at)
        changes = change_each(
            lost, lambda lead: values.lost(lead, lead.stage, self.random.choice(reasons)) | {"closed_at": at[lead.pk]}
        )
        record_many(lost, "lead.lost", by=self.by, changes=changes, at=at)


def hung(row: Hung, lead: Lead) -> Hung:
    row.thread_noun, row.thread_id = lead.thread
    return row
