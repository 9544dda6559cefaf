"""Leads that came in over the last days: most of them wait for a salesperson, and some came twice."""

from datetime import datetime, timedelta
from random import Random
from typing import Any

from django.utils.text import slugify

from piste.accounts.models import User
from piste.kernel import normal
from piste.messages.models import Note
from piste.pipeline.models import Lead, Stage
from piste.teams.models import Team

INQUIRIES = 36
# Every so many the same customer asks again.
AGAIN_AFTER = 9

# English, French
WISHES = [
    ("Asks for a demonstration", "Demande une démonstration"),
    ("Price list wanted", "Souhaite la liste des prix"),
    ("Call back about a replacement", "À rappeler pour un remplacement"),
    ("Quote for 12 seats", "Devis pour 12 postes"),
    ("Trial on one site", "Essai sur un site"),
    ("Question about maintenance", "Question sur la maintenance"),
    ("Met at the fair, wants a brochure", "Rencontré au salon, souhaite une brochure"),
    ("Tender documents", "Dossier d'appel d'offres"),
]
# Name, city, country, language
ASKING = [
    ("Menuiserie Carpentier", "Angers", "FR", "fr"),
    ("Garage du Port", "La Rochelle", "FR", "fr"),
    ("Traiteur Valmont", "Reims", "FR", "fr"),
    ("Hôtel Bellerive", "Annecy", "FR", "fr"),
    ("Imprimerie Sauvage", "Lille", "FR", "fr"),
    ("Vignobles Castel-Roux", "Beaune", "FR", "fr"),
    ("Chocolaterie Wauters", "Brugge", "BE", "fr"),
    ("Optique Montbrillant", "Genève", "CH", "fr"),
    ("Alder & Finch", "Sheffield", "GB", "en"),
    ("Coastline Ferries", "Plymouth", "GB", "en"),
    ("Thornbury Timber", "Gloucester", "GB", "en"),
    ("Pemberton Print", "Leicester", "GB", "en"),
    ("Lindenhof Pflege", "Bremen", "DE", "de"),
    ("Kranich Antriebe", "Kassel", "DE", "de"),
    ("Cantine Morandi", "Verona", "IT", "it"),
    ("Fjordglass", "Stavanger", "NO", "nb"),
]
# How they came: source, medium, campaign
WAYS = [
    ("website", "form", "autumn"),
    ("website", "form", ""),
    ("fair", "", "fair in Lyon"),
    ("newsletter", "e-mail", "autumn"),
    ("phone", "", ""),
]
CALLED = 0.8
SAID = [
    ("Will look at the brochure and call back.", "Va regarder la brochure et rappeler."),
    ("Wants a date for a visit.", "Souhaite une date de visite."),
    ("Compares two offers; decides this month.", "Compare deux offres ; décide ce mois-ci."),
    ("Asked who else uses it in the region.", "A demandé qui d'autre l'utilise dans la région."),
]


class Inquiries:
    """Made from what is there: teams, members, names, the first stage."""

    def __init__(self, demo: Any, names: tuple[list[str], list[str]]) -> None:
        self.demo, self.names = demo, names
        self.random: Random = demo.random
        self.stage = Stage.objects.first_for(None)

    def make(self) -> list[Lead]:
        leads: list[Lead] = []
        for number in range(INQUIRIES):
            comes_again = number > AGAIN_AFTER and number % AGAIN_AFTER == AGAIN_AFTER - 1
            again = leads[number - AGAIN_AFTER] if comes_again else None
            leads.append(self.lead(number, again))
        return leads

    def lead(self, number: int, again: Lead | None) -> Lead:
        name, city, country, language = ASKING[number % len(ASKING)]
        first, last = self.random.choice(self.names[0]), self.random.choice(self.names[1])
        source, medium, campaign = self.random.choice(WAYS)
        came = self.demo.now - timedelta(minutes=self.random.randrange(20, 6 * 1440))
        lead = Lead(
            kind=Lead.Kind.LEAD,
            title=self.demo.said(*self.random.choice(WISHES)),
            stage=self.stage,
            contact_name=f"{first} {last}",
            company_name=name,
            email=f"{slugify(first)}.{slugify(last)}@{slugify(name)}.example",
            phone=normal.phone(self.demo.phone(country), country).value,
            city=city,
            country=country,
            language=language,
            priority=self.random.choice([0, 0, 1, 1, 2, 3]),
            source=source,
            medium=medium,
            campaign=campaign,
            created_by=self.demo.by,
            created_at=came,
            stage_since=came,
            touched_at=came,
            rank=-came.timestamp(),
        )
        if again:
            for column in ("contact_name", "company_name", "email", "phone", "city", "country", "language"):
                setattr(lead, column, getattr(again, column))
        lead.team, lead.owner = self.place(number, lead.country)
        lead.assigned_at = came if lead.owner else None
        lead.probability = lead.automatic_probability = self.stage.default_probability
        return lead

    def place(self, number: int, country: str) -> tuple[Team | None, User | None]:
        """A third has no team, a third only a team, a third a salesperson of it."""
        name = "Retail" if country in {"FR", "BE", "CH"} else "Industry"
        team: Team = self.demo.teams[name]
        if number % 3 == 0:
            return None, None
        members = self.demo.members[name]
        return team, members[number // 6 % len(members)] if number % 3 == 1 else None

    def calls(self, leads: list[Lead]) -> list[tuple[Note, Lead]]:
        """Most customers were called by who has their record, soon after it came."""
        called = [lead for lead in leads if lead.owner and self.random.random() < CALLED]
        return [(self.call(lead), lead) for lead in called]

    def call(self, lead: Lead) -> Note:
        text = f"<p>{self.demo.said(*self.random.choice(SAID))}</p>"
        return Note(kind="call", direction="out", result="reached", body=text, author=lead.owner, at=self.soon(lead))

    def soon(self, lead: Lead) -> datetime:
        return min(lead.created_at + timedelta(minutes=self.random.randrange(15, 600)), self.demo.now)
