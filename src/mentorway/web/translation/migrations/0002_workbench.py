"""The tables of translations, which came from questionnaires, belong to this app."""

import django.core.validators
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("methodology", "0003_translations_move_out"),
        ("translation", "0001_documents"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.CreateModel(
                    name="Language",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "code",
                            models.CharField(
                                max_length=20,
                                validators=[
                                    django.core.validators.RegexValidator(
                                        "^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*$",
                                        "Use a code such as lv, sv-FI or ru-LT.",
                                    )
                                ],
                                verbose_name="code",
                            ),
                        ),
                        (
                            "name",
                            models.CharField(
                                max_length=60,
                                validators=[
                                    django.core.validators.RegexValidator(
                                        "^[^():]*$",
                                        "Write the name without brackets and colons.",
                                        code="signs",
                                    )
                                ],
                                verbose_name="name",
                            ),
                        ),
                        ("is_source", models.BooleanField(default=False, verbose_name="source language")),
                        (
                            "document",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="languages",
                                to="translation.document",
                                verbose_name="document",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "language",
                        "verbose_name_plural": "languages",
                        "ordering": ["document", "-is_source", "code"],
                    },
                ),
                migrations.CreateModel(
                    name="Event",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("key", models.CharField(blank=True, max_length=300, verbose_name="key")),
                        (
                            "what",
                            models.CharField(
                                choices=[
                                    ("draft", "Draft written"),
                                    ("handed", "Draft handed in"),
                                    ("review", "Reviewed"),
                                    ("agreed", "Adjudicated"),
                                    ("adopted", "Taken over as agreed elsewhere"),
                                    ("reopened", "New drafts asked for"),
                                    ("source", "Source text changed"),
                                    ("imported", "Read from a file"),
                                    ("comment", "Comment"),
                                    ("pretest", "Pre-test note"),
                                    ("assigned", "Parts given"),
                                ],
                                max_length=8,
                                verbose_name="what happened",
                            ),
                        ),
                        ("before", models.TextField(blank=True, verbose_name="before")),
                        ("after", models.TextField(blank=True, verbose_name="after")),
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
                            "language",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="events",
                                to="translation.language",
                                verbose_name="language",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "line of the history",
                        "verbose_name_plural": "lines of the history",
                        "ordering": ["-at", "-pk"],
                        "indexes": [
                            models.Index(fields=["language", "key"], name="event_of_text"),
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "what__in",
                                        [
                                            "draft",
                                            "handed",
                                            "review",
                                            "agreed",
                                            "adopted",
                                            "reopened",
                                            "source",
                                            "imported",
                                            "comment",
                                            "pretest",
                                            "assigned",
                                        ],
                                    )
                                ),
                                name="event_known",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Assignment",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "part",
                            models.CharField(
                                choices=[
                                    ("translator1", "First translator"),
                                    ("translator2", "Second translator"),
                                    ("reviewer", "Reviewer"),
                                    ("adjudicator", "Adjudicator"),
                                ],
                                max_length=11,
                                verbose_name="part",
                            ),
                        ),
                        (
                            "user",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="assignments",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="person",
                            ),
                        ),
                        (
                            "language",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="assignments",
                                to="translation.language",
                                verbose_name="language",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "part in translating",
                        "verbose_name_plural": "parts in translating",
                        "ordering": ["language", "part"],
                        "constraints": [
                            models.UniqueConstraint(fields=("language", "part"), name="one_person_per_part"),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("part__in", ["translator1", "translator2", "reviewer", "adjudicator"])
                                ),
                                name="assignment_part_known",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("part__in", ("translator1", "translator2"))),
                                fields=("language", "user"),
                                name="two_translators_are_two_people",
                                violation_error_message="The two translators must be two different people.",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Translation",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("key", models.CharField(max_length=300, verbose_name="key")),
                        ("source", models.TextField(verbose_name="source text")),
                        (
                            "source_hash",
                            models.CharField(max_length=64, verbose_name="fingerprint of the source text"),
                        ),
                        (
                            "stage",
                            models.CharField(
                                choices=[
                                    ("open", "Being translated"),
                                    ("drafted", "To be reviewed"),
                                    ("reviewed", "To be adjudicated"),
                                    ("agreed", "Adjudicated"),
                                ],
                                default="open",
                                max_length=8,
                                verbose_name="stage",
                            ),
                        ),
                        ("review", models.TextField(blank=True, verbose_name="reviewed text")),
                        ("comment", models.TextField(blank=True, verbose_name="comment of the reviewer")),
                        ("agreed", models.TextField(blank=True, verbose_name="adjudicated text")),
                        (
                            "agreed_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="adjudicated by",
                            ),
                        ),
                        (
                            "language",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="translations",
                                to="translation.language",
                                verbose_name="language",
                            ),
                        ),
                        (
                            "reviewed_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="reviewed by",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "translation",
                        "verbose_name_plural": "translations",
                        "ordering": ["language", "key"],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("language", "key"), name="one_translation_per_text"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("stage__in", ["open", "drafted", "reviewed", "agreed"])),
                                name="translation_stage_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("source_hash__regex", "^[0-9a-f]{64}$")),
                                name="translation_with_fingerprint",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("stage", "agreed"), _negated=True),
                                    models.Q(("agreed", ""), _negated=True),
                                    _connector="OR",
                                ),
                                name="agreed_with_text",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Draft",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("place", models.PositiveSmallIntegerField(verbose_name="place")),
                        ("text", models.TextField(verbose_name="text")),
                        ("handed_in", models.DateTimeField(blank=True, null=True, verbose_name="handed in")),
                        (
                            "author",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="author",
                            ),
                        ),
                        (
                            "translation",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="drafts",
                                to="translation.translation",
                                verbose_name="translation",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "draft translation",
                        "verbose_name_plural": "draft translations",
                        "ordering": ["translation", "place"],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("translation", "place"), name="one_draft_per_place"
                            ),
                            models.UniqueConstraint(
                                fields=("translation", "author"),
                                name="two_drafts_of_two_people",
                                violation_error_message="The two drafts must be written by two different people.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("place__in", [1, 2])), name="draft_place_one_or_two"
                            ),
                        ],
                    },
                ),
            ]
        ),
        migrations.AddConstraint(
            model_name="language",
            constraint=models.UniqueConstraint(
                fields=("document", "code"),
                name="one_language_per_code",
                violation_error_message="This language is there already.",
            ),
        ),
        migrations.AddConstraint(
            model_name="language",
            constraint=models.UniqueConstraint(
                condition=models.Q(("is_source", True)), fields=("document",), name="one_source_language"
            ),
        ),
    ]
