"""Up to which number the events are all there (13.32).

PostgreSQL commits out of the order of numbers: an event may appear long after others with higher ones. Each writer
holds, until his transaction ends, a lock that names the last number drawn before his own (migration 0002); what lies
behind the lowest of them may still grow.
"""

from django.db import connection

from piste.history.models import Event

# What the numbers of the locks begin with, as in the trigger.
LOCKS = 5_000_000_000_000_000_000
MOST = 10**15

_LOWEST = """
    SELECT min(classid::bigint << 32 | objid::bigint) FROM pg_locks
    WHERE locktype = 'advisory' AND objsubid = 1 AND pid <> pg_backend_pid()
      AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
      AND (classid::bigint << 32 | objid::bigint) BETWEEN %s AND %s
"""


def last_settled() -> int:
    """Nothing will appear any more before this number or on it.

    The newest number is asked first, then the locks, and the events by a later statement than this: whoever drew a
    lower number either holds his lock still, or his events are there.
    """
    newest = Event.objects.newest()
    if connection.vendor != "postgresql":
        return newest
    with connection.cursor() as cursor:
        cursor.execute(_LOWEST, [LOCKS, LOCKS + MOST])
        (lowest,) = cursor.fetchone()
    return newest if lowest is None else min(newest, lowest - LOCKS)
