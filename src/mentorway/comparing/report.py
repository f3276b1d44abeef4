"""The comparison as a report to print: what may be said first, then why, then every table.

Here the report is put together as a list of parts in the reader's language; `report.typ` sets them. Texts go
there as data and are never read as markup.
"""

from __future__ import annotations

import datetime as dt
import shlex
from collections.abc import Iterator, Sequence
from pathlib import Path

from mentorway.comparing import sentences
from mentorway.comparing.definitions import DEFINITIONS
from mentorway.comparing.models import Comparison, Missing, Plan, ScaleComparison
from mentorway.comparing.parts import (
    Part,
    breakable,
    code,
    heading,
    lead,
    notice,
    pair_name,
    quiet,
    table,
    text,
    verdict_cell,
)
from mentorway.comparing.rules import OWN, preset_of
from mentorway.comparing.scale_parts import all_scales, in_short, whole_scale
from mentorway.language import Words
from mentorway.typesetting import Template, printable

TEMPLATE = Path(__file__).with_name("report.typ")
SCALES_ABREAST = 5


def pdf(found: Comparison, *, language: str, when: dt.date | None = None) -> bytes:
    """Set the whole comparison as a PDF.

    Parameters
    ----------
    found : Comparison
        As `compare` returns it.
    language : str
        One of the five languages.
    when : date, optional
        The day from which the citation takes its year; today if not given.

    Returns
    -------
    bytes
        A4, tagged, in PDF/UA-1 mode; the same bytes for the same comparison, language and year. Where a text
        has letters that no typeface here can show, that mode is left, and the tags stay.
    """
    words = Words.of(language)
    day = when or dt.datetime.now(dt.UTC).date()
    return Template(TEMPLATE).pdf(printable(_report(found, words, day)))


def _report(found: Comparison, words: Words, day: dt.date) -> Part:
    page = words.gettext("Page %(page)s of %(pages)s") % {"page": "{page}", "pages": "{pages}"}
    title = found.title or words.gettext("Comparison")
    return {
        "language": words.language,
        "title": title,
        "above": words.gettext("What may be compared between groups"),
        "page": page,
        "parts": [
            *_front(found, words),
            *(part for scale in found.scales for part in whole_scale(scale, words)),
            *(all_scales(found.several_factors, words) if found.several_factors else ()),
            *_method(found, words, (title, day)),
        ],
    }


def _front(found: Comparison, words: Words) -> Iterator[Part]:
    """What was compared, and what may be said of it."""
    yield lead(sentences.size(words, found))
    yield quiet(_who(found, words))
    if found.source:
        yield quiet(f"{words.gettext('Source:')} {found.source}")
    yield from map(quiet, sentences.design(words, found))
    yield from _released(found.plan, words)
    yield {"kind": "contents"}
    yield heading(1, words.gettext("What may be compared"))
    for scale in found.scales:
        yield heading(2, scale.name)
        yield from in_short(scale, words)
    yield heading(1, words.gettext("What the words mean"))
    yield table("3 9", *_meanings(words), texts=2)
    if any(scale.licences for scale in found.scales):
        yield heading(1, words.gettext("Pair by pair"))
        yield from _matrices(found.scales, words)


def _who(found: Comparison, words: Words) -> str:
    people = [f"{group.name} ({group.rows})" for scale in found.scales[:1] for group in scale.groups]
    said = words.gettext("Groups in column “%(column)s”, with their numbers of people: %(groups)s.")
    return said % {"column": found.group, "groups": ", ".join(people)}


def _released(plan: Plan, words: Words) -> Iterator[Part]:
    free = [
        f"{sentences.kind_name(words, one.kind)} {one.item} ({scale})"
        for scale, those in plan.releases.items()
        for one in those
    ]
    if free:
        said = words.gettext("In this version, some parameters may differ between the groups:")
        yield notice(f"{said} {', '.join(free)}.")


def _meanings(words: Words) -> tuple[list[str], list[list[str | Part]]]:
    heads = [words.gettext("May be compared"), words.gettext("What it means")]
    return heads, [
        [verdict_cell(verdict, words), sentences.verdict_meaning(words, verdict)]
        for verdict in sentences.BEST_FIRST
    ]


