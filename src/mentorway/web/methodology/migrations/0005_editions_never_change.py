"""The database itself refuses to change a published version of a methodology."""

from typing import Any

from django.db import migrations

COLUMNS = "methodology_id, number, content, content_hash, note, published"
REFUSAL = "a published version of a methodology never changes"
SQLITE = f"""
CREATE TRIGGER methodology_edition_never_changes BEFORE UPDATE OF {COLUMNS} ON methodology_edition
BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END
"""
POSTGRESQL = f"""
CREATE FUNCTION methodology_edition_refuse() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION '{REFUSAL}' USING ERRCODE = 'integrity_constraint_violation'; END $$;
CREATE TRIGGER methodology_edition_never_changes BEFORE UPDATE OF {COLUMNS} ON methodology_edition
FOR EACH ROW EXECUTE FUNCTION methodology_edition_refuse();
"""
DROP_POSTGRESQL = """
DROP TRIGGER methodology_edition_never_changes ON methodology_edition;
DROP FUNCTION methodology_edition_refuse();
"""


def forbid(_apps: Any, schema_editor: Any) -> None:
    schema_editor.execute(POSTGRESQL if schema_editor.connection.vendor == "postgresql" else SQLITE)


def allow(_apps: Any, schema_editor: Any) -> None:
    postgresql = schema_editor.connection.vendor == "postgresql"
    schema_editor.execute(DROP_POSTGRESQL if postgresql else "DROP TRIGGER methodology_edition_never_changes")


class Migration(migrations.Migration):
    dependencies = [("methodology", "0004_methodologies")]

    operations = [migrations.RunPython(forbid, allow)]
