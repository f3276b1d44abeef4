"""Five hundred people fill in thirty questions at the same time, page after page, as browsers do.

Run: python -m benchmarks.endurance.fillers [--people 500] [--pause 20] [--minutes 3] [--sqlite]
Everyone reads a page for `pause` seconds (half to one and a half times it), sends it, gets the next; who is
done is replaced by somebody new until the time is over, then all go on to their end. The mark: nobody meets
an error, and 95 of 100 pages are there within half a second, on PostgreSQL, with all processes and the people
themselves on two processors. The floor in the same run is the page that only says that the process is alive.
"""

from __future__ import annotations

import argparse
import asyncio
import random
import statistics
import sys
import time

from benchmarks.endurance.filling import Browser, Crowd, Tally
from benchmarks.endurance.site import Site, site

MARK = 0.5


async def floor_of(one: Site, count: int = 200) -> Tally:
    """Ask for the page of the process alone."""
    tally = Tally()
    browser = Browser(one.port, tally)
    for _number in range(count):
        await browser.ask("/health/")
    await browser.close()
    return tally


async def all_come(one: Site, people: int, pause: float, seconds: float) -> Tally:
    """Let them all come, not all at the same moment."""
    crowd = Crowd(one.port, one.start_of_study, pause=pause)
    until = time.monotonic() + seconds

    async def person() -> None:
        await asyncio.sleep(random.uniform(0, pause * 2))
        await crowd.person(lambda: time.monotonic() > until)

    await asyncio.gather(*(person() for _ in range(people)))
    return crowd.tally


def line(name: str, tally: Tally, seconds: float) -> float:
    """Print what was met; return the 95th percentile in seconds."""
    cuts = statistics.quantiles(tally.times, n=100)
    print(
        f"{name:<28} {len(tally.times):6d} pages, {len(tally.times) / seconds:5.1f}/s   p50 "
        f"{cuts[49] * 1000:4.0f} ms   p95 {cuts[94] * 1000:4.0f} ms   p99 {cuts[98] * 1000:4.0f} ms   "
        f"longest {max(tally.times) * 1000:5.0f} ms   errors {tally.failed}"
    )
    return cuts[94]


def main() -> int:
    """Measure; end with 1 where the mark is missed or something acknowledged is not there."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--people", type=int, default=500)
    parser.add_argument("--pause", type=float, default=20)
    parser.add_argument("--minutes", type=float, default=3)
    parser.add_argument("--sqlite", action="store_true", help="on SQLite instead of PostgreSQL")
    options = parser.parse_args()
    with site(postgres=not options.sqlite) as one:
        floor = asyncio.run(floor_of(one))
        line("the floor: alive", floor, sum(floor.times))
        begun = time.monotonic()
        tally = asyncio.run(all_come(one, options.people, options.pause, options.minutes * 60))
        p95 = line(f"{options.people} people", tally, time.monotonic() - begun)
        kept = set(one.kept()["remarks"])  # type: ignore[call-overload]
    lost = [remark for remark in tally.acknowledged if remark not in kept]
    print(
        f"{len(tally.acknowledged)} questionnaires acknowledged, {len(lost)} of them not there; "
        f"statuses {dict(sorted(tally.statuses.items()))}; {len(tally.faults)} did not get to the end"
    )
    for fault in tally.faults[:5]:
        print("  ", fault)
    return 1 if lost or tally.failed or tally.faults or p95 > MARK else 0


if __name__ == "__main__":
    sys.exit(main())
