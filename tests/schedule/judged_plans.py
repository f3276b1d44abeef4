"""Plans that another program reads and reckons too; what it said is kept in tests/oracles/mspdi.

`python -m tests.schedule.judged_plans` writes them as files, for tests/oracles/mspdi.py to read.
"""

import datetime as dt
from pathlib import Path

from mentorway.schedule.baseline import Baseline, Kept
from mentorway.schedule.calendars import calendar_of_country
from mentorway.schedule.critical import critical_path
from mentorway.schedule.mspdi import About, written
from mentorway.schedule.plan import Bound, Calendar, Dependency, Guess, Link, Plan, Task

KEPT = Path(__file__).parents[1] / "oracles" / "mspdi"
START = dt.date(2026, 11, 30)


def day(text):
    return dt.date.fromisoformat(text)


def links():
    """Every way in which two tasks hang together, with no, some and negative lag."""
    tasks, waits = [Task("a", "Ask", 8), Task("z", "Ask long", 15)], []
    for link in Link:
        for lag in (0, 3, -2):
            key = f"{link.value}{lag:+d}"
            tasks += [Task(key, f"After Ask by {key}", 4), Task(f"{key}!", f"Then {key}", 2)]
            waits += [Dependency("z" if link is Link.START_FINISH else "a", key, link, lag)]
            waits += [Dependency(key, f"{key}!")]
    return Plan(START, tuple(tasks), tuple(waits)), About("Links")


def bounds():
    """Days that are decided, kept and missed."""
    tasks = (
        Task("a", "Ask", 5),
        Task("nb", "Not before, later", 3, bound=Bound.NOT_BEFORE, day=day("2026-12-14")),
        Task("nb2", "Not before, earlier", 3, bound=Bound.NOT_BEFORE, day=day("2026-12-01")),
        Task("nb3", "Not before a Saturday", 3, bound=Bound.NOT_BEFORE, day=day("2026-12-19")),
        Task("on", "Starts on", 4, bound=Bound.STARTS_ON, day=day("2026-12-10")),
        Task("met", "Deadline met", 2, bound=Bound.DEADLINE, day=day("2026-12-24")),
        Task("late", "Deadline missed", 9, bound=Bound.DEADLINE, day=day("2026-12-09")),
        Task("m", "Milestone not before", 0, bound=Bound.NOT_BEFORE, day=day("2026-12-18")),
        Task(
            "both",
            "Not before, with a deadline",
            2,
            bound=Bound.NOT_BEFORE,
            day=day("2026-12-15"),
            deadline=day("2026-12-24"),
        ),
        Task("end", "End", 0),
    )
    keys = ("nb", "nb2", "nb3", "on", "met", "late", "both")
    waits = (*(Dependency("a", key) for key in keys), *(Dependency(key, "end") for key in (*keys, "m")))
    return Plan(START, tasks, waits), About("Bounds")


def bound_package():
    """A package that must not begin before a day."""
    tasks = (
        Task("wp", "Package not before", 0, bound=Bound.NOT_BEFORE, day=day("2027-01-11")),
        Task("p", "Part", 3, parent="wp"),
        Task("q", "Next part", 2, parent="wp"),
    )
    return Plan(START, tasks, (Dependency("p", "q"),)), About("Bound package")


def calendars():
    """Holidays of countries, Saturdays that are worked, and a week of four days."""
    known = {name: calendar_of_country(name, 2026, 2027) for name in ("FI", "SE", "LV", "LT")}
    four = Calendar(frozenset({0, 1, 2, 3}), frozenset({day("2027-01-04"), day("2027-02-02")}))
    known |= {"": known["FI"], "four days": four}
    tasks = [Task("first", "First", 3)]
    waits = []
    for name in ("FI", "SE", "LV", "LT", "four days"):
        tasks += [
            Task(f"{name}1", f"Long in {name}", 40, name),
            Task(f"{name}2", f"Then in {name}", 90, name),
        ]
        waits += [Dependency("first", f"{name}1"), Dependency(f"{name}1", f"{name}2", lag=2)]
    tasks.append(Task("last", "All done", 0))
    waits += [Dependency(f"{name}2", "last") for name in ("FI", "SE", "LV", "LT", "four days")]
    return Plan(START, tuple(tasks), tuple(waits), known), About("Calendars")


