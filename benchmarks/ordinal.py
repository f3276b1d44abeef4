"""Ordinal items: from rows to the models of measurement invariance, by diagonally weighted least squares.

Run: python -m benchmarks.ordinal
Ten items of five categories, two factors, four groups. Ours groups the rows into patterns, computes
thresholds and polychoric correlations with their covariance, and fits the configural, scalar and strict
model with adjusted chi-squares, robust standard errors, score tests and tests of the steps. The peer in the
same run is R lavaan, if it is here: cfa(estimator = "WLSMV") three times, fitMeasures() and lavTestLRT(),
without score tests; reading the rows is not counted for it. Chi-squares of models and of steps must be ours
to 1e-4. The last size is ours alone. Quote the figures only from a quiet machine; the time of the processor
beside them is what hardly depends on the neighbours.
"""

from __future__ import annotations

import json
import math
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import numpy as np
from benchmarks.ladder import lavaan_is_here

SIZES, ALONE = (2_000, 10_000), 1_000_000
ITEMS = tuple(f"i{number:02d}" for number in range(1, 11))
FACTORS = (("f1", ITEMS[:5]), ("f2", ITEMS[5:]))
GROUPS = ("FI", "LT", "LV", "SE")
CUTS = (-1.4, -0.4, 0.5, 1.5)
REPEATS = 3
FOLDER = Path(__file__).resolve().parents[1]
SLOWEST_MS = 2_000  # at the sizes of the peer
CLOSE = 1e-4
LAVAAN = """
suppressMessages(library(lavaan))
arguments <- commandArgs(trailingOnly = TRUE)
answers <- read.csv(arguments[1])
start <- proc.time()
fitted <- function(equal, form = "delta") {
  fit <- cfa(arguments[2], data = answers, group = "country", group.equal = equal, ordered = TRUE,
             estimator = "WLSMV", parameterization = form)
  list(fit = fit, measures = fitMeasures(fit)[c("chisq", "chisq.scaled")])
}
alike <- c("thresholds", "loadings")
fits <- list(fitted(""), fitted(alike), fitted(c(alike, "residuals"), "theta"))
steps <- sapply(2:3, function(i) lavTestLRT(fits[[i - 1]]$fit, fits[[i]]$fit)[2, "Chisq diff"])
spent <- proc.time() - start
cat(spent[["elapsed"]], spent[["user.self"]] + spent[["sys.self"]],
    sapply(fits, function(f) f$measures), steps, basename(normalizePath(extSoftVersion()["BLAS"])),
    as.character(packageVersion("lavaan")), "\\n")
"""


def make(path: Path, people: int) -> None:
    """Simulated answers from 1 to 5, and one question harder in one country; as a NumPy file."""
    rng = np.random.default_rng(2026)
    country = np.arange(people) % len(GROUPS)
    factors = 0.6 * rng.normal(size=(people, 1)) + 0.8 * rng.normal(size=(people, 2)) + 0.1 * country[:, None]
    behind = np.repeat(factors, 5, axis=1) * np.tile([0.8, 0.9, 1.0, 1.1, 1.2], 2)
    behind += rng.normal(size=behind.shape)
    behind[:, 3] += 0.3 * (country == 2)
    np.save(path, np.column_stack([country, 1 + np.digitize(behind, CUTS)]).astype(np.int16))


def ours(table: np.ndarray) -> list[float]:
    """The product's own way, from rows to tests."""
    from mentorway.evidence.psychometrics.factors.models import FactorModel, Level  # noqa: PLC0415
    from mentorway.evidence.psychometrics.ordinal.categorical_answers import categorical_group  # noqa: PLC0415
    from mentorway.evidence.psychometrics.ordinal.ladder import ordinal_ladder  # noqa: PLC0415

    groups = [categorical_group(name, table[table[:, 0] == place, 1:]) for place, name in enumerate(GROUPS)]
    levels = (Level.CONFIGURAL, Level.SCALAR, Level.STRICT)
    found = ordinal_ladder(groups, FactorModel(ITEMS, FACTORS), levels=levels)
    if len(found.fits) != len(levels) or not found.ladder.score_tests:
        raise SystemExit("The ladder is not whole.")
    pairs = [(fit.plain.chi_square, fit.fit.indices.chi_square) for fit in found.fits]
    return [value for pair in pairs for value in pair] + [step.chi_square for step in found.ladder.steps]


