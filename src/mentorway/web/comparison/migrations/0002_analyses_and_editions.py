from django.conf import settings
from django.db import migrations, models
from django.db.models import deletion


def identity() -> "models.Field[object, object]":
    return models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")


def person(title: str) -> "models.Field[object, object]":
    return models.ForeignKey(
        blank=True,
        null=True,
        on_delete=deletion.SET_NULL,
        related_name="+",
        to=settings.AUTH_USER_MODEL,
        verbose_name=title,
    )


def of_dataset(related_name: str) -> "models.Field[object, object]":
    return models.ForeignKey(
        on_delete=deletion.CASCADE,
        related_name=related_name,
        to="comparison.dataset",
        verbose_name="answers",
    )


class Migration(migrations.Migration):
    dependencies = [
        ("comparison", "0001_initial"),
        ("study", "0002_time_zones_and_rows_of_devices"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Analysis",
            fields=[
                ("id", identity()),
                ("title", models.CharField(max_length=200, verbose_name="title")),
                ("created", models.DateTimeField(auto_now_add=True, verbose_name="since")),
                ("deleted", models.DateTimeField(blank=True, null=True, verbose_name="deleted")),
                ("created_by", person("created by")),
                ("dataset", of_dataset("analyses")),
            ],
            options={
                "verbose_name": "analysis",
                "verbose_name_plural": "analyses",
                "ordering": ["dataset", "created", "pk"],
            },
        ),
        migrations.CreateModel(
            name="Edition",
            fields=[
                ("id", identity()),
                ("number", models.PositiveIntegerField(verbose_name="edition")),
                ("sha256", models.CharField(max_length=64, verbose_name="fingerprint of the answers")),
                ("rows", models.PositiveIntegerField(blank=True, null=True, verbose_name="people")),
                (
                    "name",
                    models.CharField(blank=True, max_length=255, verbose_name="name of the file of answers"),
                ),
                ("note", models.CharField(blank=True, max_length=500, verbose_name="note")),
                ("created", models.DateTimeField(auto_now_add=True, verbose_name="since")),
                ("by", person("stored by")),
                ("dataset", of_dataset("editions")),
            ],
            options={
                "verbose_name": "edition",
                "verbose_name_plural": "editions",
                "ordering": ["dataset", "-number"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("dataset", "number"), name="one_edition_of_answers_per_number"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("number__gte", 1)), name="edition_of_answers_from_one"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("sha256__regex", "^[0-9a-f]{64}$")),
                        name="edition_of_answers_with_fingerprint",
                    ),
                ],
            },
        ),
        migrations.RemoveConstraint(model_name="dataset", name="dataset_state_known"),
        migrations.AlterField(
            model_name="dataset",
            name="state",
            field=models.CharField(
                choices=[
                    ("uploaded", "Being read"),
                    ("read", "To be checked"),
                    ("storing", "Being stored"),
                    ("ready", "Stored"),
                    ("failed", "Could not be read"),
                ],
                default="uploaded",
                max_length=8,
                verbose_name="state",
            ),
        ),
        migrations.AddConstraint(
            model_name="dataset",
            constraint=models.CheckConstraint(
                condition=models.Q(("state__in", ["uploaded", "read", "storing", "ready", "failed"])),
                name="dataset_state_known",
            ),
        ),
        migrations.AlterField(
            model_name="dataset",
            name="sha256",
            field=models.CharField(
                blank=True, max_length=64, verbose_name="fingerprint of the newest answers"
            ),
        ),
        migrations.AddField(
            model_name="dataset",
            name="facts",
            field=models.JSONField(blank=True, null=True, verbose_name="columns of facts"),
        ),
        migrations.AddField(
            model_name="dataset",
            name="weight",
            field=models.CharField(blank=True, max_length=500, verbose_name="column of the weights"),
        ),
        migrations.AddField(
            model_name="dataset",
            name="newer_of",
            field=models.OneToOneField(
                blank=True,
                error_messages={"unique": "Newer answers are there already and wait to be looked at."},
                null=True,
                on_delete=deletion.CASCADE,
                related_name="newer",
                to="comparison.dataset",
                verbose_name="newer answers to",
            ),
        ),
        migrations.AddField(
            model_name="dataset",
            name="note",
            field=models.CharField(blank=True, max_length=500, verbose_name="note"),
        ),
        migrations.AddField(
            model_name="dataset",
            name="study",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=deletion.SET_NULL,
                related_name="+",
                to="study.study",
                verbose_name="study",
            ),
        ),
        migrations.AddField(
            model_name="dataset",
            name="study_choice",
            field=models.JSONField(blank=True, default=dict, verbose_name="what was taken of the study"),
        ),
        migrations.AddField(
            model_name="comparison",
            name="analysis",
            field=models.ForeignKey(
                null=True,
                on_delete=deletion.CASCADE,
                related_name="comparisons",
                to="comparison.analysis",
                verbose_name="analysis",
            ),
        ),
        migrations.AddField(
            model_name="comparison",
            name="edition",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=deletion.RESTRICT,
                related_name="comparisons",
                to="comparison.edition",
                verbose_name="edition",
            ),
        ),
        migrations.AddField(
            model_name="comparison",
            name="changes",
            field=models.JSONField(blank=True, null=True, verbose_name="what changed"),
        ),
        migrations.AddField(
            model_name="comparison",
            name="noted",
            field=models.DateTimeField(blank=True, null=True, verbose_name="changes noted"),
        ),
        migrations.AddField(
            model_name="comparison",
            name="renews",
            field=models.BooleanField(default=False, verbose_name="made because there are newer answers"),
        ),
    ]
