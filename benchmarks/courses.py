"""The model programme of eight hours, and one of 1,000 pages, as cartridge, package and books.

Run: python -m benchmarks.courses [--runs 5]
Zipping the same files alone is the floor under the cartridge. Each run is in a process of its own, for the
typesetter remembers what it has set; starting up and reading the programme are not counted.
"""

from __future__ import annotations

import argparse
import io
import json
import statistics
import subprocess
import sys
import time
import zipfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import mentorway
from mentorway.courses.archive import zipped
from mentorway.courses.books import handbook, workbook
from mentorway.courses.cartridge import cartridge
from mentorway.courses.package import package
from mentorway.courses.structure import Material, MaterialKind, Programme, from_facts

MODEL = Path(mentorway.__file__).parent / "example" / "training" / "programme.json"
PAGES = 1_000
WAYS = ("cartridge", "zipping alone", "package", "handbook", "workbook")
PARAGRAPH = "Look at **who** speaks, and wait. " * 12


def model() -> Programme:
    return from_facts(json.loads(MODEL.read_text(encoding="utf-8")))


def large(small: Programme) -> Programme:
    """Spread 1,000 pages of a good 1,200 letters over the modules."""
    count = len(small.modules)
    modules = [
        replace(
            module,
            materials=tuple(
                Material(f"p{place}", MaterialKind.PAGE, f"Page {place}", f"{PARAGRAPH}\n\n- a\n- b\n\n" * 3)
                for place in range(number, PAGES, count)
            ),
        )
        for number, module in enumerate(small.modules)
    ]
    return replace(small, modules=tuple(modules))


def floor(content: bytes) -> Callable[[], bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        files = {name: archive.read(name) for name in archive.namelist()}
    return lambda: zipped(files)


def way_of(name: str, programme: Programme) -> Callable[[], bytes]:
    if name == "zipping alone":
        return floor(cartridge(programme, {}))
    return {
        "cartridge": lambda: cartridge(programme, {}),
        "package": lambda: package(programme, {}),
        "handbook": lambda: handbook(programme, language="en"),
        "workbook": lambda: workbook(programme, language="en"),
    }[name]


def once(name: str, size: str) -> None:
    """Print how long one way takes, in seconds, and how many bytes it makes."""
    make = way_of(name, model() if size == "hours" else large(model()))
    start = time.perf_counter()
    made = make()
    print(time.perf_counter() - start, len(made))


def measured(name: str, size: str) -> tuple[float, int]:
    command = [sys.executable, "-m", "benchmarks.courses", "--once", name, size]
    said = subprocess.run(command, check=True, capture_output=True, text=True).stdout.split()
    return float(said[0]), int(said[1])


def main(runs: int) -> None:
    """Print medians and sizes."""
    for size, title in (("hours", f"{model().minutes / 60:.1f} hours"), ("pages", f"{PAGES:,} pages")):
        print(title)
        for name in WAYS:
            found = [measured(name, size) for _ in range(runs)]
            median = statistics.median(taken for taken, _ in found)
            print(f"  {name:<15} median {median:6.2f} s  {found[0][1] / 1024:8,.0f} KiB")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--once", nargs=2, help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.once:
        once(*asked.once)
    else:
        main(asked.runs)
