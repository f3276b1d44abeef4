from django.db import migrations, models
from django.db.models import deletion


class Migration(migrations.Migration):
    dependencies = [("comparison", "0003_one_analysis_for_what_was_compared")]

    operations = [
        migrations.RemoveConstraint(model_name="comparison", name="one_comparison_per_number"),
        migrations.RemoveConstraint(model_name="comparison", name="one_comparison_under_way"),
        migrations.AlterModelOptions(
            name="comparison",
            options={
                "ordering": ["analysis", "-number"],
                "verbose_name": "comparison",
                "verbose_name_plural": "comparisons",
            },
        ),
        migrations.RemoveField(model_name="comparison", name="dataset"),
        migrations.AlterField(
            model_name="comparison",
            name="analysis",
            field=models.ForeignKey(
                on_delete=deletion.CASCADE,
                related_name="comparisons",
                to="comparison.analysis",
                verbose_name="analysis",
            ),
        ),
        migrations.AddConstraint(
            model_name="comparison",
            constraint=models.UniqueConstraint(
                fields=("analysis", "number"), name="one_version_of_analysis_per_number"
            ),
        ),
        migrations.AddConstraint(
            model_name="comparison",
            constraint=models.UniqueConstraint(
                condition=models.Q(("stage__in", ("waiting", "running"))),
                fields=("analysis",),
                name="one_version_of_analysis_under_way",
                violation_error_message="This analysis is under way. Wait for it or cancel it.",
            ),
        ),
    ]
