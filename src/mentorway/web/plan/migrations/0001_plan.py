"""Tables of the plan."""

import django.core.validators
import django.db.models.deletion
import mentorway.web.core.search
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("accounts", "__first__"),
        ("evaluation", "0001_evaluation"),
        ("mentoring", "0001_mentoring"),
        ("methodology", "0005_editions_never_change"),
        ("network", "0006_agreement_version_in_force"),
        ("pilots", "0002_corrections_never_change"),
        ("practices", "0007_practices_translated"),
        ("study", "0002_time_zones_and_rows_of_devices"),
        ("training", "0003_revisions_with_citations"),
    ]

    operations = [
        migrations.CreateModel(
            name="Project",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("title", models.CharField(max_length=200, verbose_name="title")),
                ("purpose", models.TextField(blank=True, max_length=4000, verbose_name="purpose")),
                ("funder", models.CharField(blank=True, max_length=200, verbose_name="funder and programme")),
                (
                    "reference",
                    models.CharField(
                        blank=True, max_length=100, verbose_name="number of the grant agreement"
                    ),
                ),
                ("starts_on", models.DateField(verbose_name="first day")),
                ("ends_on", models.DateField(verbose_name="last day")),
                ("currency", models.CharField(default="EUR", max_length=3, verbose_name="currency")),
                (
                    "report_days",
                    models.PositiveSmallIntegerField(
                        default=30,
                        validators=[django.core.validators.MaxValueValidator(365)],
                        verbose_name="days after a reporting period until its report is due",
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
                    "partner",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="projects",
                        to="network.partner",
                        verbose_name="lead partner",
                    ),
                ),
            ],
            options={
                "verbose_name": "project",
                "verbose_name_plural": "projects",
                "ordering": ["-starts_on", "-pk"],
                "indexes": [
                    mentorway.web.core.search.FoldedIndex(fields=["search_text"], name="projects_by_text")
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("title", ""), _negated=True), name="project_with_title"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("ends_on__gte", models.F("starts_on"))),
                        name="project_ends_after_it_begins",
                        violation_error_message="The last day must not be before the first.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("currency__regex", "^[A-Z]{3}$")),
                        name="project_currency_in_letters",
                        violation_error_message="A currency has three capital letters, for example EUR.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="PlanEvent",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("what", models.JSONField(verbose_name="what")),
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
                    "project",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="events",
                        to="plan.project",
                        verbose_name="project",
                    ),
                ),
            ],
            options={
                "verbose_name": "change of a plan",
                "verbose_name_plural": "changes of plans",
                "ordering": ["project", "-at", "-pk"],
            },
        ),
        migrations.CreateModel(
            name="Period",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.PositiveSmallIntegerField(verbose_name="number")),
                ("starts_on", models.DateField(verbose_name="first day")),
                ("ends_on", models.DateField(verbose_name="last day")),
                ("due_on", models.DateField(verbose_name="report due")),
                ("closed", models.DateTimeField(blank=True, null=True, verbose_name="closed")),
                (
                    "summary",
                    models.TextField(
                        blank=True, max_length=6000, verbose_name="what was done, in a few sentences"
                    ),
                ),
                (
                    "dissemination",
                    models.TextField(blank=True, max_length=4000, verbose_name="how results were spread"),
                ),
                ("revision", models.PositiveIntegerField(default=1, editable=False, verbose_name="revision")),
                (
                    "project",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="periods",
                        to="plan.project",
                        verbose_name="project",
                    ),
                ),
            ],
            options={
                "verbose_name": "reporting period",
                "verbose_name_plural": "reporting periods",
                "ordering": ["project", "number"],
                "constraints": [
                    models.UniqueConstraint(fields=("project", "number"), name="one_period_per_number"),
                    models.CheckConstraint(
                        condition=models.Q(("ends_on__gte", models.F("starts_on"))),
                        name="period_ends_after_it_begins",
                        violation_error_message="The last day must not be before the first.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Item",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("package", "Work package"),
                            ("task", "Task"),
                            ("milestone", "Milestone"),
                            ("deliverable", "Deliverable"),
                        ],
                        max_length=11,
                        verbose_name="kind",
                    ),
                ),
                ("code", models.CharField(max_length=20, verbose_name="code")),
                ("title", models.CharField(max_length=200, verbose_name="title")),
                ("description", models.TextField(blank=True, max_length=4000, verbose_name="description")),
                ("activity", models.CharField(blank=True, max_length=20, verbose_name="activity")),
                (
                    "country",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("DK", "Denmark"),
                            ("EE", "Estonia"),
                            ("FI", "Finland"),
                            ("IS", "Iceland"),
                            ("LV", "Latvia"),
                            ("LT", "Lithuania"),
                            ("NO", "Norway"),
                            ("SE", "Sweden"),
                            ("AT", "Austria"),
                            ("BE", "Belgium"),
                            ("BG", "Bulgaria"),
                            ("CH", "Switzerland"),
                            ("CY", "Cyprus"),
                            ("CZ", "Czechia"),
                            ("DE", "Germany"),
                            ("ES", "Spain"),
                            ("FR", "France"),
                            ("GB", "United Kingdom"),
                            ("GR", "Greece"),
                            ("HR", "Croatia"),
                            ("HU", "Hungary"),
                            ("IE", "Ireland"),
                            ("IT", "Italy"),
                            ("LU", "Luxembourg"),
                            ("MT", "Malta"),
                            ("NL", "Netherlands"),
                            ("PL", "Poland"),
                            ("PT", "Portugal"),
                            ("RO", "Romania"),
                            ("SI", "Slovenia"),
                            ("SK", "Slovakia"),
                            ("UA", "Ukraine"),
                        ],
                        max_length=2,
                        verbose_name="holidays of",
                    ),
                ),
                (
                    "days",
                    models.PositiveSmallIntegerField(
                        default=0,
                        validators=[django.core.validators.MaxValueValidator(5000)],
                        verbose_name="working days",
                    ),
                ),
                (
                    "bound",
                    models.CharField(
                        choices=[
                            ("none", "As early as what it depends on allows"),
                            ("not_before", "Not before a day"),
                            ("starts_on", "Starts on a day"),
                            ("deadline", "To be finished by a day"),
                        ],
                        default="none",
                        max_length=10,
                        verbose_name="dates",
                    ),
                ),
                ("day", models.DateField(blank=True, null=True, verbose_name="day")),
                (
                    "shortest",
                    models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="at the shortest"),
                ),
                (
                    "longest",
                    models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="at the longest"),
                ),
                (
                    "done",
                    models.PositiveSmallIntegerField(
                        default=0,
                        validators=[django.core.validators.MaxValueValidator(100)],
                        verbose_name="done, in percent",
                    ),
                ),
                ("started", models.DateField(blank=True, null=True, verbose_name="really begun")),
                ("finished", models.DateField(blank=True, null=True, verbose_name="really finished")),
                (
                    "deviation",
                    models.TextField(
                        blank=True, max_length=2000, verbose_name="why it is other than planned"
                    ),
                ),
                ("position", models.PositiveSmallIntegerField(default=0, verbose_name="place")),
                ("revision", models.PositiveIntegerField(default=1, editable=False, verbose_name="revision")),
                (
                    "removed",
                    models.DateTimeField(blank=True, editable=False, null=True, verbose_name="taken out"),
                ),
                (
                    "warned",
                    models.DateField(
                        blank=True, editable=False, null=True, verbose_name="end that people were warned of"
                    ),
                ),
                (
                    "lead",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="network.partner",
                        verbose_name="who leads it",
                    ),
                ),
                (
                    "parent",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="parts",
                        to="plan.item",
                        verbose_name="belongs to",
                    ),
                ),
                (
                    "project",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="items",
                        to="plan.project",
                        verbose_name="project",
                    ),
                ),
            ],
            options={
                "verbose_name": "line of a plan",
                "verbose_name_plural": "lines of plans",
                "ordering": ["project", "position", "pk"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("removed", None)),
                        fields=("project", "code"),
                        name="one_item_per_code",
                        violation_error_message="There is a line with this code already.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("title", ""), _negated=True), models.Q(("code", ""), _negated=True)
                        ),
                        name="item_with_title",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("kind__in", ["package", "task", "milestone", "deliverable"])),
                        name="item_kind_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("bound__in", ["none", "not_before", "starts_on", "deadline"])),
                        name="item_bound_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("bound", "none"), ("day", None)),
                            models.Q(models.Q(("bound", "none"), _negated=True), ("day__isnull", False)),
                            _connector="OR",
                        ),
                        name="item_bound_with_day",
                        violation_error_message="Choose the day too, or let the dates follow from the rest.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("kind__in", ["package", "task"]), ("days", 0), _connector="OR"),
                        name="item_moment_without_days",
                        violation_error_message="A milestone or deliverable takes no days. Plan a task for the work.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("finished", None),
                            ("started", None),
                            ("finished__gte", models.F("started")),
                            _connector="OR",
                        ),
                        name="item_finished_after_begun",
                        violation_error_message="It cannot be finished before it has begun.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("done__lte", 100)), name="item_done_in_percent"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("longest", None), ("shortest", None)),
                            models.Q(("shortest__lte", models.F("days")), ("longest__gte", models.F("days"))),
                            _connector="OR",
                        ),
                        name="item_guess_around_days",
                        violation_error_message="The shortest time must not be above, the longest not below the days.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Budget",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "line",
                    models.CharField(
                        choices=[
                            ("staff", "Staff"),
                            ("travel", "Travel and stays"),
                            ("equipment", "Equipment and materials"),
                            ("services", "Services of others"),
                            ("other", "Something else"),
                            ("overhead", "Indirect costs"),
                        ],
                        max_length=9,
                        verbose_name="line of the budget",
                    ),
                ),
                (
                    "amount",
                    models.DecimalField(
                        decimal_places=2,
                        max_digits=12,
                        validators=[django.core.validators.MinValueValidator(0)],
                        verbose_name="amount",
                    ),
                ),
                (
                    "own",
                    models.DecimalField(
                        decimal_places=2,
                        default=0,
                        max_digits=12,
                        validators=[django.core.validators.MinValueValidator(0)],
                        verbose_name="own contribution in it",
                    ),
                ),
                (
                    "partner",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="network.partner",
                        verbose_name="partner",
                    ),
                ),
                (
                    "project",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="budgets",
                        to="plan.project",
                        verbose_name="project",
                    ),
                ),
            ],
            options={
                "verbose_name": "line of a budget",
                "verbose_name_plural": "lines of budgets",
                "ordering": ["project", "partner", "line"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("project", "partner", "line"), name="one_budget_per_partner_and_line"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("line__in", ["staff", "travel", "equipment", "services", "other", "overhead"])
                        ),
                        name="budget_line_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("own__lte", models.F("amount"))),
                        name="budget_own_within_amount",
                        violation_error_message="The own contribution cannot be more than the amount.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Baseline",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("title", models.CharField(max_length=100, verbose_name="title")),
                ("dates", models.JSONField(verbose_name="dates")),
                ("at", models.DateTimeField(auto_now_add=True, verbose_name="kept")),
                (
                    "by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="kept by",
                    ),
                ),
                (
                    "project",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="baselines",
                        to="plan.project",
                        verbose_name="project",
                    ),
                ),
            ],
            options={
                "verbose_name": "baseline",
                "verbose_name_plural": "baselines",
                "ordering": ["project", "-at"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("project", "title"),
                        name="one_baseline_per_title",
                        violation_error_message="There is a baseline of this name already.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("title", ""), _negated=True), name="baseline_with_title"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ProjectPartner",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("short", models.CharField(max_length=20, verbose_name="short name in charts")),
                ("position", models.PositiveSmallIntegerField(default=0, verbose_name="place")),
                (
                    "partner",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="network.partner",
                        verbose_name="partner",
                    ),
                ),
                (
                    "project",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="partners",
                        to="plan.project",
                        verbose_name="project",
                    ),
                ),
            ],
            options={
                "verbose_name": "partner of a project",
                "verbose_name_plural": "partners of projects",
                "ordering": ["project", "position", "pk"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("project", "partner"),
                        name="once_in_a_project",
                        violation_error_message="This partner is in the project already.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("short", ""), _negated=True),
                        name="project_partner_with_short_name",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Spent",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "line",
                    models.CharField(
                        choices=[
                            ("staff", "Staff"),
                            ("travel", "Travel and stays"),
                            ("equipment", "Equipment and materials"),
                            ("services", "Services of others"),
                            ("other", "Something else"),
                            ("overhead", "Indirect costs"),
                        ],
                        max_length=9,
                        verbose_name="line of the budget",
                    ),
                ),
                (
                    "amount",
                    models.DecimalField(
                        decimal_places=2,
                        max_digits=12,
                        validators=[django.core.validators.MinValueValidator(0)],
                        verbose_name="amount",
                    ),
                ),
                ("remark", models.CharField(blank=True, max_length=500, verbose_name="remark")),
                (
                    "partner",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="network.partner",
                        verbose_name="partner",
                    ),
                ),
                (
                    "period",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="spent",
                        to="plan.period",
                        verbose_name="period",
                    ),
                ),
            ],
            options={
                "verbose_name": "money spent",
                "verbose_name_plural": "money spent",
                "ordering": ["period", "partner", "line"],
                "constraints": [
                    models.UniqueConstraint(fields=("period", "partner", "line"), name="one_spent_per_line"),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("line__in", ["staff", "travel", "equipment", "services", "other", "overhead"])
                        ),
                        name="spent_line_known",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Worked",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "days",
                    models.DecimalField(
                        decimal_places=2,
                        max_digits=7,
                        validators=[django.core.validators.MinValueValidator(0)],
                        verbose_name="person-days",
                    ),
                ),
                ("remark", models.CharField(blank=True, max_length=500, verbose_name="remark")),
                (
                    "item",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="worked",
                        to="plan.item",
                        verbose_name="work package",
                    ),
                ),
                (
                    "partner",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="network.partner",
                        verbose_name="partner",
                    ),
                ),
                (
                    "period",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="worked",
                        to="plan.period",
                        verbose_name="period",
                    ),
                ),
            ],
            options={
                "verbose_name": "person-days worked",
                "verbose_name_plural": "person-days worked",
                "ordering": ["period", "item", "partner"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("period", "item", "partner"), name="one_worked_per_partner"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Evidence",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "agreement",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="network.agreement",
                        verbose_name="agreement",
                    ),
                ),
                (
                    "cohort",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="pilots.cohort",
                        verbose_name="cohort",
                    ),
                ),
                (
                    "evaluation",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="evaluation.evaluation",
                        verbose_name="evaluation",
                    ),
                ),
                (
                    "methodology",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="methodology.methodology",
                        verbose_name="methodology",
                    ),
                ),
                (
                    "practice",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="practices.practice",
                        verbose_name="good practice",
                    ),
                ),
                (
                    "programme",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="training.programme",
                        verbose_name="training programme",
                    ),
                ),
                (
                    "round",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="mentoring.round",
                        verbose_name="mentoring round",
                    ),
                ),
                (
                    "study",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="study.study",
                        verbose_name="study",
                    ),
                ),
                (
                    "visit",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="network.visit",
                        verbose_name="visit",
                    ),
                ),
                (
                    "item",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="evidence",
                        to="plan.item",
                        verbose_name="line",
                    ),
                ),
            ],
            options={
                "verbose_name": "evidence of a line",
                "verbose_name_plural": "evidence of lines",
                "ordering": ["item", "pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("pk__in", []),
                            models.Q(
                                ("agreement__isnull", False),
                                ("cohort__isnull", True),
                                ("evaluation__isnull", True),
                                ("methodology__isnull", True),
                                ("practice__isnull", True),
                                ("programme__isnull", True),
                                ("round__isnull", True),
                                ("study__isnull", True),
                                ("visit__isnull", True),
                            ),
                            models.Q(
                                ("agreement__isnull", True),
                                ("cohort__isnull", True),
                                ("evaluation__isnull", True),
                                ("methodology__isnull", True),
                                ("practice__isnull", True),
                                ("programme__isnull", True),
                                ("round__isnull", True),
                                ("study__isnull", True),
                                ("visit__isnull", False),
                            ),
                            models.Q(
                                ("agreement__isnull", True),
                                ("cohort__isnull", True),
                                ("evaluation__isnull", True),
                                ("methodology__isnull", True),
                                ("practice__isnull", False),
                                ("programme__isnull", True),
                                ("round__isnull", True),
                                ("study__isnull", True),
                                ("visit__isnull", True),
                            ),
                            models.Q(
                                ("agreement__isnull", True),
                                ("cohort__isnull", True),
                                ("evaluation__isnull", True),
                                ("methodology__isnull", False),
                                ("practice__isnull", True),
                                ("programme__isnull", True),
                                ("round__isnull", True),
                                ("study__isnull", True),
                                ("visit__isnull", True),
                            ),
                            models.Q(
                                ("agreement__isnull", True),
                                ("cohort__isnull", True),
                                ("evaluation__isnull", True),
                                ("methodology__isnull", True),
                                ("practice__isnull", True),
                                ("programme__isnull", True),
                                ("round__isnull", True),
                                ("study__isnull", False),
                                ("visit__isnull", True),
                            ),
                            models.Q(
                                ("agreement__isnull", True),
                                ("cohort__isnull", True),
                                ("evaluation__isnull", True),
                                ("methodology__isnull", True),
                                ("practice__isnull", True),
                                ("programme__isnull", False),
                                ("round__isnull", True),
                                ("study__isnull", True),
                                ("visit__isnull", True),
                            ),
                            models.Q(
                                ("agreement__isnull", True),
                                ("cohort__isnull", False),
                                ("evaluation__isnull", True),
                                ("methodology__isnull", True),
                                ("practice__isnull", True),
                                ("programme__isnull", True),
                                ("round__isnull", True),
                                ("study__isnull", True),
                                ("visit__isnull", True),
                            ),
                            models.Q(
                                ("agreement__isnull", True),
                                ("cohort__isnull", True),
                                ("evaluation__isnull", True),
                                ("methodology__isnull", True),
                                ("practice__isnull", True),
                                ("programme__isnull", True),
                                ("round__isnull", False),
                                ("study__isnull", True),
                                ("visit__isnull", True),
                            ),
                            models.Q(
                                ("agreement__isnull", True),
                                ("cohort__isnull", True),
                                ("evaluation__isnull", False),
                                ("methodology__isnull", True),
                                ("practice__isnull", True),
                                ("programme__isnull", True),
                                ("round__isnull", True),
                                ("study__isnull", True),
                                ("visit__isnull", True),
                            ),
                            _connector="OR",
                        ),
                        name="evidence_is_one_thing",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Effort",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "days",
                    models.DecimalField(
                        decimal_places=2,
                        max_digits=7,
                        validators=[django.core.validators.MinValueValidator(0)],
                        verbose_name="person-days",
                    ),
                ),
                (
                    "partner",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="network.partner",
                        verbose_name="partner",
                    ),
                ),
                (
                    "item",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="efforts",
                        to="plan.item",
                        verbose_name="line",
                    ),
                ),
            ],
            options={
                "verbose_name": "planned person-days",
                "verbose_name_plural": "planned person-days",
                "ordering": ["item", "partner"],
                "constraints": [
                    models.UniqueConstraint(fields=("item", "partner"), name="one_effort_per_partner")
                ],
            },
        ),
        migrations.CreateModel(
            name="Dependency",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "link",
                    models.CharField(
                        choices=[
                            ("FS", "Begins when the other is finished"),
                            ("SS", "Begins when the other begins"),
                            ("FF", "Is finished when the other is finished"),
                            ("SF", "Is finished when the other begins"),
                        ],
                        default="FS",
                        max_length=2,
                        verbose_name="how",
                    ),
                ),
                (
                    "lag",
                    models.SmallIntegerField(
                        default=0,
                        validators=[
                            django.core.validators.MinValueValidator(-5000),
                            django.core.validators.MaxValueValidator(5000),
                        ],
                        verbose_name="working days between",
                    ),
                ),
                (
                    "after",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="dependencies",
                        to="plan.item",
                        verbose_name="line",
                    ),
                ),
                (
                    "before",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="followers",
                        to="plan.item",
                        verbose_name="depends on",
                    ),
                ),
            ],
            options={
                "verbose_name": "dependency",
                "verbose_name_plural": "dependencies",
                "ordering": ["after", "pk"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("before", "after"),
                        name="one_dependency_of_two",
                        violation_error_message="These two depend on each other already.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("link__in", ["FS", "SS", "FF", "SF"])),
                        name="dependency_link_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("before", models.F("after")), _negated=True),
                        name="dependency_of_two",
                        violation_error_message="Nothing can depend on itself.",
                    ),
                ],
            },
        ),
    ]
