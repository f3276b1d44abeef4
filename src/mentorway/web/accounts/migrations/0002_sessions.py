"""Sessions that know whose they are, and from when on a person needs a second step. Everybody signs in anew."""

from typing import Any

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


def without_the_old_table(_apps: Any, schema_editor: Any) -> None:
    if "django_session" in schema_editor.connection.introspection.table_names():
        schema_editor.execute("DROP TABLE django_session")


class Migration(migrations.Migration):
    dependencies = [("accounts", "0001_initial")]

    operations = [
        migrations.AddField(
            model_name="user",
            name="second_step_by",
            field=models.DateField(
                blank=True, editable=False, null=True, verbose_name="signs in with a second step from"
            ),
        ),
        migrations.CreateModel(
            name="UserSession",
            fields=[
                (
                    "session_key",
                    models.CharField(
                        max_length=40, primary_key=True, serialize=False, verbose_name="session key"
                    ),
                ),
                ("session_data", models.TextField(verbose_name="session data")),
                ("expire_date", models.DateTimeField(db_index=True, verbose_name="expire date")),
                ("token", models.UUIDField(editable=False, unique=True, verbose_name="token")),
                (
                    "waits",
                    models.CharField(
                        blank=True,
                        max_length=64,
                        verbose_name="address that waits for a code, as a fingerprint",
                    ),
                ),
                ("since", models.DateTimeField(default=django.utils.timezone.now, verbose_name="since")),
                ("seen", models.DateField(null=True, verbose_name="day of the last visit")),
                (
                    "device",
                    models.CharField(blank=True, max_length=40, verbose_name="browser and system"),
                ),
                (
                    "user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="sessions",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="person",
                    ),
                ),
            ],
            options={
                "verbose_name": "session",
                "verbose_name_plural": "sessions",
                "ordering": ["-seen", "-since"],
                "indexes": [
                    models.Index(
                        condition=models.Q(("waits__gt", "")), fields=["waits"], name="sessions_that_wait"
                    )
                ],
            },
        ),
        migrations.RunPython(without_the_old_table, migrations.RunPython.noop),
    ]
