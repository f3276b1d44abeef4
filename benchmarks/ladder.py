"""The four models of measurement invariance, from a Parquet file to indices, errors and score tests.

Run: python -m benchmarks.ladder
Thirty items, five factors, eight groups. Ours reads the file, reduces it to sums and fits the four models,
with all indices, standard errors and score tests. The peer in the same run is R lavaan, if it is here: cfa()
four times on the rows, with standard errors and fitMeasures(), but without score tests; reading the rows is
not counted for it. Its chi-squares must be ours to 1e-5. What R multiplies matrices with is printed, because
lavaan is up to three times as fast with OpenBLAS as with the reference library that Debian installs. Each
way and size runs in a process of its own; ours is the median of five. Quote the figures only from a quiet
machine; the time of the processor beside them is what hardly depends on the neighbours.
"""

from __future__ import annotations

import json
import math
import os
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.csv as pa_csv
import pyarrow.parquet as pq

SIZES = (10_000, 100_000, 1_000_000)
ITEMS = tuple(f"i{number:02d}" for number in range(1, 31))
FACTORS = tuple((f"f{number}", ITEMS[6 * number : 6 * number + 6]) for number in range(5))
GROUPS = ("DK", "EE", "FI", "IS", "LT", "LV", "NO", "SE")
REPEATS = 5
FOLDER = Path(__file__).resolve().parents[1]
SLOWEST_MS, LARGEST_MB = 1_000, 300
CLOSE = 1e-5
LAVAAN = """
suppressMessages(library(lavaan))
arguments <- commandArgs(trailingOnly = TRUE)
answers <- read.csv(arguments[1])
start <- proc.time()
found <- sapply(list("", "loadings", c("loadings", "intercepts"), c("loadings", "intercepts", "residuals")),
  function(equal) {
    fit <- cfa(arguments[2], data = answers, group = "country", group.equal = equal, meanstructure = TRUE)
    fitMeasures(fit)[["chisq"]]
  })
spent <- proc.time() - start
cat(spent[["elapsed"]], spent[["user.self"]] + spent[["sys.self"]], found,
    basename(normalizePath(extSoftVersion()["BLAS"])), as.character(packageVersion("lavaan")), "\\n")
"""


def make(path: Path, people: int) -> None:
    """Simulated answers from 1 to 5: five correlated factors, and two questions unlike in one country."""
    rng = np.random.default_rng(2026)
    country = rng.integers(0, len(GROUPS), people)
    factors = 0.5 * rng.normal(size=(people, 1)) + 0.9 * rng.normal(size=(people, 5))
    factors += 0.1 * np.arange(len(GROUPS))[country, None]
    columns = {}
    for place, item in enumerate(ITEMS):
        answer = 3 + (0.6 + 0.05 * (place % 6)) * factors[:, place // 6] + rng.normal(size=people)
        if place in (8, 21):
            answer += 0.2 * (country == 3)
        columns[item] = np.clip(np.rint(answer), 1, 5).astype(np.int16)
    pq.write_table(pa.table({**columns, "country": np.array(GROUPS)[country]}), path)


def ours(path: Path) -> list[float]:
    """The product's own way: one pass over the file, then the models from the sums."""
    from mentorway.evidence.psychometrics.factors.models import FactorModel, GroupMoments  # noqa: PLC0415
    from mentorway.evidence.psychometrics.invariance.ladder import ladder  # noqa: PLC0415 - not counted as work
    from mentorway.moments import Block, reduce_answers  # noqa: PLC0415

    block = Block("all", ITEMS, reverse=(False,) * len(ITEMS), low=1, high=5)
    (reduced,) = reduce_answers(path, [block], group="country")
    groups = [GroupMoments(cell.key, cell.complete, cell.mean, cell.covariance) for cell in reduced.cells]
    found = ladder(groups, FactorModel(ITEMS, FACTORS))
    if len(found.fits) != 4 or not found.score_tests:
        raise SystemExit("The ladder is not whole.")
    return [fit.indices.chi_square for fit in found.fits]


def measure(path: Path) -> None:
    """Time ours in this process, after one run that is not counted, and print what was found as JSON."""
    found, seconds, processor = ours(path), [], []
    for _ in range(REPEATS):
        start, worked = time.perf_counter(), time.process_time()
        ours(path)
        seconds.append(time.perf_counter() - start)
        processor.append(time.process_time() - worked)
    took = {"ms": statistics.median(seconds) * 1000, "cpu": statistics.median(processor) * 1000}
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps({**took, "mb": peak, "found": found}))


