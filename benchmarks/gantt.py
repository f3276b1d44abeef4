"""A Gantt chart of 1,000 tasks beside the same bars drawn by Vega-Lite, and files for Microsoft Project.

Run: python -m benchmarks.gantt
The marks are 300 ms and 300 KB (gzipped) for 1,000 tasks with baselines, dependencies and links. Vega-Lite
draws bars, today and baselines only: it has no arrows, no links with titles and no columns of labels.
"""

from __future__ import annotations

import datetime as dt
import gzip
import os
import statistics
import time
from collections.abc import Callable
from typing import Any

import vl_convert

from mentorway.schedule.critical import critical_path
from mentorway.schedule.gantt import drawn
from mentorway.schedule.gantt_chart import Chart, Row, RowKind, Words
from mentorway.schedule.gantt_scale import AxisWords, Zoom
from mentorway.schedule.mspdi import About, read, written
from mentorway.schedule.plan import Dependency, Plan, Task

START = dt.date(2026, 11, 2)
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
WORDS = Words(AxisWords(MONTHS), "Plan", "A thousand tasks", legend={"task": "Task", "critical": "Critical"})
MOST_MS, MOST_KB = 300.0, 300.0
ROUNDS = 9


def plan_of(count: int) -> Plan:
    """Packages of ten tasks, each with three links to earlier ones."""
    tasks = []
    for place in range(count):
        first = place % 10 == 0
        parent = "" if first else f"t{place - place % 10}"
        work = {} if first else {"Riga": 2.5, "Åbo": 1.0}
        tasks.append(
            Task(
                f"t{place}",
                f"Task {place} of the plan",
                0 if first else 3 + place % 8,
                parent=parent,
                work=work,
            )
        )
    whole = {task.parent for task in tasks}
    plain = [task.key for task in tasks if task.key not in whole]
    steps = (1, 9, 23)
    links = [
        Dependency(plain[n - step], plain[n])
        for n in range(len(plain))
        for step in steps
        if n % 3 and n >= step
    ]
    return Plan(START, tuple(tasks), tuple(links))


def chart_of(plan: Plan, zoom: Zoom) -> Chart:
    dates, week = critical_path(plan), dt.timedelta(days=7)
    packages = {task.parent for task in plan.tasks}
    rows = []
    for task, one in zip(plan.tasks, dates, strict=True):
        kind = RowKind.PACKAGE if task.key in packages else RowKind.TASK
        rows.append(
            Row(
                task.key,
                f"T{task.key[1:]}",
                task.title,
                kind,
                one.start,
                one.finish,
                0.4,
                one.critical,
                (one.start, one.finish + week),
                "Riga",
                1 if task.parent else 0,
                f"/en/plan/tasks/{task.key[1:]}/",
                f"{task.title}, {one.start} to {one.finish}, 40 % done",
            )
        )
    return Chart(tuple(rows), WORDS, plan.dependencies, START + 60 * dt.timedelta(days=1), zoom)


def peer(chart: Chart) -> str:
    """The bars, what was agreed and today, by Vega-Lite."""
    values = [
        {
            "row": row.title,
            "first": row.first.isoformat(),
            "last": row.last.isoformat(),
            "critical": row.critical,
        }
        for row in chart.rows
    ]
    place = {"field": "row", "type": "ordinal", "sort": None}
    ends: dict[str, Any] = {"x": {"field": "first", "type": "temporal"}, "x2": {"field": "last"}, "y": place}
    spec = {
        "$schema": "https://vega.github.io/schema/vega-lite/v6.json",
        "data": {"values": values},
        "layer": [
            {"mark": "bar", "encoding": {**ends, "color": {"field": "critical", "type": "nominal"}}},
            {"mark": {"type": "bar", "size": 3, "yOffset": 8}, "encoding": ends},
        ],
    }
    return str(vl_convert.vegalite_to_svg(spec))


def measured(name: str, work: Callable[[], Any]) -> tuple[Any, float]:
    """Print medians of processor time and clock; return the result and the time in milliseconds."""
    processor, clock = [], []
    for _round in range(ROUNDS):
        begun, wall = time.process_time(), time.perf_counter()
        found = work()
        processor.append(1000 * (time.process_time() - begun))
        clock.append(1000 * (time.perf_counter() - wall))
    median = statistics.median(processor)
    print(f"{name}: {median:.0f} ms processor, {statistics.median(clock):.0f} ms clock")
    return found, median


def main() -> None:
    print(f"load {os.getloadavg()[0]:.1f}")
    plan = plan_of(1000)
    for zoom in Zoom:
        chart = chart_of(plan, zoom)
        text, taken = measured(
            f"1,000 tasks, {len(plan.dependencies)} links, {zoom.value}", lambda c=chart: drawn(c)
        )
        small = len(gzip.compress(text.encode())) / 1000
        print(f"  {len(text.encode()) / 1000:.0f} KB, {small:.0f} KB gzipped")
        assert taken < MOST_MS, taken  # noqa: S101
        assert small < MOST_KB, small  # noqa: S101
    other, theirs = measured("Vega-Lite, bars only", lambda: peer(chart_of(plan, Zoom.AUTO)))
    print(f"  {len(other) / 1000:.0f} KB, {len(gzip.compress(other.encode())) / 1000:.0f} KB gzipped")
    ours = measured("ours again", lambda: drawn(chart_of(plan, Zoom.AUTO)))[1]
    print(f"  Vega-Lite takes {theirs / ours:.1f} times as long")
    dates = critical_path(plan)
    content, _ = measured("written for Microsoft Project", lambda: written(dates, About("Plan")))
    found, _ = measured("read again", lambda: read(content))
    print(f"  {len(content) / 1000:.0f} KB, the same plan: {found.plan == plan}")


if __name__ == "__main__":
    main()
