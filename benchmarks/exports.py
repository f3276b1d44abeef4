"""300,000 responses × 60 answers to Parquet, SPSS and CSV, against pyreadstat with the whole table in memory.

Run: python -m benchmarks.exports
Each way runs in a process of its own, so that its peak memory is its own. pyreadstat writes only from pandas
or Polars, which are no part of Mentorway: name an interpreter that has pyreadstat with one of them in
PEER_PYTHON, else the only peer is PyArrow, which writes Parquet and CSV from a whole table. Quote the figures
only from a quiet machine.
"""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np

PEOPLE = 300_000
QUESTIONS = 60
FOLDER = Path(__file__).resolve().parents[1]
LIMIT_MB = 512
PEER = """
import json, resource, sys, time
import pyarrow.parquet as pq, pyreadstat
start = time.perf_counter()
table = pq.read_table(sys.argv[1])
try:
    import polars
    frame = polars.from_arrow(table).with_columns(polars.col("^q.*$").cast(polars.Int16))
except ImportError:
    frame = table.to_pandas()
    frame = frame.astype({name: "int16" for name in frame if name[0] == "q"})
words = {code: f"Answer {code}" for code in range(1, 6)}
labels = {name: words for name in table.column_names if name[0] == "q"}
pyreadstat.write_sav(frame, sys.argv[2], variable_value_labels=labels, row_compress=True)
peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
print(json.dumps({"seconds": time.perf_counter() - start, "mb": peak}))
"""


def _layout() -> object:
    from mentorway.datasets import Administrative, layout_of  # noqa: PLC0415 - its memory counts for our ways only
    from mentorway.questionnaire import (  # noqa: PLC0415
        Choice,
        ChoiceList,
        Form,
        Kind,
        Language,
        Question,
    )  # fmt: skip

    choices = ChoiceList(
        "agree", tuple(Choice(str(code), {"en": (f"Answer {code}",)}) for code in range(1, 6))
    )
    questions = tuple(
        Question(f"q{number}", f"/data/q{number}", Kind.SELECT_ONE, labels={"en": (f"Question {number}",)},
                 choices="agree")
        for number in range(QUESTIONS)
    )  # fmt: skip
    languages = (Language("English", "en"),)
    form = Form("bench", "1", "Bench", "data", languages, "en", questions, lists=(choices,))
    return layout_of([form], [Administrative("response"), Administrative("wave", kind=Kind.INTEGER)])


def _records() -> Iterator[object]:
    """Answers as a database cursor yields them: one at a time, as JSON had them."""
    from mentorway.datasets import Record  # noqa: PLC0415

    rng = np.random.default_rng(2026)
    names = [f"q{number}" for number in range(QUESTIONS)]
    for start in range(0, PEOPLE, 1000):
        block = rng.integers(1, 6, size=(1000, QUESTIONS)).astype(str).tolist()
        for row, answers in enumerate(block, start=start):
            yield Record({"response": f"r{row:06d}", "wave": row % 3}, dict(zip(names, answers, strict=True)))


def parquet(folder: Path) -> Path:
    """The snapshot from records, the making of the records counted."""
    from mentorway.datasets import store  # noqa: PLC0415

    return store(_records(), _layout(), folder).path  # type: ignore[arg-type]


def _exported(folder: Path, name: str) -> Path:
    from mentorway import datasets  # noqa: PLC0415

    snapshot = datasets.open_snapshot(next(folder.glob("*.parquet")))
    export: Callable[..., datasets.Written] = getattr(datasets, f"export_{name}")
    return export(snapshot, folder / f"ours.{name}").path


def sav(folder: Path) -> Path:
    """The snapshot as SPSS."""
    return _exported(folder, "sav")


def csv(folder: Path) -> Path:
    """The snapshot as CSV."""
    return _exported(folder, "csv")


def xlsx(folder: Path) -> Path:
    """The snapshot as Excel."""
    return _exported(folder, "xlsx")


def arrow_csv(folder: Path) -> Path:
    """The peer: PyArrow's CSV from the whole table."""
    import pyarrow.parquet as pq  # noqa: PLC0415
    from pyarrow import csv as arrow  # noqa: PLC0415

    arrow.write_csv(pq.read_table(next(folder.glob("*.parquet"))), folder / "peer.csv")
    return folder / "peer.csv"


def arrow_parquet(folder: Path) -> Path:
    """The peer: PyArrow's Parquet from all records as one table."""
    import pyarrow as pa  # noqa: PLC0415
    import pyarrow.parquet as pq  # noqa: PLC0415

    rows = [{**each.about, **each.answers} for each in _records()]  # type: ignore[attr-defined]
    pq.write_table(pa.Table.from_pylist(rows), folder / "peer.pq", compression="zstd")
    return folder / "peer.pq"


WAYS: dict[str, Callable[[Path], Path]] = {
    "parquet": parquet, "arrow_parquet": arrow_parquet, "sav": sav, "csv": csv, "arrow_csv": arrow_csv,
    "xlsx": xlsx,
}  # fmt: skip


def measure(way: str, folder: Path) -> None:
    """Time one way in this process, and print what it took as JSON."""
    start = time.perf_counter()
    path = WAYS[way](folder)
    seconds = time.perf_counter() - start
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps({"seconds": seconds, "mb": peak, "size": path.stat().st_size / 1e6}))


def _run(command: list[str]) -> dict[str, float]:
    done = subprocess.run(command, check=True, capture_output=True, text=True, cwd=FOLDER)
    answer: dict[str, float] = json.loads(done.stdout)
    return answer


def _peer_sav(folder: Path) -> dict[str, float] | None:
    interpreter = os.environ.get("PEER_PYTHON", "")
    if not interpreter:
        return None
    source, out = next(folder.glob("*.parquet")), folder / "peer.sav"
    found = _run([interpreter, "-c", PEER, str(source), str(out)])
    return {**found, "size": out.stat().st_size / 1e6}


def main() -> None:
    """Print seconds, peak memory and size of each way."""
    print(f"{PEOPLE:,} responses × {QUESTIONS} questions")
    print(f"{'way':<15} {'seconds':>8} {'peak MB':>8} {'file MB':>8}")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        results = {}
        for way in WAYS:
            results[way] = _run([sys.executable, "-m", "benchmarks.exports", way, name])
        peer = _peer_sav(folder)
        if peer:
            results["pyreadstat"] = peer
        for way, found in results.items():
            print(f"{way:<15} {found['seconds']:>8.1f} {found['mb']:>8.0f} {found['size']:>8.1f}")
        large = [way for way in ("parquet", "sav", "csv", "xlsx") if results[way]["mb"] > LIMIT_MB]
        if large:
            raise SystemExit(f"More than {LIMIT_MB} MB: {', '.join(large)}.")


if __name__ == "__main__":
    if len(sys.argv) == 3:
        measure(sys.argv[1], Path(sys.argv[2]))
    else:
        main()
