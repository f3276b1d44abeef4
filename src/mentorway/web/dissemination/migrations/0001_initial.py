"""What is published: claims, texts for readers, open data, readers, the plan and log of dissemination."""

import django.core.validators
import django.db.models.deletion
import mentorway.web.core.search
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("accounts", "__first__"),
        ("comparison", "0004_versions_of_analyses"),
        ("evaluation", "0003_models_mentees_and_guard"),
        ("network", "0006_agreement_version_in_force"),
        ("practices", "0007_practices_translated"),
        ("study", "0002_time_zones_and_rows_of_devices"),
    ]

    operations = [
        migrations.CreateModel(
            name="TargetGroup",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("texts", models.JSONField(default=dict, verbose_name="names")),
                ("position", models.PositiveSmallIntegerField(default=0, verbose_name="place")),
            ],
            options={
                "verbose_name": "target group",
                "verbose_name_plural": "target groups",
                "ordering": ["position", "pk"],
            },
        ),
        migrations.CreateModel(
            name="Claim",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "token",
                    models.UUIDField(default=uuid.uuid4, editable=False, unique=True, verbose_name="token"),
                ),
                ("slug", models.CharField(max_length=80, unique=True, verbose_name="address")),
                (
                    "language",
                    models.CharField(
                        choices=[("en", "en"), ("lt", "lt"), ("lv", "lv"), ("sv", "sv"), ("fi", "fi")],
                        default="en",
                        max_length=2,
                        verbose_name="written in",
                    ),
                ),
                ("texts", models.JSONField(default=dict, verbose_name="texts")),
                (
                    "basis",
                    models.CharField(
                        choices=[
                            ("comparison", "A comparison of countries or groups"),
                            ("evaluation", "An evaluation of pilots"),
                            ("challenges", "Challenges counted across countries"),
                            ("network", "A finding about the network"),
                            ("count", "A count of what this platform holds"),
                        ],
                        max_length=10,
                        verbose_name="rests on",
                    ),
                ),
                ("key", models.CharField(max_length=80, verbose_name="kind of number")),
                ("place", models.JSONField(blank=True, default=dict, verbose_name="place of the number")),
                ("licence", models.CharField(default="CC-BY-4.0", max_length=40, verbose_name="licence")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("draft", "Not published"),
                            ("published", "Published"),
                            ("withdrawn", "Withdrawn"),
                        ],
                        default="draft",
                        max_length=9,
                        verbose_name="state",
                    ),
                ),
                (
                    "handed_in",
                    models.DateTimeField(blank=True, null=True, verbose_name="handed in to a second reader"),
                ),
                ("broken", models.JSONField(blank=True, null=True, verbose_name="what broke its chain")),
                ("broken_since", models.DateTimeField(blank=True, null=True, verbose_name="broken since")),
                (
                    "told",
                    models.DateTimeField(
                        blank=True, null=True, verbose_name="its partner was told of the break"
                    ),
                ),
                ("published", models.DateTimeField(blank=True, null=True, verbose_name="published")),
                ("revision", models.PositiveIntegerField(default=1, editable=False, verbose_name="revision")),
                (
                    "search_text",
                    mentorway.web.core.search.FoldedTextField(
                        blank=True, editable=False, verbose_name="text for searching"
                    ),
                ),
                ("is_example", models.BooleanField(default=False, editable=False, verbose_name="example")),
                ("created", models.DateTimeField(auto_now_add=True, verbose_name="since")),
                ("changed", models.DateTimeField(auto_now=True, verbose_name="last changed")),
                (
                    "deleted",
                    models.DateTimeField(blank=True, editable=False, null=True, verbose_name="deleted"),
                ),
                (
                    "challenges",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="claims",
                        to="practices.challengefinding",
                        verbose_name="finding about challenges",
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
                    "finding",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="claims",
                        to="comparison.finding",
                        verbose_name="comparison",
                    ),
                ),
                (
                    "handed_in_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="handed in by",
                    ),
                ),
                (
                    "network",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="claims",
                        to="network.networkfinding",
                        verbose_name="finding about the network",
                    ),
                ),
                (
                    "partner",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="claims",
                        to="network.partner",
                        verbose_name="partner",
                    ),
                ),
                (
                    "result",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="claims",
                        to="evaluation.result",
                        verbose_name="evaluation",
                    ),
                ),
            ],
            options={
                "verbose_name": "claim",
                "verbose_name_plural": "claims",
                "ordering": ["-changed", "-pk"],
                "indexes": [
                    mentorway.web.core.search.FoldedIndex(fields=["search_text"], name="claims_by_text")
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("state__in", ["draft", "published", "withdrawn"])),
                        name="claim_state_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("basis__in", ["comparison", "evaluation", "challenges", "network", "count"])
                        ),
                        name="claim_basis_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("slug__regex", "^[a-z0-9]+(-[a-z0-9]+)*$")),
                        name="claim_slug_plain",
                        violation_error_message="An address has small letters, digits and hyphens only.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "published"), _negated=True),
                            ("published__isnull", False),
                            _connector="OR",
                        ),
                        name="claim_published_at_a_moment",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("broken", None), ("broken_since", None)),
                            models.Q(("broken__isnull", False), ("broken_since__isnull", False)),
                            _connector="OR",
                        ),
                        name="claim_broken_at_a_moment",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Goal",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "indicator",
                    models.CharField(
                        choices=[
                            ("people", "People reached"),
                            ("events", "Events held or taken part in"),
                            ("articles", "Articles and press"),
                            ("views", "Pages opened"),
                            ("readers", "Readers of letters"),
                            ("downloads", "Files fetched"),
                            ("countries", "Countries reached"),
                        ],
                        max_length=20,
                        verbose_name="indicator",
                    ),
                ),
                (
                    "wanted",
                    models.PositiveIntegerField(
                        validators=[django.core.validators.MinValueValidator(1)], verbose_name="wanted"
                    ),
                ),
                ("until", models.DateField(verbose_name="until")),
            ],
            options={
                "verbose_name": "goal of dissemination",
                "verbose_name_plural": "goals of dissemination",
                "ordering": ["indicator", "until"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("indicator", "until"),
                        name="one_goal_per_indicator_and_day",
                        violation_error_message="There is a goal for this indicator and day already.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "indicator__in",
                                [
                                    "people",
                                    "events",
                                    "articles",
                                    "views",
                                    "readers",
                                    "downloads",
                                    "countries",
                                ],
                            )
                        ),
                        name="goal_indicator_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("wanted__gte", 1)),
                        name="goal_wants_something",
                        violation_error_message="A goal is at least 1.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Reach",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("day", models.DateField(verbose_name="day")),
                ("page", models.CharField(max_length=120, verbose_name="page")),
                ("language", models.CharField(max_length=2, verbose_name="language")),
                ("count", models.PositiveIntegerField(default=0, verbose_name="times opened")),
            ],
            options={
                "verbose_name": "count of a page",
                "verbose_name_plural": "counts of pages",
                "ordering": ["-day", "page"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("day", "page", "language"), name="one_count_a_day_and_page"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Release",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "token",
                    models.UUIDField(default=uuid.uuid4, editable=False, unique=True, verbose_name="token"),
                ),
                ("number", models.PositiveIntegerField(verbose_name="version")),
                ("title", models.CharField(max_length=200, verbose_name="title")),
                ("description", models.JSONField(default=dict, verbose_name="description by language")),
                ("choices", models.JSONField(default=dict, verbose_name="what goes in")),
                (
                    "stage",
                    models.CharField(
                        choices=[
                            ("draft", "Being prepared"),
                            ("waiting", "Waiting"),
                            ("running", "Being checked and packed"),
                            ("ready", "Packed, waits for a second reader"),
                            ("failed", "Could not be packed"),
                            ("published", "Published"),
                            ("withdrawn", "Withdrawn"),
                        ],
                        default="draft",
                        max_length=9,
                        verbose_name="stage",
                    ),
                ),
                ("progress", models.PositiveSmallIntegerField(default=0, verbose_name="progress")),
                ("heard", models.DateTimeField(blank=True, null=True, verbose_name="last heard of")),
                ("problem", models.JSONField(blank=True, null=True, verbose_name="problem")),
                ("verdict", models.JSONField(blank=True, null=True, verbose_name="what the check found")),
                ("tables", models.JSONField(blank=True, null=True, verbose_name="published tables")),
                ("path", models.CharField(blank=True, max_length=200, verbose_name="place of the file")),
                ("size", models.PositiveBigIntegerField(default=0, verbose_name="size in bytes")),
                (
                    "sha256",
                    models.CharField(blank=True, max_length=64, verbose_name="fingerprint of the file"),
                ),
                ("licence", models.CharField(default="CC-BY-4.0", max_length=40, verbose_name="licence")),
                ("doi", models.CharField(blank=True, max_length=200, verbose_name="DOI")),
                (
                    "reason",
                    models.TextField(blank=True, max_length=2000, verbose_name="why it was withdrawn"),
                ),
                ("is_example", models.BooleanField(default=False, editable=False, verbose_name="example")),
                ("created", models.DateTimeField(auto_now_add=True, verbose_name="since")),
                ("published", models.DateTimeField(blank=True, null=True, verbose_name="published")),
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
                    "published_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="published by",
                    ),
                ),
                (
                    "study",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="releases",
                        to="study.study",
                        verbose_name="study",
                    ),
                ),
            ],
            options={
                "verbose_name": "data release",
                "verbose_name_plural": "data releases",
                "ordering": ["study", "-number"],
                "constraints": [
                    models.UniqueConstraint(fields=("study", "number"), name="one_data_release_per_number"),
                    models.UniqueConstraint(
                        condition=models.Q(("stage__in", ("waiting", "running"))),
                        fields=("study",),
                        name="one_data_release_under_way",
                        violation_error_message="It is being packed already. Wait for it or stop it.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "stage__in",
                                ["draft", "waiting", "running", "ready", "failed", "published", "withdrawn"],
                            )
                        ),
                        name="data_release_stage_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("stage__in", ["ready", "published"]), _negated=True),
                            models.Q(("sha256__regex", "^[0-9a-f]{64}$"), ("verdict__isnull", False)),
                            _connector="OR",
                        ),
                        name="data_release_checked",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("stage", "published"), _negated=True),
                            ("published__isnull", False),
                            _connector="OR",
                        ),
                        name="data_release_published_at_a_moment",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("stage", "withdrawn"), _negated=True),
                            models.Q(("reason", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="data_release_withdrawn_with_reason",
                        violation_error_message="Say why it is withdrawn.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Subscriber",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("email", models.EmailField(max_length=254, unique=True, verbose_name="e-mail address")),
                (
                    "language",
                    models.CharField(
                        choices=[("en", "en"), ("lt", "lt"), ("lv", "lv"), ("sv", "sv"), ("fi", "fi")],
                        max_length=2,
                        verbose_name="language",
                    ),
                ),
                ("kinds", models.JSONField(default=list, verbose_name="what they want to hear of")),
                (
                    "standing",
                    models.CharField(
                        choices=[("asked", "Has asked, not yet confirmed"), ("confirmed", "Gets letters")],
                        default="asked",
                        max_length=9,
                        verbose_name="standing",
                    ),
                ),
                (
                    "secret_hash",
                    models.CharField(max_length=64, unique=True, verbose_name="fingerprint of the link"),
                ),
                (
                    "consent_hash",
                    models.CharField(max_length=64, verbose_name="fingerprint of what they agreed to"),
                ),
                ("asked", models.DateTimeField(verbose_name="asked")),
                ("confirmed", models.DateTimeField(blank=True, null=True, verbose_name="confirmed")),
                ("is_example", models.BooleanField(default=False, editable=False, verbose_name="example")),
            ],
            options={
                "verbose_name": "reader of letters",
                "verbose_name_plural": "readers of letters",
                "ordering": ["email"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("confirmed", None), ("standing", "asked")),
                            models.Q(("confirmed__isnull", False), ("standing", "confirmed")),
                            _connector="OR",
                        ),
                        name="subscriber_confirmed_at_a_moment",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("secret_hash__regex", "^[0-9a-f]{64}$"),
                            ("consent_hash__regex", "^[0-9a-f]{64}$"),
                        ),
                        name="subscriber_with_fingerprints",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ClaimRevision",
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
                    "claim",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="revisions",
                        to="dissemination.claim",
                        verbose_name="claim",
                    ),
                ),
            ],
            options={
                "verbose_name": "revision of a claim",
                "verbose_name_plural": "revisions of claims",
                "ordering": ["claim", "-number"],
                "constraints": [
                    models.UniqueConstraint(fields=("claim", "number"), name="one_claim_revision_per_number")
                ],
            },
        ),
        migrations.CreateModel(
            name="ClaimStep",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "before",
                    models.CharField(
                        choices=[
                            ("draft", "Not published"),
                            ("published", "Published"),
                            ("withdrawn", "Withdrawn"),
                        ],
                        max_length=9,
                        verbose_name="before",
                    ),
                ),
                (
                    "after",
                    models.CharField(
                        choices=[
                            ("draft", "Not published"),
                            ("published", "Published"),
                            ("withdrawn", "Withdrawn"),
                        ],
                        max_length=9,
                        verbose_name="after",
                    ),
                ),
                ("said", models.JSONField(blank=True, default=list, verbose_name="what happened")),
                ("note", models.TextField(blank=True, max_length=2000, verbose_name="note")),
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
                    "claim",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="steps",
                        to="dissemination.claim",
                        verbose_name="claim",
                    ),
                ),
            ],
            options={
                "verbose_name": "step of a claim",
                "verbose_name_plural": "steps of claims",
                "ordering": ["-at", "-pk"],
            },
        ),
        migrations.CreateModel(
            name="ClaimVersion",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.PositiveIntegerField(verbose_name="version")),
                ("texts", models.JSONField(verbose_name="texts")),
                (
                    "basis",
                    models.CharField(
                        choices=[
                            ("comparison", "A comparison of countries or groups"),
                            ("evaluation", "An evaluation of pilots"),
                            ("challenges", "Challenges counted across countries"),
                            ("network", "A finding about the network"),
                            ("count", "A count of what this platform holds"),
                        ],
                        max_length=10,
                        verbose_name="rests on",
                    ),
                ),
                ("key", models.CharField(max_length=80, verbose_name="kind of number")),
                ("place", models.JSONField(blank=True, default=dict, verbose_name="place of the number")),
                ("value", models.FloatField(verbose_name="value")),
                ("low", models.FloatField(blank=True, null=True, verbose_name="lower end")),
                ("high", models.FloatField(blank=True, null=True, verbose_name="upper end")),
                ("n", models.PositiveIntegerField(blank=True, null=True, verbose_name="people")),
                ("unit", models.CharField(max_length=40, verbose_name="unit")),
                ("chain", models.JSONField(verbose_name="chain of evidence")),
                ("data_hash", models.CharField(max_length=64, verbose_name="fingerprint of the data")),
                ("method", models.CharField(max_length=200, verbose_name="method")),
                (
                    "library_version",
                    models.CharField(max_length=120, verbose_name="versions of the programs"),
                ),
                ("licence", models.CharField(max_length=40, verbose_name="licence")),
                ("changes", models.JSONField(blank=True, default=list, verbose_name="what changed")),
                ("at", models.DateTimeField(auto_now_add=True, verbose_name="when")),
                (
                    "by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="published by",
                    ),
                ),
                (
                    "challenges",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="practices.challengefinding",
                        verbose_name="finding about challenges",
                    ),
                ),
                (
                    "claim",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="versions",
                        to="dissemination.claim",
                        verbose_name="claim",
                    ),
                ),
                (
                    "finding",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="comparison.finding",
                        verbose_name="comparison",
                    ),
                ),
                (
                    "network",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="network.networkfinding",
                        verbose_name="finding about the network",
                    ),
                ),
                (
                    "result",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="evaluation.result",
                        verbose_name="evaluation",
                    ),
                ),
            ],
            options={
                "verbose_name": "version of a claim",
                "verbose_name_plural": "versions of claims",
                "ordering": ["claim", "-number"],
                "constraints": [
                    models.UniqueConstraint(fields=("claim", "number"), name="one_claim_version_per_number"),
                    models.CheckConstraint(
                        condition=models.Q(("data_hash__regex", "^[0-9a-f]{64}$")),
                        name="claim_version_with_fingerprint",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("method", ""), _negated=True), name="claim_version_with_method"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Entry",
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
                            ("page", "Page about the project"),
                            ("news", "News"),
                            ("event", "Event"),
                            ("material", "Material to use"),
                        ],
                        max_length=8,
                        verbose_name="kind",
                    ),
                ),
                ("slug", models.CharField(max_length=80, unique=True, verbose_name="address")),
                (
                    "language",
                    models.CharField(
                        choices=[("en", "en"), ("lt", "lt"), ("lv", "lv"), ("sv", "sv"), ("fi", "fi")],
                        default="en",
                        max_length=2,
                        verbose_name="written in",
                    ),
                ),
                ("texts", models.JSONField(default=dict, verbose_name="texts")),
                ("shown", models.JSONField(blank=True, null=True, verbose_name="texts that readers see")),
                ("licence", models.CharField(default="CC-BY-4.0", max_length=40, verbose_name="licence")),
                ("starts", models.DateTimeField(blank=True, null=True, verbose_name="begins")),
                ("ends", models.DateTimeField(blank=True, null=True, verbose_name="ends")),
                ("zone", models.CharField(default="UTC", max_length=40, verbose_name="time zone")),
                ("venue", models.CharField(blank=True, max_length=200, verbose_name="place")),
                ("link", models.URLField(blank=True, verbose_name="address to join or to sign up")),
                (
                    "came",
                    models.PositiveIntegerField(blank=True, null=True, verbose_name="how many people came"),
                ),
                (
                    "position",
                    models.PositiveSmallIntegerField(default=0, verbose_name="place among the pages"),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("draft", "Not published"),
                            ("published", "Published"),
                            ("withdrawn", "Withdrawn"),
                        ],
                        default="draft",
                        max_length=9,
                        verbose_name="state",
                    ),
                ),
                (
                    "handed_in",
                    models.DateTimeField(blank=True, null=True, verbose_name="handed in to a second reader"),
                ),
                ("published", models.DateTimeField(blank=True, null=True, verbose_name="published")),
                ("revision", models.PositiveIntegerField(default=1, editable=False, verbose_name="revision")),
                (
                    "search_text",
                    mentorway.web.core.search.FoldedTextField(
                        blank=True, editable=False, verbose_name="text for searching"
                    ),
                ),
                ("is_example", models.BooleanField(default=False, editable=False, verbose_name="example")),
                ("created", models.DateTimeField(auto_now_add=True, verbose_name="since")),
                ("changed", models.DateTimeField(auto_now=True, verbose_name="last changed")),
                (
                    "deleted",
                    models.DateTimeField(blank=True, editable=False, null=True, verbose_name="deleted"),
                ),
                (
                    "claims",
                    models.ManyToManyField(
                        blank=True, related_name="entries", to="dissemination.claim", verbose_name="claims"
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
                    "handed_in_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="handed in by",
                    ),
                ),
                (
                    "partner",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="entries",
                        to="network.partner",
                        verbose_name="partner",
                    ),
                ),
                (
                    "target_groups",
                    models.ManyToManyField(
                        blank=True,
                        related_name="entries",
                        to="dissemination.targetgroup",
                        verbose_name="target groups",
                    ),
                ),
            ],
            options={
                "verbose_name": "publication",
                "verbose_name_plural": "publications",
                "ordering": ["-changed", "-pk"],
                "indexes": [
                    mentorway.web.core.search.FoldedIndex(fields=["search_text"], name="entries_by_text"),
                    models.Index(
                        fields=[
                            "state",
                            "deleted",
                            "kind",
                            "is_example",
                            "-published",
                            "-id",
                            "starts",
                            "ends",
                        ],
                        name="entries_for_readers",
                    ),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("state__in", ["draft", "published", "withdrawn"])),
                        name="entry_state_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("kind__in", ["page", "news", "event", "material"])),
                        name="entry_kind_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("slug__regex", "^[a-z0-9]+(-[a-z0-9]+)*$")),
                        name="entry_slug_plain",
                        violation_error_message="An address has small letters, digits and hyphens only.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "published"), _negated=True),
                            models.Q(("published__isnull", False), ("shown__isnull", False)),
                            _connector="OR",
                        ),
                        name="entry_published_with_texts",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("kind", "event"), _negated=True),
                            ("starts__isnull", False),
                            _connector="OR",
                        ),
                        name="event_with_beginning",
                        violation_error_message="Say when the event begins.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("ends", None),
                            models.Q(("ends__gte", models.F("starts")), ("starts__isnull", False)),
                            _connector="OR",
                        ),
                        name="event_ends_after_it_begins",
                        violation_error_message="The event must not end before it begins.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "zone__in",
                                (
                                    "Europe/Copenhagen",
                                    "Europe/Tallinn",
                                    "Europe/Helsinki",
                                    "Atlantic/Reykjavik",
                                    "Europe/Riga",
                                    "Europe/Vilnius",
                                    "Europe/Oslo",
                                    "Europe/Stockholm",
                                    "Europe/Vienna",
                                    "Europe/Brussels",
                                    "Europe/Sofia",
                                    "Europe/Zurich",
                                    "Asia/Nicosia",
                                    "Europe/Prague",
                                    "Europe/Berlin",
                                    "Europe/Madrid",
                                    "Europe/Paris",
                                    "Europe/London",
                                    "Europe/Athens",
                                    "Europe/Zagreb",
                                    "Europe/Budapest",
                                    "Europe/Dublin",
                                    "Europe/Rome",
                                    "Europe/Luxembourg",
                                    "Europe/Malta",
                                    "Europe/Amsterdam",
                                    "Europe/Warsaw",
                                    "Europe/Lisbon",
                                    "Europe/Bucharest",
                                    "Europe/Ljubljana",
                                    "Europe/Bratislava",
                                    "Europe/Kyiv",
                                    "UTC",
                                ),
                            )
                        ),
                        name="entry_zone_known",
                        violation_error_message="Choose a time zone from the list.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="KeyResult",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("title", models.CharField(max_length=200, verbose_name="result")),
                (
                    "users",
                    models.TextField(blank=True, max_length=2000, verbose_name="who uses it, and for what"),
                ),
                (
                    "how",
                    models.TextField(
                        blank=True, max_length=2000, verbose_name="how they get it and what they need"
                    ),
                ),
                (
                    "after",
                    models.TextField(
                        blank=True,
                        max_length=2000,
                        verbose_name="who keeps it up after the project, and with what money",
                    ),
                ),
                ("licence", models.CharField(blank=True, max_length=40, verbose_name="licence")),
                ("kept_until", models.DateField(blank=True, null=True, verbose_name="kept up until")),
                (
                    "readiness",
                    models.CharField(
                        choices=[
                            ("idea", "Described"),
                            ("ready", "Ready to be used"),
                            ("used", "Used by others"),
                            ("handed", "Kept up by somebody after the project"),
                        ],
                        default="idea",
                        max_length=6,
                        verbose_name="how far it is",
                    ),
                ),
                (
                    "users_count",
                    models.PositiveIntegerField(
                        blank=True,
                        null=True,
                        validators=[django.core.validators.MaxValueValidator(1000000)],
                        verbose_name="organisations that use it",
                    ),
                ),
                ("revision", models.PositiveIntegerField(default=1, editable=False, verbose_name="revision")),
                ("is_example", models.BooleanField(default=False, editable=False, verbose_name="example")),
                ("created", models.DateTimeField(auto_now_add=True, verbose_name="since")),
                (
                    "claims",
                    models.ManyToManyField(
                        blank=True,
                        related_name="key_results",
                        to="dissemination.claim",
                        verbose_name="claims",
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
                    "partner",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="key_results",
                        to="network.partner",
                        verbose_name="partner that keeps it up",
                    ),
                ),
            ],
            options={
                "verbose_name": "result that is used",
                "verbose_name_plural": "results that are used",
                "ordering": ["title", "pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("title", ""), _negated=True), name="key_result_with_title"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("readiness__in", ["idea", "ready", "used", "handed"])),
                        name="key_result_readiness_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("readiness", "handed"), _negated=True),
                            models.Q(("after", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="key_result_handed_to_somebody",
                        violation_error_message="Say who keeps it up after the project.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Action",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("title", models.CharField(max_length=200, verbose_name="what")),
                (
                    "channel",
                    models.CharField(
                        choices=[
                            ("event", "Own event"),
                            ("conference", "Conference or event of others"),
                            ("article", "Article or book"),
                            ("press", "Press, radio, television"),
                            ("social", "Social media"),
                            ("web", "Website"),
                            ("letter", "Letter or newsletter"),
                            ("meeting", "Meeting with decision makers"),
                            ("training", "Training or lecture"),
                            ("other", "Other"),
                        ],
                        max_length=10,
                        verbose_name="how",
                    ),
                ),
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
                        verbose_name="country",
                    ),
                ),
                ("languages", models.JSONField(blank=True, default=list, verbose_name="languages")),
                ("planned_on", models.DateField(blank=True, null=True, verbose_name="planned for")),
                ("done_on", models.DateField(blank=True, null=True, verbose_name="done on")),
                (
                    "expected",
                    models.PositiveIntegerField(blank=True, null=True, verbose_name="people to be reached"),
                ),
                (
                    "reached",
                    models.PositiveIntegerField(blank=True, null=True, verbose_name="people reached"),
                ),
                (
                    "how_counted",
                    models.CharField(blank=True, max_length=200, verbose_name="how they were counted"),
                ),
                ("link", models.URLField(blank=True, verbose_name="address")),
                ("remark", models.TextField(blank=True, max_length=2000, verbose_name="remark")),
                ("revision", models.PositiveIntegerField(default=1, editable=False, verbose_name="revision")),
                ("is_example", models.BooleanField(default=False, editable=False, verbose_name="example")),
                ("created", models.DateTimeField(auto_now_add=True, verbose_name="since")),
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
                        related_name="outreach",
                        to="network.partner",
                        verbose_name="partner",
                    ),
                ),
                (
                    "entry",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="outreach",
                        to="dissemination.entry",
                        verbose_name="publication",
                    ),
                ),
                (
                    "target_groups",
                    models.ManyToManyField(
                        blank=True,
                        related_name="outreach",
                        to="dissemination.targetgroup",
                        verbose_name="target groups",
                    ),
                ),
            ],
            options={
                "verbose_name": "dissemination activity",
                "verbose_name_plural": "dissemination activities",
                "ordering": ["-done_on", "planned_on", "pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("title", ""), _negated=True), name="outreach_with_title"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "channel__in",
                                [
                                    "event",
                                    "conference",
                                    "article",
                                    "press",
                                    "social",
                                    "web",
                                    "letter",
                                    "meeting",
                                    "training",
                                    "other",
                                ],
                            )
                        ),
                        name="outreach_channel_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("planned_on__isnull", False), ("done_on__isnull", False), _connector="OR"
                        ),
                        name="outreach_on_a_day",
                        violation_error_message="Say for which day it is planned, or when it was done.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("reached", None),
                            models.Q(
                                ("done_on__isnull", False), models.Q(("how_counted", ""), _negated=True)
                            ),
                            _connector="OR",
                        ),
                        name="outreach_reached_is_counted",
                        violation_error_message="Say when it was done and how people were counted.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="EntryFile",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=120, verbose_name="file name")),
                ("media_type", models.CharField(max_length=100, verbose_name="type of file")),
                ("size", models.PositiveIntegerField(verbose_name="size in bytes")),
                ("path", models.CharField(max_length=200, unique=True, verbose_name="place of the file")),
                ("caption", models.CharField(blank=True, max_length=300, verbose_name="what it shows")),
                ("added", models.DateTimeField(auto_now_add=True, verbose_name="added")),
                (
                    "language",
                    models.CharField(
                        blank=True,
                        choices=[("en", "en"), ("lt", "lt"), ("lv", "lv"), ("sv", "sv"), ("fi", "fi")],
                        max_length=2,
                        verbose_name="language",
                    ),
                ),
                ("licence", models.CharField(default="CC-BY-4.0", max_length=40, verbose_name="licence")),
                (
                    "is_shown",
                    models.BooleanField(default=False, editable=False, verbose_name="readers see it"),
                ),
                (
                    "added_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="added by",
                    ),
                ),
                (
                    "entry",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="files",
                        to="dissemination.entry",
                        verbose_name="publication",
                    ),
                ),
            ],
            options={
                "verbose_name": "file of a publication",
                "verbose_name_plural": "files of publications",
                "ordering": ["entry", "added"],
            },
        ),
        migrations.CreateModel(
            name="EntryRevision",
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
                    "entry",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="revisions",
                        to="dissemination.entry",
                        verbose_name="publication",
                    ),
                ),
            ],
            options={
                "verbose_name": "revision of a publication",
                "verbose_name_plural": "revisions of publications",
                "ordering": ["entry", "-number"],
                "constraints": [
                    models.UniqueConstraint(fields=("entry", "number"), name="one_entry_revision_per_number")
                ],
            },
        ),
        migrations.CreateModel(
            name="EntryStep",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "before",
                    models.CharField(
                        choices=[
                            ("draft", "Not published"),
                            ("published", "Published"),
                            ("withdrawn", "Withdrawn"),
                        ],
                        max_length=9,
                        verbose_name="before",
                    ),
                ),
                (
                    "after",
                    models.CharField(
                        choices=[
                            ("draft", "Not published"),
                            ("published", "Published"),
                            ("withdrawn", "Withdrawn"),
                        ],
                        max_length=9,
                        verbose_name="after",
                    ),
                ),
                ("said", models.JSONField(blank=True, default=list, verbose_name="what happened")),
                ("note", models.TextField(blank=True, max_length=2000, verbose_name="note")),
                ("revision", models.PositiveIntegerField(verbose_name="revision")),
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
                    "entry",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="steps",
                        to="dissemination.entry",
                        verbose_name="publication",
                    ),
                ),
            ],
            options={
                "verbose_name": "step of a publication",
                "verbose_name_plural": "steps of publications",
                "ordering": ["-at", "-pk"],
            },
        ),
        migrations.CreateModel(
            name="Mailing",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("texts", models.JSONField(default=dict, verbose_name="texts")),
                (
                    "language",
                    models.CharField(
                        choices=[("en", "en"), ("lt", "lt"), ("lv", "lv"), ("sv", "sv"), ("fi", "fi")],
                        default="en",
                        max_length=2,
                        verbose_name="written in",
                    ),
                ),
                ("kind", models.CharField(max_length=8, verbose_name="about")),
                (
                    "languages",
                    models.JSONField(blank=True, default=list, verbose_name="languages of the readers"),
                ),
                ("released", models.DateTimeField(blank=True, null=True, verbose_name="released")),
                ("reached", models.JSONField(blank=True, default=dict, verbose_name="how far it is sent")),
                ("sent", models.DateTimeField(blank=True, null=True, verbose_name="sent")),
                ("recipients", models.PositiveIntegerField(default=0, verbose_name="how many got it")),
                ("revision", models.PositiveIntegerField(default=1, editable=False, verbose_name="revision")),
                ("is_example", models.BooleanField(default=False, editable=False, verbose_name="example")),
                ("created", models.DateTimeField(auto_now_add=True, verbose_name="since")),
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
                    "entries",
                    models.ManyToManyField(
                        blank=True,
                        related_name="mailings",
                        to="dissemination.entry",
                        verbose_name="publications",
                    ),
                ),
            ],
            options={
                "verbose_name": "letter to readers",
                "verbose_name_plural": "letters to readers",
                "ordering": ["-created", "-pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("sent", None), ("released__isnull", False), _connector="OR"),
                        name="mailing_sent_after_release",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("is_example", False), ("released", None), _connector="OR"),
                        name="mailing_example_never_sent",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ActionFile",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=120, verbose_name="file name")),
                ("media_type", models.CharField(max_length=100, verbose_name="type of file")),
                ("size", models.PositiveIntegerField(verbose_name="size in bytes")),
                ("path", models.CharField(max_length=200, unique=True, verbose_name="place of the file")),
                ("caption", models.CharField(blank=True, max_length=300, verbose_name="what it shows")),
                ("added", models.DateTimeField(auto_now_add=True, verbose_name="added")),
                (
                    "action",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="files",
                        to="dissemination.action",
                        verbose_name="dissemination activity",
                    ),
                ),
                (
                    "added_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="added by",
                    ),
                ),
            ],
            options={
                "verbose_name": "file of a dissemination activity",
                "verbose_name_plural": "files of dissemination activities",
                "ordering": ["action", "added"],
            },
        ),
    ]
