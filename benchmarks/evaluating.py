"""A whole evaluation of 100 pilots with 40 people each, against R; and how often intervals of costs hold.

Run: python -m benchmarks.evaluating [--runs 1000]
Four outcomes before, then and after, one of them judged by others too, one in eight lost, 12 of 40 people of
each pilot in a comparison group, a cost sheet of 201 lines. Ours is the whole of `evaluate`, three times; the
median is printed. R does in the same run what base R, clubSandwich, boot and lpSolve have of it: paired t
tests with CR2 errors of pilots, difference in differences and analysis of covariance with CR2 errors,
weights by a logistic model, cost of a unit of change by 2,000 draws of pilots, and the frontier of pilots
with its bootstrap, of which 10 draws are run and the time is scaled to ours. It has no response shift, no
filling in of gaps, no tipping points, no balancing, no views of others, nothing by level, country or pilot.
"""

from __future__ import annotations

import argparse
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from decimal import Decimal
from pathlib import Path

os.environ["OPENBLAS_NUM_THREADS"] = "1"

import numpy as np

from mentorway.evaluating.asking import Asked
from mentorway.evaluating.benefits import Benefit
from mentorway.evaluating.drawing import Drawing
from mentorway.evaluating.effects import side_by_side
from mentorway.evaluating.money import CostLine, Kind, Sheet
from mentorway.evaluating.people import Arm, Level, Measured, Outcome, People, Wave
from mentorway.evaluating.records import from_record, to_record
from mentorway.evaluating.whole import Evaluation, evaluate, rests_on
from mentorway.evaluating.worth import costs_of_change, costs_of_people

MARK = 10.0  # seconds of one core
PILOTS, IN_PILOT, COMPARED = 100, 40, 12
LEVELS = (Level.LEARNING, Level.LEARNING, Level.BEHAVIOUR, Level.RESULTS)
PEER = r"""
suppressMessages({library(clubSandwich); library(boot); library(lpSolve)})
d <- read.csv(commandArgs(TRUE)[1]); p <- read.csv(commandArgs(TRUE)[2]); start <- proc.time()
for (k in 0:3) {
  x <- d[[paste0("before", k)]]; y <- d[[paste0("after", k)]]; keep <- !is.na(x) & !is.na(y)
  s <- data.frame(g = y - x, x = x, y = y, age = d$age, took = d$took, pilot = d$pilot)[keep, ]
  m <- s[s$took == 1, ]; t.test(m$y, m$x, paired = TRUE)
  for (f in list(lm(g ~ 1, m), lm(g ~ took, s), lm(y ~ took + x + age, s))) {
    c <- if (nrow(model.frame(f)) == nrow(m)) m$pilot else s$pilot
    coef_test(f, vcovCR(f, c, "CR2"), test = "Satterthwaite") }
  e <- fitted(glm(took ~ x + age, binomial, s)); w <- ifelse(s$took == 1, 1, e / (1 - e))
  f <- lm(g ~ took, s, weights = w); coef_test(f, vcovCR(f, s$pilot, "CR2"), test = "Satterthwaite")
  sums <- t(sapply(split(m$g, m$pilot), function(v) c(sum(v), length(v))))
  boot(sums, function(a, i) sum(a[i, 1]) / sum(a[i, 2]), R = 2000) }
first <- sum((proc.time() - start)[1:2]); start <- proc.time()
n <- nrow(p); X <- as.matrix(p[, 1:2]); Y <- as.matrix(p[, 3:4]); signs <- c("<=", "<=", ">=", ">=", "=")
theta <- function(X0) sapply(seq_len(n), function(o) lp("min", c(1, rep(0, n)),
  rbind(cbind(-X[o, ], t(X0)), cbind(0, t(Y)), c(0, rep(1, n))), signs, c(0, 0, Y[o, ], 1))$objval)
one <- theta(X); for (b in 1:10) theta(X * one / pmin(1, sample(one, n, TRUE)))
cat(first, sum((proc.time() - start)[1:2]) * 1001 / 11)
"""


