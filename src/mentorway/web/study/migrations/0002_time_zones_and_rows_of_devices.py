"""A study has the clock of its partner's country, a wave opens and closes at a time, a device has a row."""

import datetime
from typing import Any

import django.db.models.deletion
from django.db import migrations, models

ZONES = {
    "DK": "Europe/Copenhagen", "EE": "Europe/Tallinn", "FI": "Europe/Helsinki", "IS": "Atlantic/Reykjavik",
    "LV": "Europe/Riga", "LT": "Europe/Vilnius", "NO": "Europe/Oslo", "SE": "Europe/Stockholm",
    "AT": "Europe/Vienna", "BE": "Europe/Brussels", "BG": "Europe/Sofia", "CH": "Europe/Zurich",
    "CY": "Asia/Nicosia", "CZ": "Europe/Prague", "DE": "Europe/Berlin", "ES": "Europe/Madrid",
    "FR": "Europe/Paris", "GB": "Europe/London", "GR": "Europe/Athens", "HR": "Europe/Zagreb",
    "HU": "Europe/Budapest", "IE": "Europe/Dublin", "IT": "Europe/Rome", "LU": "Europe/Luxembourg",
    "MT": "Europe/Malta", "NL": "Europe/Amsterdam", "PL": "Europe/Warsaw", "PT": "Europe/Lisbon",
    "RO": "Europe/Bucharest", "SI": "Europe/Ljubljana", "SK": "Europe/Bratislava", "UA": "Europe/Kyiv",
}  # fmt: skip
KNOWN = (*ZONES.values(), "UTC")


def set_clocks(apps: Any, _schema_editor: Any) -> None:
    """Give the studies that are there the clock of their partner's country."""
    studies = apps.get_model("study", "Study").objects
    for country, zone in ZONES.items():
        studies.filter(partner__country=country).update(zone=zone)


class Migration(migrations.Migration):
    dependencies = [
        ("study", "0001_initial"),
    ]

    operations = [
        migrations.AddField(
            model_name="device",
            name="target",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="devices",
                to="study.target",
                verbose_name="row of the sampling plan",
            ),
        ),
        migrations.AddField(
            model_name="study",
            name="zone",
            field=models.CharField(default="UTC", max_length=40, verbose_name="time zone"),
        ),
        migrations.AddField(
            model_name="wave",
            name="closes_at",
            field=models.TimeField(blank=True, null=True, verbose_name="closing time"),
        ),
        migrations.AddField(
            model_name="wave",
            name="opens_at",
            field=models.TimeField(blank=True, null=True, verbose_name="opening time"),
        ),
        migrations.RunPython(set_clocks, migrations.RunPython.noop),
        migrations.AddConstraint(
            model_name="study",
            constraint=models.CheckConstraint(
                condition=models.Q(("zone__in", KNOWN)),
                name="study_zone_known",
                violation_error_message="Choose a time zone from the list.",
            ),
        ),
        migrations.AddConstraint(
            model_name="wave",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("opens_at", None), ("opens__isnull", False), _connector="OR"),
                    models.Q(("closes_at", None), ("closes__isnull", False), _connector="OR"),
                ),
                name="wave_times_have_days",
                violation_error_message="A time needs a day. Choose the day too, or leave the time empty.",
            ),
        ),
        migrations.AddConstraint(
            model_name="wave",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("opens", None),
                    ("closes", None),
                    ("closes__gt", models.F("opens")),
                    ("closes_at", None),
                    models.Q(("closes_at__gt", datetime.time(0, 0)), ("opens_at", None)),
                    models.Q(("closes_at__gt", models.F("opens_at")), ("opens_at__isnull", False)),
                    _connector="OR",
                ),
                name="wave_closes_after_it_opens",
                violation_error_message="The closing time must be after the opening time.",
            ),
        ),
    ]
