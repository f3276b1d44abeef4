import csv
from pathlib import Path

import django.db.models.deletion
import mentorway.web.core.search
from django.conf import settings
from django.db import migrations, models

CODEBOOK = Path(__file__).parents[1] / "starting_codebook.csv"
LANGUAGES = ("en", "lt", "lv", "sv", "fi")
FIELDS = ("definition", "include", "exclude", "example")


def load_codebook(apps, schema_editor):  # type: ignore[no-untyped-def]
    """Give an installation the codebook that it starts with; what is there stays as it is."""
    Challenge = apps.get_model("practices", "Challenge")
    Revision = apps.get_model("practices", "ChallengeRevision")
    with CODEBOOK.open(encoding="utf-8", newline="") as file:
        for place, row in enumerate(csv.DictReader(file), start=1):
            texts = {name: row[name] for name in FIELDS}
            names = {code: row[code] for code in LANGUAGES}
            values = {"names": names, "position": 10 * place, **texts}
            challenge, is_new = Challenge.objects.get_or_create(slug=row["slug"], defaults=values)
            if is_new:
                kept = {f"name_{code}": name for code, name in names.items()} | texts | {"parent": ""}
                Revision.objects.create(challenge=challenge, number=1, fields=kept)


class Migration(migrations.Migration):
    dependencies = [
        ("practices", "0002_practice_list"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Intake",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("file_name", models.CharField(max_length=200, verbose_name="file name")),
                ("about", models.JSONField(default=dict, verbose_name="what holds for all rows")),
                ("rows", models.JSONField(default=list, verbose_name="rows")),
                ("problems", models.JSONField(default=list, verbose_name="problems")),
                ("at", models.DateTimeField(auto_now_add=True, verbose_name="when")),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="by",
                    ),
                ),
                (
                    "partner",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="network.partner",
                        verbose_name="partner",
                    ),
                ),
            ],
            options={
                "verbose_name": "file of material or codes",
                "verbose_name_plural": "files of material or codes",
                "ordering": ["-at"],
            },
        ),
        migrations.CreateModel(
            name="MaterialEvent",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "what",
                    models.CharField(
                        choices=[
                            ("added", "Added"),
                            ("changed", "Changed"),
                            ("blanked", "Personal data blanked"),
                            ("units", "Passages changed"),
                            ("asked", "Coders asked"),
                            ("released", "Coder released"),
                            ("handed_in", "Coding handed in"),
                            ("settled", "Disagreement settled"),
                            ("decided", "Nothing left to settle"),
                            ("deleted", "Deleted"),
                            ("restored", "Brought back"),
                        ],
                        max_length=9,
                        verbose_name="what happened",
                    ),
                ),
                ("detail", models.CharField(blank=True, max_length=600, verbose_name="details")),
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
                    "material",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="events",
                        to="practices.material",
                        verbose_name="material",
                    ),
                ),
            ],
            options={
                "verbose_name": "event of a material",
                "verbose_name_plural": "events of material",
                "ordering": ["-at", "-pk"],
            },
        ),
        migrations.AddField(
            model_name="material",
            name="decided",
            field=models.DateTimeField(
                blank=True, editable=False, null=True, verbose_name="coded and settled"
            ),
        ),
        migrations.AddField(
            model_name="material",
            name="search_text",
            field=mentorway.web.core.search.FoldedTextField(
                blank=True, default="", editable=False, verbose_name="text for searching"
            ),
            preserve_default=False,
        ),
        migrations.AlterField(
            model_name="coding",
            name="challenge",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="codings",
                to="practices.challenge",
                verbose_name="challenge",
            ),
        ),
        migrations.AddIndex(
            model_name="material",
            index=models.Index(fields=["deleted", "-created", "-id"], name="material_by_day"),
        ),
        migrations.AddIndex(
            model_name="material",
            index=mentorway.web.core.search.FoldedIndex(fields=["search_text"], name="material_by_text"),
        ),
        migrations.AddConstraint(
            model_name="coding",
            constraint=models.UniqueConstraint(
                condition=models.Q(("challenge", None)),
                fields=("task", "passage"),
                name="nothing_fits_once_per_coder_and_passage",
            ),
        ),
        migrations.RunPython(load_codebook, migrations.RunPython.noop),
    ]
