"""Files and columns of a package in DDI-Codebook: labels, questions and categories in every language."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from lxml import etree

from mentorway.opendata.ddi_elements import added
from mentorway.opendata.describing import Column, Measure, Table, Type
from mentorway.opendata.saying import spoken


def describe_files(root: etree._Element, tables: Mapping[str, Table], languages: Sequence[str]) -> None:
    """Write ``fileDscr`` for each table, then ``dataDscr`` with every column."""
    for number, (path, table) in enumerate(tables.items(), start=1):
        text = added(added(root, "fileDscr", ID=f"F{number}"), "fileTxt")
        added(text, "fileName", path, languages[0])
        size = added(text, "dimensns")
        added(size, "caseQnty", str(len(table.rows)))
        added(size, "varQnty", str(len(table.columns)))
        added(text, "fileType", "CSV (RFC 4180), UTF-8")
    described = added(root, "dataDscr")
    for number, table in enumerate(tables.values(), start=1):
        for place, column in enumerate(table.columns, start=1):
            element = added(described, "var", ID=f"V{number}.{place}", name=column.name, files=f"F{number}")
            _variable(element, column, languages)


def _variable(element: etree._Element, column: Column, languages: Sequence[str]) -> None:
    element.set("intrvl", "contin" if column.measure is Measure.SCALE else "discrete")
    if column.measure is not Measure.SCALE:
        element.set("nature", column.measure.value)
    for code, text in spoken(column.labels, languages):
        added(element, "labl", text, code)
    if column.question:
        question = added(element, "qstn")
        for code, text in spoken(column.question, languages):
            added(question, "qstnLit", text, code)
    _ranges(element, column)
    _categories(element, column, languages)
    kind = "character" if column.type in (Type.STRING, Type.DATE) else "numeric"
    more = {"category": "date"} if column.type is Type.DATE else {}
    added(element, "varFormat", type=kind, schema="other", **more)
    for note in column.protected:
        added(element, "notes", str(note), "en", type="protection")


def _categories(element: etree._Element, column: Column, languages: Sequence[str]) -> None:
    for category in column.categories:
        one = added(element, "catgry")
        if category.missing:
            one.set("missing", "Y")
        added(one, "catValu", str(category.code))
        for code, text in spoken(category.labels, languages):
            added(one, "labl", text, code)


def _ranges(element: etree._Element, column: Column) -> None:
    limits = {"min": column.low, "max": column.high}
    known = {name: f"{value:g}" for name, value in limits.items() if value is not None}
    if known:
        added(added(element, "valrng"), "range", **known)
    missing = [category for category in column.categories if category.missing]
    if missing:
        codes = added(element, "invalrng")
        for category in missing:
            added(codes, "item", VALUE=str(category.code))
