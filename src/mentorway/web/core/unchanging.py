"""Rows that never change once they are written: the database itself refuses, whatever asks for it."""

from typing import Any

from django.db import migrations


def never_changes(table: str, columns: str, *, name: str, refusal: str) -> migrations.RunPython:
    """Return the step of a migration that forbids to change ``columns`` of ``table``.

    The trigger is called ``name`` and `_never_changes`; other columns can change, and rows can be deleted.
    """
    trigger, function = f"{name}_never_changes", f"{name}_refuse"
    when = f"CREATE TRIGGER {trigger} BEFORE UPDATE OF {columns} ON {table}"
    sqlite = f"{when}\nBEGIN SELECT RAISE(ABORT, '{refusal}'); END"
    postgresql = f"""
CREATE FUNCTION {function}() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION '{refusal}' USING ERRCODE = 'integrity_constraint_violation'; END $$;
{when}
FOR EACH ROW EXECUTE FUNCTION {function}();
"""

    def forbid(_apps: Any, schema_editor: Any) -> None:
        is_postgresql = schema_editor.connection.vendor == "postgresql"
        schema_editor.execute(postgresql if is_postgresql else sqlite)

    def allow(_apps: Any, schema_editor: Any) -> None:
        if schema_editor.connection.vendor == "postgresql":
            schema_editor.execute(f"DROP TRIGGER {trigger} ON {table}; DROP FUNCTION {function}();")
        else:
            schema_editor.execute(f"DROP TRIGGER {trigger}")

    return migrations.RunPython(forbid, allow)
