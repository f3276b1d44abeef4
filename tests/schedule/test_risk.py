import datetime as dt
from dataclasses import replace

import numpy as np
import pytest
from tests.schedule.small_plans import START, drawn_plan, lived, packed

from mentorway.schedule import risk as module
from mentorway.schedule.calendars import days_later
from mentorway.schedule.critical import critical_path
from mentorway.schedule.network import network_of
from mentorway.schedule.plan import Bound, Calendar, Dependency, Guess, Plan, Task
from mentorway.schedule.risk import Settings, simulate
from mentorway.wording import InvalidInputError


def rng():
    return np.random.default_rng(20261129)


@pytest.mark.parametrize("seed", range(60))
def test_without_guesses_every_run_is_the_plan_itself(seed):
    plan, today = lived(packed(drawn_plan(seed), seed), seed)
    risk = simulate(plan, rng(), Settings(runs=3, today=today))
    dates = critical_path(plan, today=today)
    assert {risk.finish_at(0.5), risk.finish_at(1)} == {dates.finish}
    assert {key: days[0] for key, days in risk.by_task.items()} == {one.key: one.finish for one in dates}
    assert [key for key, share in risk.criticality.items() if share == 1] == list(dates.critical)


@pytest.mark.parametrize("seed", range(12))
def test_every_run_is_the_plan_with_the_durations_drawn(seed):
    plan, today = lived(packed(drawn_plan(seed), seed), seed)
    tasks = tuple(replace(one, guess=Guess(1, 2, 9) if one.days else None) for one in plan.tasks)
    plan, settings = replace(plan, tasks=tasks), Settings(runs=12, today=today)
    drawn = module._drawn(network_of(plan), rng(), settings)
    network, ends, critical = network_of(plan), [], []
    for turn in range(12):
        days = {network.tasks[node].key: int(runs[turn]) for node, runs in drawn.items()}
        changed = tuple(replace(one, days=days.get(one.key, one.days)) for one in plan.tasks)
        dates = critical_path(replace(plan, tasks=changed), today=today)
        ends.append(dates.finish)
        critical.append(dates.critical_mask)
    risk = simulate(plan, rng(), settings)
    assert risk.finishes.tolist() == sorted(ends)
    assert list(risk.criticality.values()) == pytest.approx(np.mean(critical, axis=0).tolist())


def chain(count, guess):
    tasks = tuple(Task(f"t{number}", f"Task {number}", 10, guess=guess) for number in range(count))
    links = tuple(Dependency(f"t{number}", f"t{number + 1}") for number in range(count - 1))
    return Plan(START, tasks, links)


def lengths(risk):
    return np.array([days_later(Calendar(), START, day) + 1 for day in risk.finishes.tolist()])


def test_a_chain_takes_the_sum_of_the_pert_means_and_variances():
    low, likely, high = 20, 40, 90
    mean = (low + 4 * likely + high) / 6
    variance = (mean - low) * (high - mean) / 7
    found = lengths(simulate(chain(20, Guess(low, likely, high)), rng()))
    assert found.mean() == pytest.approx(20 * mean, abs=4 * (20 * variance / 5000) ** 0.5)
    assert found.var() == pytest.approx(20 * variance, rel=0.1)


def test_a_common_cause_makes_the_end_less_sure_and_leaves_the_mean():
    plan = chain(20, Guess(20, 40, 90))
    alone, together = (lengths(simulate(plan, rng(), Settings(common=common))) for common in (0, 0.6))
    assert together.mean() == pytest.approx(alone.mean(), rel=0.02)
    assert together.var() > 8 * alone.var()


def test_the_rank_correlation_of_durations_is_about_what_was_asked():
    drawn = module._drawn(network_of(chain(8, Guess(100, 400, 900))), rng(), Settings(runs=4000, common=0.5))
    ranks = np.corrcoef([days.argsort().argsort() for days in drawn.values()])
    assert ranks[np.triu_indices(8, 1)] == pytest.approx(np.full(28, 6 / np.pi * np.arcsin(0.25)), abs=0.06)


def test_two_equal_branches_are_critical_half_of_the_time_each_and_end_later_than_planned():
    guess = Guess(5, 10, 30)
    tasks = (Task("a", "A", 10, guess=guess), Task("b", "B", 10, guess=guess), Task("end", "End", 0))
    plan = Plan(START, tasks, (Dependency("a", "end"), Dependency("b", "end")))
    risk = simulate(plan, rng())
    assert risk.criticality["a"] == pytest.approx(risk.criticality["b"], abs=0.04)
    assert risk.criticality["a"] + risk.criticality["b"] >= 1
    assert risk.criticality["end"] == 1
    assert risk.chance(risk.planned.finish) < 0.25
    assert risk.finish_at(0.5) < risk.finish_at(0.8) < risk.finish_at(0.95)


def test_percentiles_are_the_first_days_by_which_so_many_runs_had_ended():
    risk = simulate(chain(3, Guess(1, 4, 20)), rng(), Settings(runs=997))
    for share in (0.5, 0.8, 0.95):
        day = risk.finish_at(share)
        assert risk.chance(day) >= share > risk.chance(day - dt.timedelta(days=1))
    assert risk.by_task["t2"] == tuple(risk.finish_at(share) for share in (0.5, 0.8, 0.95))


def test_the_chance_of_a_deadline_is_the_share_of_runs_that_keep_it():
    plan = chain(1, Guess(5, 10, 30))
    day = dt.date(2026, 12, 31)
    risk = simulate(replace(plan, tasks=(replace(plan.tasks[0], bound=Bound.DEADLINE, day=day),)), rng())
    assert risk.kept == {"t0": risk.chance(day)}
    assert 0 < risk.kept["t0"] < 1


def test_many_tasks_are_run_in_parts_with_the_same_answer(monkeypatch):
    whole = simulate(chain(5, Guess(1, 4, 20)), rng(), Settings(runs=100))
    monkeypatch.setattr(module, "AT_ONCE", 35)
    parts = simulate(chain(5, Guess(1, 4, 20)), rng(), Settings(runs=100))
    assert parts.finishes.tolist() == whole.finishes.tolist()
    assert parts.criticality == whole.criticality


@pytest.mark.parametrize("settings", [Settings(runs=0), Settings(runs=10**9), Settings(common=1.0)])
def test_impossible_settings_are_refused(settings):
    with pytest.raises(InvalidInputError, match="runs are possible"):
        simulate(chain(1, Guess(1, 2, 3)), rng(), settings)


def test_a_guess_longer_than_any_task_is_refused():
    with pytest.raises(InvalidInputError, match="Task 0: the longest guess is 1e"):
        simulate(chain(1, Guess(1, 2, 1e30)), rng())


def test_it_is_said_what_is_taken_for_sure_and_what_is_planned_too_short():
    tasks = (Task("a", "Ask", 2, guess=Guess(5, 6, 7)), Task("b", "Build", 3))
    said = " ".join(map(str, simulate(Plan(START, tasks), rng(), Settings(runs=5)).cautions))
    assert "independently" in said
    assert "1 task has no guess" in said
    assert "Ask is planned with 2 days, less than its shortest guess of 5" in said
