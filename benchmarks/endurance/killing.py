"""Kill -9, fifty times: web processes, workers, PostgreSQL; nothing that was acknowledged may be gone.

Run: python -m benchmarks.endurance.killing [--kills 50] [--people 8] [--sqlite]
People fill in questionnaires without a pause, whatever happens; who gets no answer begins anew, as a person
would. A code on the last page is the acknowledgement. Letters to people's own addresses are handed to the
workers beside it. After every kill the installation must answer again by itself or after one start of what
was killed. At the end every acknowledged questionnaire must be there, once, and no task may be left behind.
"""

from __future__ import annotations

import argparse
import asyncio
import collections
import random
import sys
import time

from benchmarks.endurance.filling import Crowd, Tally
from benchmarks.endurance.site import Site, site

BETWEEN = (1.0, 3.0)  # seconds from one kill to the next
SETTLING = 180.0
LETTERS = 200  # promised beforehand


async def killer(one: Site, kills: int, over: asyncio.Event) -> dict[str, int]:
    """Kill one thing after another, and start it again."""
    done: collections.Counter[str] = collections.Counter()
    ways = ["a web process", "the web server", "worker 0", *(["PostgreSQL"] if one.postgres else [])]
    for number in range(kills):
        await asyncio.sleep(random.uniform(*BETWEEN))
        way = ways[number % len(ways)]
        await asyncio.to_thread(kill, one, way)
        await asyncio.to_thread(one.start)
        done[way] += 1
    over.set()
    return dict(done)


def kill(one: Site, way: str) -> None:
    """Kill one thing."""
    if way == "a web process":
        one.kill_one_web_process()
    elif way == "the web server":
        one.kill("web")
    elif way == "PostgreSQL":
        assert one.postgres is not None  # noqa: S101 - only then it is among the ways
        one.postgres.kill()
        one.postgres.start()
    else:
        one.kill(way)


async def run(one: Site, kills: int, people: int) -> tuple[Tally, dict[str, int]]:
    """Let people fill in while things are killed."""
    crowd, over = Crowd(one.port, one.start_of_study), asyncio.Event()
    done, *_nothing = await asyncio.gather(
        killer(one, kills, over), *(crowd.person(over.is_set) for _ in range(people))
    )
    return crowd.tally, done


def settled(one: Site) -> dict[str, int]:
    """Wait until no task runs or waits any more; return how they stand."""
    begun = time.monotonic()
    while True:
        tasks: dict[str, int] = one.kept()["tasks"]  # type: ignore[assignment]
        if (not tasks.get("RUNNING") and not tasks.get("READY")) or time.monotonic() - begun > SETTLING:
            return tasks
        time.sleep(2)


def main() -> int:
    """Kill, count, and end with 1 where anything acknowledged is gone or there twice."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kills", type=int, default=50)
    parser.add_argument("--people", type=int, default=8)
    parser.add_argument("--sqlite", action="store_true", help="on SQLite instead of PostgreSQL")
    options = parser.parse_args()
    with site(postgres=not options.sqlite) as one:
        one.inside("letters", str(LETTERS))
        tally, done = asyncio.run(run(one, options.kills, options.people))
        tasks = settled(one)
        kept = one.kept()
        remarks = collections.Counter(kept["remarks"])  # type: ignore[call-overload]
        unsent = LETTERS - len(kept["letters"])  # type: ignore[arg-type]
    lost = [remark for remark in tally.acknowledged if remark not in remarks]
    twice = [remark for remark, count in remarks.items() if count > 1]
    print(f"killed: {done}")
    print(
        f"{len(tally.acknowledged)} questionnaires acknowledged, {len(remarks)} there, {len(lost)} lost, "
        f"{len(twice)} there twice; {tally.broken} requests had no answer; statuses "
        f"{dict(sorted(tally.statuses.items()))}"
    )
    print(f"tasks: {tasks}; {unsent} of {LETTERS} promised letters were not sent")
    left = tasks.get("RUNNING", 0) + tasks.get("READY", 0)
    return 1 if lost or twice or left or unsent else 0


if __name__ == "__main__":
    sys.exit(main())
