"""The comparison as a workbook: a sheet for each kind of finding, numbers as numbers."""

from __future__ import annotations

import datetime as dt
import io
import math
import re
from collections.abc import Iterator
from typing import Any

from mentorway.cells import safe
from mentorway.comparing import sentences
from mentorway.comparing.definitions import DEFINITIONS
from mentorway.comparing.models import Comparison
from mentorway.comparing.sheets import (
    NAME,
    SHARE,
    TEXT,
    THREE,
    TWO,
    WHOLE,
    Named,
    Sheet,
    Value,
    ends,
)
from mentorway.comparing.sheets_of_views import sheets_of_views
from mentorway.evidence.psychometrics.factors.models import FitIndices
from mentorway.language import Words

FIXED = dt.datetime(2000, 1, 1)  # noqa: DTZ001 - the format knows no zones; the same bytes every time
MOST_LETTERS = 32_767
SHEET_NAME_LETTERS = 31
NOT_IN_SHEET_NAMES = re.compile(r"[\[\]:*?/\\]")
WIDTHS = {TEXT: 60, NAME: 20, WHOLE: 10, TWO: 11, THREE: 11, SHARE: 11}


class Exact(float):
    """A number that is written with every digit; the writer would stop at the sixteenth."""

    def __format__(self, _how: str) -> str:
        """Return the shortest digits that read back as the same number."""
        return repr(float(self))


def made(found: Comparison, words: Words) -> bytes:
    """Return the whole workbook."""
    file = io.BytesIO()
    never = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    import xlsxwriter  # noqa: PLC0415 - heavy, and seldom needed

    with xlsxwriter.Workbook(file, {"in_memory": True, **never}) as book:
        book.set_properties({"title": found.title, "author": "Mentorway", "created": FIXED})
        formats = _formats(book)
        for sheet in _sheets(found, words):
            _write(book.add_worksheet(_sheet_name(sheet.name)), sheet, formats)
    return file.getvalue()


def _formats(book: Any) -> dict[str, Any]:
    plain = {"font_name": "Inter", "font_size": 10, "valign": "top"}
    shown = {kind: book.add_format({**plain, "num_format": kind}) for kind in (WHOLE, TWO, THREE, SHARE)}
    head = {**plain, "bold": True, "font_color": "#12524d", "bg_color": "#f0eee7", "bottom": 1}
    return {
        **shown,
        TEXT: book.add_format({**plain, "text_wrap": True}),
        NAME: book.add_format(plain),
        "head": book.add_format({**head, "text_wrap": True, "valign": "vcenter"}),
    }


def _sheet_name(name: str) -> str:
    return NOT_IN_SHEET_NAMES.sub(" ", name)[:SHEET_NAME_LETTERS].strip("' ")


def _write(page: Any, sheet: Sheet, formats: dict[str, Any]) -> None:
    for column, (head, kind) in enumerate(sheet.columns):
        page.set_column(column, column, WIDTHS[kind], formats[kind])
        page.write_string(0, column, head, formats["head"])
    for row, values in enumerate(sheet.rows, start=1):
        for column, value in enumerate(values):
            _write_cell(page, (row, column), value, formats[sheet.columns[column][1]])
    page.freeze_panes(1, 1)
    page.autofilter(0, 0, max(len(sheet.rows), 1), len(sheet.columns) - 1)
    page.set_landscape()
    page.set_paper(9)
    page.fit_to_pages(1, 0)
    page.repeat_rows(0)


def _write_cell(page: Any, place: tuple[int, int], value: Value, shown: Any) -> None:
    if isinstance(value, str):
        page.write_string(*place, safe(value)[:MOST_LETTERS], shown)
    elif value is not None and math.isfinite(value):
        page.write_number(*place, Exact(value), shown)


def _sheets(found: Comparison, words: Words) -> Iterator[Sheet]:
    named = [(scale.name, scale) for scale in found.scales]
    if found.several_factors:
        named.append((words.gettext("All scales together"), found.several_factors))
    for make in (_in_short, _pairs, _groups, _items, _models, _steps, _score_tests, _means):
        yield make(named, words)
    yield from sheets_of_views(named, words)
    yield _method(found, words)
    yield _definitions(words)


