"""By which mark directories know people."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("api", "0002_webhooks"),
        ("network", "0006_agreement_version_in_force"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="ExternalMark",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("mark", models.CharField(max_length=200, verbose_name="mark")),
                (
                    "partner",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="network.partner",
                        verbose_name="partner",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="external_marks",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="person",
                    ),
                ),
            ],
            options={
                "verbose_name": "mark of a directory",
                "verbose_name_plural": "marks of directories",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("partner", "mark"), name="one_person_per_mark_of_partner"
                    ),
                    models.UniqueConstraint(
                        fields=("partner", "user"), name="one_mark_of_partner_per_person"
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("partner", None)),
                        fields=("mark",),
                        name="one_person_per_mark_of_network",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("partner", None)),
                        fields=("user",),
                        name="one_mark_of_network_per_person",
                    ),
                ],
            },
        ),
    ]
