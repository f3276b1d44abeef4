"""Each practice gets a document to be translated, which knows the language that it is written in."""

from typing import Any

import django.db.models.deletion
from django.db import migrations, models

NAMES = {"en": "English", "lt": "Lietuvių", "lv": "Latviešu", "sv": "Svenska", "fi": "Suomi"}
AT_ONCE = 500


def give_documents(apps: Any, _schema_editor: Any) -> None:
    practices = apps.get_model("practices", "Practice").objects
    documents = apps.get_model("translation", "Document").objects
    language = apps.get_model("translation", "Language")
    rows = list(practices.order_by("pk").values_list("pk", "language"))
    for start in range(0, len(rows), AT_ONCE):
        some = rows[start : start + AT_ONCE]
        made = documents.bulk_create(documents.model() for _row in some)
        for (pk, _code), document in zip(some, made, strict=True):
            practices.filter(pk=pk).update(document=document)
        language.objects.bulk_create(
            language(document=document, code=code, name=NAMES[code], is_source=True)
            for (_pk, code), document in zip(some, made, strict=True)
        )


class Migration(migrations.Migration):
    dependencies = [
        ("practices", "0006_material_revisions"),
        ("translation", "0002_workbench"),
    ]

    operations = [
        migrations.AddField(
            model_name="practice",
            name="document",
            field=models.OneToOneField(
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="practice",
                to="translation.document",
            ),
        ),
        migrations.RunPython(give_documents, migrations.RunPython.noop),
        migrations.AlterField(
            model_name="practice",
            name="document",
            field=models.OneToOneField(
                editable=False,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="practice",
                to="translation.document",
                verbose_name="document",
            ),
        ),
    ]
