"""A line can begin on a day and be finished by another; better dates are searched in the background."""

import django.db.models.deletion
from django.apps.registry import Apps
from django.conf import settings
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor


def part_days(apps: Apps, _schema: BaseDatabaseSchemaEditor) -> None:
    """Let deadlines, which were bounds, have a column of their own."""
    items = apps.get_model("plan", "Item").objects
    items.filter(bound="deadline").update(deadline=models.F("day"), bound="none", day=None)


class Migration(migrations.Migration):
    dependencies = [
        ("plan", "0001_plan"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Levelling",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.PositiveIntegerField(verbose_name="search")),
                (
                    "stage",
                    models.CharField(
                        choices=[
                            ("waiting", "Waiting"),
                            ("running", "Being searched"),
                            ("done", "To be decided"),
                            ("taken", "Taken"),
                            ("dropped", "Thrown away"),
                            ("failed", "Failed"),
                            ("stopped", "Stopped"),
                        ],
                        default="waiting",
                        max_length=7,
                        verbose_name="stage",
                    ),
                ),
                ("progress", models.PositiveSmallIntegerField(default=0, verbose_name="progress")),
                ("minutes", models.PositiveSmallIntegerField(default=1, verbose_name="minutes at most")),
                (
                    "persons",
                    models.JSONField(blank=True, default=dict, verbose_name="people of each partner"),
                ),
                ("revision", models.PositiveIntegerField(verbose_name="revision of the plan")),
                ("value", models.JSONField(blank=True, null=True, verbose_name="proposal")),
                ("problem", models.JSONField(blank=True, null=True, verbose_name="problem")),
                ("created", models.DateTimeField(auto_now_add=True, verbose_name="since")),
                ("heard", models.DateTimeField(blank=True, null=True, verbose_name="last heard of")),
                ("finished", models.DateTimeField(blank=True, null=True, verbose_name="finished")),
            ],
            options={
                "verbose_name": "search for better dates",
                "verbose_name_plural": "searches for better dates",
                "ordering": ["project", "-number"],
            },
        ),
        migrations.RemoveConstraint(
            model_name="item",
            name="item_bound_known",
        ),
        migrations.AddField(
            model_name="item",
            name="deadline",
            field=models.DateField(blank=True, null=True, verbose_name="to be finished by"),
        ),
        migrations.RunPython(part_days, migrations.RunPython.noop),
        migrations.AlterField(
            model_name="item",
            name="bound",
            field=models.CharField(
                choices=[
                    ("none", "As early as what it depends on allows"),
                    ("not_before", "Not before a day"),
                    ("starts_on", "Starts on a day"),
                ],
                default="none",
                max_length=10,
                verbose_name="dates",
            ),
        ),
        migrations.AddConstraint(
            model_name="item",
            constraint=models.CheckConstraint(
                condition=models.Q(("bound__in", ["none", "not_before", "starts_on"])),
                name="item_bound_known",
            ),
        ),
        migrations.AddField(
            model_name="levelling",
            name="by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="asked by",
            ),
        ),
        migrations.AddField(
            model_name="levelling",
            name="project",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="levellings",
                to="plan.project",
                verbose_name="project",
            ),
        ),
        migrations.AddConstraint(
            model_name="levelling",
            constraint=models.UniqueConstraint(fields=("project", "number"), name="one_levelling_per_number"),
        ),
        migrations.AddConstraint(
            model_name="levelling",
            constraint=models.UniqueConstraint(
                condition=models.Q(("stage__in", ("waiting", "running"))),
                fields=("project",),
                name="one_levelling_under_way",
                violation_error_message="Better dates are being searched already. Wait or stop it.",
            ),
        ),
        migrations.AddConstraint(
            model_name="levelling",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("stage__in", ["waiting", "running", "done", "taken", "dropped", "failed", "stopped"])
                ),
                name="levelling_stage_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="levelling",
            constraint=models.CheckConstraint(
                condition=models.Q(("progress__lte", 100)), name="levelling_progress_in_percent"
            ),
        ),
        migrations.AddConstraint(
            model_name="levelling",
            constraint=models.CheckConstraint(
                condition=models.Q(("minutes__in", (1, 3, 10))), name="levelling_minutes_to_choose"
            ),
        ),
        migrations.AddConstraint(
            model_name="levelling",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("stage__in", ("done", "taken", "dropped")), _negated=True),
                    ("value__isnull", False),
                    _connector="OR",
                ),
                name="levelling_found_with_value",
            ),
        ),
    ]
