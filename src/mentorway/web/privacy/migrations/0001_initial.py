"""Requests, holds, receipts, retention runs, and who answers for which data."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("accounts", "__first__"),
        ("network", "0006_agreement_version_in_force"),
    ]

    operations = [
        migrations.CreateModel(
            name="Arrangement",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("title", models.CharField(max_length=200, verbose_name="title")),
                ("covers", models.TextField(max_length=4000, verbose_name="what it covers")),
                (
                    "essence",
                    models.JSONField(
                        default=dict, verbose_name="what people need to know of it, by language"
                    ),
                ),
                ("contact", models.EmailField(max_length=254, verbose_name="contact point for people")),
                ("begins", models.DateField(verbose_name="from")),
                ("ends", models.DateField(blank=True, null=True, verbose_name="until")),
                ("revision", models.PositiveIntegerField(default=1, editable=False, verbose_name="revision")),
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
                    "parties",
                    models.ManyToManyField(
                        related_name="arrangements", to="network.partner", verbose_name="parties"
                    ),
                ),
            ],
            options={
                "verbose_name": "joint-controller arrangement",
                "verbose_name_plural": "joint-controller arrangements",
                "ordering": ["-begins", "pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("title", ""), _negated=True), name="arrangement_with_title"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("ends", None), ("ends__gte", models.F("begins")), _connector="OR"
                        ),
                        name="arrangement_ends_after_it_begins",
                        violation_error_message="The last day must not be before the first.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Hold",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("reason", models.TextField(max_length=1000, verbose_name="reason, as the person reads it")),
                (
                    "models_held",
                    models.JSONField(blank=True, default=list, verbose_name="tables that it is about"),
                ),
                ("until", models.DateField(verbose_name="until")),
                ("created", models.DateTimeField(auto_now_add=True, verbose_name="since")),
                ("lifted", models.DateTimeField(blank=True, null=True, verbose_name="lifted")),
                (
                    "by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="set by",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="holds",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="person",
                    ),
                ),
            ],
            options={
                "verbose_name": "legal hold",
                "verbose_name_plural": "legal holds",
                "ordering": ["lifted", "until"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("reason", ""), _negated=True),
                        name="hold_with_reason",
                        violation_error_message="Say why the data must be kept; the person reads it.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Processor",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=200, verbose_name="name")),
                ("what", models.TextField(max_length=2000, verbose_name="what it does")),
                (
                    "country",
                    models.CharField(
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
                            ("LI", "Liechtenstein"),
                            ("CA", "Canada"),
                            ("US", "United States"),
                            ("ZZ", "Another country outside the European Economic Area"),
                        ],
                        max_length=2,
                        verbose_name="country in which data lies",
                    ),
                ),
                (
                    "safeguards",
                    models.TextField(
                        blank=True,
                        max_length=2000,
                        verbose_name="what protects data outside the European Economic Area",
                    ),
                ),
                ("agreement_on", models.DateField(blank=True, null=True, verbose_name="agreement signed on")),
                ("runs_it", models.BooleanField(default=False, verbose_name="runs this installation")),
                ("ends", models.DateField(blank=True, null=True, verbose_name="works with the data until")),
                ("created", models.DateTimeField(auto_now_add=True, verbose_name="since")),
            ],
            options={
                "verbose_name": "processor of data",
                "verbose_name_plural": "processors of data",
                "ordering": ["name", "pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("name", ""), _negated=True), name="processor_with_name"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "country__in",
                                [
                                    "DK",
                                    "EE",
                                    "FI",
                                    "IS",
                                    "LV",
                                    "LT",
                                    "NO",
                                    "SE",
                                    "AT",
                                    "BE",
                                    "BG",
                                    "CH",
                                    "CY",
                                    "CZ",
                                    "DE",
                                    "ES",
                                    "FR",
                                    "GB",
                                    "GR",
                                    "HR",
                                    "HU",
                                    "IE",
                                    "IT",
                                    "LU",
                                    "MT",
                                    "NL",
                                    "PL",
                                    "PT",
                                    "RO",
                                    "SI",
                                    "SK",
                                    "UA",
                                    "LI",
                                    "CA",
                                    "US",
                                    "ZZ",
                                ],
                            )
                        ),
                        name="processor_country_known",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Receipt",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.CharField(max_length=24, unique=True, verbose_name="number")),
                (
                    "act",
                    models.CharField(
                        choices=[
                            ("told", "Your data was given to you"),
                            ("erased", "Your data was deleted"),
                            ("answered", "Your request was answered"),
                        ],
                        max_length=8,
                        verbose_name="what was done",
                    ),
                ),
                ("counts", models.JSONField(blank=True, default=dict, verbose_name="how much of what")),
                ("stays", models.JSONField(blank=True, default=list, verbose_name="what stays, and why")),
                ("audit", models.CharField(max_length=64, verbose_name="fingerprint in the audit log")),
                ("at", models.DateField(verbose_name="when")),
            ],
            options={
                "verbose_name": "receipt",
                "verbose_name_plural": "receipts",
                "ordering": ["-at", "-pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("audit__regex", "^[0-9a-f]{64}$")),
                        name="receipt_in_the_audit_log",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Request",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "right",
                    models.CharField(
                        choices=[
                            ("correction", "Something about me is wrong"),
                            ("restriction", "Do not use my data for now"),
                            ("objection", "I object to what my data is used for"),
                            ("erasure", "Delete something that I cannot delete myself"),
                            ("question", "I have a question about my data"),
                        ],
                        max_length=11,
                        verbose_name="what is asked",
                    ),
                ),
                ("text", models.TextField(max_length=4000, verbose_name="in their words")),
                ("asked", models.DateTimeField(auto_now_add=True, verbose_name="asked")),
                ("due", models.DateField(verbose_name="to be answered until")),
                ("answer", models.TextField(blank=True, max_length=4000, verbose_name="answer")),
                ("answered", models.DateTimeField(blank=True, null=True, verbose_name="answered")),
                (
                    "answered_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="answered by",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="privacy_requests",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="person",
                    ),
                ),
            ],
            options={
                "verbose_name": "request about data",
                "verbose_name_plural": "requests about data",
                "ordering": ["answered", "due", "pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("text", ""), _negated=True), name="privacy_request_with_text"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("answered", None), models.Q(("answer", ""), _negated=True), _connector="OR"
                        ),
                        name="privacy_request_answered_in_words",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="RetentionRun",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("at", models.DateTimeField(auto_now_add=True, verbose_name="when")),
                ("counts", models.JSONField(default=dict, verbose_name="how much of what")),
                (
                    "by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="started by",
                    ),
                ),
            ],
            options={
                "verbose_name": "retention run",
                "verbose_name_plural": "retention runs",
                "ordering": ["-at"],
            },
        ),
        migrations.CreateModel(
            name="ArrangementFile",
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
                    "arrangement",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="files",
                        to="privacy.arrangement",
                        verbose_name="joint-controller arrangement",
                    ),
                ),
            ],
            options={
                "verbose_name": "file of an arrangement",
                "verbose_name_plural": "files of arrangements",
                "ordering": ["arrangement", "added"],
            },
        ),
    ]
