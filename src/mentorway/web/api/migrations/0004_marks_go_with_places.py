"""A mark of a partner's directory goes with the place that it stands for."""

from typing import Any

import django.db.models.deletion
from django.db import migrations, models


def give_places(apps: Any, _schema: Any) -> None:
    """Give each mark its place; where that has ended, the mark should have gone with it."""
    marks = apps.get_model("api", "ExternalMark").objects.exclude(partner=None)
    places = apps.get_model("network", "Membership").objects
    for one in marks:
        one.place = places.filter(user=one.user_id, partner=one.partner_id).first()
        if one.place is None:
            one.delete()
        else:
            one.save(update_fields=["place"])


class Migration(migrations.Migration):
    dependencies = [("api", "0003_scim"), ("network", "0006_agreement_version_in_force")]

    operations = [
        migrations.AddField(
            model_name="externalmark",
            name="place",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="+",
                to="network.membership",
                verbose_name="membership",
            ),
        ),
        migrations.RunPython(give_places, migrations.RunPython.noop, elidable=True),
    ]
