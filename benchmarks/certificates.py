"""Certificates of a whole cohort as the application issues them: rows, signed badges, and PDFs.

Run: python -m benchmarks.certificates
The mark is 1,000 certificates, each a stored row with its signed badge and set as PDF, in less than 60 s on
two cores. Two processes take a cohort of one half each, as two workers do; their processor time, shared by
two, is judged, as wall time depends on neighbours too. The database is SQLite in a new folder.
"""

from __future__ import annotations

import os
import resource
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

CERTIFICATES = 1000
MOST_SECONDS = 60.0
PROCESSES = 2
LANGUAGES = ("en", "lt", "lv", "sv", "fi")


def set_up() -> None:
    """Point Django at the folder that the environment names, without workers."""
    import django  # noqa: PLC0415 - after the environment is set

    django.setup()


def fill() -> list[int]:
    """Make two cohorts whose people complete the training; return their numbers."""
    set_up()
    from tests.web.pilots import certifying  # noqa: PLC0415
    from tests.web.pilots.making import enrol_many  # noqa: PLC0415

    found = []
    for _half in range(PROCESSES):
        cohort = certifying.make_certified(seats=CERTIFICATES)
        for person in enrol_many(cohort, CERTIFICATES // PROCESSES):
            person.cohort = cohort
            certifying.attend(person)
            certifying.pass_quiz(person)
        found.append(cohort.pk)
    return found


def half(cohort: int) -> tuple[float, float, int]:
    """Issue the certificates of a cohort and set them; return the seconds of both, and their number."""
    set_up()
    from mentorway.web.pilots import tasks  # noqa: PLC0415
    from mentorway.web.pilots.actions import issuing  # noqa: PLC0415
    from mentorway.web.pilots.analysis.certificate_files import zipped  # noqa: PLC0415
    from mentorway.web.pilots.analysis.issuing import Wish  # noqa: PLC0415
    from mentorway.web.pilots.models import Certificate, Cohort  # noqa: PLC0415

    row = Cohort.objects.get(pk=cohort)
    people = row.people.values_list("pk", flat=True)
    started = time.perf_counter()
    run = issuing.issue(row, row.created_by, wishes=[Wish(one) for one in people])
    tasks.issue.func(run.pk)
    issued = time.perf_counter()
    rows = list(Certificate.objects.filter(cohort=row).order_by("pk"))
    for place, language in enumerate(LANGUAGES):
        for _piece in zipped(rows[place :: len(LANGUAGES)], language):
            pass
    return issued - started, time.perf_counter() - issued, len(rows)


def main() -> None:
    """Measure, and end with an error if the mark is missed."""
    with tempfile.TemporaryDirectory() as folder:
        os.environ |= {"DJANGO_SETTINGS_MODULE": "mentorway.web.settings", "MENTORWAY_DATA": folder}
        manage = [sys.executable, str(Path(__file__).parent.parent / "manage.py")]
        for command in (["migrate", "--verbosity", "0"], ["createcachetable"]):
            subprocess.run([*manage, *command], check=True)
        with ProcessPoolExecutor(1) as pool:
            cohorts = pool.submit(fill).result()
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        started = time.perf_counter()
        with ProcessPoolExecutor(PROCESSES) as pool:
            found = list(pool.map(half, cohorts))
        wall = time.perf_counter() - started
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
    used = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    seconds, count = used / PROCESSES, sum(number for _issuing, _setting, number in found)
    print(f"{count} certificates stored, signed and set: {seconds:.1f} s on {PROCESSES} cores")
    print(f"by the clock, on this machine as busy as it is: {wall:.1f} s")
    for issuing, setting, number in found:
        print(f"one process, {number}: {issuing:.1f} s issuing, {setting:.1f} s setting")
    if count != CERTIFICATES:
        raise SystemExit("A certificate is missing.")
    if seconds > MOST_SECONDS:
        raise SystemExit(f"More than {MOST_SECONDS:.0f} s.")


if __name__ == "__main__":
    main()
