"""Runs inside the installation that is measured: makes tables and a study, and counts what was kept."""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path

import django

django.setup()

from benchmarks.open_study import open_study  # noqa: E402
from django.conf import settings  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.db import transaction  # noqa: E402
from django.urls import reverse  # noqa: E402
from django_tasks_db.models import DBTaskResult  # noqa: E402

from mentorway.web.accounts import actions as accounts  # noqa: E402
from mentorway.web.core.tasks import post_letter  # noqa: E402
from mentorway.web.management.commands.serve import worker_command  # noqa: E402
from mentorway.web.network.models import Membership, Role  # noqa: E402
from mentorway.web.study.models import Mode, Response  # noqa: E402


def study(email: str, password: str) -> str:
    """Make an open anonymous study of thirty questions; return the address at which everyone begins."""
    made = open_study(Mode.ANONYMOUS)
    user = accounts.welcome(email, name="Aino", password=password)
    Membership.objects.create(user=user, partner=made.partner, role=Role.COORDINATOR)
    return reverse("study:open", args=[made.token])


def kept() -> dict[str, object]:
    """Return the remarks of all stored answers, and how the tasks that were handed over stand."""
    remarks = [found["remark"] for found in Response.objects.values_list("answers", flat=True)]
    tasks: dict[str, int] = {}
    for status in DBTaskResult.objects.values_list("status", flat=True):
        tasks[str(status)] = tasks.get(str(status), 0) + 1
    return {"remarks": remarks, "tasks": tasks, "letters": sorted(_subjects())}


def _subjects() -> set[str]:
    """Return the subjects of all letters that went out; here they go to a folder."""
    folder = Path(settings.EMAIL_FILE_PATH)
    found: set[str] = set()
    for file in folder.glob("*") if folder.is_dir() else ():
        found.update(re.findall(r"^Subject: (Letter \d+)$", file.read_text("utf-8"), re.MULTILINE))
    return found


def letters(count: int) -> None:
    """Hand letters to the workers, as pages do."""
    for number in range(count):
        with transaction.atomic():
            post_letter("somebody@example.org", f"Letter {number}", "A letter that was promised.")


if __name__ == "__main__":
    if sys.argv[1] == "letters":
        letters(int(sys.argv[2]))
    elif sys.argv[1] == "kept":
        print(json.dumps(kept()))
    else:
        call_command("set_up", verbosity=0)
        print(json.dumps({"start": study(*sys.argv[2:4]), "worker": worker_command()}))
