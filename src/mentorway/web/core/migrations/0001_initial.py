"""The audit log."""

from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="AuditEntry",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.PositiveBigIntegerField(unique=True, verbose_name="number")),
                ("at", models.DateTimeField(verbose_name="when")),
                ("kind", models.CharField(max_length=40, verbose_name="what was done")),
                (
                    "actor",
                    models.CharField(blank=True, max_length=64, verbose_name="by whom, as a fingerprint"),
                ),
                (
                    "about",
                    models.CharField(
                        blank=True, max_length=64, verbose_name="about whom or what, as a fingerprint"
                    ),
                ),
                ("facts", models.JSONField(blank=True, default=dict, verbose_name="facts")),
                (
                    "previous",
                    models.CharField(
                        blank=True, max_length=64, unique=True, verbose_name="fingerprint of the line before"
                    ),
                ),
                ("hash", models.CharField(max_length=64, unique=True, verbose_name="fingerprint")),
            ],
            options={
                "verbose_name": "line of the audit log",
                "verbose_name_plural": "lines of the audit log",
                "ordering": ["-number"],
            },
        ),
    ]
