"""The analyses of a set of answers, each with its newest version and what it says in short."""

from dataclasses import dataclass
from typing import Any

from mentorway.comparing import sentences
from mentorway.web.comparison import queries
from mentorway.web.comparison.analysis.comparing import result_of
from mentorway.web.comparison.models import Analysis, Comparison, Dataset, Stage
from mentorway.web.core.wording import words

MOST_SCALES = 3


@dataclass(frozen=True)
class Entry:
    """An analysis: the version that is shown first, and the newest that is done."""

    analysis: Analysis
    version: Comparison
    done: Comparison | None


@dataclass(frozen=True)
class Card:
    """An entry as it stands on the page."""

    entry: Entry
    lines: tuple[tuple[str, str], ...]
    more: int
    design: tuple[str, ...]
    changes: list[dict[str, Any]]


def entries(dataset: Dataset, *, at_work: bool) -> list[Entry]:
    """Return the analyses that have something to show: to visitors only what is done."""
    found = []
    for analysis in queries.analyses_of(dataset):
        versions = list(analysis.comparisons.all())
        done = next((one for one in versions if one.stage == Stage.DONE), None)
        newest = next((one for one in versions if one.is_under_way), None) or next(iter(versions), None)
        version = newest if at_work else done
        if version is not None:
            found.append(Entry(analysis, version, done))
    return found


def card(entry: Entry) -> Card:
    """Return what is found in short: what is said of each of the first scales, the good and the bad."""
    if entry.done is None:
        return Card(entry, (), 0, (), [])
    found = result_of(entry.done.finding)
    lines = tuple((scale.name, " ".join(sentences.in_short(words(), scale))) for scale in found.scales)
    design = tuple(sentences.design(words(), found))
    shown = tuple(line for line in lines if line[1])[:MOST_SCALES]
    return Card(entry, shown, len(found.scales) - len(shown), design, entry.done.changes or [])