def packages():
    """Packages in packages, what waits for them and what they wait for, and milestones."""
    tasks = (
        Task("w1", "Prepare", 0),
        Task("w11", "Ask & invite", 0, parent="w1"),
        Task("t1", "Ask", 5, parent="w11"),
        Task("t2", "Invite", 3, parent="w11"),
        Task("m1", "Invited", 0, parent="w11"),
        Task("t3", "Build <tools>", 6, parent="w1"),
        Task("w2", "Carry out", 0),
        Task("t4", "Meet", 12, parent="w2"),
        Task("t5", "Åka hem", 2, parent="w2"),
        Task("m2", "Over", 0),
    )
    waits = (
        Dependency("t1", "t2"),
        Dependency("t2", "m1"),
        Dependency("w11", "t3", lag=1),
        Dependency("w1", "w2", lag=2),
        Dependency("t4", "t5", Link.FINISH_FINISH, 1),
        Dependency("w2", "m2"),
    )
    notes = {"t1": "Two lines\nof text", "w2": "With “quotes” & <signs>"}
    return Plan(START, tasks, waits), About("Packages", {"t1": "T1.1"}, notes)


def progress():
    """Ended, under way, and not begun."""
    tasks = (
        Task("a", "As planned", 5, done=1, started=START, finished=day("2026-12-04")),
        Task("b", "Longer", 5, done=1, started=day("2026-12-07"), finished=day("2026-12-15")),
        Task("c", "Under way", 8, done=0.25, started=day("2026-12-16")),
        Task("d", "To come", 4),
        Task("m", "Reached", 0, done=1, started=day("2026-12-15"), finished=day("2026-12-15")),
    )
    waits = (Dependency("a", "b"), Dependency("b", "c"), Dependency("c", "d"), Dependency("b", "m"))
    return Plan(START, tasks, waits), About("Progress")


def resting():
    """Begun long ago and not worked on since: the rest is done from a later day on."""
    tasks = (
        Task("a", "A quarter done", 8, done=0.25, started=START),
        Task("b", "A tenth done", 5, done=0.1, started=day("2026-12-01")),
        Task("c", "Begun only", 3, started=day("2026-12-02")),
        Task("d", "Then", 4),
    )
    return Plan(START, tasks, (Dependency("a", "d"),)), About("Resting")


def agreed():
    """People, their work, guesses and two baselines."""
    tasks = (
        Task("a", "Ask", 5, work={"Rīga": 2.5, "Åbo": 1.25}, guess=Guess(3, 5, 9)),
        Task("b", "Build", 10, work={"Åbo": 10}),
        Task("m", "Built", 0),
    )
    waits = (Dependency("a", "b"), Dependency("b", "m"))
    first = {
        "a": Kept(day("2026-11-23"), day("2026-11-27"), "Ask", {"Rīga": 2.0}),
        "b": Kept(day("2026-12-07"), day("2026-12-18"), "Build", {"Åbo": 8.0}),
        "m": Kept(day("2026-12-18"), day("2026-12-18"), "Built"),
    }
    second = {"a": Kept(START, day("2026-12-04"), "Ask", {"Rīga": 2.5, "Åbo": 1.25})}
    kept = (Baseline("grant", day("2026-09-01"), first), Baseline("amended", day("2026-11-27"), second))
    return Plan(START, tasks, waits), About("Agreed", baselines=kept)


PLANS = {
    one.__name__: one
    for one in (links, bounds, bound_package, calendars, packages, progress, resting, agreed)
}
TODAY = {"resting": day("2026-12-21")}


def file_of(name):
    """Return the plan of a name as a file, as it is written now."""
    plan, about = PLANS[name]()
    return written(critical_path(plan, today=TODAY.get(name)), about)


if __name__ == "__main__":
    for one in PLANS:
        (KEPT / f"{one}.xml").write_bytes(file_of(one))
