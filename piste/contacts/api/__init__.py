"""Companies, people and tags, for programs."""

from piste.contacts.api import duplicates, merging
from piste.contacts.api.bulk import companies_bulk, people_bulk
from piste.contacts.api.contacts import companies, people
from piste.contacts.api.tags import tags

__all__ = ["companies", "companies_bulk", "duplicates", "merging", "people", "people_bulk", "tags"]
