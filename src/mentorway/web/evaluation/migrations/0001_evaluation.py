"""Tables of evaluation."""

import django.core.validators
import django.db.models.deletion
import mentorway.web.core.search
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("accounts", "__first__"),
        ("comparison", "0004_versions_of_analyses"),
        ("mentoring", "0001_mentoring"),
        ("network", "0006_agreement_version_in_force"),
        ("pilots", "0002_corrections_never_change"),
        ("study", "0002_time_zones_and_rows_of_devices"),
        ("training", "0003_revisions_with_citations"),
    ]

    operations = [
        migrations.CreateModel(
            name="Evaluation",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("title", models.CharField(max_length=200, verbose_name="title")),
                (
                    "purpose",
                    models.TextField(
                        blank=True, max_length=4000, verbose_name="what it shall answer, and for whom"
                    ),
                ),
                (
                    "others",
                    models.CharField(
                        choices=[
                            ("nobody", "With nobody: only before and after"),
                            ("waiting", "With those on the waiting lists of the pilots"),
                            ("answered", "With everybody else who answered the study"),
                        ],
                        default="nobody",
                        max_length=8,
                        verbose_name="compared with whom",
                    ),
                ),
                (
                    "currency",
                    models.CharField(default="EUR", max_length=3, verbose_name="currency of all figures"),
                ),
                (
                    "price_year",
                    models.PositiveSmallIntegerField(
                        validators=[
                            django.core.validators.MinValueValidator(1990),
                            django.core.validators.MaxValueValidator(2100),
                        ],
                        verbose_name="year of prices",
                    ),
                ),
                ("revision", models.PositiveIntegerField(default=1, editable=False, verbose_name="revision")),
                ("is_example", models.BooleanField(default=False, editable=False, verbose_name="example")),
                (
                    "search_text",
                    mentorway.web.core.search.FoldedTextField(
                        blank=True, editable=False, verbose_name="text for searching"
                    ),
                ),
                ("created", models.DateTimeField(auto_now_add=True, verbose_name="since")),
                (
                    "deleted",
                    models.DateTimeField(blank=True, editable=False, null=True, verbose_name="deleted"),
                ),
                (
                    "cohorts",
                    models.ManyToManyField(
                        blank=True, related_name="evaluations", to="pilots.cohort", verbose_name="pilots"
                    ),
                ),
                (
                    "created_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="created by",
                    ),
                ),
                (
                    "mentee_study",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="study.study",
                        verbose_name="study that asks mentees about their mentors",
                    ),
                ),
                (
                    "partner",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="evaluations",
                        to="network.partner",
                        verbose_name="partner",
                    ),
                ),
                (
                    "round",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="evaluations",
                        to="mentoring.round",
                        verbose_name="mentoring round that says who is whose mentor",
                    ),
                ),
                (
                    "study",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="evaluations",
                        to="study.study",
                        verbose_name="study that asks before and after",
                    ),
                ),
            ],
            options={
                "verbose_name": "evaluation",
                "verbose_name_plural": "evaluations",
                "ordering": ["-created", "-pk"],
                "indexes": [
                    mentorway.web.core.search.FoldedIndex(fields=["search_text"], name="evaluations_by_text")
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("title", ""), _negated=True), name="evaluation_with_title"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("others__in", ["nobody", "waiting", "answered"])),
                        name="evaluation_others_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("currency__regex", "^[A-Z]{3}$")),
                        name="evaluation_currency_in_letters",
                        violation_error_message="A currency has three capital letters, for example EUR.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="CostLine",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("what", models.CharField(max_length=200, verbose_name="what")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("staff", "Staff time"),
                            ("trainers", "Trainers"),
                            ("rooms", "Rooms"),
                            ("travel", "Travel"),
                            ("materials", "Materials"),
                            ("participants", "Time of those who take part"),
                            ("platform", "Software and platform"),
                            ("other", "Something else"),
                        ],
                        max_length=12,
                        verbose_name="kind",
                    ),
                ),
                (
                    "amount",
                    models.DecimalField(
                        blank=True,
                        decimal_places=2,
                        max_digits=12,
                        null=True,
                        validators=[django.core.validators.MinValueValidator(0)],
                        verbose_name="amount",
                    ),
                ),
                (
                    "hours",
                    models.DecimalField(
                        blank=True,
                        decimal_places=2,
                        max_digits=9,
                        null=True,
                        validators=[django.core.validators.MinValueValidator(0)],
                        verbose_name="hours",
                    ),
                ),
                (
                    "rate",
                    models.DecimalField(
                        blank=True,
                        decimal_places=2,
                        max_digits=9,
                        null=True,
                        validators=[django.core.validators.MinValueValidator(0)],
                        verbose_name="for an hour",
                    ),
                ),
                ("currency", models.CharField(default="EUR", max_length=3, verbose_name="currency")),
                (
                    "year",
                    models.PositiveSmallIntegerField(
                        validators=[
                            django.core.validators.MinValueValidator(1990),
                            django.core.validators.MaxValueValidator(2100),
                        ],
                        verbose_name="year",
                    ),
                ),
                ("payer", models.CharField(blank=True, max_length=200, verbose_name="who pays")),
                ("is_in_kind", models.BooleanField(default=False, verbose_name="given, not paid")),
                ("position", models.PositiveSmallIntegerField(default=0, verbose_name="place")),
                (
                    "cohort",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="pilots.cohort",
                        verbose_name="pilot",
                    ),
                ),
                (
                    "evaluation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="costs",
                        to="evaluation.evaluation",
                        verbose_name="evaluation",
                    ),
                ),
            ],
            options={
                "verbose_name": "line of a cost sheet",
                "verbose_name_plural": "lines of cost sheets",
                "ordering": ["evaluation", "position", "pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("what", ""), _negated=True), name="cost_with_name"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "kind__in",
                                [
                                    "staff",
                                    "trainers",
                                    "rooms",
                                    "travel",
                                    "materials",
                                    "participants",
                                    "platform",
                                    "other",
                                ],
                            )
                        ),
                        name="cost_kind_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("currency__regex", "^[A-Z]{3}$")), name="cost_currency_in_letters"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("amount__isnull", False), ("hours", None), ("rate", None)),
                            models.Q(("amount", None), ("hours__isnull", False), ("rate__isnull", False)),
                            _connector="OR",
                        ),
                        name="cost_is_amount_or_hours",
                        violation_error_message="Give an amount, or hours and what an hour costs.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Benefit",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("what", models.CharField(max_length=200, verbose_name="what")),
                (
                    "amount",
                    models.DecimalField(
                        decimal_places=2,
                        max_digits=12,
                        validators=[django.core.validators.MinValueValidator(0)],
                        verbose_name="amount",
                    ),
                ),
                ("currency", models.CharField(default="EUR", max_length=3, verbose_name="currency")),
                (
                    "year",
                    models.PositiveSmallIntegerField(
                        validators=[
                            django.core.validators.MinValueValidator(1990),
                            django.core.validators.MaxValueValidator(2100),
                        ],
                        verbose_name="year",
                    ),
                ),
                (
                    "isolation",
                    models.PositiveSmallIntegerField(
                        validators=[django.core.validators.MaxValueValidator(100)],
                        verbose_name="share due to the programme, in percent",
                    ),
                ),
                (
                    "confidence",
                    models.PositiveSmallIntegerField(
                        validators=[django.core.validators.MaxValueValidator(100)],
                        verbose_name="how sure of that, in percent",
                    ),
                ),
                (
                    "source",
                    models.CharField(
                        blank=True, max_length=300, verbose_name="who says so, or where it is written"
                    ),
                ),
                (
                    "evaluation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="benefits",
                        to="evaluation.evaluation",
                        verbose_name="evaluation",
                    ),
                ),
            ],
            options={
                "verbose_name": "benefit",
                "verbose_name_plural": "benefits",
                "ordering": ["evaluation", "pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("what", ""), _negated=True), name="benefit_with_name"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("currency__regex", "^[A-Z]{3}$")),
                        name="benefit_currency_in_letters",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("confidence__lte", 100), ("isolation__lte", 100)),
                        name="benefit_shares_in_percent",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="AskedWave",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "asking",
                    models.CharField(
                        choices=[
                            ("before", "Before the programme"),
                            ("then", "Afterwards, about the time before"),
                            ("after", "After the programme"),
                            ("follow_up", "Some months later"),
                        ],
                        max_length=9,
                        verbose_name="asks",
                    ),
                ),
                (
                    "days",
                    models.SmallIntegerField(
                        blank=True,
                        null=True,
                        validators=[
                            django.core.validators.MinValueValidator(-60),
                            django.core.validators.MaxValueValidator(400),
                        ],
                        verbose_name="days after which people are asked by themselves",
                    ),
                ),
                (
                    "wave",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="asked",
                        to="study.wave",
                        verbose_name="wave",
                    ),
                ),
                (
                    "evaluation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="waves",
                        to="evaluation.evaluation",
                        verbose_name="evaluation",
                    ),
                ),
            ],
            options={
                "verbose_name": "wave of an evaluation",
                "verbose_name_plural": "waves of evaluations",
                "ordering": ["evaluation", "wave__number", "asking"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("evaluation", "asking"),
                        name="one_wave_per_asking",
                        violation_error_message="Each time is asked about by one wave.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("asking__in", ["before", "then", "after", "follow_up"])),
                        name="asking_known",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="EvaluationRevision",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.PositiveIntegerField(verbose_name="revision")),
                ("fields", models.JSONField(verbose_name="fields")),
                ("at", models.DateTimeField(auto_now_add=True, verbose_name="changed")),
                (
                    "by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="changed by",
                    ),
                ),
                (
                    "evaluation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="revisions",
                        to="evaluation.evaluation",
                        verbose_name="evaluation",
                    ),
                ),
            ],
            options={
                "verbose_name": "revision of an evaluation",
                "verbose_name_plural": "revisions of evaluations",
                "ordering": ["evaluation", "-number"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("evaluation", "number"), name="one_evaluation_revision_per_number"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Outcome",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("key", models.CharField(max_length=40, verbose_name="short name")),
                ("title", models.CharField(max_length=200, verbose_name="title")),
                (
                    "level",
                    models.CharField(
                        choices=[
                            ("reaction", "1 Reaction"),
                            ("learning", "2 Learning"),
                            ("behaviour", "3 Behaviour"),
                            ("results", "4 Results"),
                            ("roi", "5 Return on investment"),
                        ],
                        max_length=9,
                        verbose_name="level",
                    ),
                ),
                ("questions", models.JSONField(default=list, verbose_name="questions")),
                (
                    "mentee_questions",
                    models.JSONField(blank=True, default=list, verbose_name="questions to mentees"),
                ),
                (
                    "scoring",
                    models.CharField(
                        choices=[("mean", "Mean of the items"), ("sum", "Sum of the items")],
                        default="mean",
                        max_length=4,
                        verbose_name="scoring",
                    ),
                ),
                ("higher_is_better", models.BooleanField(default=True, verbose_name="higher is better")),
                ("is_main", models.BooleanField(default=False, verbose_name="main outcome")),
                (
                    "scale",
                    models.CharField(blank=True, max_length=200, verbose_name="scale of the comparison"),
                ),
                ("position", models.PositiveSmallIntegerField(default=0, verbose_name="place")),
                (
                    "evaluation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="outcomes",
                        to="evaluation.evaluation",
                        verbose_name="evaluation",
                    ),
                ),
                (
                    "licence",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="comparison.comparison",
                        verbose_name="comparison that licenses countries",
                    ),
                ),
            ],
            options={
                "verbose_name": "outcome",
                "verbose_name_plural": "outcomes",
                "ordering": ["evaluation", "position", "pk"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("evaluation", "key"),
                        name="one_outcome_per_key",
                        violation_error_message="There is an outcome with this short name already.",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("is_main", True)), fields=("evaluation",), name="one_main_outcome"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("key__regex", "^[a-z][a-z0-9_]{0,39}$")), name="outcome_key_plain"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("title", ""), _negated=True), name="outcome_with_title"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("level__in", ["reaction", "learning", "behaviour", "results"])),
                        name="outcome_level_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("scoring__in", ["mean", "sum"])), name="outcome_scoring_known"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="PriceLevel",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("year", models.PositiveSmallIntegerField(verbose_name="year")),
                (
                    "index",
                    models.DecimalField(
                        decimal_places=3,
                        max_digits=9,
                        validators=[django.core.validators.MinValueValidator(0)],
                        verbose_name="price index",
                    ),
                ),
                ("source", models.CharField(blank=True, max_length=200, verbose_name="source")),
                (
                    "evaluation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="price_levels",
                        to="evaluation.evaluation",
                        verbose_name="evaluation",
                    ),
                ),
            ],
            options={
                "verbose_name": "price level",
                "verbose_name_plural": "price levels",
                "ordering": ["evaluation", "year"],
                "constraints": [
                    models.UniqueConstraint(fields=("evaluation", "year"), name="one_price_level_per_year"),
                    models.CheckConstraint(
                        condition=models.Q(("index__gt", 0)), name="price_level_above_zero"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Rate",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("currency", models.CharField(max_length=3, verbose_name="currency")),
                (
                    "units",
                    models.DecimalField(
                        decimal_places=6,
                        max_digits=14,
                        validators=[django.core.validators.MinValueValidator(0)],
                        verbose_name="one of it is",
                    ),
                ),
                ("source", models.CharField(blank=True, max_length=200, verbose_name="source")),
                (
                    "evaluation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="rates",
                        to="evaluation.evaluation",
                        verbose_name="evaluation",
                    ),
                ),
            ],
            options={
                "verbose_name": "exchange rate",
                "verbose_name_plural": "exchange rates",
                "ordering": ["evaluation", "currency"],
                "constraints": [
                    models.UniqueConstraint(fields=("evaluation", "currency"), name="one_rate_per_currency"),
                    models.CheckConstraint(
                        condition=models.Q(("currency__regex", "^[A-Z]{3}$")), name="rate_currency_in_letters"
                    ),
                    models.CheckConstraint(condition=models.Q(("units__gt", 0)), name="rate_above_zero"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Result",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.PositiveIntegerField(verbose_name="version")),
                (
                    "stage",
                    models.CharField(
                        choices=[
                            ("waiting", "Waiting"),
                            ("running", "Being computed"),
                            ("done", "Done"),
                            ("failed", "Failed"),
                            ("stopped", "Stopped"),
                        ],
                        default="waiting",
                        max_length=7,
                        verbose_name="stage",
                    ),
                ),
                ("progress", models.PositiveSmallIntegerField(default=0, verbose_name="progress")),
                ("problem", models.JSONField(blank=True, null=True, verbose_name="problem")),
                ("asked", models.JSONField(default=dict, verbose_name="what was decided")),
                ("seed", models.PositiveIntegerField(verbose_name="seed")),
                ("value", models.JSONField(blank=True, null=True, verbose_name="value")),
                (
                    "data_hash",
                    models.CharField(blank=True, max_length=64, verbose_name="fingerprint of the numbers"),
                ),
                (
                    "library_version",
                    models.CharField(blank=True, max_length=120, verbose_name="versions of the programs"),
                ),
                ("changes", models.JSONField(blank=True, default=list, verbose_name="what changed")),
                ("words", models.JSONField(blank=True, default=dict, verbose_name="what people say to it")),
                ("created", models.DateTimeField(auto_now_add=True, verbose_name="since")),
                ("finished", models.DateTimeField(blank=True, null=True, verbose_name="finished")),
                (
                    "by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="asked by",
                    ),
                ),
                (
                    "evaluation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="results",
                        to="evaluation.evaluation",
                        verbose_name="evaluation",
                    ),
                ),
            ],
            options={
                "verbose_name": "result of an evaluation",
                "verbose_name_plural": "results of evaluations",
                "ordering": ["evaluation", "-number"],
                "constraints": [
                    models.UniqueConstraint(fields=("evaluation", "number"), name="one_result_per_number"),
                    models.UniqueConstraint(
                        condition=models.Q(("stage__in", ("waiting", "running"))),
                        fields=("evaluation",),
                        name="one_result_under_way",
                        violation_error_message="It is being computed already. Wait for it or stop it.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("stage__in", ["waiting", "running", "done", "failed", "stopped"])
                        ),
                        name="result_stage_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("progress__lte", 100)), name="result_progress_in_percent"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("stage", "done"), _negated=True),
                            models.Q(("value__isnull", False), ("data_hash__regex", "^[0-9a-f]{64}$")),
                            _connector="OR",
                        ),
                        name="result_done_with_value",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Decision",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("finding", models.CharField(max_length=120, verbose_name="finding")),
                ("recommendation", models.TextField(max_length=2000, verbose_name="what is recommended")),
                ("due", models.DateField(blank=True, null=True, verbose_name="until")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("open", "To be done"),
                            ("done", "Done, to be verified"),
                            ("verified", "Verified in a later pilot"),
                            ("dropped", "Not done, with a reason"),
                        ],
                        default="open",
                        max_length=8,
                        verbose_name="state",
                    ),
                ),
                (
                    "remark",
                    models.TextField(blank=True, max_length=2000, verbose_name="how it came out, or why not"),
                ),
                ("created", models.DateTimeField(auto_now_add=True, verbose_name="since")),
                ("changed", models.DateTimeField(auto_now=True, verbose_name="last changed")),
                (
                    "created_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="created by",
                    ),
                ),
                (
                    "edition",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="decisions",
                        to="training.edition",
                        verbose_name="version in which it was done",
                    ),
                ),
                (
                    "programme",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="decisions",
                        to="training.programme",
                        verbose_name="training programme that changes",
                    ),
                ),
                (
                    "who",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="decisions",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="who does it",
                    ),
                ),
                (
                    "result",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="decisions",
                        to="evaluation.result",
                        verbose_name="result",
                    ),
                ),
                (
                    "verified_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="verifies",
                        to="evaluation.result",
                        verbose_name="result that verifies it",
                    ),
                ),
            ],
            options={
                "verbose_name": "decision",
                "verbose_name_plural": "decisions",
                "ordering": ["state", "due", "pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("recommendation", ""), _negated=True), name="decision_with_text"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("state__in", ["open", "done", "verified", "dropped"])),
                        name="decision_state_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "dropped"), _negated=True),
                            models.Q(("remark", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="decision_dropped_with_reason",
                        violation_error_message="Say why it is not done.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Theme",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("title", models.CharField(max_length=100, verbose_name="theme")),
                ("meaning", models.CharField(blank=True, max_length=500, verbose_name="what belongs to it")),
                (
                    "evaluation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="themes",
                        to="evaluation.evaluation",
                        verbose_name="evaluation",
                    ),
                ),
            ],
            options={
                "verbose_name": "theme",
                "verbose_name_plural": "themes",
                "ordering": ["evaluation", "title"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("evaluation", "title"),
                        name="one_theme_per_title",
                        violation_error_message="There is a theme of this name already.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("title", ""), _negated=True), name="theme_with_title"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="VoiceQuestion",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("question", models.CharField(max_length=100, verbose_name="open question")),
                (
                    "consent",
                    models.CharField(blank=True, max_length=100, verbose_name="question that allows quoting"),
                ),
                (
                    "yes",
                    models.CharField(blank=True, max_length=100, verbose_name="answer that allows quoting"),
                ),
                (
                    "evaluation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="voice_questions",
                        to="evaluation.evaluation",
                        verbose_name="evaluation",
                    ),
                ),
            ],
            options={
                "verbose_name": "open question of an evaluation",
                "verbose_name_plural": "open questions of evaluations",
                "ordering": ["evaluation", "pk"],
                "constraints": [
                    models.UniqueConstraint(fields=("evaluation", "question"), name="one_voice_question")
                ],
            },
        ),
        migrations.CreateModel(
            name="Coded",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("is_quoted", models.BooleanField(default=False, verbose_name="quoted in the report")),
                ("at", models.DateTimeField(auto_now=True, verbose_name="coded")),
                (
                    "by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="coded by",
                    ),
                ),
                (
                    "response",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="study.response",
                        verbose_name="answers",
                    ),
                ),
                (
                    "themes",
                    models.ManyToManyField(
                        blank=True, related_name="coded", to="evaluation.theme", verbose_name="themes"
                    ),
                ),
                (
                    "question",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="coded",
                        to="evaluation.voicequestion",
                        verbose_name="open question",
                    ),
                ),
            ],
            options={
                "verbose_name": "coded answer",
                "verbose_name_plural": "coded answers",
                "ordering": ["question", "pk"],
                "constraints": [models.UniqueConstraint(fields=("question", "response"), name="coded_once")],
            },
        ),
    ]
