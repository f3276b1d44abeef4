"""From a file of answers to the finished report, as a person waits for it: the whole command line.

Run: python -m benchmarks.report [ANSWERS.tsv.gz]
The file is that of the Open Source Psychometrics Project (19,719 people, 57 columns); without it, answers of
the same shape are simulated. The peer in the same run is the floor under any such program: reading and
decoding the same file with Arrow, in a process of its own too.
"""

from __future__ import annotations

import gzip
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import numpy as np

import mentorway

CODEBOOK = Path(mentorway.__file__).parent / "example" / "codebook.csv"
GROUPS = ("SE", "NO", "DK", "FI", "LT", "LV", "EE", "IS")
SIZES = (169, 145, 111, 90, 30, 25, 21, 13)
PEOPLE = 19_719
OTHERS = ("race", "age", "engnat", "gender", "hand", "source", "country")
REPEATS = 5
READ = """
import gzip, sys
from pyarrow import csv
csv.read_csv(gzip.open(sys.argv[1]), parse_options=csv.ParseOptions(delimiter="\\t"))
"""


def simulate(path: Path) -> None:
    """Write answers of the same shape as the real file."""
    rng = np.random.default_rng(2012)
    items = [f"{letter}{number}" for letter in "ENACO" for number in range(1, 11)]
    factors = np.repeat(rng.normal(size=(PEOPLE, 5)), 10, axis=1)
    answers = np.clip(np.rint(3 + 0.8 * factors + rng.normal(size=factors.shape)), 1, 5).astype(int)
    names = np.repeat([*GROUPS, "US"], [*SIZES, PEOPLE - sum(SIZES)])
    with gzip.open(path, "wt", encoding="ascii") as file:
        file.write("\t".join([*OTHERS, *items]) + "\n")
        for name, row in zip(names, answers, strict=True):
            file.write("\t".join(["1", "30", "1", "1", "1", "1", name, *map(str, row)]) + "\n")


def seconds(command: list[str]) -> float:
    """Run a command and return how long it took."""
    start = time.perf_counter()
    subprocess.run(command, check=True, capture_output=True)
    return time.perf_counter() - start


def main(data: Path | None) -> None:
    """Print medians of the whole way and of the floor."""
    with tempfile.TemporaryDirectory() as folder:
        path = data or Path(folder) / "answers.tsv.gz"
        if data is None:
            simulate(path)
        ours = [sys.executable, "-m", "mentorway.cli", "compare", str(path), "--codebook", str(CODEBOOK)]
        ours += ["--group", "country", "--groups", *GROUPS, "--out", folder]
        floor = [sys.executable, "-c", READ, str(path)]
        pairs = [(seconds(ours), seconds(floor)) for _ in range(REPEATS)]
    print(
        f"{'real' if data else 'simulated'} answers, {PEOPLE:,} people, 57 columns, eight countries compared"
    )
    for name, figures in zip(
        ("import to report, s", "reading alone, s"), zip(*pairs, strict=True), strict=True
    ):
        print(
            f"{name:<22} median {statistics.median(figures):.2f}  ({min(figures):.2f} to {max(figures):.2f})"
        )


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else None)
