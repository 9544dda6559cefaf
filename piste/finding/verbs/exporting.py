from piste.accounts.models import User
from piste.history.models import Event
from piste.history.recording import record, verb


@verb
def exported(user: User, *, what: str, count: int, kind: str, filter: str, columns: str = "") -> Event:
    """Keeps for the audit log who took what away as a file (13.21). It is no act of his that could be undone."""
    return record(user, "user.exported", by=None, what=what, count=count, kind=kind, filter=filter, columns=columns)
