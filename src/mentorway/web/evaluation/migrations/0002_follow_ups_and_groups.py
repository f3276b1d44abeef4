"""Several follow-ups, then and after in one wave, and groups that stay as they were set."""

import django.core.validators
import django.db.models.deletion
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps


def name_waves(apps: StateApps, _editor: BaseDatabaseSchemaEditor) -> None:
    """Until now each time had one wave, so that its key is what it asks about."""
    apps.get_model("evaluation", "AskedWave").objects.update(key=models.F("asking"))


class Migration(migrations.Migration):
    dependencies = [
        ("evaluation", "0001_evaluation"),
        ("pilots", "0002_corrections_never_change"),
        ("study", "0002_time_zones_and_rows_of_devices"),
    ]

    operations = [
        migrations.CreateModel(
            name="Assigned",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("arm", models.CharField(max_length=10, verbose_name="group")),
                (
                    "how",
                    models.CharField(
                        choices=[
                            ("asked", "When people of the pilot were first asked"),
                            ("closed", "When asking before was over, or the pilot began"),
                            ("later", "Took a seat when the groups were set already"),
                        ],
                        max_length=6,
                        verbose_name="set by",
                    ),
                ),
                ("at", models.DateTimeField(verbose_name="set as of")),
            ],
            options={
                "verbose_name": "group of a person",
                "verbose_name_plural": "groups of people",
                "ordering": ["evaluation", "at", "pk"],
            },
        ),
        migrations.RemoveConstraint(
            model_name="askedwave",
            name="one_wave_per_asking",
        ),
        migrations.AddField(
            model_name="askedwave",
            name="is_main",
            field=models.BooleanField(default=False, verbose_name="follow-up that counts"),
        ),
        migrations.AddField(
            model_name="askedwave",
            name="key",
            field=models.CharField(default="", max_length=13, verbose_name="short name"),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="askedwave",
            name="months",
            field=models.PositiveSmallIntegerField(
                blank=True,
                null=True,
                validators=[
                    django.core.validators.MinValueValidator(1),
                    django.core.validators.MaxValueValidator(36),
                ],
                verbose_name="months after which people are asked by themselves",
            ),
        ),
        migrations.AddField(
            model_name="askedwave",
            name="pairs",
            field=models.JSONField(blank=True, default=dict, verbose_name="questions about the time before"),
        ),
        migrations.AddField(
            model_name="outcome",
            name="follow_up",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to="evaluation.askedwave",
                verbose_name="follow-up that counts",
            ),
        ),
        migrations.AlterField(
            model_name="askedwave",
            name="days",
            field=models.SmallIntegerField(
                blank=True,
                null=True,
                validators=[
                    django.core.validators.MinValueValidator(-60),
                    django.core.validators.MaxValueValidator(1100),
                ],
                verbose_name="days after which people are asked by themselves",
            ),
        ),
        migrations.RunPython(name_waves, migrations.RunPython.noop),
        migrations.AddConstraint(
            model_name="askedwave",
            constraint=models.UniqueConstraint(
                fields=("evaluation", "key"),
                name="one_wave_per_asking",
                violation_error_message="Each time is asked about by one wave.",
            ),
        ),
        migrations.AddConstraint(
            model_name="askedwave",
            constraint=models.UniqueConstraint(
                condition=models.Q(("asking", "then"), _negated=True),
                fields=("evaluation", "wave"),
                name="one_asking_per_wave",
                violation_error_message="Each wave asks about one time. Choose another wave.",
            ),
        ),
        migrations.AddConstraint(
            model_name="askedwave",
            constraint=models.UniqueConstraint(
                condition=models.Q(("is_main", True)), fields=("evaluation",), name="one_main_follow_up"
            ),
        ),
        migrations.AddConstraint(
            model_name="askedwave",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("asking__in", ("before", "then", "after")), ("key", models.F("asking"))),
                    models.Q(("asking", "follow_up"), ("key__regex", "^follow_up(_[1-9][0-9]{0,2})?$")),
                    _connector="OR",
                ),
                name="asking_by_its_key",
            ),
        ),
        migrations.AddConstraint(
            model_name="askedwave",
            constraint=models.CheckConstraint(
                condition=models.Q(("is_main", False), ("asking", "follow_up"), _connector="OR"),
                name="main_is_a_follow_up",
            ),
        ),
        migrations.AddConstraint(
            model_name="askedwave",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("months", None),
                    models.Q(("days", None), models.Q(("asking", "before"), _negated=True)),
                    _connector="OR",
                ),
                name="asked_after_days_or_months",
                violation_error_message="Say days or months, not both; before the programme say days.",
            ),
        ),
        migrations.AddConstraint(
            model_name="outcome",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("follow_up", None), ("level__in", ("behaviour", "results")), _connector="OR"
                ),
                name="outcome_follow_up_of_deeds",
                violation_error_message="Only outcomes of what people do and what changed at work have a follow-up of their own.",
            ),
        ),
        migrations.AddField(
            model_name="assigned",
            name="evaluation",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="assigned",
                to="evaluation.evaluation",
                verbose_name="evaluation",
            ),
        ),
        migrations.AddField(
            model_name="assigned",
            name="participant",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="assigned",
                to="pilots.participant",
                verbose_name="participant",
            ),
        ),
        migrations.AddConstraint(
            model_name="assigned",
            constraint=models.UniqueConstraint(fields=("evaluation", "participant"), name="assigned_once"),
        ),
        migrations.AddConstraint(
            model_name="assigned",
            constraint=models.CheckConstraint(
                condition=models.Q(("arm__in", ["programme", "comparison"])), name="assigned_to_an_arm"
            ),
        ),
        migrations.AddConstraint(
            model_name="assigned",
            constraint=models.CheckConstraint(
                condition=models.Q(("how__in", ["asked", "closed", "later"])), name="assigned_how_known"
            ),
        ),
    ]
