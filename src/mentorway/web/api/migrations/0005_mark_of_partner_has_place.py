"""A mark of a partner's directory is never without its place; apart, as rows changed in the step before."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("api", "0004_marks_go_with_places")]

    operations = [
        migrations.AddConstraint(
            model_name="externalmark",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("partner", None), ("place", None)),
                    models.Q(("partner__isnull", False), ("place__isnull", False)),
                    _connector="OR",
                ),
                name="mark_of_partner_has_place",
            ),
        ),
    ]
