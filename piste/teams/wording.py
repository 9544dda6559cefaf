"""How this room's events are told."""

from django.utils.translation import gettext_lazy as _

from piste.history.wording import Wording, tell
from piste.teams import targets

tell(
    {
        "team.ordered": Wording(
            _("%(who)s changed the order of the teams"), icon="sort", quiet=True, tells=("sequence",)
        ),
        "team.made_default": Wording(_("%(who)s made it the default team"), icon="flag", tells=("default_since",)),
        "team.targeted": Wording(
            _("%(who)s changed the targets of single months"), icon="chart", body=targets.told, tells=("month_targets",)
        ),
        "membership.created": Wording(
            _("%(who)s added %(member)s"), icon="person", tells=("team", "user", "active", "capacity", "assigns")
        ),
        "membership.edited": Wording(_("%(who)s changed what %(member)s is given"), icon="person"),
        "membership.ended": Wording(_("%(who)s removed %(member)s"), icon="leave", tells=("active",)),
        "membership.undone": Wording(_("%(who)s undid a change of members"), icon="undo", tells=("active",)),
    }
)
