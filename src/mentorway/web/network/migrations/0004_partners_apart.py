from typing import Any

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from mentorway.web.core.folding import fold
from mentorway.web.core.prose import plain


def fill(apps: Any, schema_editor: Any) -> None:
    """Make the partners that were there before searchable."""
    rows = apps.get_model("network", "Partner").objects.using(schema_editor.connection.alias)
    found = list(rows.filter(search_text="").only("name", "city", "website", "description"))
    for row in found:
        row.search_text = fold(" ".join([row.name, row.city, row.website, plain(row.description)]))
    rows.bulk_update(found, ["search_text"], batch_size=500)


class Migration(migrations.Migration):
    dependencies = [
        ("network", "0003_tokens"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="PartnersApart",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("at", models.DateTimeField(auto_now_add=True, verbose_name="when")),
                (
                    "by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="by",
                    ),
                ),
                (
                    "first",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="network.partner",
                        verbose_name="partner",
                    ),
                ),
                (
                    "second",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="network.partner",
                        verbose_name="other partner",
                    ),
                ),
            ],
            options={
                "verbose_name": "partners that are not doubles",
                "verbose_name_plural": "partners that are not doubles",
                "constraints": [
                    models.UniqueConstraint(fields=("first", "second"), name="partners_apart_once"),
                    models.CheckConstraint(
                        condition=models.Q(("first__lt", models.F("second"))), name="partners_apart_in_order"
                    ),
                ],
            },
        ),
        migrations.AddField(
            model_name="partnerimport",
            name="ignored",
            field=models.JSONField(default=list, verbose_name="columns that were not read"),
        ),
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]
