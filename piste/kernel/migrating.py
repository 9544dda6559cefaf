"""Operations of migrations that let others go on working (15.15)."""

from django.contrib.postgres.operations import AddIndexConcurrently
from django.db.migrations import AddIndex


class AddIndexBeside(AddIndexConcurrently):
    """Makes an index while others write. Its migration says `atomic = False`."""

    def database_forwards(self, app_label, schema_editor, from_state, to_state):
        own = self._kind(schema_editor)
        own.database_forwards(self, app_label, schema_editor, from_state, to_state)

    def database_backwards(self, app_label, schema_editor, from_state, to_state):
        own = self._kind(schema_editor)
        own.database_backwards(self, app_label, schema_editor, from_state, to_state)

    def _kind(self, schema_editor) -> type[AddIndex]:
        return AddIndexConcurrently if schema_editor.connection.vendor == "postgresql" else AddIndex
