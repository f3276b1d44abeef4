"""The server that `submissions` measures: Mentorway itself, and beside it the insert of one row."""

from __future__ import annotations

import json
import random
import sys
from collections.abc import Callable, Iterable
from typing import Any

import django

django.setup()

from django.core.management import call_command  # noqa: E402
from django.core.wsgi import get_wsgi_application  # noqa: E402
from django.db import close_old_connections, connection  # noqa: E402
from django.urls import reverse  # noqa: E402
from tests.web.study import asking  # noqa: E402

from mentorway.web.methodology.models import Questionnaire, Version  # noqa: E402
from mentorway.web.network.models import Partner  # noqa: E402
from mentorway.web.study.analysis import codes  # noqa: E402
from mentorway.web.study.models import Mode, Response, State, Study, Wave  # noqa: E402
from mentorway.web.study.respondent import doors, drafts, links  # noqa: E402
from mentorway.web.translation.models import Document  # noqa: E402

mentorway = get_wsgi_application()
WORDS = ("often", "talked", "about", "work", "plans", "people", "courage", "time", "what", "comes", "next")


def application(environ: dict[str, Any], start: Callable[..., Any]) -> Iterable[bytes]:
    """Answer as Mentorway does; at one address, insert one row and nothing else."""
    if environ["PATH_INFO"] != "/one-row/":
        return mentorway(environ, start)
    close_old_connections()
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO one_row (text) VALUES ('a row')")
    start("201 Created", [("Content-Length", "0")])
    return []


def study() -> Study:
    """Return an open study with one-time codes and thirty questions."""
    partner = Partner.objects.create(name="Measured", country="FI", sector="education")
    found = asking.publication(asking.thirty, "thirty")
    questionnaire = Questionnaire.objects.create(
        partner=partner, document=Document.objects.create(), title="Thirty"
    )
    version = Version.objects.create(
        questionnaire=questionnaire, number=1, form_json=found.form.to_json(), form_hash=found.form.hash,
        xform=found.xform, workbook=[], file=b"",
    )  # fmt: skip
    made = Study.objects.create(
        partner=partner, version=version, title="Measured", mode=Mode.CODE, consent={"en": "Text"},
        consent_version=1, consent_hash="c" * 64, languages=["en"], state=State.OPEN,
    )  # fmt: skip
    Wave.objects.create(study=made, number=1, title="First")
    return made


def answers(number: int) -> dict[str, str]:
    """Return all thirty answers of one person; no other number gives the same."""
    drawn = random.Random(number)  # noqa: S311 - not a secret
    return {
        **{f"a{place}": str(drawn.randint(1, 5)) for place in range(24)},
        **{f"n{place}": str(drawn.randint(0, 100)) for place in range(4)},
        "remark": f"Remark {number}: " + " ".join(drawn.choices(WORDS, k=drawn.randint(3, 30))),
        "again": drawn.choice(("yes", "no")),
    }


def prepare(count: int) -> list[tuple[str, str]]:
    """Make the tables and ``count`` filled drafts, each with its code; return addresses and keys."""
    call_command("migrate", verbosity=0)
    call_command("createcachetable", verbosity=0)
    call_command("collectstatic", verbosity=0, interactive=False)
    with connection.cursor() as cursor:
        kind = "serial" if connection.vendor == "postgresql" else "integer"
        cursor.execute(f"CREATE TABLE one_row (id {kind} PRIMARY KEY, text varchar(50))")
    wave = study().waves.get()
    made = []
    for number in range(count):
        code = codes.new_code(wave=wave, country="FI", sector="education")
        code.save()
        link = drafts.begin(doors.by_code(codes.one_time_code(code.serial)), "en")
        drafts.save(drafts.opened(link), answers(number))
        made.append((reverse("study:send", args=[link]), links.new_key()))
    return made


if __name__ == "__main__":
    if sys.argv[1] == "--count-kept":
        print(Response.objects.count())
    else:
        print(json.dumps(prepare(int(sys.argv[1]))))
