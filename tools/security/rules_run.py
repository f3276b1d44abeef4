"""Run our own semgrep rules: first over planted faults, then over the code; every finding must be reviewed.

    python tools/security/rules_run.py --semgrep var/security/bin/semgrep

`reviewed.csv` names each finding that stands, how many there are in its file, and why it may. A finding
that is not there fails, and so does a line of it that is no longer true.
"""

import argparse
import csv
import json
import os
import subprocess
import sys
from collections import Counter
from pathlib import Path

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
RULES = HERE / "rules"
REVIEWED = HERE / "reviewed.csv"
QUIET = ("--metrics=off", "--disable-version-check")


def run(semgrep: str, *words: str) -> subprocess.CompletedProcess[str]:
    """Run semgrep; it asks nothing of anybody."""
    environ = {
        **os.environ,
        "SEMGREP_SEND_METRICS": "off",
        "PATH": f"{Path(semgrep).parent}:{os.environ['PATH']}",
    }
    command = [semgrep, "scan", *QUIET, *words]
    return subprocess.run(command, env=environ, capture_output=True, text=True, check=False, timeout=1200)  # noqa: S603 - ours


def finds_what_is_planted(semgrep: str) -> bool:
    """Return whether every rule fires where it must and nowhere else in the planted files."""
    told = run(semgrep, "--test", str(RULES))
    lines = [line for line in (told.stdout + told.stderr).splitlines() if "tests passed" in line]
    print("planted faults:", *lines)
    return told.returncode == 0 and bool(lines)


def found(semgrep: str) -> Counter[tuple[str, str]]:
    """Return how many findings of each rule are in each file of the product."""
    told = run(
        semgrep,
        "--config",
        str(RULES),
        "--no-git-ignore",
        "--exclude",
        "migrations",
        "--json",
        "--quiet",
        str(ROOT / "src"),
    )
    report = json.loads(told.stdout)
    print("files read:", len(report["paths"]["scanned"]))
    places = {
        (one["check_id"].rsplit(".", 1)[-1], one["path"], one["start"]["line"]) for one in report["results"]
    }
    return Counter((rule, str(Path(path).resolve().relative_to(ROOT))) for rule, path, _line in places)


def reviewed() -> dict[tuple[str, str], int]:
    """Return what was looked at and may stay."""
    with REVIEWED.open(encoding="utf-8", newline="") as file:
        return {(row["rule"], row["path"]): int(row["number"]) for row in csv.DictReader(file) if row["why"]}


def main() -> int:
    """Return 1 where anything is wrong."""
    parser = argparse.ArgumentParser(description=str(__doc__).splitlines()[0])
    parser.add_argument("--semgrep", default="semgrep", help="the program")
    semgrep = parser.parse_args().semgrep
    if not finds_what_is_planted(semgrep):
        print("The planted faults were not found: nothing else it says is believed.")
        return 1
    now, allowed = found(semgrep), reviewed()
    new = {key: number for key, number in now.items() if number > allowed.get(key, 0)}
    gone = {key: number for key, number in allowed.items() if now.get(key, 0) < number}
    for (rule, path), number in sorted(new.items()):
        print(f"NEW {rule} in {path}: {number} found, {allowed.get((rule, path), 0)} reviewed")
    for (rule, path), number in sorted(gone.items()):
        print(
            f"GONE {rule} in {path}: {number} reviewed, {now.get((rule, path), 0)} found; take the line away"
        )
    print(f"{sum(now.values())} findings, {sum(now.values()) - sum(new.values())} reviewed")
    return int(bool(new or gone))


if __name__ == "__main__":
    sys.exit(main())
