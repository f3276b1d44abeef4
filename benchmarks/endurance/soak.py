"""An hour of everyday use: nothing may grow that has no reason to.

Run: python -m benchmarks.endurance.soak [--minutes 60] [--people 20] [--sqlite]
A coordinator walks through the pages of the installation, people fill in questionnaires, strangers ask for
what is not there. Every minute the memory that belongs to each process alone (USS), open files, threads,
connections of the database and waiting tasks are written down. The first quarter is for warming up. After it
a line is fitted through each series: the mark is less than 5 % growth an hour in memory, none in the others.
"""

from __future__ import annotations

import argparse
import asyncio
import random
import re
import sys
import time
from dataclasses import dataclass, field
from html import unescape
from pathlib import Path

import numpy as np
from benchmarks.endurance.filling import Browser, Crowd, Tally, fields_of
from benchmarks.endurance.site import EMAIL, Site, site

GROWTH_OF_MEMORY = 0.05  # an hour
GROWTH_OF_COUNTS = 2.0  # an hour: files, threads, connections
LINK = re.compile(r'href="(/[^"#]*)"')
LEFT_OUT = re.compile(r"/account/|/static/|language|logout|\.(?:pdf|zip|docx|xlsx)")
MINUTE = 60.0


@dataclass
class Series:
    """What was seen, minute by minute."""

    at: list[float] = field(default_factory=list)
    rows: list[dict[str, float]] = field(default_factory=list)


def descendants(pid: int) -> list[int]:
    """Return a process and all below it."""
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    return [pid, *(found for child in children for found in descendants(int(child)))]


def unshared(pid: int) -> int:
    """Return the bytes that belong to this process alone."""
    text = Path(f"/proc/{pid}/smaps_rollup").read_text()
    return 1024 * sum(int(value) for value in re.findall(r"^Private_\w+:\s+(\d+)", text, re.MULTILINE))


def seen(one: Site) -> dict[str, float]:
    """Look at all processes of the installation."""
    found: dict[str, float] = {}
    for name, process in one.processes.items():
        pids = descendants(process.pid)
        found[f"{name}: memory, MB"] = sum(unshared(pid) for pid in pids) / 2**20
        found[f"{name}: files"] = sum(len(list(Path(f"/proc/{pid}/fd").iterdir())) for pid in pids)
        found[f"{name}: threads"] = sum(len(list(Path(f"/proc/{pid}/task").iterdir())) for pid in pids)
    if one.postgres:
        found["PostgreSQL: connections"] = one.postgres.connections()
    return found


async def signed_in(one: Site, tally: Tally) -> Browser:
    """Sign the coordinator in."""
    browser = Browser(one.port, tally)
    _status, _headers, page = await browser.ask("/account/login/")
    sent = fields_of(page, {"login": EMAIL, "password": one.password})
    status, _headers, _page = await browser.ask(
        "/account/login/", {**sent, "login": EMAIL, "password": one.password}
    )
    if status not in range(300, 400):
        raise RuntimeError(f"signing in was answered with {status}")
    return browser


async def coordinator(one: Site, tally: Tally, until: float) -> None:
    """Follow links at random, as somebody does who works with it."""
    browser = await signed_in(one, tally)
    known, path = ["/"], "/"
    while time.monotonic() < until:
        try:
            status, _headers, page = await browser.ask(path)
        except (OSError, EOFError, TimeoutError):
            status, page = 0, ""
        links = [unescape(link) for link in LINK.findall(page) if not LEFT_OUT.search(link)]
        known = [*dict.fromkeys([*known, *links])][-2000:]
        path = random.choice(links if links and status == 200 and random.random() < 0.7 else known)
        await asyncio.sleep(random.uniform(0.5, 1.5))
    await browser.close()


async def stranger(one: Site, tally: Tally, until: float) -> None:
    """Ask for what is not there, and for what is not theirs."""
    while time.monotonic() < until:
        browser = Browser(one.port, tally)
        for path in ("/en/", f"/nothing-{random.randint(1, 10**9)}/", "/plan/", "/en/search/?q=mentor"):
            await browser.ask(path)
            await asyncio.sleep(random.uniform(1, 3))
        await browser.close()


async def watcher(one: Site, series: Series, until: float) -> None:
    """Write down what is seen once a minute."""
    begun = time.monotonic()
    while time.monotonic() < until:
        series.rows.append(await asyncio.to_thread(seen, one))
        series.at.append(time.monotonic() - begun)
        await asyncio.sleep(min(MINUTE, max(0.1, until - time.monotonic())))


async def use(one: Site, minutes: float, people: int) -> tuple[Tally, Series]:
    """Let everybody come and go."""
    crowd, series = Crowd(one.port, one.start_of_study, pause=10), Series()
    tally = crowd.tally
    until = time.monotonic() + minutes * MINUTE
    await asyncio.gather(
        watcher(one, series, until), coordinator(one, tally, until), stranger(one, tally, until),
        *(crowd.person(lambda: time.monotonic() > until) for _ in range(people)),
    )  # fmt: skip
    return tally, series


def growth(series: Series) -> dict[str, tuple[float, float, float]]:
    """Return for each series the first and last value after warming up, and the growth in an hour."""
    start = len(series.at) // 4
    hours = np.array(series.at[start:]) / 3600
    found = {}
    for name in series.rows[-1]:
        values = np.array([row.get(name, np.nan) for row in series.rows[start:]])
        slope = float(np.polyfit(hours, values, 1)[0]) if len(values) > 2 else 0.0
        found[name] = (float(values[0]), float(values[-1]), slope)
    return found


def main() -> int:
    """Use it for a while; end with 1 where something grows, or an answer was a failure."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--minutes", type=float, default=60)
    parser.add_argument("--people", type=int, default=20)
    parser.add_argument("--sqlite", action="store_true", help="on SQLite instead of PostgreSQL")
    options = parser.parse_args()
    with site(postgres=not options.sqlite) as one:
        tally, series = asyncio.run(use(one, options.minutes, options.people))
        kept = set(one.kept()["remarks"])  # type: ignore[call-overload]
    wrong = []
    for name, (first, last, slope) in growth(series).items():
        most = GROWTH_OF_MEMORY * first if "memory" in name else GROWTH_OF_COUNTS
        print(f"{name:<26} {first:8.1f} → {last:8.1f}   {slope:+7.2f} an hour")
        wrong += [name] if slope > most else []
    lost = [remark for remark in tally.acknowledged if remark not in kept]
    print(
        f"{len(tally.times)} pages in {options.minutes:g} minutes, statuses "
        f"{dict(sorted(tally.statuses.items()))}, {len(tally.acknowledged)} questionnaires, {len(lost)} lost"
    )
    print("grew: " + (", ".join(wrong) or "nothing"))
    return 1 if wrong or lost or tally.failed else 0


if __name__ == "__main__":
    sys.exit(main())
