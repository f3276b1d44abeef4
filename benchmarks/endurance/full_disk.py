"""A disk that fills up while people answer: what was acknowledged stays, the rest is refused in words.

Run as root: python -m benchmarks.endurance.full_disk [--megabytes 200]
The data folder, and the database with it, lies on a small file system of its own. People fill in
questionnaires while a file eats up the room. When nothing more goes in, the file is taken away, and without a
restart people must be able to answer again. Nothing acknowledged may be gone, and nobody may be shown a bare
failure: a full disk is answered with 503, a sentence, and when to come again.
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from benchmarks.endurance.filling import Crowd, Tally
from benchmarks.endurance.site import site

MEGABYTE = 2**20
FAILED, ELSEWHERE = 500, 503


@contextlib.contextmanager
def small_disk(megabytes: int) -> Iterator[Path]:
    """Mount a small file system."""
    folder = Path(tempfile.mkdtemp(prefix="mentorway-small-"))
    subprocess.run(
        ["mount", "-t", "tmpfs", "-o", f"size={megabytes}m,mode=711", "mentorway", str(folder)], check=True
    )
    try:
        yield folder
    finally:
        subprocess.run(["umount", "-l", str(folder)], check=False)
        folder.rmdir()


def eat(folder: Path) -> Path:
    """Fill the room to the last byte."""
    eater = folder / "eater"
    with contextlib.suppress(OSError), eater.open("wb", buffering=0) as file:
        while True:
            file.write(bytes(4096))
    return eater


def used(crowd: Crowd, seconds: float) -> Tally:
    """Let four people fill in one questionnaire after another for a while; return what they met."""
    crowd.tally = Tally()
    until = time.monotonic() + seconds

    async def all_of_them() -> None:
        await asyncio.gather(*(crowd.person(lambda: time.monotonic() > until) for _ in range(4)))

    asyncio.run(all_of_them())
    return crowd.tally


def told(name: str, tally: Tally) -> None:
    """Print what people met."""
    print(
        f"{name:<22} acknowledged {len(tally.acknowledged):4d}   "
        f"statuses {dict(sorted(tally.statuses.items()))}   without an answer {tally.broken}"
    )


def measure(folder: Path, *, postgres: bool) -> int:
    """Fill the disk, free it, and count."""
    with site(postgres=postgres, folder=folder) as one:
        crowd = Crowd(one.port, one.start_of_study)
        before = used(crowd, 5)
        told("with room", before)
        eater = eat(folder)
        full = used(crowd, 10)
        told("full", full)
        eater.unlink()
        if one.postgres and one.postgres.has_ended():
            one.postgres.start()
        one.wait()
        after = used(crowd, 5)
        told("with room again", after)
        kept = set(one.kept()["remarks"])  # type: ignore[call-overload]
    acknowledged = [*before.acknowledged, *full.acknowledged, *after.acknowledged]
    lost = [remark for remark in acknowledged if remark not in kept]
    bare = full.statuses.get(FAILED, 0)
    print(f"{len(acknowledged)} acknowledged, {len(lost)} lost; {bare} bare failures while it was full")
    for fault in full.faults[:3]:
        print("  ", fault)
    shutil.rmtree(folder / "data", ignore_errors=True)
    return 1 if lost or bare or not after.acknowledged else 0


def main() -> int:
    """Measure on SQLite, then on PostgreSQL."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--megabytes", type=int, default=200)
    options = parser.parse_args()
    ended = 0
    for postgres in (False, True):
        print("PostgreSQL" if postgres else "SQLite")
        with small_disk(options.megabytes) as folder:
            ended |= measure(folder, postgres=postgres)
    return ended


if __name__ == "__main__":
    sys.exit(main())
