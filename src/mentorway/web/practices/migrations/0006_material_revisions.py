import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("practices", "0004_vocabulary"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AlterField(
            model_name="materialevent",
            name="what",
            field=models.CharField(
                choices=[
                    ("added", "Added"),
                    ("changed", "Changed"),
                    ("blanked", "Personal data blanked"),
                    ("units", "Passages changed"),
                    ("asked", "Coders asked"),
                    ("released", "Coder released"),
                    ("handed_in", "Coding handed in"),
                    ("took_back", "Coding taken back"),
                    ("settled", "Disagreement settled"),
                    ("decided", "Nothing left to settle"),
                    ("deleted", "Deleted"),
                    ("restored", "Brought back"),
                ],
                max_length=9,
                verbose_name="what happened",
            ),
        ),
        migrations.CreateModel(
            name="MaterialRevision",
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
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="changed by",
                    ),
                ),
                (
                    "material",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="revisions",
                        to="practices.material",
                        verbose_name="material",
                    ),
                ),
            ],
            options={
                "verbose_name": "revision of a material",
                "verbose_name_plural": "revisions of material",
                "ordering": ["material", "-number"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("material", "number"), name="one_material_revision_per_number"
                    )
                ],
            },
        ),
    ]
