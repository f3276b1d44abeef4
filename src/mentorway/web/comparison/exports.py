"""What goes out: drawings, the report, tables. Each is made once and kept with what was found."""

import hashlib
import json
import os
import uuid
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

from django.utils.text import slugify

import mentorway
from mentorway import comparing
from mentorway.comparing import answers_chart, charts, exports, forest_chart, report
from mentorway.comparing.dividing import divided
from mentorway.language import LANGUAGES, Words
from mentorway.web.comparison.analysis import files
from mentorway.web.comparison.analysis.comparing import result_of
from mentorway.web.comparison.models import Finding

Draw = Callable[[comparing.ScaleComparison, Words], str]
ROWS_ALONE, PAIRS_ALONE = 8, 8


def _half(scale: comparing.ScaleComparison, words: Words, *, kind: str, part: int) -> str:
    """Draw the first or the second half of the items, with the axis of all of them."""
    halves = divided(scale, 2) or [scale]
    piece = halves[min(part, len(halves) - 1)]
    if kind == "answers":
        return answers_chart.item_answers(piece, words, whole=scale)
    return charts.item_profiles(piece, words)


def _half_of_pairs(scale: comparing.ScaleComparison, words: Words, *, kind: str, part: int) -> str:
    """Draw the first or the second half of the pairs, with the axis of all of them."""
    scores = scale.scores.pairs if scale.scores else ()
    pairs = scale.mean_differences if kind == "forest" else [one for one in scores if one.g is not None]
    draw = forest_chart.forests if kind == "forest" else forest_chart.score_forests
    sheets = draw(scale, words, most=max(-(-len(pairs) // 2), 1))
    return sheets[min(part, len(sheets) - 1)]


DRAWINGS: dict[str, Draw] = {
    "profiles": charts.item_profiles,
    "forest": forest_chart.forest,
    "scores": forest_chart.score_forest,
    "answers": answers_chart.item_answers,
    **{
        f"{kind}.{part + 1}": partial(_half, kind=kind, part=part)
        for kind in ("profiles", "answers")
        for part in (0, 1)
    },
    **{
        f"{kind}.{part + 1}": partial(_half_of_pairs, kind=kind, part=part)
        for kind in ("forest", "scores")
        for part in (0, 1)
    },
}


@dataclass(frozen=True)
class File:
    """A file for people to keep."""

    name: str
    content_type: str
    content: bytes


def drawing(finding: Finding, kind: str, index: int, language: str) -> bytes | None:
    """Return one drawing of one scale, if there is such a one; its kind says which part it is."""
    scales = result_of(finding).scales
    if kind not in DRAWINGS or language not in LANGUAGES or not 1 <= index <= len(scales):
        return None
    draw = partial(DRAWINGS[kind], scales[index - 1], Words.of(language))
    return _made(finding, f"{kind}-{index}-{language}.svg", lambda: draw().encode())


def sheets_of(scale: comparing.ScaleComparison) -> dict[str, list[str]]:
    """Return of which kinds of drawings each picture is put together: long ones stand side by side."""
    many = len(scale.items) > 1 and len(scale.items) * len(scale.groups) > ROWS_ALONE
    pairs = scale.scores.pairs if scale.scores else ()
    parted = {
        "profiles": many,
        "answers": many,
        "forest": len(scale.mean_differences) > PAIRS_ALONE,
        "scores": sum(one.g is not None for one in pairs) > PAIRS_ALONE,
    }
    return {kind: [f"{kind}.1", f"{kind}.2"] if two else [kind] for kind, two in parted.items()}


def download(finding: Finding, kind: str, language: str) -> File | None:
    """Return everything that was found, as a file of one kind."""
    if kind not in KINDS or language not in LANGUAGES:
        return None
    ending, content_type, make = KINDS[kind]
    title = title_of(finding)
    name = f"{slugify(title)[:80] or 'comparison'}-{finding.comparison.number}-{language}.{ending}"
    mark = hashlib.sha256(title.encode()).hexdigest()[:16]  # another title makes another file
    content = _made(finding, f"{kind}-{language}-{mark}.{ending}", lambda: make(finding, language))
    return File(name, content_type, content)


def title_of(finding: Finding) -> str:
    """Return the title of the answers, and that of the analysis where it is another."""
    analysis = finding.comparison.analysis
    if analysis.title == analysis.dataset.title:
        return analysis.title
    return f"{analysis.dataset.title} – {analysis.title}"


def _titled(finding: Finding) -> comparing.Comparison:
    """What was found, under the title that people gave it."""
    return replace(result_of(finding), title=title_of(finding))


def _report(finding: Finding, language: str) -> bytes:
    return report.pdf(_titled(finding), language=language, when=finding.created.date())


def _csv(finding: Finding, language: str) -> bytes:
    return exports.csv_bytes(_titled(finding), Words.of(language))


def _workbook(finding: Finding, language: str) -> bytes:
    return exports.xlsx_bytes(_titled(finding), Words.of(language))


def _json(finding: Finding, _language: str) -> bytes:
    comparison = finding.comparison
    edition = comparison.edition
    facts: dict[str, Any] = {
        "title": comparison.analysis.dataset.title,
        "analysis": comparison.analysis.title,
        "version": comparison.number,
        "edition": edition.number if edition else None,
        "answers_sha256": finding.data_hash,
        "changes": comparison.changes,
        "reason": comparison.reason,
        "plan": comparison.plan,
        "result": json.loads(finding.value),
    }
    return json.dumps(facts, ensure_ascii=False, indent=1).encode()


KINDS: dict[str, tuple[str, str, Callable[[Finding, str], bytes]]] = {
    "report": ("pdf", "application/pdf", _report),
    "table": ("csv", "text/csv; charset=utf-8", _csv),
    "workbook": ("xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", _workbook),
    "json": ("json", "application/json", _json),
}


def _made(finding: Finding, name: str, make: Callable[[], bytes]) -> bytes:
    """Return what is kept under ``name``; make and keep it when this version has not yet."""
    path = files.drawing_path(finding, f"{mentorway.__version__}-{name}")
    try:
        return path.read_bytes()
    except FileNotFoundError:
        content = make()
    unfinished = path.with_name(f".{uuid.uuid4().hex}.part")
    unfinished.write_bytes(content)
    os.replace(unfinished, path)  # noqa: PTH105 - the one call that is atomic everywhere
    return content
