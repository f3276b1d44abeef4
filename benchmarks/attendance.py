"""A cohort of forty marked: everybody scans the code on the wall, then one facilitator marks all by hand.

Run: python -m benchmarks.attendance [--people 40] [--runs 5]
A database of its own (SQLite) is made in a temporary folder. What the server does for whole requests is
counted in seconds of the processor, pages included: opening the scanned address and pressing the button for
each person, and for the facilitator opening the list and sending it once. The wall asks for its code 60
times (five minutes).
The peer in the same run is the floor under it: as many rows inserted one after the other, without any page.
"""

from __future__ import annotations

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from typing import Any

MARK = 60.0  # seconds that all of it may take
WALL_ASKS = 60


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--people", type=int, default=40)
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--here", action="store_true", help="measure the database of the settings")
    options = parser.parse_args()
    if options.here:
        sys.exit(0 if measure(options.people, options.runs) else 1)
    with tempfile.TemporaryDirectory(prefix="mentorway-attendance-") as data:
        command = [sys.executable, "-m", "benchmarks.attendance", "--here"]
        command += ["--people", str(options.people), "--runs", str(options.runs)]
        settings = {"DJANGO_SETTINGS_MODULE": "mentorway.web.settings", "PYTHONPATH": "src"}
        own = {"MENTORWAY_DATA": data, "DATABASE_URL": "", "MENTORWAY_DEBUG": "1"}
        if subprocess.run(command, env={**os.environ, **settings, **own}, check=False).returncode:
            raise SystemExit("Attendance missed its mark.")


def measure(people: int, runs: int) -> bool:
    """Mark a cohort ``runs`` times; return whether the mark was met each time."""
    import django  # noqa: PLC0415 - the settings are read from this process's environment

    django.setup()
    from django.core.management import call_command  # noqa: PLC0415

    call_command("migrate", verbosity=0, skip_checks=True)
    call_command("createcachetable", verbosity=0)
    times: dict[str, list[float]] = {}
    for _run in range(runs):
        for name, seconds in one_run(people).items():
            times.setdefault(name, []).append(seconds)
    for name, found in times.items():
        print(f"{name:>28}: median {statistics.median(found):7.3f} s, slowest {max(found):7.3f} s")
    whole = [sum(found) for found in zip(*(times[name] for name in times if name != "floor"), strict=True)]
    print(f"{'all for ' + str(people) + ' people':>28}: median {statistics.median(whole):7.3f} s")
    return max(whole) < MARK


def one_run(people: int) -> dict[str, float]:
    """Make a cohort with two meetings that go on, and mark everybody at each in one way."""
    from tests.web.pilots import making  # noqa: PLC0415

    cohort = making.make_cohort(seats=people)
    rows = making.enrol_many(cohort, people)
    scanned, listed, floor = (making.make_meeting(cohort, title=name) for name in ("Scan", "List", "Floor"))
    # Three at once would be refused as an overlap; each is marked by itself.
    found = {"scans": timed(lambda: scan(scanned, rows))}
    scanned.attendance.all().delete()
    found["wall for five minutes"] = timed(lambda: look(scanned, "wall_code", WALL_ASKS))
    found["list by hand"] = timed(lambda: mark(listed, rows))
    found["floor"] = timed(lambda: insert(floor, rows))
    done = [meeting.attendance.count() for meeting in (listed, floor)]
    if done != [people, people]:
        raise SystemExit(f"{done} people are marked instead of {people} at each meeting.")
    return found


def timed(work: Callable[[], None]) -> float:
    start = time.process_time()
    work()
    return time.process_time() - start


def scan(meeting: Any, people: Any) -> None:
    """Let everybody open the picture on the wall on a device of their own, and press the button."""
    from django.test import Client  # noqa: PLC0415
    from django.utils import timezone  # noqa: PLC0415

    from mentorway.web.pilots.analysis import codes  # noqa: PLC0415

    address = f"/pilots/here/{meeting.token}/"
    for person in people:
        device = Client(headers={"host": "localhost"})
        page = device.get(address, {"c": codes.code_at(meeting, timezone.now())})
        proof = page.content.decode().split('name="p" value="')[1].split('"')[0]
        device.post(address, {"p": proof, "personal": person.code})
    if meeting.attendance.count() != len(people):
        raise SystemExit("Somebody who scanned is not marked.")


def signed_in(meeting: Any) -> Any:
    from django.test import Client  # noqa: PLC0415

    facilitator = Client(headers={"host": "localhost"})
    facilitator.force_login(meeting.cohort.created_by)
    return facilitator


def look(meeting: Any, name: str, times: int) -> None:
    """Ask for the code on the wall as its page does."""
    from django.urls import reverse  # noqa: PLC0415

    facilitator, address = signed_in(meeting), reverse(f"pilots:{name}", args=[meeting.cohort_id, meeting.pk])
    for _time in range(times):
        if facilitator.get(address).status_code != 200:
            raise SystemExit("The wall does not answer.")


def mark(meeting: Any, people: Any) -> None:
    """Open the list and send it once: everybody was there."""
    from django.urls import reverse  # noqa: PLC0415

    facilitator, address = signed_in(meeting), reverse("pilots:mark", args=[meeting.cohort_id, meeting.pk])
    facilitator.get(address)
    form = {f"mark-{person.pk}": "" for person in people}
    facilitator.post(address, {**form, "source": "hand", "rest": "present"})


def insert(meeting: Any, people: Any) -> None:
    """Insert as many rows one after the other."""
    from django.utils import timezone  # noqa: PLC0415

    for person in people:
        meeting.attendance.create(
            participant=person, presence="present", source="hand", marked=timezone.now()
        )


if __name__ == "__main__":
    main()
