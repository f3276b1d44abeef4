from django.db import migrations, models

import mentorway.web.core.search


class Migration(migrations.Migration):
    dependencies = [("network", "0004_partners_apart")]

    operations = [
        migrations.AddField(
            model_name="visit",
            name="cancelled_why",
            field=models.CharField(blank=True, max_length=500, verbose_name="why it was cancelled"),
        ),
        migrations.AddField(
            model_name="visit",
            name="search_text",
            field=mentorway.web.core.search.FoldedTextField(
                blank=True, default="", editable=False, verbose_name="text for searching"
            ),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="attendee",
            name="told",
            field=models.PositiveIntegerField(
                blank=True, null=True, verbose_name="calendar entry that was sent last"
            ),
        ),
        migrations.AddIndex(
            model_name="visit",
            index=models.Index(fields=["deleted", "ends"], name="visits_living"),
        ),
        migrations.AddIndex(
            model_name="visit",
            index=mentorway.web.core.search.FoldedIndex(fields=["search_text"], name="visits_by_text"),
        ),
    ]
