"""How often something was asked: in PostgreSQL a table that is not logged."""

from typing import Any

from django.db import migrations, models


def not_logged(_apps: Any, schema_editor: Any) -> None:
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("ALTER TABLE core_attempt SET UNLOGGED")


class Migration(migrations.Migration):
    dependencies = [("core", "0001_initial")]

    operations = [
        migrations.CreateModel(
            name="Attempt",
            fields=[
                (
                    "key",
                    models.CharField(
                        max_length=32,
                        primary_key=True,
                        serialize=False,
                        verbose_name="channel and who, as a fingerprint",
                    ),
                ),
                ("due", models.BigIntegerField(verbose_name="until, in millionths of a second")),
            ],
            options={"verbose_name": "attempt", "verbose_name_plural": "attempts"},
        ),
        migrations.RunPython(not_logged, migrations.RunPython.noop, elidable=False),
    ]
