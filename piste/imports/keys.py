"""The memory of what was imported."""

from piste.history.models import Subject
from piste.imports.models import SourceKey


def remember(source: str, rows: dict[str, Subject]) -> None:
    """Keeps which row of ours came from which id of the source."""
    SourceKey.objects.bulk_create(
        [SourceKey(source=source, noun=row.noun, source_id=key, row_id=row.pk) for key, row in rows.items()],
        batch_size=500,
    )
