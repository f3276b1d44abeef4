"""The database itself refuses to change what was published."""

from typing import Any

from django.db import migrations

COLUMNS = "questionnaire_id, number, form_json, form_hash, xform, workbook, file, note, published"
REFUSAL = "a published version never changes"
SQLITE = f"""
CREATE TRIGGER methodology_version_never_changes BEFORE UPDATE OF {COLUMNS} ON methodology_version
BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END
"""
POSTGRESQL = f"""
CREATE FUNCTION methodology_version_refuse() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION '{REFUSAL}' USING ERRCODE = 'integrity_constraint_violation'; END $$;
CREATE TRIGGER methodology_version_never_changes BEFORE UPDATE OF {COLUMNS} ON methodology_version
FOR EACH ROW EXECUTE FUNCTION methodology_version_refuse();
"""
DROP_POSTGRESQL = """
DROP TRIGGER methodology_version_never_changes ON methodology_version;
DROP FUNCTION methodology_version_refuse();
"""


def forbid(_apps: Any, schema_editor: Any) -> None:
    schema_editor.execute(POSTGRESQL if schema_editor.connection.vendor == "postgresql" else SQLITE)


def allow(_apps: Any, schema_editor: Any) -> None:
    postgresql = schema_editor.connection.vendor == "postgresql"
    schema_editor.execute(DROP_POSTGRESQL if postgresql else "DROP TRIGGER methodology_version_never_changes")


class Migration(migrations.Migration):
    dependencies = [("methodology", "0001_initial")]

    operations = [migrations.RunPython(forbid, allow)]
