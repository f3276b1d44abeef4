"""Sums that others sent in place of answers: kept under their fingerprint, opened, and compared."""

import hashlib
import json
from collections import Counter
from dataclasses import dataclass

from mentorway.comparing.combining import compare_sums
from mentorway.comparing.models import Comparison, Plan
from mentorway.comparing.progress import Progress
from mentorway.moments import Package, package_from, package_json
from mentorway.web.comparison.analysis import files
from mentorway.wording import InvalidInputError, Message

__all__ = ["Package", "SumsSnapshot", "columns", "keep", "stored"]


@dataclass(frozen=True)
class SumsSnapshot:
    """Sums that do not change any more; they take the place of stored answers."""

    sha256: str
    package: Package

    @property
    def rows(self) -> int:
        """How many people are in the largest scale."""
        return max((cube.people for cube in self.package.cubes), default=0)

    def compare(self, plan: Plan, progress: Progress | None = None) -> Comparison:
        """Compare the groups as ``plan`` says."""
        return compare_sums([self.package], self.sha256, plan, progress=progress)


def keep(package: Package) -> SumsSnapshot:
    """Keep sums for good; the same sums are kept once."""
    data = package_json(package).encode()
    sha256 = hashlib.sha256(data).hexdigest()
    files.put(files.sums_path(sha256), data)
    return SumsSnapshot(sha256, package)


def stored(sha256: str) -> SumsSnapshot:
    """Open the sums with this fingerprint; a changed file is refused."""
    path = files.sums_path(sha256)
    try:
        data = path.read_bytes()
    except OSError as error:
        raise InvalidInputError(Message("The stored sums cannot be read.")) from error
    if hashlib.sha256(data).hexdigest() != sha256:
        raise InvalidInputError(
            Message(
                "The stored sums are not what their name says: the file was changed. Put them together again."
            )
        )
    return SumsSnapshot(sha256, package_from(json.loads(data), name=path.name))


def columns(package: Package) -> list[tuple[str, tuple[tuple[str, int], ...]]]:
    """Return how many people have each value of each fact, the most frequent first, by the largest scale."""
    cube = max(package.cubes, key=lambda one: one.people)
    found = []
    for place, fact in enumerate(package.by):
        counts: Counter[str] = Counter()
        for cell in cube.cells:
            value = cell.values[place]
            if value is not None:
                counts[value] += cell.rows
        found.append((fact, tuple(sorted(counts.items(), key=lambda pair: (-pair[1], pair[0])))))
    return found