def _environment() -> dict[str, str]:
    """Two threads unless told otherwise, and the kernels that NumPy's library picks for this processor."""
    passed_on = {k: v for k, v in os.environ.items() if k not in ("OPENBLAS_CORETYPE", "OPENBLAS_L2_SIZE")}
    return {"OPENBLAS_NUM_THREADS": "2", **passed_on}


def _ours(path: Path) -> dict[str, object]:
    command = [sys.executable, "-m", "benchmarks.ladder", str(path)]
    done = subprocess.run(command, check=True, capture_output=True, text=True, cwd=FOLDER, env=_environment())
    answer: dict[str, object] = json.loads(done.stdout)
    return answer


def _lavaan(path: Path) -> dict[str, object]:
    rows, script, out = path.with_suffix(".csv"), path.with_suffix(".R"), path.with_suffix(".txt")
    pa_csv.write_csv(pq.read_table(path), rows)
    script.write_text(LAVAAN, encoding="utf-8")
    model = "\n".join(f"{name} =~ {' + '.join(items)}" for name, items in FACTORS)
    with out.open("w") as file:
        process = subprocess.Popen(
            ["Rscript", str(script), str(rows), model], stdout=file, env=_environment()
        )
        _, status, usage = os.wait4(process.pid, 0)  # the peak of this process alone
        process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit("R lavaan ended with an error; see above.")
    seconds, processor, *chi_squares, blas, version = out.read_text().split()
    return {
        "ms": float(seconds) * 1000,
        "cpu": float(processor) * 1000,
        "mb": usage.ru_maxrss / 1024,
        "found": [float(value) for value in chi_squares],
        "software": f"lavaan {version} with {blas}",
    }


def lavaan_is_here() -> bool:
    """Whether R can load lavaan."""
    if shutil.which("Rscript") is None:
        return False
    asked = ["Rscript", "-e", "suppressMessages(library(lavaan))"]
    return subprocess.run(asked, check=False, capture_output=True).returncode == 0


def _checked(people: int, results: dict[str, dict[str, object]]) -> bool:
    """Print a size; stop if the ways disagree; whether ours kept its limits."""
    mine = results["ours"]
    for way, result in results.items():
        ratio = float(str(result["ms"])) / float(str(mine["ms"]))
        spent = f"{result['ms']:>9.0f} {result['cpu']:>9.0f} {result['mb']:>8.0f}"
        print(f"{people:>9,} {way:<7} {spent} {ratio:>13.1f}×", flush=True)
        for one, other in zip(mine["found"], result["found"], strict=True):  # type: ignore[call-overload]
            if not math.isclose(one, other, rel_tol=CLOSE):
                raise SystemExit(f"At {people} people {way} found chi-square {other}, and we {one}.")
    return float(str(mine["ms"])) <= SLOWEST_MS and float(str(mine["mb"])) <= LARGEST_MB


def main() -> None:
    """Print medians, peak memory and ratios for each size."""
    peer = lavaan_is_here()
    if not peer:
        print(
            "R with lavaan is not here, so there is no peer in this run (Debian: apt install r-cran-lavaan)."
        )
    print(
        f"{'people':>9} {'way':<7} {'ms':>9} {'CPU ms':>9} {'peak MB':>8} {'ratio to ours':>14}", flush=True
    )
    results, missed = {}, []
    with tempfile.TemporaryDirectory() as folder:
        for people in SIZES:
            path = Path(folder) / f"{people}.parquet"
            make(path, people)
            results = {"ours": _ours(path)} | ({"lavaan": _lavaan(path)} if peer else {})
            if not _checked(people, results):
                missed.append(f"{people:,}")
    if peer:
        print(f"The peer: {results['lavaan']['software']}. Chi-squares agree to {CLOSE:g}.")
    if missed:
        raise SystemExit(f"More than {SLOWEST_MS} ms or {LARGEST_MB} MB at {' and '.join(missed)} people.")


if __name__ == "__main__":
    if len(sys.argv) == 2:
        measure(Path(sys.argv[1]))
    else:
        main()
