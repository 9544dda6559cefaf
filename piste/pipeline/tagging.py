"""Which tags records wear, many records at once."""

from collections.abc import Iterable

from piste.pipeline.models import Lead


def tag_keys(leads: Iterable[int]) -> dict[int, list[int]]:
    """The keys of the tags of each of these records, in the order in which they were put on."""
    worn: dict[int, list[int]] = {lead: [] for lead in leads}
    links = Lead.tags.through._base_manager.filter(lead__in=list(worn)).order_by("id")
    for lead, tag in links.values_list("lead_id", "tag_id"):
        worn[lead].append(tag)
    return worn
