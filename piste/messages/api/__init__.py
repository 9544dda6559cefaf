"""Timelines, notes, files, followers and notices, for programs."""

from piste.messages.api.files import attachments
from piste.messages.api.followers import followers
from piste.messages.api.notes import notes
from piste.messages.api.notices import notices
from piste.messages.api.timeline import timeline

__all__ = ["attachments", "followers", "notes", "notices", "timeline"]
