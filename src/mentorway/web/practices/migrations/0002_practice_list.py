from django.db import migrations, models

import mentorway.web.core.search


class Migration(migrations.Migration):
    dependencies = [
        ("practices", "0001_initial"),
    ]

    operations = [
        migrations.RemoveIndex(model_name="practice", name="practices_by_change"),
        migrations.RemoveIndex(model_name="practice", name="practices_by_place"),
        migrations.AddField(
            model_name="practice",
            name="title_key",
            field=mentorway.web.core.search.FoldedTextField(
                blank=True, editable=False, verbose_name="title for sorting"
            ),
        ),
        migrations.AlterField(
            model_name="topic",
            name="slug",
            field=models.SlugField(
                error_messages={"unique": "The vocabulary has a topic of this short name already."},
                max_length=60,
                unique=True,
                verbose_name="short name",
            ),
        ),
        migrations.AddIndex(
            model_name="practice",
            index=models.Index(
                fields=[
                    "deleted",
                    "-changed",
                    "-id",
                    "state",
                    "country",
                    "sector",
                    "language",
                    "partner",
                    "strength",
                    "title_key",
                ],
                name="practices_by_change",
            ),
        ),
        migrations.AddIndex(
            model_name="practice",
            index=models.Index(
                fields=[
                    "deleted",
                    "title_key",
                    "-changed",
                    "-id",
                    "state",
                    "country",
                    "sector",
                    "language",
                    "partner",
                    "strength",
                ],
                name="practices_by_title",
            ),
        ),
        migrations.AddIndex(
            model_name="practice",
            index=models.Index(
                fields=[
                    "deleted",
                    "-strength",
                    "-changed",
                    "-id",
                    "state",
                    "country",
                    "sector",
                    "language",
                    "partner",
                    "title_key",
                ],
                name="practices_by_strength",
            ),
        ),
    ]
