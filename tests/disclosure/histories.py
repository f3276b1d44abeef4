"""Random histories of releases, and an attack of its own kind: whole people on the full cross by CP-SAT."""

from dataclasses import replace
from itertools import combinations

import numpy as np
from ortools.sat.python import cp_model

from mentorway.disclosure.adding import added_up
from mentorway.disclosure.protect import Setting, protect
from mentorway.disclosure.rules import Rules
from mentorway.disclosure.tables import Dimension, History, Release, Table

LIMIT = 100_000
RULES = Rules(fewest=5, answers=10)


def dimensions_of(rng, count):
    found = []
    for at in range(count):
        leaves = tuple(f"{'abcd'[at]}{one}" for one in range(rng.integers(2, 4)))
        of = Dimension("ABCD"[at], leaves)
        if len(leaves) > 2 and rng.random() < 0.3:
            of = Dimension(of.name, leaves, {f"{'abcd'[at]}01": leaves[:2]})
        found.append(of.with_total("all"))
    return found


def drawn(seed, deepest=3):
    """Tables of 2 to 4 releases in which people join: crosses of 1 to `deepest` of 2 to 4 dimensions."""
    rng = np.random.default_rng(seed)
    dimensions = dimensions_of(rng, int(rng.integers(2, 5)))
    shape = [len(of.leaves) for of in dimensions]
    weights = rng.dirichlet(np.full(int(np.prod(shape)), 0.4))
    people = np.zeros(weights.size, np.int64)
    crosses = [one for size in range(1, deepest + 1) for one in combinations(range(len(dimensions)), size)]
    releases = []
    for at in range(int(rng.integers(2, 5))):
        people = people + rng.multinomial(int(rng.integers(20, 90)), weights)
        picked = rng.choice(len(crosses), size=min(int(rng.integers(2, 4)), len(crosses)), replace=False)
        tables = [table_of(people.reshape(shape), dimensions, crosses[one]) for one in sorted(picked)]
        releases.append((f"R{at + 1}", tables))
    return releases


def table_of(people, dimensions, cross):
    other = tuple(axis for axis in range(people.ndim) if axis not in cross)
    some = [dimensions[axis] for axis in cross]
    name = " by ".join(of.name for of in some)
    return Table(name, tuple(some), added_up(people.sum(axis=other), some))


def protected(releases, rules=RULES, how=protect):
    """Each table protected in turn, as they would be published; patterns beside the history."""
    history, patterns = History(), []
    for label, tables in releases:
        done = ()
        for table in tables:
            pattern = how(table, Setting(label, history, done), rules)
            patterns.append(pattern)
            done = (*done, pattern.table)
        history = history.then(Release(label, done))
    return history, patterns


def only_primary(table, setting, rules):
    """The pattern without complementary suppression."""
    from mentorway.disclosure.primary import primary  # noqa: PLC0415 - the mutant of one test

    hidden = np.zeros(table.counts.size, np.bool_)
    hidden[list(primary(table, rules))] = True
    return type("Pattern", (), {"table": replace(table, shown=~hidden.reshape(table.shape))})()


class Brute:
    """Everybody who joined each cell of the full cross with each release, as whole numbers."""

    def __init__(self, history):
        self.history = history
        names = {}
        for release in history.releases:
            for table in release.tables:
                for of in table.dimensions:
                    names.setdefault(of.name, of)
        self.dimensions = [names[one] for one in sorted(names)]
        shape = (len(history.releases), *(len(of.leaves) for of in self.dimensions))
        self.model = cp_model.CpModel()
        self.joined = np.array(
            [self.model.new_int_var(0, LIMIT, "") for _ in range(int(np.prod(shape)))], object
        ).reshape(shape)
        for at, release in enumerate(history.releases):
            for table in release.tables:
                for place in np.ndindex(*table.shape):
                    if table.published[place]:
                        cell = table.cell(int(np.ravel_multi_index(place, table.shape)))
                        self.model.add(self.sum_of(at, table, cell) == int(table.counts[place]))

    def sum_of(self, at, table, cell, since=-1):
        said = {of.name: of.leaves_of(one) for of, one in zip(table.dimensions, cell, strict=True)}
        picks = [range(since + 1, at + 1)]
        picks += [
            [place for place, leaf in enumerate(of.leaves) if of.name not in said or leaf in said[of.name]]
            for of in self.dimensions
        ]
        return sum(self.joined[np.ix_(*picks)].ravel().tolist())

    def ends(self, expression):
        found = []
        for sense in (self.model.minimize, self.model.maximize):
            sense(expression)
            solver = cp_model.CpSolver()
            solver.parameters.num_workers = 1
            assert solver.solve(self.model) == cp_model.OPTIMAL
            found.append(round(solver.objective_value))
        return found[0], None if found[1] > LIMIT // 2 else found[1]

    def ends_of(self, bounds):
        """The same for a cell by its bounds, growth included."""
        labels = [release.label for release in self.history.releases]
        at = labels.index(bounds.release)
        table = next(one for one in self.history.releases[at].tables if one.name == bounds.table)
        since = labels.index(bounds.since) if bounds.since else -1
        return self.ends(self.sum_of(at, table, bounds.cell, since))

    def all_hidden(self):
        """What each hidden count can be, in the order of releases, tables and cells."""
        for at, release in enumerate(self.history.releases):
            for table in release.tables:
                for place in np.flatnonzero(~table.published.ravel()).tolist():
                    yield self.ends(self.sum_of(at, table, table.cell(place)))
