"""Each questionnaire gets a document, and the tables of translations go to the app of the workbench."""

from typing import Any

from django.db import migrations, models
from django.db.models import CASCADE

MOVED = ("Draft", "Translation", "Event", "Assignment", "Language")
TARGET = "translation.document"


def give_documents(apps: Any, _schema_editor: Any) -> None:
    document, questionnaire, language = (
        apps.get_model(*name)
        for name in (
            ("translation", "Document"),
            ("methodology", "Questionnaire"),
            ("methodology", "Language"),
        )
    )
    for pk in questionnaire.objects.order_by("pk").values_list("pk", flat=True):
        made = document.objects.create()
        questionnaire.objects.filter(pk=pk).update(document=made)
        language.objects.filter(questionnaire=pk).update(document=made)


class Migration(migrations.Migration):
    dependencies = [("methodology", "0002_versions_never_change"), ("translation", "0001_documents")]

    operations = [
        migrations.AddField(
            "questionnaire",
            "document",
            models.OneToOneField(TARGET, CASCADE, null=True, related_name="questionnaire"),
        ),
        migrations.AddField(
            "language", "document", models.ForeignKey(TARGET, CASCADE, null=True, related_name="languages")
        ),
        migrations.RunPython(give_documents, migrations.RunPython.noop),
        migrations.AlterField(
            "questionnaire",
            "document",
            models.OneToOneField(
                TARGET, CASCADE, related_name="questionnaire", verbose_name="document", editable=False
            ),
        ),
        migrations.RemoveConstraint("language", "one_language_per_code"),
        migrations.RemoveConstraint("language", "one_source_language"),
        migrations.RemoveField("language", "questionnaire"),
        migrations.AlterField(
            "language", "document", models.ForeignKey(TARGET, CASCADE, related_name="languages")
        ),
        migrations.SeparateDatabaseAndState(
            database_operations=[
                migrations.AlterModelTable(name, f"translation_{name.lower()}") for name in MOVED
            ],
            state_operations=[migrations.DeleteModel(name) for name in MOVED],
        ),
    ]
