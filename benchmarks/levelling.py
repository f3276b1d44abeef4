"""Levelling: the 480 instances of PSPLIB j30, of which the shortest makespans are published.

Run: python -m benchmarks.levelling FOLDER [--sample 60]
FOLDER holds psplib-j30-all.sm.zip and j30opt.sm; without it the benchmark says so and ends. Each instance is
levelled whole, from the plan to dates and sentences, on two cores, within ten of the solver's units. It
counts as proved within ten seconds by the clock, and within twenty seconds of the processor, which is what
two free cores do in ten: on a busy machine only the latter says something about the method. Every makespan is
compared with the published one; a proof of another number, or a makespan below it, ends with an error.
`--sample 60` takes sixty by chance, always the same ones.

Before, plans of 40 and 120 tasks with six countries' calendars and a milestone in each twelfth task are
levelled; nobody has published anything about those.
"""

from __future__ import annotations

import argparse
import datetime as dt
import os
import random
import statistics
import time
import zipfile
from dataclasses import dataclass
from pathlib import Path

os.environ["OPENBLAS_NUM_THREADS"] = "1"

from benchmarks.psplib import optima, plan_from

from mentorway.schedule.calendars import calendar_of_country
from mentorway.schedule.levelling import Search, Status, levelled
from mentorway.schedule.plan import Dependency, Plan, Task

CLOCK, PROCESSOR, SHARE = 10.0, 20.0, 0.95
SEED = 20261129
COUNTRIES = ("LT", "LV", "EE", "FI", "SE", "NO")


@dataclass(frozen=True)
class Run:
    """What came of an instance; times in seconds."""

    name: str
    makespan: int
    published: int
    status: Status
    clock: float
    processor: float

    @property
    def right(self) -> bool:
        """Whether it agrees with what is published."""
        proved = self.status is Status.PROVED
        return self.makespan == self.published if proved else self.makespan >= self.published

    def within(self, *, clock: bool) -> bool:
        """Whether it was proved in time."""
        return self.status is Status.PROVED and (
            self.clock <= CLOCK if clock else self.processor <= PROCESSOR
        )


def of_countries(count: int) -> Plan:
    rng = random.Random(count)
    tasks, links = [], []
    for number in range(count):
        country, days = rng.choice(COUNTRIES), 0 if number % 12 == 11 else rng.randint(2, 25)
        work = {country: rng.choice((0.25, 0.5, 0.5, 1)) * days}
        tasks.append(Task(f"t{number}", f"Task {number}", days, calendar=country, work=work))
        before = {max(0, number - rng.randint(1, 12)) for _ in range(2)} if number else ()
        links += [Dependency(f"t{one}", f"t{number}", lag=rng.choice((0, 0, 2))) for one in before]
    calendars = {name: calendar_of_country(name, 2027, 2040) for name in COUNTRIES}
    return Plan(dt.date(2027, 1, 4), tuple(tasks), tuple(links), calendars)


def countries() -> None:
    for count in (40, 120):
        clock, processor = time.perf_counter(), time.process_time()
        found = levelled(of_countries(count), dict.fromkeys(COUNTRIES, 1.0), search=Search(CLOCK))
        clock, processor = time.perf_counter() - clock, time.process_time() - processor
        aims = ", ".join(f"{aim} {one.value} (at least {one.bound})" for aim, one in found.aims.items())
        print(
            f"{count} tasks: {found.status}, {aims}; {clock:.1f} s, processor {processor:.1f} s", flush=True
        )


def run(name: str, text: str, published: int) -> Run:
    plan, capacities = plan_from(text)
    clock, processor = time.perf_counter(), time.process_time()
    found = levelled(plan, capacities, keep=(), search=Search(CLOCK))
    spent = time.perf_counter() - clock, time.process_time() - processor
    if found.after.over:
        raise SystemExit(f"{name}: somebody still has too much to do.")
    last = max(span.finish for span in found.dates.values())
    return Run(name, (last - plan.start).days + 1, published, found.status, *spent)


def told(runs: list[Run], whole: int) -> None:
    proved = [one for one in runs if one.status is Status.PROVED]
    times = sorted(one.clock for one in runs)
    print(f"instances: {len(runs)} of {whole}")
    print(f"makespan as published: {sum(one.makespan == one.published for one in runs)}")
    print(f"proved: {len(proved)}")
    for clock in (True, False):
        within = sum(one.within(clock=clock) for one in runs)
        words = f"{CLOCK:.0f} s by the clock" if clock else f"{PROCESSOR:.0f} s of the processor"
        print(f"proved within {words}: {within} ({within / len(runs):.1%})")
    late = times[int(0.95 * (len(times) - 1))]
    print(
        f"clock: median {statistics.median(times):.2f} s, 95th of 100 {late:.1f} s, "
        f"longest {times[-1]:.1f} s; load {os.getloadavg()[0]:.1f}"
    )


def main() -> None:
    parser = argparse.ArgumentParser(description="Levelling of PSPLIB j30.")
    parser.add_argument("folder", nargs="?", type=Path)
    parser.add_argument("--sample", type=int)
    chosen = parser.parse_args()
    countries()
    if not chosen.folder:
        print("Name the folder with psplib-j30-all.sm.zip and j30opt.sm; no instance was run.")
        return
    published = optima((chosen.folder / "j30opt.sm").read_text())
    keys = sorted(published)
    if chosen.sample:
        keys = sorted(random.Random(SEED).sample(keys, chosen.sample))
    runs = []
    with zipfile.ZipFile(chosen.folder / "psplib-j30-all.sm.zip") as files:
        for parameter, instance in keys:
            name = f"j30{parameter}_{instance}.sm"
            one = run(name, files.read(name).decode(), published[parameter, instance])
            runs.append(one)
            if not one.right or one.status is not Status.PROVED or one.clock > CLOCK:
                print(
                    f"{name}: {one.makespan} ({one.published}), {one.status}, {one.clock:.1f} s", flush=True
                )
    told(runs, len(published))
    wrong = [one.name for one in runs if not one.right]
    if wrong:
        raise SystemExit(f"Not as published: {', '.join(wrong)}.")
    if sum(one.within(clock=False) for one in runs) < SHARE * len(runs):
        raise SystemExit(f"The mark of {SHARE:.0%} was missed.")


if __name__ == "__main__":
    main()
