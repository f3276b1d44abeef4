"""Work that waits for a worker is found by its name, also where its module has another one by now."""

from collections.abc import Callable
from typing import Any

from django.db import migrations

BEFORE = "mentorway.web.core.work_schedule.do_job"
NOW = "mentorway.web.core.work.schedule.do_job"


def renamed(old: str, new: str) -> Callable[[Any, Any], None]:
    """Return what gives waiting work its new name."""

    def rename(apps: Any, _editor: Any) -> None:
        apps.get_model("django_tasks_database", "DBTaskResult").objects.filter(task_path=old).update(
            task_path=new
        )

    return rename


class Migration(migrations.Migration):
    dependencies = [
        ("core", "0004_work"),
        ("django_tasks_database", "0021_conditional_partial_index_ordering"),
    ]

    operations = [migrations.RunPython(renamed(BEFORE, NOW), renamed(NOW, BEFORE), elidable=True)]
