"""Every kind of page of the example, and of a hundred times the example: how long the server works for it.

Run: python -m benchmarks.pages [--times 100] [--person coordinator@example.org] [--slowest 25]
The example is loaded into a folder that is dropped afterwards, and everything in it but partners, people and
vocabularies is copied so many times beside itself, into the same partners: lists and sums grow, a page of one
thing stays as large as it is. Pages are found by following links, one address of each kind (two where the
kind has several). A line is the median of three answers after two that warm up: milliseconds of processor
and questions to the database. Marks: 150 ms with the example, 300 ms with a hundred of it. There is no
peer to compare with; a fixed sum is timed first, so that numbers of another machine can be judged.
"""

from __future__ import annotations

import argparse
import os
import re
import statistics
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import urljoin, urlsplit

from benchmarks.cold_start import sum_of_numbers

TIMES, OF_A_KIND = 3, 2
MARKS = {1: 150.0}
GROWN_MARK = 300.0
LINK = re.compile(r'<a\b[^>]*?\bhref="([^"#]+)')
LEAVES = ("/account/logout", "/static/")


@dataclass(frozen=True)
class Measured:
    """A page: processor time in milliseconds, questions to the database, bytes."""

    path: str
    status: int
    cpu: float
    queries: int
    size: int


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--times", type=int, default=1, help="how many times the example")
    parser.add_argument("--person", default="coordinator@example.org")
    parser.add_argument("--slowest", type=int, default=25)
    parser.add_argument("--here", action="store_true", help="measure the installation of the settings")
    options = parser.parse_args()
    if options.here:
        return measure(options)
    with tempfile.TemporaryDirectory(prefix="mentorway-pages-") as data:
        settings = {"MENTORWAY_DATA": data, "DATABASE_URL": "", "PYTHONPATH": "src", "MENTORWAY_DEBUG": "0"}
        settings |= {"DJANGO_SETTINGS_MODULE": "mentorway.web.settings", "OPENBLAS_NUM_THREADS": "1"}
        settings |= {"MENTORWAY_LIMITS_TIMES": "1000"}  # one person asks for everything here
        for command in (("set_up", "-v0"), ("load_example", "-v0")):
            subprocess.run([sys.executable, "manage.py", *command], check=True, env=os.environ | settings)
        again = [sys.executable, "-m", "benchmarks.pages", "--here", *sys.argv[1:]]
        return subprocess.run(again, check=False, env=os.environ | settings).returncode


def measure(options: argparse.Namespace) -> int:
    """Measure every kind of page; return 1 where a mark is missed."""
    import django  # noqa: PLC0415

    django.setup()
    from benchmarks.grown import grow  # noqa: PLC0415

    print(f"a fixed sum: {sum_of_numbers():.2f} s of processor")
    client = signed_in(options.person)
    paths = dict.fromkeys(addresses(client))
    if options.times > 1:
        print(f"{grow(options.times):,} rows after growing {options.times} times")
        paths |= dict.fromkeys(addresses(client))
    found = []
    for number, path in enumerate(paths, start=1):
        print(f"\r{number} of {len(paths)}", end="", file=sys.stderr, flush=True)
        found.append(timed(client, path))
    found.sort(key=lambda one: -one.cpu)
    print(file=sys.stderr)
    mark = MARKS.get(options.times, GROWN_MARK)
    slow = [one for one in found if one.cpu > mark]
    for one in found[: max(options.slowest, len(slow))]:
        print(f"{one.cpu:7.0f} ms {one.queries:4d} q {one.size / 1000:6.0f} kB {one.status} {one.path}")
    middle = statistics.median(one.cpu for one in found)
    print(f"{len(found)} pages, median {middle:.0f} ms, {len(slow)} above {mark:.0f} ms")
    print(f"statuses {dict(Counter(one.status for one in found))}")
    return 1 if slow else 0


def signed_in(email: str) -> Any:
    """Return a browser of a person."""
    from django.conf import settings  # noqa: PLC0415
    from django.test import Client  # noqa: PLC0415

    from mentorway.web.accounts.models import User  # noqa: PLC0415

    client = Client(headers={"host": settings.ALLOWED_HOSTS[0].lstrip(".") or "localhost"})
    client.force_login(User.objects.get(email=email))
    return client


def addresses(client: Any) -> Iterator[str]:
    """Follow links from the first page; yield some addresses of every kind."""
    from django.urls import Resolver404, resolve  # noqa: PLC0415

    waiting, seen, kinds = ["/"], {"/"}, Counter[str]()
    while waiting:
        path = waiting.pop(0)
        try:
            kind = resolve(urlsplit(path).path).view_name
        except Resolver404:
            continue
        kinds[kind] += 1
        if kinds[kind] > OF_A_KIND:
            continue
        yield path
        answer = client.get(path)
        if not answer.get("Content-Type", "").startswith("text/html"):
            continue
        links = LINK.findall(answer.content.decode("utf-8", "replace"))
        found = dict.fromkeys(urljoin(path, link.replace("&amp;", "&")) for link in links)
        new = [link for link in found if link.startswith("/") and link not in seen]
        seen.update(new)
        waiting += [link for link in new if not link.startswith(LEAVES)]


def timed(client: Any, path: str) -> Measured:
    """Ask for a page several times."""
    from django.db import connection  # noqa: PLC0415

    asked = []

    def counted(execute: Any, sql: str, *more: Any) -> Any:
        asked.append(sql)
        return execute(sql, *more)

    with connection.execute_wrapper(counted):
        answer = client.get(path)
    size = 0 if answer.streaming else len(answer.content)
    client.get(path)
    times = []
    for _time in range(TIMES):
        began = time.process_time()
        client.get(path)
        times.append(time.process_time() - began)
    return Measured(path, answer.status_code, statistics.median(times) * 1000, len(asked), size)


if __name__ == "__main__":
    sys.exit(main())
