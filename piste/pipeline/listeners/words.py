"""A record is found by the name of its customer, also after that has changed."""

from piste.contacts import names
from piste.contacts.models import Company, Person
from piste.history import events, merging
from piste.history.models import Event
from piste.history.recording import chunks
from piste.kernel.bulk import update_each
from piste.pipeline.models import Lead

NAMES = {"name", "first_name", "last_name", "emails"}


@events.on(f"{Company.noun}.*", f"{Person.noun}.*")
def follow(told: list[Event]) -> None:
    noun, _, act = told[0].name.partition(".")
    renamed = [event.row_id for event in told if NAMES & event.changes.keys()]
    # Of a new one there is no record yet.
    if renamed and act != "created":
        refresh(list(Lead._base_manager.filter(**{f"{noun}__in": renamed}).values_list("pk", flat=True)))


@events.on(f"{Lead.noun}.*")
def follow_merges(told: list[Event]) -> None:
    merging.follow_words(told)


@events.on(f"{Lead.noun}.*")
def keep_names(told: list[Event]) -> None:
    """Names of companies are known, so that similar ones are found."""
    leads = [event.row for event in told if {"company", "company_name"} & event.changes.keys()]
    if leads:
        names.keep(lead.company_key for lead in leads)


def refresh(keys: list[int]) -> None:
    for some in chunks(keys):
        leads = list(Lead._base_manager.filter(pk__in=some).select_related(*Lead.searched_with))
        for lead in leads:
            for name, value in lead.searched().items():
                setattr(lead, name, value)
        update_each(leads, ["search_text", "company_key", "domain"])
        names.keep(lead.company_key for lead in leads)
