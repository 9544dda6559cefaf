"""A record is shown to somebody who would not see it, or is changed by him, for as long as one says (12.6)."""

from datetime import date

from django.utils.translation import gettext as _

from piste.accounts.models import User
from piste.history.recording import change, created, record, verb
from piste.kernel.clock import now, today
from piste.kernel.locking import locked
from piste.kernel.refusals import Refused
from piste.pipeline.models import Lead, Share
from piste.teams.models import Team


@verb
def share(
    lead: Lead,
    *,
    by,
    user: User | None = None,
    team: Team | None = None,
    may_edit: bool = False,
    until: date | None = None,
) -> Share:
    """Shares the record with a person or a team, to be read or changed, up to that day. Whoever has a share already
    gets the new right and day."""
    locked(lead)
    _refuse_nobody(user, team)
    if until and until < today(by):
        raise Refused(_("Choose today or a later day."), field="until")
    known = Share.objects.on(Lead.noun, lead.pk).filter(user=user, team=team).first()
    if known is None:
        made = Share(thread_noun=Lead.noun, thread_id=lead.pk, user=user, team=team, by=by)
        made.may_edit, made.until = may_edit, until
        created(made, by=by, shared_with=made.shared_with)
        return made
    if changes := change(locked(known), may_edit=may_edit, until=until, by=by):
        record(known, "share.edited", by=by, changes=changes, shared_with=known.shared_with)
    return known


@verb
def unshare(share: Share, *, by) -> Share:
    """Takes the share back."""
    if locked(share).deleted_at is None:
        changes = change(share, deleted_at=now())
        record(share, "share.deleted", by=by, changes=changes, shared_with=share.shared_with)
    return share


def _refuse_nobody(user: User | None, team: Team | None) -> None:
    if (user is None) == (team is None):
        raise Refused(_("Choose a person or a team."), field="user")
    if user and not (user.is_active and user.sells):
        raise Refused(_("%(name)s has no access to sales.") % {"name": user}, field="user")
