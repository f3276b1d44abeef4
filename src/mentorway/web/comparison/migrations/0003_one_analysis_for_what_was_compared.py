"""Every set of answers that was compared gets one analysis; what is stored becomes its first edition."""

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor


def move(apps: Apps, _schema_editor: BaseDatabaseSchemaEditor) -> None:
    Dataset = apps.get_model("comparison", "Dataset")
    Analysis = apps.get_model("comparison", "Analysis")
    Edition = apps.get_model("comparison", "Edition")
    for dataset in Dataset.objects.defer("preview").iterator():
        edition = None
        if dataset.sha256:
            edition = Edition.objects.create(
                dataset=dataset,
                number=1,
                sha256=dataset.sha256,
                name=dataset.answers_name,
                by_id=dataset.uploaded_by_id,
            )
            Edition.objects.filter(pk=edition.pk).update(created=dataset.created)
        first = dataset.comparisons.order_by("number").first()
        if first is None:
            continue
        analysis = Analysis.objects.create(
            dataset=dataset, title=dataset.title, created_by_id=first.asked_by_id or dataset.uploaded_by_id
        )
        Analysis.objects.filter(pk=analysis.pk).update(created=first.created)
        dataset.comparisons.update(analysis=analysis, edition=edition)


class Migration(migrations.Migration):
    dependencies = [("comparison", "0002_analyses_and_editions")]

    operations = [migrations.RunPython(move)]
