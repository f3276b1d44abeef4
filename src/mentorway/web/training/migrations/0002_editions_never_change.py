"""The database itself refuses to change a published version of a training programme."""

from typing import Any

from django.db import migrations

COLUMNS = "programme_id, number, content, content_hash, changed_because, published"
REFUSAL = "a published version of a training programme never changes"
SQLITE = f"""
CREATE TRIGGER training_edition_never_changes BEFORE UPDATE OF {COLUMNS} ON training_edition
BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END
"""
POSTGRESQL = f"""
CREATE FUNCTION training_edition_refuse() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION '{REFUSAL}' USING ERRCODE = 'integrity_constraint_violation'; END $$;
CREATE TRIGGER training_edition_never_changes BEFORE UPDATE OF {COLUMNS} ON training_edition
FOR EACH ROW EXECUTE FUNCTION training_edition_refuse();
"""
DROP_POSTGRESQL = """
DROP TRIGGER training_edition_never_changes ON training_edition;
DROP FUNCTION training_edition_refuse();
"""


def forbid(_apps: Any, schema_editor: Any) -> None:
    schema_editor.execute(POSTGRESQL if schema_editor.connection.vendor == "postgresql" else SQLITE)


def allow(_apps: Any, schema_editor: Any) -> None:
    postgresql = schema_editor.connection.vendor == "postgresql"
    schema_editor.execute(DROP_POSTGRESQL if postgresql else "DROP TRIGGER training_edition_never_changes")


class Migration(migrations.Migration):
    dependencies = [("training", "0001_programmes")]

    operations = [migrations.RunPython(forbid, allow)]
