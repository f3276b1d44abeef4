"""Partners that were here before get a token of their own and a text to be found by."""

import uuid

from django.db import migrations, models


def fill(apps, schema_editor):  # type: ignore[no-untyped-def]
    for partner in apps.get_model("network", "Partner").objects.all():
        partner.token = uuid.uuid4()
        partner.search_text = partner.name
        partner.save(update_fields=["token", "search_text"])


class Migration(migrations.Migration):
    dependencies = [("network", "0002_agreements_visits_ties")]
    operations = [
        migrations.RunPython(fill, migrations.RunPython.noop),
        migrations.AlterField(
            model_name="partner",
            name="token",
            field=models.UUIDField(default=uuid.uuid4, editable=False, unique=True, verbose_name="token"),
        ),
    ]
