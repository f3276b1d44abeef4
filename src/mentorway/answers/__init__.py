"""Answers: a file of them and its codebook, read, checked, and stored under the hash of its content."""

from mentorway.answers.checking import Preview, Problem, Severity, check
from mentorway.answers.codebook import Codebook, Item, read_codebook
from mentorway.answers.limits import Limits
from mentorway.answers.reading import read_table
from mentorway.answers.snapshot import Snapshot, open_snapshot, store

__all__ = [
    "Codebook",
    "Item",
    "Limits",
    "Preview",
    "Problem",
    "Severity",
    "Snapshot",
    "check",
    "open_snapshot",
    "read_codebook",
    "read_table",
    "store",
]
