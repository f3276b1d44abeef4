"""Mentoring models of pilots, words of mentees, what is withheld of a version, and when it was last heard of."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("evaluation", "0002_follow_ups_and_groups"),
        ("pilots", "0002_corrections_never_change"),
    ]

    operations = [
        migrations.AddField(
            model_name="result",
            name="guard",
            field=models.JSONField(blank=True, editable=False, null=True, verbose_name="what is withheld"),
        ),
        migrations.AddField(
            model_name="result",
            name="heard",
            field=models.DateTimeField(blank=True, editable=False, null=True, verbose_name="last heard of"),
        ),
        migrations.AddField(
            model_name="voicequestion",
            name="speakers",
            field=models.CharField(
                choices=[
                    ("own", "Those who were asked before and after"),
                    ("mentees", "Mentees about their mentors"),
                ],
                default="own",
                max_length=7,
                verbose_name="whose words",
            ),
        ),
        migrations.RemoveConstraint(model_name="voicequestion", name="one_voice_question"),
        migrations.AddConstraint(
            model_name="voicequestion",
            constraint=models.UniqueConstraint(
                fields=("evaluation", "speakers", "question"), name="one_voice_question"
            ),
        ),
        migrations.AddConstraint(
            model_name="voicequestion",
            constraint=models.CheckConstraint(
                condition=models.Q(("speakers__in", ["own", "mentees"])), name="voice_speakers_known"
            ),
        ),
        migrations.CreateModel(
            name="PilotModel",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "model",
                    models.CharField(
                        choices=[
                            ("one", "One to one"),
                            ("group", "Group: one mentor, several mentees"),
                            ("team", "Team: several mentors together"),
                            ("peer", "Peer: people at the same stage"),
                            ("reverse", "Reverse: the younger mentor the older"),
                            ("online", "E-mentoring: over distance only"),
                            ("blended", "Blended: in person and over distance"),
                            ("own", "Another model"),
                        ],
                        max_length=7,
                        verbose_name="mentoring model",
                    ),
                ),
                (
                    "own",
                    models.CharField(blank=True, max_length=60, verbose_name="name of another model"),
                ),
                (
                    "cohort",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="pilots.cohort",
                        verbose_name="pilot",
                    ),
                ),
                (
                    "evaluation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="pilot_models",
                        to="evaluation.evaluation",
                        verbose_name="evaluation",
                    ),
                ),
            ],
            options={
                "verbose_name": "mentoring model of a pilot",
                "verbose_name_plural": "mentoring models of pilots",
                "ordering": ["evaluation", "pk"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("evaluation", "cohort"), name="one_mentoring_model_per_pilot"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "model__in",
                                ["one", "group", "team", "peer", "reverse", "online", "blended", "own"],
                            )
                        ),
                        name="mentoring_model_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("model", "own"), ("own", ""), _connector="XOR"),
                        name="mentoring_model_of_ones_own_named",
                        violation_error_message="Name the other model, or choose one of the list.",
                    ),
                ],
            },
        ),
    ]