def _in_short(named: Named, words: Words) -> Sheet:
    alone = words.gettext("There is one group only: it can be described, not compared.")
    columns = [(words.gettext("Scale"), NAME), (words.gettext("What may be compared"), TEXT)]
    rows: list[list[Value]] = [
        [name, sentence] for name, scale in named for sentence in sentences.in_short(words, scale) or [alone]
    ]
    for verdict in sentences.BEST_FIRST:
        word = f"{sentences.SIGNS[verdict]} {sentences.verdict_word(words, verdict)}"
        rows.append([word, sentences.verdict_meaning(words, verdict)])
    return Sheet(words.gettext("What may be compared"), columns, rows)


def _pairs(named: Named, words: Words) -> Sheet:
    columns = [
        (words.gettext("Scale"), NAME),
        (words.gettext("Group"), NAME),
        (words.gettext("Second group"), NAME),
        (words.gettext("May be compared"), NAME),
        (words.gettext("Caution"), NAME),
        (words.gettext("Why"), TEXT),
    ]
    rows = [
        [
            name,
            one.first,
            one.second,
            f"{sentences.SIGNS[one.verdict]} {sentences.verdict_word(words, one.verdict)}",
            words.gettext("with care") if one.cautious else "",
            " ".join(map(words.say, one.reasons)),
        ]
        for name, scale in named
        for one in scale.licences
    ]
    return Sheet(words.gettext("Pairs"), columns, rows)


def _groups(named: Named, words: Words) -> Sheet:
    columns = [
        (words.gettext("Scale"), NAME),
        (words.gettext("Group"), NAME),
        (words.gettext("People"), WHOLE),
        (words.gettext("All items answered"), WHOLE),
        (words.gettext("Answers missing"), SHARE),
        (words.gettext("Mean"), TWO),
        ("SD", TWO),
        *((f"{name} {end}".strip(), TWO) for name in "αω" for end in ("", *ends(words))),
        (words.gettext("Warnings"), TEXT),
    ]
    rows: list[list[Value]] = []
    for name, scale in named:
        for group in scale.groups:
            row: list[Value] = [name, group.name, group.rows, group.complete, group.missing_share]
            row += [group.mean if scale.all_means_licensed else None, group.sd]
            for one in (group.alpha, group.omega):
                row += [one.value, one.low, one.high] if one else [None, None, None]
            rows.append([*row, " ".join(map(words.say, group.warnings))])
    return Sheet(words.gettext("Groups"), columns, rows)


def _items(named: Named, words: Words) -> Sheet:
    columns = [
        (words.gettext("Scale"), NAME),
        (words.gettext("Group"), NAME),
        (words.gettext("Item"), NAME),
        (words.gettext("Text"), TEXT),
        (words.gettext("reversed"), NAME),
        (words.gettext("People"), WHOLE),
        (words.gettext("Missing"), WHOLE),
        (words.gettext("Mean"), TWO),
        ("SD", TWO),
        (words.gettext("Lowest answer"), SHARE),
        (words.gettext("Highest answer"), SHARE),
        (words.gettext("With the other items"), TWO),
        (words.gettext("α without it"), TWO),
    ]
    rows: list[list[Value]] = []
    for name, scale in named:
        for group in scale.groups:
            for item, found in zip(scale.items, group.items, strict=True):
                text = item.texts.get(words.language) or item.text
                turned = words.gettext("reversed") if item.reverse else ""
                row: list[Value] = [name, group.name, item.name, text, turned]
                row += [found.n, found.missing, found.mean, found.sd, found.floor, found.ceiling]
                rows.append([*row, found.corrected_item_total, found.alpha_if_dropped])
    return Sheet(words.gettext("Items"), columns, rows)


def _models(named: Named, words: Words) -> Sheet:
    columns = [
        (words.gettext("Scale"), NAME),
        (words.gettext("Model"), NAME),
        (words.gettext("Groups"), NAME),
        (words.gettext("People"), WHOLE),
        *(("χ²", TWO), ("df", WHOLE), ("p", THREE), ("CFI", THREE), ("TLI", THREE)),
        *(("RMSEA", THREE), ("RMSEA 5 %", THREE), ("RMSEA 95 %", THREE), ("SRMR", THREE)),
        *(("AIC", TWO), ("BIC", TWO), ("log L", TWO)),
        (words.gettext("Free parameters"), WHOLE),
    ]
    rows: list[list[Value]] = []
    for name, scale in named:
        for group in scale.groups:
            if group.fit:
                alone = words.gettext("One factor, this group only")
                rows.append([name, alone, group.name, group.complete, *_indices(group.fit.indices)])
        for fit in scale.ladder.fits if scale.ladder else ():
            together = ", ".join(one.name for one in fit.groups)
            people = sum(one.n for one in fit.groups)
            level = sentences.level_name(words, fit.level)
            rows.append([name, level, together, people, *_indices(fit.indices)])
    return Sheet(words.gettext("Models"), columns, rows)


