"""How this room's events are told."""

from django.utils.translation import gettext_lazy as _

from piste.history.wording import Wording, tell

tell(
    {
        "lead.moved": Wording(
            _("%(who)s moved it from %(stage_before)s to %(stage)s"), icon="right", news=True, tells=("stage",)
        ),
        "lead.won": Wording(_("%(who)s marked it won"), icon="trophy", news=True, tells=("outcome",)),
        "lead.lost": Wording(_("%(who)s marked it lost"), icon="lost", body="note", news=True, tells=("outcome",)),
        "lead.restored": Wording(_("%(who)s opened it again"), icon="undo", news=True, tells=("outcome",)),
        "lead.converted": Wording(
            _("%(who)s converted it to an opportunity"), icon="pipeline", news=True, tells=("kind",)
        ),
        "lead.unconverted": Wording(_("%(who)s made it a lead again"), icon="funnel", news=True, tells=("kind",)),
        "lead.assigned": Wording(_("%(who)s gave it to %(owner)s"), icon="person", tells=("owner",)),
        "lead.ordered": Wording(_("%(who)s moved the card by hand"), icon="sort", quiet=True),
        "lead.tagged": Wording(_("%(who)s changed its tags"), icon="tag", quiet=True),
        "share.created": Wording(_("%(who)s shared it with %(shared_with)s"), icon="people", tells=("user", "team")),
        "share.edited": Wording(_("%(who)s changed the share of %(shared_with)s"), icon="people"),
        "share.deleted": Wording(_("%(who)s ended the share of %(shared_with)s"), icon="people", tells=("deleted_at",)),
        "stage.ordered": Wording(_("%(who)s changed the order of the stages"), icon="sort"),
    }
)
