"""The board of a mentoring round with 1,000 pairs: first page, filters, orders, search, and the file.

Run: python -m benchmarks.mentoring_board [--pairs 1000] [--times 9]
A database of its own (SQLite) is made in a temporary folder. Whole requests are timed, pages
included, by the clock and on the processor; the mark counts the processor, as other work may run beside. The
number of queries is compared with that for a tenth of the pairs: it must be the same.
"""

from __future__ import annotations

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import time
from typing import Any

MARK = 300.0  # milliseconds of the processor that a page may take
SETTINGS = {
    "DJANGO_SETTINGS_MODULE": "mentorway.web.settings",
    "PYTHONPATH": "src",
    "OPENBLAS_NUM_THREADS": "1",
}
PAGES = {
    "first page": "",
    "last page": "page=20",
    "silent ones": "standing=silent",
    "a name": "q=mentor+7",
    "by name": "order=name",
}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pairs", type=int, default=1000)
    parser.add_argument("--times", type=int, default=9)
    parser.add_argument("--here", action="store_true", help="measure the database of the settings")
    options = parser.parse_args()
    if options.here:
        sys.exit(0 if measure(options.pairs, options.times) else 1)
    with tempfile.TemporaryDirectory(prefix="mentorway-board-") as data:
        command = [sys.executable, "-m", "benchmarks.mentoring_board", "--here"]
        command += ["--pairs", str(options.pairs), "--times", str(options.times)]
        own = {"MENTORWAY_DATA": data, "DATABASE_URL": "", "MENTORWAY_DEBUG": ""}
        if subprocess.run(command, env={**os.environ, **SETTINGS, **own}, check=False).returncode:
            raise SystemExit("The board missed its mark.")


def measure(pairs: int, times: int) -> bool:
    """Ask for the pages of a round with many pairs; return whether each met the mark."""
    import django  # noqa: PLC0415 - the settings are read from this process's environment

    django.setup()
    from django.conf import settings  # noqa: PLC0415
    from django.core.management import call_command  # noqa: PLC0415
    from django.test import Client  # noqa: PLC0415

    settings.ALLOWED_HOSTS, settings.SECURE_SSL_REDIRECT = ["testserver"], False
    call_command("migrate", verbosity=0, skip_checks=True)
    call_command("createcachetable", verbosity=0)
    call_command("collectstatic", verbosity=0, interactive=False)
    few, many = filled(pairs // 10), filled(pairs)
    client, good = Client(), True
    client.force_login(many.created_by)
    for name, query in PAGES.items():
        good &= told(name, [timed(client, f"/mentoring/{many.pk}/board/?{query}") for _t in range(times + 1)])
    good &= told("file", [timed(client, f"/mentoring/{many.pk}/board/board.csv") for _t in range(times + 1)])
    client.force_login(few.created_by)
    before = queries_for(client, few)
    client.force_login(many.created_by)
    after = queries_for(client, many)
    print(f"  queries for a page: {before} with {pairs // 10} pairs, {after} with {pairs}")
    return good and before == after


def filled(pairs: int) -> Any:
    """Make a round with so many pairs, each with five meetings, an agreement and a goal."""
    from django.utils import timezone  # noqa: PLC0415
    from tests.web.mentoring import making  # noqa: PLC0415

    from mentorway.web.mentoring import models  # noqa: PLC0415

    whole, now = making.make_round(state=models.RoundState.RUNNING), timezone.now()
    names = [(side, number) for number in range(pairs) for side in ("mentor", "mentee")]
    people = models.Person.objects.bulk_create(
        [
            models.Person(round=whole, side=side, name=f"{side.title()} {number}", time_zone="Europe/Vilnius")
            for side, number in names
        ]
    )
    relations = models.Relation.objects.bulk_create(
        [
            models.Relation(
                round=whole,
                state=models.RelationState.ACTIVE,
                proposed=now,
                answer_until=now,
                began=now - (number % 120) * making.DAY,
                ends_on=whole.ends_on,
            )
            for number in range(pairs)
        ]
    )
    places = models.Place.objects.bulk_create(
        [
            models.Place(
                relation=relations[at // 2], person=one, side=one.side, answer=models.Answer.ACCEPTED
            )
            for at, one in enumerate(people)
        ]
    )
    add_what_they_did(relations, places, now)
    return whole


def add_what_they_did(relations: Any, places: Any, now: Any) -> None:
    """Give every relationship meetings, an agreement that all accepted, and a goal."""
    from tests.web.mentoring.making import DAY  # noqa: PLC0415

    from mentorway.web.mentoring import models  # noqa: PLC0415

    models.Talk.objects.bulk_create(
        [
            models.Talk(
                relation=one, state=models.TalkState.HELD, starts=one.began + number * (now - one.began) / 9
            )
            for one in relations
            for number in range(1, 5)
        ]
        + [models.Talk(relation=one, starts=now + DAY) for one in relations]
    )
    versions = models.AgreementVersion.objects.bulk_create(
        [models.AgreementVersion(relation=one, number=1, texts={}) for one in relations]
    )
    by_relation = {one.relation_id: one for one in versions}
    models.AgreementAcceptance.objects.bulk_create(
        [models.AgreementAcceptance(version=by_relation[one.relation_id], place=one) for one in places]
    )
    models.Goal.objects.bulk_create(
        [models.Goal(place=one, title="Goal", fixed=now) for one in places if one.side == "mentee"]
    )


def timed(client: Any, address: str) -> tuple[float, float]:
    """Return the milliseconds of one request, by the clock and on the processor."""
    start, worked = time.perf_counter(), time.process_time()
    if client.get(address).status_code != 200:
        raise SystemExit(f"{address} does not answer.")
    return (time.perf_counter() - start) * 1000, (time.process_time() - worked) * 1000


def told(name: str, found: list[tuple[float, float]]) -> bool:
    """Print the medians of all but the first; return whether the mark was met."""
    clock, processor = (statistics.median(one) for one in zip(*found[1:], strict=True))
    missed = "" if processor <= MARK else f"  more than {MARK:.0f} ms"
    print(f"  {name:<14}{clock:8.1f} ms, processor {processor:8.1f} ms{missed}")
    return processor <= MARK


def queries_for(client: Any, whole: Any) -> int:
    """Return how many queries the first page takes."""
    from django.db import connection  # noqa: PLC0415
    from django.test.utils import CaptureQueriesContext  # noqa: PLC0415

    with CaptureQueriesContext(connection) as asked:
        client.get(f"/mentoring/{whole.pk}/board/")
    return len(asked)


if __name__ == "__main__":
    main()
