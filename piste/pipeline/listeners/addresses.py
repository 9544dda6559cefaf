"""A record is found by each of its e-mails."""

from piste.history import events
from piste.history.models import Event
from piste.pipeline.models import ExtraEmail, Lead


@events.on(f"{Lead.noun}.*")
def follow(told: list[Event]) -> None:
    leads = {event.row_id: event.row for event in told if "extra_emails" in event.changes}
    if not leads:
        return
    if not told[0].name.endswith(".created"):
        ExtraEmail._base_manager.filter(lead__in=leads).delete()
    rows = [ExtraEmail(lead_id=key, value=value) for key, lead in leads.items() for value in lead.extra_emails]
    ExtraEmail._base_manager.bulk_create(rows, batch_size=500)
