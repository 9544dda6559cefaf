"""PostgreSQL: whoever tells events says first from which number on, for as long as his transaction lasts.

A lock that every writer shares, whose number says it: readers of the feed look at the lowest one (see settled.py).
A trigger of the statement runs before the numbers of its rows are drawn, and no writer can forget it.
"""

from typing import Any

from django.db import migrations

MAKE = """
CREATE FUNCTION piste_events_begin() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    number bigint;
BEGIN
    -- The setting ends with the transaction, and goes with a savepoint that is rolled back, as the lock does.
    IF coalesce(current_setting('piste.events_after', true), '') = '' THEN
        EXECUTE format('SELECT last_value - (NOT is_called)::int FROM %s',
                       pg_get_serial_sequence(TG_RELID::regclass::text, 'id')) INTO number;
        PERFORM set_config('piste.events_after', number::text, true);
        PERFORM pg_advisory_xact_lock_shared(5000000000000000000 + number);
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER piste_events_begin BEFORE INSERT ON history_event
    FOR EACH STATEMENT EXECUTE FUNCTION piste_events_begin();
"""
TAKE_AWAY = """
DROP TRIGGER piste_events_begin ON history_event;
DROP FUNCTION piste_events_begin();
"""


def make(apps: Any, editor: Any) -> None:
    if editor.connection.vendor == "postgresql":
        editor.execute(MAKE, params=None)


def take_away(apps: Any, editor: Any) -> None:
    if editor.connection.vendor == "postgresql":
        editor.execute(TAKE_AWAY, params=None)


class Migration(migrations.Migration):
    dependencies = [("history", "0001_initial")]
    operations = [migrations.RunPython(make, take_away)]
