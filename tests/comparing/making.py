"""Answers and comparisons that tests start from."""

import functools
import tempfile
from pathlib import Path

import numpy as np
import pyarrow as pa

import mentorway
from mentorway.answers import Codebook, Item, read_codebook, read_table, store
from mentorway.comparing import Plan, compare

EXAMPLE = Path(mentorway.__file__).parent / "example"
ANSWERS, CODEBOOK = EXAMPLE / "answers.csv", EXAMPLE / "codebook.csv"


@functools.cache
def example_snapshot():
    """Return the example's answers, stored once."""
    return store(
        read_table(ANSWERS),
        read_codebook(CODEBOOK),
        group="country",
        folder=Path(tempfile.mkdtemp()),
    )


@functools.cache
def example():
    """Return the whole comparison of the example, made once."""
    return compare(example_snapshot(), Plan())


def make_codebook(scales, *, low=1, high=5):
    """Return a codebook with the scales given as name -> number of items."""
    return Codebook(
        tuple(
            Item(f"{name}{number}", name, f"{name} {number}", reverse=number % 3 == 0, low=low, high=high)
            for name, count in scales.items()
            for number in range(1, count + 1)
        )
    )


def make_table(sizes, codebook, *, seed=1, shift=None):
    """Return simulated answers with one factor for each scale; `shift` moves the items of some groups."""
    rng = np.random.default_rng(seed)
    columns = {"country": [name for name, count in sizes.items() for _ in range(count)]}
    people = len(columns["country"])
    for items in codebook.scales().values():
        factor = rng.normal(size=people)
        for item in items:
            answer = 3 + 0.9 * factor + rng.normal(size=people) * 0.8
            for (group, name), by in (shift or {}).items():
                if name == item.name:
                    answer += by * (np.array(columns["country"]) == group)
            coded = np.clip(np.rint(answer), item.low, item.high).astype(int)
            columns[item.name] = item.low + item.high - coded if item.reverse else coded
    return pa.table(columns)


def make_snapshot(sizes, scales, folder, **more):
    """Return simulated answers, stored."""
    codebook = make_codebook(scales)
    table = make_table(sizes, codebook, **more)
    return store(table, codebook, group="country", folder=folder)


def make_facts(sizes, scales, folder, *, weight=None, **more):
    """Return simulated answers with facts beside the country, stored: sector, wave and organisation."""
    codebook = make_codebook(scales)
    table = make_table(sizes, codebook, **more)
    people = len(table)
    rng = np.random.default_rng(7)
    table = table.append_column("sector", [np.array(["art", "food", "tech"])[rng.integers(0, 3, people)]])
    table = table.append_column("wave", [np.array(["1", "2"])[rng.integers(0, 2, people)]])
    table = table.append_column("school", [[f"s{number}" for number in rng.integers(0, 40, people)]])
    table = table.append_column("weight", [rng.uniform(0.5, 2.0, people)])
    facts = ("sector", "wave", "school")
    return store(table, codebook, group="country", folder=folder, facts=facts, weight=weight), table
