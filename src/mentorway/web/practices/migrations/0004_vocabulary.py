import csv
from pathlib import Path
from typing import Any

from django.db import migrations

FILE = Path(__file__).parents[1] / "vocabulary.csv"
ABOUT = ("slug", "group", "esco")


def load(apps: Any, _editor: Any) -> None:
    """Give every installation the terms of vocabulary.csv; what a coordinator has changed stays."""
    topics = apps.get_model("practices", "Topic").objects
    with FILE.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            names = {name: text for name, text in row.items() if name not in ABOUT}
            topics.get_or_create(
                slug=row["slug"], defaults={"group": row["group"], "esco": row["esco"], "names": names}
            )


class Migration(migrations.Migration):
    dependencies = [
        ("practices", "0003_coding_of_material"),
    ]

    operations = [migrations.RunPython(load, migrations.RunPython.noop, elidable=False)]
