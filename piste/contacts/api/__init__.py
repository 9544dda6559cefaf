"""Companies, people and tags, for programs."""

from piste.contacts.api import merging
from piste.contacts.api.contacts import companies, people
from piste.contacts.api.tags import tags

__all__ = ["companies", "merging", "people", "tags"]