def measure(path: Path) -> None:
    """Time ours in this process, after one run that is not counted, and print what was found as JSON."""
    table = np.load(path)
    found, seconds, processor = ours(table), [], []
    for _ in range(REPEATS):
        start, worked = time.perf_counter(), time.process_time()
        ours(table)
        seconds.append(time.perf_counter() - start)
        processor.append(time.process_time() - worked)
    took = {"ms": statistics.median(seconds) * 1000, "cpu": statistics.median(processor) * 1000}
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps({**took, "mb": peak, "found": found}))


def _environment() -> dict[str, str]:
    return {**os.environ, "OPENBLAS_NUM_THREADS": "1"}  # matrices are small, and more threads only wait


def _ours(path: Path) -> dict[str, object]:
    command = [sys.executable, "-m", "benchmarks.ordinal", str(path)]
    done = subprocess.run(command, check=True, capture_output=True, text=True, cwd=FOLDER, env=_environment())
    answer: dict[str, object] = json.loads(done.stdout)
    return answer


def _lavaan(path: Path) -> dict[str, object]:
    rows, script, table = path.with_suffix(".csv"), path.with_suffix(".R"), np.load(path)
    lines = [",".join(map(str, row[1:])) + f",{GROUPS[row[0]]}" for row in table.tolist()]
    rows.write_text("\n".join([",".join([*ITEMS, "country"]), *lines]), encoding="utf-8")
    script.write_text(LAVAAN, encoding="utf-8")
    model = "\n".join(f"{name} =~ {' + '.join(items)}" for name, items in FACTORS)
    command = ["Rscript", str(script), str(rows), model]
    done = subprocess.run(command, check=True, capture_output=True, text=True, env=_environment())
    seconds, processor, *found, blas, version = done.stdout.split()
    return {
        "ms": float(seconds) * 1000,
        "cpu": float(processor) * 1000,
        "mb": math.nan,
        "found": [float(value) for value in found],
        "software": f"lavaan {version} with {blas}",
    }


def _checked(people: int, results: dict[str, dict[str, object]]) -> None:
    """Print a size; stop if the ways disagree."""
    mine = results["ours"]
    for way, result in results.items():
        ratio = float(str(result["ms"])) / float(str(mine["ms"]))
        spent = f"{result['ms']:>9.0f} {result['cpu']:>9.0f} {result['mb']:>8.0f}"
        print(f"{people:>9,} {way:<7} {spent} {ratio:>13.1f}×", flush=True)
        for one, other in zip(mine["found"], result["found"], strict=True):  # type: ignore[call-overload]
            if not math.isclose(one, other, rel_tol=CLOSE):
                raise SystemExit(f"At {people} people {way} found chi-square {other}, and we {one}.")


def main() -> None:
    """Print medians, peak memory and ratios for each size."""
    peer = lavaan_is_here()
    if not peer:
        print("R with lavaan is not here, so there is no peer in this run.")
    heads = ("people", "way", "ms", "CPU ms", "peak MB", "ratio to ours")
    print("{:>9} {:<7} {:>9} {:>9} {:>8} {:>14}".format(*heads), flush=True)
    software, missed = "", []
    with tempfile.TemporaryDirectory() as folder:
        for people in (*SIZES, ALONE):
            path = Path(folder) / f"{people}.npy"
            make(path, people)
            results = {"ours": _ours(path)} | ({"lavaan": _lavaan(path)} if peer and people != ALONE else {})
            _checked(people, results)
            software = str(results.get("lavaan", {}).get("software", software))
            if people != ALONE and float(str(results["ours"]["ms"])) > SLOWEST_MS:
                missed.append(f"{people:,}")
    if peer:
        print(f"The peer: {software}. Chi-squares agree to {CLOSE:g}.")
    if missed:
        raise SystemExit(f"More than {SLOWEST_MS} ms at {' and '.join(missed)} people.")


if __name__ == "__main__":
    if len(sys.argv) == 2:
        measure(Path(sys.argv[1]))
    else:
        main()
