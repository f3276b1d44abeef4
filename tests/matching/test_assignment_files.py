"""The published assignment problems of the OR-Library: every optimum is met exactly, and proven.

A few of the files are here; set MENTORWAY_ASSIGNMENT to a folder with all of them to check all.
"""

import gzip
import os
from pathlib import Path

import numpy as np
import pytest

from mentorway.matching.assign import certificate, total
from mentorway.matching.problem import Arcs, Problem

HERE = Path(__file__).parent / "assignment"
FOLDER = Path(os.environ.get("MENTORWAY_ASSIGNMENT", HERE))
OPTIMA = {
    "assign100": 305, "assign200": 475, "assign300": 626, "assign400": 804,
    "assign500": 991, "assign600": 1176, "assign700": 1362, "assign800": 1552,
    "assignp800": 2239, "assignp1500": 5839, "assignp3000": 18696, "assignp5000": 48533,
}  # fmt: skip
HIGHEST = 100  # the highest cost in all files


def assignment(name):
    """The lowest cost as the largest score; pairs that are not listed may not be made."""
    folder = FOLDER if (FOLDER / f"{name}.txt.gz").exists() else HERE
    if not (folder / f"{name}.txt.gz").exists():
        pytest.skip("set MENTORWAY_ASSIGNMENT to a folder with the assignment files of the OR-Library")
    numbers = np.array(gzip.decompress((folder / f"{name}.txt.gz").read_bytes()).split(), dtype=int)
    people, rest = int(numbers[0]), numbers[1:]
    if "p" in name:
        mentee, mentor, cost = rest.reshape(-1, 3).T
        arcs = Arcs(mentee - 1, mentor - 1, HIGHEST - cost)
    else:
        mentee, mentor = (place.ravel() for place in np.indices((people, people)))
        arcs = Arcs(mentee, mentor, HIGHEST - rest)
    return Problem(people, np.ones(people, dtype=int), arcs)


@pytest.mark.parametrize("name", OPTIMA)
def test_the_published_optimum_is_met_and_proven(name):
    problem = assignment(name)
    found = total(problem)
    assert found.matched == problem.mentees
    assert HIGHEST * problem.mentees - found.total == OPTIMA[name]
    assert found.certificate.proven
    assert certificate(problem, found).proven