def _indices(found: FitIndices) -> list[Value]:
    return [
        found.chi_square,
        found.df,
        found.p,
        found.cfi,
        found.tli,
        found.rmsea,
        found.rmsea_low,
        found.rmsea_high,
        found.srmr,
        found.aic,
        found.bic,
        found.log_likelihood,
        found.parameters,
    ]


def _steps(named: Named, words: Words) -> Sheet:
    columns = [
        (words.gettext("Scale"), NAME),
        (words.gettext("Step to"), NAME),
        *(("Δχ²", TWO), ("Δdf", WHOLE), ("p", THREE), ("ΔCFI", THREE), ("ΔRMSEA", THREE), ("ΔSRMR", THREE)),
    ]
    rows: list[list[Value]] = [
        [
            name,
            sentences.level_name(words, one.tighter),
            one.chi_square,
            one.df,
            one.p,
            one.cfi,
            one.rmsea,
            one.srmr,
        ]
        for name, scale in named
        if scale.ladder
        for one in scale.ladder.steps
    ]
    return Sheet(words.gettext("Steps"), columns, rows)


def _score_tests(named: Named, words: Words) -> Sheet:
    columns = [
        (words.gettext("Scale"), NAME),
        (words.gettext("Item"), NAME),
        (words.gettext("Parameter"), NAME),
        (words.gettext("Group"), NAME),
        *(("χ²", TWO), ("df", WHOLE), ("p", THREE)),
        (words.gettext("Expected change"), THREE),
    ]
    rows: list[list[Value]] = [
        [
            name,
            one.item,
            sentences.kind_name(words, one.kind),
            one.group or words.gettext("all groups"),
            one.chi_square,
            one.df,
            one.p,
            one.expected_change,
        ]
        for name, scale in named
        if scale.ladder
        for one in scale.ladder.score_tests
    ]
    return Sheet(words.gettext("Score tests"), columns, rows)


def _means(named: Named, words: Words) -> Sheet:
    columns = [
        (words.gettext("Scale"), NAME),
        (words.gettext("Group"), NAME),
        (words.gettext("Second group"), NAME),
        (words.gettext("Second minus first"), TWO),
        (words.gettext("Standard error"), THREE),
        *((end, TWO) for end in ends(words)),
        (words.gettext("In standard deviations"), TWO),
        (_standardised(words.gettext("Standard error"), words), THREE),
        *((_standardised(end, words), TWO) for end in ends(words)),
        *(("z", TWO), ("p", THREE)),
    ]
    rows: list[list[Value]] = []
    for name, scale in named:
        for one in scale.mean_differences:
            row: list[Value] = [name, one.first, one.second, one.difference, one.error, one.low, one.high]
            row += [one.standardised, one.standardised_error, one.standardised_low, one.standardised_high]
            rows.append([*row, one.z, one.p])
    return Sheet(words.gettext("Mean differences"), columns, rows)


def _standardised(what: str, words: Words) -> str:
    return words.gettext("%(what)s (standardised)") % {"what": what}


def _method(found: Comparison, words: Words) -> Sheet:
    columns = [(words.gettext("What"), NAME), (words.gettext("Text"), TEXT)]
    how = words.gettext("How the numbers were made")
    rows: list[list[Value]] = [
        [words.gettext("Title"), found.title],
        [words.gettext("Source"), found.source],
        [words.gettext("Column of the groups"), found.group],
        [words.gettext("People"), found.rows],
        ["SHA-256", found.data_hash],
    ]
    rows += [[how, text] for text in sentences.methods_text(words, found).split("\n\n")]
    rows += [[name, version] for name, version in found.versions.items()]
    return Sheet(words.gettext("Method"), columns, rows)


def _definitions(words: Words) -> Sheet:
    columns = [
        (words.gettext("Number"), NAME),
        (words.gettext("What it means"), TEXT),
        (words.gettext("How it is computed"), TEXT),
        (words.gettext("What it does not say"), TEXT),
        (words.gettext("Source"), TEXT),
    ]
    rows: list[list[Value]] = [
        [*map(words.say, (one.name, one.meaning, one.computed, one.not_said)), one.source]
        for one in DEFINITIONS.values()
    ]
    return Sheet(words.gettext("Definitions"), columns, rows)
