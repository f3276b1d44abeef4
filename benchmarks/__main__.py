"""Every benchmark in turn.

Run: python -m benchmarks
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

FOLDER = Path(__file__).resolve().parent


def main() -> None:
    """Run each in a process of its own; end with an error if any did."""
    failed = []
    for path in sorted(FOLDER.glob("[a-z]*.py")):
        if f"python -m benchmarks.{path.stem}" not in path.read_text(encoding="utf-8"):
            continue  # a part of others, which says no way to run it
        print(f"\n== {path.stem}", flush=True)
        command = [sys.executable, "-m", f"benchmarks.{path.stem}"]
        if subprocess.run(command, check=False, cwd=FOLDER.parent).returncode:
            failed.append(path.stem)
    if failed:
        raise SystemExit(f"These benchmarks failed or missed their mark: {', '.join(failed)}.")


if __name__ == "__main__":
    main()
