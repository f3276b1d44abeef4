"""One version as a file: every number with its name, its people and its interval; the record as JSON."""

import json
import math
from collections.abc import Iterator
from typing import Any, Final

from django.utils.translation import gettext as _

from mentorway.evaluating.people import FEWEST_SHOWN
from mentorway.evaluating.records import to_record
from mentorway.evaluating.whole import Evaluation as Found
from mentorway.web.core.tables import Cell
from mentorway.web.evaluation.analysis.blocks import Number, Section
from mentorway.web.evaluation.analysis.result_pages import PARTS, conclusions_of
from mentorway.web.evaluation.models import Result

DIGITS: Final = 3  # behind the point: more would only help to reckon what single people answered
DRAWN: Final = ("cost", "effect")  # draws of a plane: many means of the same few people


def header() -> list[str]:
    """Return what the columns are called."""
    return [
        _("Part"),
        _("Outcome"),
        _("Table"),
        _("Short name"),
        _("Number"),
        _("People"),
        _("Value"),
        _("Lower end"),
        _("Upper end"),
        _("Chance (p)"),
        _("Unit"),
    ]


def rows_of(found: Found) -> Iterator[list[Cell]]:
    """Yield every number of every part, and the sentences that can be concluded."""
    for one in conclusions_of(found):
        key = f"conclusion.{one.key or 'whole'}"
        first: list[Cell] = [_("What can be concluded"), one.title, one.grade, key, one.sentence]
        yield [*first, *[None] * 6]
    for part in PARTS:
        for section in part.sections(found):
            for title, number in _numbers(section):
                yield _row(str(part.title), section.title, title, number)


def _numbers(section: Section) -> Iterator[tuple[str, Number]]:
    for block in section.blocks:
        for number in block.numbers:
            yield block.title, number


def _row(part: str, section: str, table: str, number: Number) -> list[Cell]:
    unit = f"{number.unit.value} ({number.currency})" if number.currency else number.unit.value
    people = number.n if number.n is None or number.n >= FEWEST_SHOWN else None
    ends = (number.value, number.low, number.high, number.p)
    return [part, section, table, number.key, number.name, people, *map(_rounded, ends), unit]


def _rounded(value: float | None) -> float | None:
    return None if value is None or not math.isfinite(value) else round(float(value), DIGITS)


def record_of(result: Result, found: Found) -> str:
    """Return everything of one version as JSON."""
    return json.dumps(facts_of(result, found), ensure_ascii=False, indent=1)


def facts_of(result: Result, found: Found) -> dict[str, Any]:
    """Return everything of one version: what was decided, what was found, and of what it was made."""
    return {
        "evaluation": result.evaluation.title,
        "version": result.number,
        "finished": result.finished.isoformat() if result.finished else None,
        "seed": result.seed,
        "programs": result.library_version,
        "data_sha256": result.data_hash,
        "decided": result.asked,
        "changes": result.changes,
        "words": result.words,
        "digits": DIGITS,
        "found": _plain(to_record(found)),
    }


def _plain(part: Any) -> Any:
    """Round numbers, and take away the draws of planes."""
    if isinstance(part, dict):
        drawn = DRAWN if {*DRAWN, "shares"} <= set(part) else ()
        return {name: _plain(one) for name, one in part.items() if name not in drawn}
    if isinstance(part, list):
        return [_plain(one) for one in part]
    return round(part, DIGITS) if isinstance(part, float) else part
