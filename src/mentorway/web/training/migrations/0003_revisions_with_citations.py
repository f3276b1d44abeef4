"""A revision also keeps what the modules cited; for those before it, nobody knows."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("training", "0002_editions_never_change")]

    operations = [
        migrations.AddField(
            model_name="revision",
            name="cites",
            field=models.JSONField(default=None, null=True, verbose_name="what the modules cite"),
        )
    ]
