"""How sure the dates are: the plan carried out many times with durations drawn from what people guess."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from mentorway.schedule.calendars import EPOCH
from mentorway.schedule.critical import Dates, critical_path
from mentorway.schedule.network import Network
from mentorway.schedule.plan import LONGEST, Guess, Plan
from mentorway.schedule.runs import run_backward, run_critical, run_ends, run_forward, runs_of
from mentorway.schedule.setting import NEARLY, OutOfTableError, Setting, State, setting_of
from mentorway.wording import InvalidInputError, Message, shown

SHARES = (0.5, 0.8, 0.95)
AT_ONCE = 4_000_000  # positions held at a time, some hundred megabytes
MOST = 200_000_000  # draws in all
PEAK = 4  # weight of the likely value in the mean

Integers = NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class Risk:
    """What came of many runs.

    `finishes` are the days on which the plan ended, sorted. `by_task` has, for each task and work package,
    the days by which it had ended in 50, 80 and 95 % of the runs; `criticality` the share of runs in which a
    task had no float; `kept` the share in which a deadline held.
    """

    planned: Dates
    finishes: NDArray[np.datetime64]
    by_task: Mapping[str, tuple[dt.date, ...]]
    criticality: Mapping[str, float]
    kept: Mapping[str, float]
    cautions: tuple[Message, ...]

    def finish_at(self, share: float) -> dt.date:
        """The first day by which at least a share of the runs had ended; InvalidInputError beyond 0 to 1."""
        if not 0 < share <= 1:
            raise InvalidInputError(
                Message("A share of runs is above 0 and at most 1, not %(came)s.", {"came": share})
            )
        return _at(self.finishes, share)

    def chance(self, day: dt.date) -> float:
        """The share of runs that had ended by the evening of a day."""
        return float(np.mean(self.finishes <= np.datetime64(day)))


@dataclass(frozen=True)
class Settings:
    """How to simulate: how often, and how much durations go together (rank correlation, 0 to below 1)."""

    runs: int = 5000
    common: float = 0.0
    today: dt.date | None = None


def simulate(plan: Plan, rng: np.random.Generator, settings: Settings | None = None) -> Risk:
    """Carry the plan out many times with durations drawn at random, and see when it ends.

    A duration follows the PERT beta distribution: between the shortest and the longest, with mean (shortest +
    4 likely + longest) / 6. Of the usual choices it trusts the likely value most; a triangle between the same
    three numbers spreads more. Durations are rounded to whole days, at least one, as a plan counts them.
    Tasks without a guess take the days that are planned. Of a task under way what is left is drawn.

    Durations are drawn independently unless `common` says otherwise. Independence makes delays cancel out
    and the end look surer than it is, as causes of delay (illness, a late partner) are often shared. With
    `common`, one cause that all have in common moves all durations so that any two have about that rank
    correlation; what each duration can be stays the same.

    Parameters
    ----------
    plan : Plan
    rng : numpy.random.Generator
    settings : Settings, optional

    Returns
    -------
    Risk

    Raises
    ------
    InvalidInputError
        As for `critical_path`; a guess is longer than a task can be; or there are too few or too many runs.

    References
    ----------
    Malcolm, Roseboom, Clark & Fazar (1959), Oper Res 7:646-669, doi:10.1287/opre.7.5.646. Vose (2008), Risk
    Analysis, 3rd ed. (modified PERT). Iman & Conover (1982), Commun Stat B 11:311-334,
    doi:10.1080/03610918208812265. Criticality: Van Slyke (1963), Oper Res 11:839-860,
    doi:10.1287/opre.11.5.839.

    Examples
    --------
    >>> from mentorway.schedule.plan import Task
    >>> plan = Plan(dt.date(2026, 11, 2), (Task("a", "Ask", 10, guess=Guess(8, 10, 20)),))
    >>> risk = simulate(plan, np.random.default_rng(1))
    >>> risk.planned.finish < risk.finish_at(0.8), risk.criticality
    (True, {'a': 1.0})
    """
    asked = settings or Settings()
    planned = critical_path(plan, today=asked.today)
    network = planned.network
    drawn = _drawn(network, rng, asked)
    for tries in range(8):
        try:
            ends, critical = _carried_out(setting_of(network, asked.today, tries), drawn, asked)
            break
        except OutOfTableError:
            continue
    return _told(planned, ends, critical)


def _told(planned: Dates, ends: Integers, critical: Integers) -> Risk:
    network = planned.network
    runs = ends.shape[1]
    by_key = {key: ends[node] for key, node in network.places.items()}
    by_key |= {key: ends[list(nodes)].max(axis=0) for key, nodes in network.parts.items()}
    sorted_ends = (
        np.sort(ends.max(axis=0)) if network.count else np.full(runs, planned.finish.toordinal() - EPOCH)
    )
    return Risk(
        planned,
        sorted_ends.astype("datetime64[D]"),
        {
            task.key: tuple(_at(np.sort(by_key[task.key]).astype("datetime64[D]"), one) for one in SHARES)
            for task in planned.plan.tasks
        },
        {key: float(critical[node]) / runs for key, node in network.places.items()},
        {
            task.key: float(np.mean(by_key[task.key] <= task.deadline.toordinal() - EPOCH))
            for task in planned.plan.tasks
            if task.deadline
        },
        tuple(_cautions(planned)),
    )


def _at(days: NDArray[np.datetime64], share: float) -> dt.date:
    day: dt.date = days[max(math.ceil(share * days.size - NEARLY), 1) - 1].item()
    return day


def _cautions(planned: Dates) -> list[Message]:
    tasks = planned.network.tasks[: planned.network.count]
    sure = [task for task in tasks if task.days and not task.guess and not task.finished]
    found = [
        Message(
            "Causes of delay are often shared. Where durations are drawn independently of each other, delays "
            "cancel out, and late dates look less likely than they are."
        )
    ]
    if sure:
        text = "%(count)d task has no guess; in every run it takes the days that are planned."
        plural = "%(count)d tasks have no guess; in every run they take the days that are planned."
        found.append(Message(text, {"count": len(sure)}, plural=plural, count=len(sure)))
    found += [
        Message(
            "%(task)s is planned with %(days)d days, less than its shortest guess of %(low)s.",
            {"task": shown(task.title), "days": task.days, "low": round(task.guess.low, 2)},
        )
        for task in tasks
        if task.guess and 0 < task.days < task.guess.low and not task.finished
    ]
    return found


def _drawn(network: Network, rng: np.random.Generator, settings: Settings) -> dict[int, Integers]:
    """Days that each task with a guess takes, by run."""
    guessed = {
        node: task.guess
        for node, task in enumerate(network.tasks[: network.count])
        if task.guess and task.days and not task.finished
    }
    _check(network, guessed, settings)
    shared = rng.standard_normal(settings.runs) if settings.common else None
    found = {}
    for node, guess in guessed.items():
        days = _durations(guess, rng, settings.runs)
        if shared is not None:
            own = rng.standard_normal(settings.runs)
            mixed = math.sqrt(settings.common) * shared + math.sqrt(1 - settings.common) * own
            together = np.empty_like(days)
            together[np.argsort(mixed)] = np.sort(days)
            days = together
        found[node] = np.maximum(np.rint(days), 1).astype(np.int64)
    return found


def _durations(guess: Guess, rng: np.random.Generator, runs: int) -> NDArray[np.float64]:
    span = guess.high - guess.low
    if not span:
        return np.full(runs, float(guess.low))
    first = 1 + PEAK * (guess.likely - guess.low) / span
    second = 1 + PEAK * (guess.high - guess.likely) / span
    return guess.low + span * rng.beta(first, second, runs)


def _check(network: Network, guessed: Mapping[int, Guess], settings: Settings) -> None:
    most = MOST // max(len(network.tasks), 1)
    if not 1 <= settings.runs <= most or not 0 <= settings.common < 1:
        raise InvalidInputError(
            Message(
                "From 1 to %(most)d runs are possible with so many tasks, and a correlation from 0 to below "
                "1; these were %(runs)d and %(common)s.",
                {"most": most, "runs": settings.runs, "common": settings.common},
            )
        )
    for node, guess in guessed.items():
        if guess.high > LONGEST:
            raise InvalidInputError(
                Message(
                    "%(task)s: the longest guess is %(came)s days; at most %(most)d are possible.",
                    {"task": shown(network.tasks[node].title), "came": guess.high, "most": LONGEST},
                )
            )


def _carried_out(
    setting: Setting, drawn: Mapping[int, Integers], settings: Settings
) -> tuple[Integers, Integers]:
    """The day on which each task ended in each run, and in how many runs each had no float."""
    network = setting.network
    part = max(AT_ONCE // max(len(network.tasks), 1), 1)
    ends, critical = [], np.zeros(network.count, dtype=np.int64)
    for first in range(0, settings.runs, part):
        count = min(part, settings.runs - first)
        some = {node: days[first : first + count] for node, days in drawn.items()}
        started = {node for node in some if setting.state[node] is State.STARTED}
        lengths = {node: days for node, days in some.items() if node not in started}
        releases = {node: _ends_of_started(setting, node, settings.today, some[node]) for node in started}
        runs = runs_of(setting, lengths, releases, count)
        run_forward(runs)
        days = np.array(run_ends(runs)).reshape(network.count, count)
        if network.count:
            run_backward(runs, days.max(axis=0))
            critical += np.array([mask.sum() for mask in run_critical(runs)])
        ends.append(days.astype(np.int32))
    return np.concatenate(ends, axis=1).astype(np.int64), critical


def _ends_of_started(setting: Setting, node: int, today: dt.date | None, days: Integers) -> Integers:
    """Index behind the last day of a task under way that takes so many days in all, by run."""
    if not today:
        return days + setting.begun[node]
    left: Integers = np.ceil(days * (1 - setting.network.tasks[node].done) - NEARLY).astype(np.int64)
    return left + setting.tables.days[setting.calendar[node]].index(today)