def _matrices(scales: Sequence[ScaleComparison], words: Words) -> Iterator[Part]:
    """Every pair on every scale, a few scales abreast."""
    for start in range(0, len(scales), SCALES_ABREAST):
        abreast = scales[start : start + SCALES_ABREAST]
        heads = [words.gettext("Pair"), *(breakable(scale.name) for scale in abreast)]
        rows: list[list[str | Part]] = [
            [
                pair_name(licences[0]),
                *(verdict_cell(one.verdict, words, cautious=one.cautious) for one in licences),
            ]
            for licences in zip(*(scale.licences for scale in abreast), strict=True)
        ]
        yield table("2" + " 2.4" * len(abreast), heads, rows, texts=len(heads))


def _method(found: Comparison, words: Words, named: tuple[str, dt.date]) -> Iterator[Part]:
    title, day = named
    yield {"kind": "page"}
    yield heading(1, words.gettext("How the numbers were made"))
    yield from map(text, sentences.methods_text(words, found).split("\n\n"))
    yield heading(1, words.gettext("How to cite this"))
    yield text(sentences.citation(words, found, title=title, when=day))
    yield heading(1, words.gettext("How to repeat it"))
    yield text(words.gettext("With the same answers and codebook, this command makes the same numbers:"))
    yield code(command(found, words.language))
    yield text(words.gettext("Fingerprint of the answers (SHA-256)"))
    yield code(found.data_hash)
    heads = [words.gettext("Software"), words.gettext("Version")]
    yield table("4 3", heads, list(found.versions.items()), texts=2)
    yield from _definitions(words)


def _definitions(words: Words) -> Iterator[Part]:
    """What each kind of number is, at the end for those who look it up."""
    yield {"kind": "page"}
    yield heading(1, words.gettext("What the numbers are"))
    heads = [
        words.gettext("Number"),
        words.gettext("What it means"),
        words.gettext("How it is computed"),
        words.gettext("What it does not say"),
    ]
    rows = [
        [*map(words.say, (one.name, one.meaning, one.computed, one.not_said))] for one in DEFINITIONS.values()
    ]
    yield table("2.4 4 4 4", heads, rows, texts=4)


def command(found: Comparison, language: str) -> str:
    """Return the command that makes this comparison again.

    Parameters
    ----------
    found : Comparison
        Of which the plan, the groups and the scales are named.
    language : str
        In which the report shall be.

    Returns
    -------
    str
        One line for a shell; people put in where their files are.
    """
    plan = found.plan
    line = ["mentorway", "compare", "answers.csv", "--codebook", "codebook.csv"]
    line += [*_people_asked(found), *_ways_asked(plan)]
    line += [] if plan.several_factors else ["--one-by-one"]
    return shlex.join([*line, "--language", language, "--out", "comparison"])


def _people_asked(found: Comparison) -> list[str]:
    """Which groups and people, and which scales."""
    plan = found.plan
    line = ["--group", found.group]
    line += ["--groups", *plan.groups] if plan.groups else []
    line += ["--scales", *plan.scales] if plan.scales else []
    for fact, values in plan.where.items():
        line += ["--where", fact, *values]
    return line


def _ways_asked(plan: Plan) -> list[str]:
    """How the models are fitted and judged."""
    line = ["--cluster", plan.cluster] if plan.cluster else []
    line += ["--weight", "weight"] if plan.weight else []
    line += ["--missing", plan.missing.value] if plan.missing is Missing.FIML else []
    line += ["--ordinal"] if plan.ordinal else []
    line += ["--matters", repr(plan.matters)] if plan.matters else []
    line += ["--sensitivity"] if plan.sensitivity else []
    rules = preset_of(plan.rules)
    line += ["--cut-offs", rules] if rules not in (OWN, "usual") else []
    for scale, those in plan.releases.items():
        for one in those:
            line += ["--release", scale, one.kind, one.item]
    return line
