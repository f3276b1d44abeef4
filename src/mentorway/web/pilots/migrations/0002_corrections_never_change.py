"""The database itself refuses to change a correction of attendance that was written down."""

from typing import Any

from django.db import migrations

REFUSAL = "a correction of attendance never changes"
COLUMNS = "meeting_id, participant_id, was, became, why, at"
SQLITE = f"""
CREATE TRIGGER pilots_correction_never_changes BEFORE UPDATE OF {COLUMNS} ON pilots_attendancechange
BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END
"""
POSTGRESQL = f"""
CREATE FUNCTION pilots_correction_refuse() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION '{REFUSAL}' USING ERRCODE = 'integrity_constraint_violation'; END $$;
CREATE TRIGGER pilots_correction_never_changes BEFORE UPDATE OF {COLUMNS} ON pilots_attendancechange
FOR EACH ROW EXECUTE FUNCTION pilots_correction_refuse();
"""
DROP_POSTGRESQL = """
DROP TRIGGER pilots_correction_never_changes ON pilots_attendancechange;
DROP FUNCTION pilots_correction_refuse();
"""


def forbid(_apps: Any, schema_editor: Any) -> None:
    schema_editor.execute(POSTGRESQL if schema_editor.connection.vendor == "postgresql" else SQLITE)


def allow(_apps: Any, schema_editor: Any) -> None:
    postgresql = schema_editor.connection.vendor == "postgresql"
    schema_editor.execute(DROP_POSTGRESQL if postgresql else "DROP TRIGGER pilots_correction_never_changes")


class Migration(migrations.Migration):
    dependencies = [("pilots", "0001_pilots")]

    operations = [migrations.RunPython(forbid, allow)]
