"""Plans of everything that files of other programs hold, for plans written and read again."""

import datetime as dt

from hypothesis import strategies as st

from mentorway.schedule.calendars import next_working_day
from mentorway.schedule.plan import Bound, Calendar, Dependency, Guess, Link, Plan, Task

START = dt.date(2026, 11, 2)
# Letters that XML holds; no spaces at the ends, which no program keeps.
texts = st.text(st.characters(exclude_categories=("Cs", "Cc", "Cn", "Zl", "Zp")), max_size=12).map(str.strip)
days = st.dates(START, START + dt.timedelta(days=200))
hundredths = st.integers(0, 3000).map(lambda count: count / 100)
works = st.dictionaries(st.sampled_from(["Rīga", "Åbo", "Kaunas & co"]), hundredths, max_size=3)


@st.composite
def calendars(draw):
    holidays = draw(st.frozensets(days, max_size=8))
    worked = draw(st.frozensets(days, max_size=3)) - holidays
    return Calendar(draw(st.frozensets(st.integers(0, 6), min_size=1)), holidays, worked)


@st.composite
def plans(draw):
    """Plans in which parts stand below their packages and dependencies go from top to bottom."""
    known = {"": draw(calendars()), "Lietuva": draw(calendars()), "åland 2": draw(calendars())}
    found = []
    for number in range(draw(st.integers(1, 8))):
        above = [""] if not found else ["", *_open(found)]
        parent = draw(st.sampled_from(above))
        found.append(Task(f"t{number}", draw(texts), 0, draw(st.sampled_from(sorted(known))), parent))
    packages = {task.parent for task in found}
    tasks = tuple(draw(_package(one) if one.key in packages else _filled(one, known)) for one in found)
    pairs = [(n, m) for n in range(len(found)) for m in range(n) if not _inside(found[n], found[m], found)]
    chosen = draw(st.sets(st.sampled_from(pairs), max_size=6)) if pairs else ()
    links = [
        Dependency(
            found[m].key, found[n].key, draw(_links(found[n].key in packages)), draw(st.integers(-5, 20))
        )
        for n, m in sorted(chosen)
    ]
    return Plan(START, tasks, tuple(links), known)


def _open(found):
    """Tasks into which the next one can be put: the last one and what it is in."""
    parents = {task.key: task.parent for task in found}
    key, path = found[-1].key, []
    while key:
        path.append(key)
        key = parents[key]
    return path


def _inside(task, package, found):
    parents = {one.key: one.parent for one in found}
    key = task.key
    while key:
        if key == package.key:
            return True
        key = parents[key]
    return False


def _links(to_package):
    return st.sampled_from([Link.FINISH_START, Link.START_START] if to_package else list(Link))


@st.composite
def _package(draw, task):
    bound = draw(st.sampled_from([Bound.NONE, Bound.NOT_BEFORE, Bound.DEADLINE]))
    return Task(
        task.key,
        task.title,
        0,
        task.calendar,
        task.parent,
        bound,
        None if bound is Bound.NONE else draw(days),
    )


@st.composite
def _filled(draw, task, known):
    bound, started = draw(st.sampled_from(Bound)), draw(st.none() | days)
    day = None if bound is Bound.NONE else draw(days)
    if bound is Bound.STARTS_ON:
        day = next_working_day(known[task.calendar], day)
    ends = sorted(draw(st.tuples(*[st.integers(0, 80)] * 3)))
    return Task(
        task.key,
        task.title,
        draw(st.integers(0, 30)),
        task.calendar,
        task.parent,
        bound,
        day,
        work=draw(works),
        guess=draw(st.none() | st.just(Guess(*(end / 4 for end in ends)))),
        done=draw(st.integers(0, 100)) / 100,
        started=started,
        finished=draw(st.none() | st.dates(started, started + dt.timedelta(days=90))) if started else None,
    )
