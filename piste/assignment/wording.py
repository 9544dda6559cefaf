"""How this room's events are told."""

from django.utils.translation import gettext_lazy as _

from piste.assignment.explaining import of_event
from piste.history.wording import Wording, tell

tell(
    {
        "lead.given": Wording(
            _("%(who)s gave it to %(owner)s by automatic assignment"),
            icon="person",
            body=of_event,
            once=True,
            tells=("owner",),
        ),
        "team.filtered": Wording(_("%(who)s changed the filter of the team"), icon="filter"),
        "membership.filtered": Wording(_("%(who)s changed the filters of %(member)s"), icon="filter"),
    }
)
