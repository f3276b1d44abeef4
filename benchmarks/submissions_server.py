"""The server that `submissions` measures: Mentorway itself, and beside it the insert of one row."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterable
from typing import Any

import django

django.setup()

from benchmarks.endurance.filling import answers_of  # noqa: E402
from benchmarks.open_study import open_study  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.core.wsgi import get_wsgi_application  # noqa: E402
from django.db import close_old_connections, connection  # noqa: E402
from django.urls import reverse  # noqa: E402

from mentorway.web.study.analysis import codes  # noqa: E402
from mentorway.web.study.models import Mode, Response  # noqa: E402
from mentorway.web.study.respondent import doors, drafts, links  # noqa: E402

mentorway = get_wsgi_application()


def application(environ: dict[str, Any], start: Callable[..., Any]) -> Iterable[bytes]:
    """Answer as Mentorway does; at one address, insert one row and nothing else."""
    if environ["PATH_INFO"] != "/one-row/":
        return mentorway(environ, start)
    close_old_connections()
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO one_row (text) VALUES ('a row')")
    start("201 Created", [("Content-Length", "0")])
    return []


def prepare(count: int) -> list[tuple[str, str]]:
    """Make the tables and ``count`` filled drafts, each with its code; return addresses and keys."""
    call_command("migrate", verbosity=0)
    call_command("createcachetable", verbosity=0)
    call_command("collectstatic", verbosity=0, interactive=False)
    with connection.cursor() as cursor:
        kind = "serial" if connection.vendor == "postgresql" else "integer"
        cursor.execute(f"CREATE TABLE one_row (id {kind} PRIMARY KEY, text varchar(50))")
    wave = open_study(Mode.CODE).waves.get()
    made = []
    for number in range(count):
        code = codes.new_code(wave=wave, country="FI", sector="education")
        code.save()
        link = drafts.begin(doors.by_code(codes.one_time_code(code.serial)), "en")
        drafts.save(drafts.opened(link), answers_of(number))
        made.append((reverse("study:send", args=[link]), links.new_key()))
    return made


if __name__ == "__main__":
    if sys.argv[1] == "--count-kept":
        print(Response.objects.count())
    else:
        print(json.dumps(prepare(int(sys.argv[1]))))
