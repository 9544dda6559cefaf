"""What was typed for a new record, added to one that is there already (02.31)."""

from typing import Any

from piste.accounts.models import Site
from piste.history.recording import verb
from piste.kernel import normal
from piste.pipeline.models import Lead
from piste.pipeline.verbs.editing import edit


@verb
def add_to(lead: Lead, *, by, **typed: Any) -> Lead:
    """Fills what the record has not, and adds the e-mails; nothing that it has is overwritten.

    Another number than the record's own is its mobile number, where it has none.
    """
    if typed.get("phone") and lead.phone and not typed.get("mobile"):
        number = normal.phone(typed["phone"], lead.country or Site.current().country).value
        typed["mobile"] = number if number != lead.phone else ""
    emails = normal.emails(typed.pop("email", "")) if typed.get("email") else []
    missing = {name: value for name, value in typed.items() if value and not lead.fills(name)}
    new = [address for address in emails if address not in lead.emails]
    if new:
        missing["email"] = ", ".join([*lead.emails, *new])
    return edit(lead, by=by, **missing) if missing else lead