def made() -> People:
    """People of pilots that differ, the same in every run."""
    rng = np.random.default_rng(2026)
    n = PILOTS * IN_PILOT
    place = np.arange(n)
    pilot = tuple(f"P{one:03d}" for one in (place // IN_PILOT).tolist())
    usual = place % IN_PILOT >= IN_PILOT - COMPARED
    measured = []
    for number, level in enumerate(LEVELS):
        own = np.repeat(rng.normal(0, 0.3, PILOTS), IN_PILOT)
        first = rng.normal(0, 1, n) + own
        after = 0.7 * first + 0.4 * ~usual + rng.normal(0, 0.7, n) + own
        after[rng.uniform(size=n) < 1 / 8] = np.nan
        outcome = Outcome(f"o{number}", f"Outcome {number}", level, -9, 9, reliability=0.85)
        waves = {Wave.BEFORE: first, Wave.THEN: first - rng.normal(0.2, 0.4, n), Wave.AFTER: after}
        measured.append(Measured(outcome, waves, after + rng.normal(0, 0.5, n) if number == 2 else None))
    countries = tuple(("LT", "LV", "FI", "SE")[one % 4] for one in (place // IN_PILOT).tolist())
    return People(
        tuple(map(str, place.tolist())),
        pilot,
        tuple(Arm.COMPARISON if one else Arm.PROGRAMME for one in usual.tolist()),
        countries,
        pilot,
        tuple(measured),
        {"age": rng.normal(40, 9, n)},
        ~usual & (rng.uniform(size=n) < 0.85),
        np.where(usual, 0.0, rng.uniform(4, 9, n)),
    )


def asked_of(people: People) -> Asked:
    """A cost sheet with lines of each pilot and one that all share; a benefit; licences."""
    rng = np.random.default_rng(7)
    lines = [CostLine("Platform", Kind.PLATFORM, Decimal(9000), "EUR", 2026)]
    for pilot in sorted(set(people.pilot)):
        hours = Decimal(int(rng.integers(20, 60)))
        lines.append(
            CostLine("Trainer", Kind.TRAINERS, hours * 40, "EUR", 2026, "", pilot, hours, Decimal(40))
        )
        lines.append(
            CostLine("Room", Kind.ROOMS, Decimal(int(rng.integers(100, 900))), "EUR", 2026, "", pilot)
        )
    return Asked(
        sheet=Sheet(tuple(lines), "EUR", 2026),
        usual=Sheet((), "EUR", 2026),
        benefits=(Benefit("Hours saved", Decimal(400_000), "EUR", 2026, 0.6, 0.8, "Simulated"),),
        licences={one.outcome.key: True for one in people.measured},
    )


def timed(people: People, asked: Asked) -> tuple[float, float, Evaluation]:
    """Median seconds by the clock and by the processor, and the last evaluation."""
    clock, processor = [], []
    for _time in range(3):
        start = time.perf_counter(), time.process_time()
        found = evaluate(people, asked, rng=np.random.default_rng(5))
        clock.append(time.perf_counter() - start[0])
        processor.append(time.process_time() - start[1])
    return statistics.median(clock), statistics.median(processor), found


def peer(people: People) -> tuple[float, float] | None:
    """Seconds of the processor that R takes: regressions and draws; the frontier with its bootstrap."""
    if shutil.which("Rscript") is None:
        return None
    columns = {"took": people.in_arm(Arm.PROGRAMME).astype(float), "age": people.facts["age"]}
    columns["pilot"] = np.array([float(one[1:]) for one in people.pilot])
    for number, one in enumerate(people.measured):
        columns |= {f"before{number}": one.waves[Wave.BEFORE], f"after{number}": one.waves[Wave.AFTER]}
    rng = np.random.default_rng(3)
    pilots = rng.uniform(1, 9, (PILOTS, 4))
    with tempfile.TemporaryDirectory() as folder:
        paths = [str(Path(folder, name)) for name in ("people.csv", "pilots.csv")]
        for path, names, table in (
            (paths[0], list(columns), np.column_stack(list(columns.values()))),
            (paths[1], ["a", "b", "c", "d"], pilots),
        ):
            text = "\n".join(
                ",".join("NA" if np.isnan(one) else repr(one) for one in row) for row in table.tolist()
            )
            Path(path).write_text(",".join(names) + "\n" + text + "\n", encoding="utf-8")
        done = subprocess.run(["Rscript", "-e", PEER, *paths], capture_output=True, text=True, check=False)
    if done.returncode:
        print(f"R did not run: {done.stderr.strip()[-200:]}")
        return None
    first, second = map(float, done.stdout.split())
    return first, second


def held(runs: int) -> bool:
    """Print how often intervals hold the true cost of one; return whether 93 to 97 of 100 do."""
    rng, good = np.random.default_rng(99), True
    print(f"cost of one, {runs} simulated studies each: intervals that hold the true cost (given)")
    for name, n, pilots, draw in (
        ("20 people", 20, 1, lambda n: rng.normal(1, 0.8, n)),
        ("40 people", 40, 1, lambda n: rng.normal(1, 1, n)),
        ("40 people, skewed", 40, 1, lambda n: rng.gamma(2, 0.5, n)),
        ("400 people", 400, 1, lambda n: rng.normal(1, 1, n)),
        ("400 people, 20 pilots that differ", 400, 20, lambda n: rng.normal(1, 1, n)),
    ):
        found = [_hit(rng, n, pilots, draw) for _run in range(runs)]
        point, done = [one[0] for one in found if one[0] is not None], [one[1] for one in found]
        share, share_done = float(np.mean(point)), float(np.mean(done))
        good &= 0.93 <= share <= 0.97 and 0.93 <= share_done <= 0.97
        print(f"  {name:<36} point {share:6.1%} ({len(point)})   completed {share_done:6.1%}")
    return good


def _hit(rng, n, pilots, draw) -> tuple[bool | None, bool]:
    apart = rng.normal(0, 0.4, pilots)[np.arange(n) % pilots] if pilots > 1 else np.zeros(n)
    first = rng.normal(0, 1, n)
    scale = Outcome("x", "x", Level.LEARNING, -99, 99)
    measured = Measured(scale, {Wave.BEFORE: first, Wave.AFTER: first + draw(n) + apart})
    chance = np.clip(0.7 + (apart if pilots > 1 else 0) * 0.3, 0, 1)
    empty = ("",) * n
    labels = tuple(f"P{one % pilots}" for one in range(n))
    completed = rng.uniform(size=n) < chance
    who = People(
        tuple(map(str, range(n))), labels, (Arm.PROGRAMME,) * n, empty, empty, (), completed=completed
    )
    cost, drawing = Decimal(100 * n), Drawing(600)
    point = costs_of_change(cost, who, measured, rng=rng, drawing=drawing)[0]
    done = costs_of_people(cost, who, rng=rng, drawing=drawing)[1]
    hit = None if point.low is None else bool(point.low <= 100 <= point.high)
    return hit, bool(done.low <= 100 / 0.7 <= (done.high or np.inf))


def alarms(runs: int) -> bool:
    """Print how often a programme that did nothing is said to have done something; at most 5.5 of 100."""
    rng, good = np.random.default_rng(17), True
    print(f"conclusions of {runs} simulated studies each: told from chance without an effect, with 0.5 SD")
    for name, n, places in (("60 people", 60, 0), ("160 people in 16 organisations", 160, 16)):
        false, true = (
            float(np.mean([_told(rng, n, places, effect) for _run in range(runs)])) for effect in (0.0, 0.5)
        )
        good &= false <= 0.055
        print(f"  {name:<36} {false:6.1%}   {true:6.1%}")
    return good


def _told(rng: np.random.Generator, n: int, places: int, effect: float) -> bool:
    where = np.arange(n) // (n // places) if places else np.arange(n)
    took = where % 2 == 0
    apart = rng.normal(0, 0.2, n)[where] if places else np.zeros(n)
    first = rng.normal(0, 1, n) + apart
    after = 0.6 * first + rng.normal(0, 0.8, n) + apart + effect * took
    scale = Measured(Outcome("x", "x", Level.LEARNING, -99, 99), {Wave.BEFORE: first, Wave.AFTER: after})
    labels = tuple(f"O{one}" for one in where.tolist()) if places else ("",) * n
    arms = tuple(Arm.PROGRAMME if one else Arm.COMPARISON for one in took.tolist())
    people = People(tuple(map(str, range(n))), labels, arms, ("",) * n, labels, (scale,))
    way = rests_on(side_by_side(people, scale, rng=rng))
    return way is not None and way.told_apart != 0


def main() -> None:
    """Measure, compare, and end with an error where a mark is missed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=1000)
    options = parser.parse_args()
    people = made()
    asked = asked_of(people)
    clock, processor, found = timed(people, asked)
    print(f"{PILOTS} pilots × {IN_PILOT} people, {len(LEVELS)} outcomes; load {os.getloadavg()[0]:.1f}")
    print(f"  ours, all of it: {clock:.1f} s by the clock, {processor:.1f} s of the processor (median of 3)")
    start = time.perf_counter()
    record = to_record(found)
    assert to_record(from_record(record)) == record  # noqa: S101
    print(f"  stored and read back: {time.perf_counter() - start:.2f} s")
    taken = peer(people)
    if taken is not None:
        print(
            f"  R, a part of it: {taken[0]:.1f} s of the processor, and {taken[1]:.0f} s for the frontier "
            "(scaled from 10 draws)"
        )
    good = held(options.runs) & alarms(options.runs)
    sys.exit(not (good and processor <= MARK))


if __name__ == "__main__":
    main()
