from django.db import models


class SourceKeyQuerySet(models.QuerySet):
    def known(self, source: str, noun: str) -> dict[str, int]:
        """Our rows by their id in the source."""
        return dict(self.filter(source=source, noun=noun).values_list("source_id", "row_id"))
