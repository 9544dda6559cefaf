"""Activities and their types, for programs."""

from piste.activities.api.activities import activities
from piste.activities.api.bulk import activities_bulk
from piste.activities.api.types import types

__all__ = ["activities", "activities_bulk", "types"]
