"""The study and its columns as DDI-Codebook 2.5, which archives of the social sciences read."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from lxml import etree

from mentorway.datasets.counting import Counted, Frequencies, count
from mentorway.datasets.layout import NUMBERS, Column, Labels, Layout, Measure, Type
from mentorway.datasets.placing import Written, placing
from mentorway.datasets.snapshot import Snapshot
from mentorway.questionnaire import Kind

NAMESPACE: Final = "ddi:codebook:2_5"
XSI: Final = "http://www.w3.org/2001/XMLSchema-instance"
LANG: Final = "{http://www.w3.org/XML/1998/namespace}lang"
NAMESPACES: Final[dict[Any, str]] = {None: NAMESPACE, "xsi": XSI}
PLACE: Final = "http://www.ddialliance.org/Specification/DDI-Codebook/2.5/XMLSchema/codebook.xsd"
LANGUAGE: Final = re.compile(r"[A-Za-z]{1,8}(-[A-Za-z0-9]{1,8})*")
NOT_XML: Final = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
FIRST_FILE: Final = "F1"
DATES: Final = frozenset({Type.DATE, Type.TIME, Type.MOMENT})


@dataclass(frozen=True)
class Study:
    """What an archive wants to know about a study; only the title is needed.

    `titles` and `abstracts` are by language code; `modes` says in words how answers were collected, as
    “Self-administered questionnaire: Web-based (CAWI)”; `nations` are names of countries.
    """

    titles: Labels
    creators: tuple[str, ...] = ()
    identifier: str = ""
    producer: str = ""
    abstracts: Labels = field(default_factory=dict)
    keywords: tuple[str, ...] = ()
    nations: tuple[str, ...] = ()
    universe: str = ""
    first_day: dt.date | None = None
    last_day: dt.date | None = None
    modes: tuple[str, ...] = ()
    conditions: str = ""  # of use: the licence


@dataclass(frozen=True)
class DataFile:
    """The file that goes with the description: its name, and its kind in words."""

    name: str
    kind: str = ""


def export_ddi(
    snapshot: Snapshot,
    path: Path,
    study: Study,
    *,
    data: DataFile | None = None,
    frequencies: Frequencies | None = None,
) -> Written:
    """Write the description of the study and of every column, in all languages.

    Parameters
    ----------
    snapshot : Snapshot
        The responses.
    path : Path
        Where the file goes.
    study : Study
        Title, creators, dates and so on.
    data : DataFile, optional
        The file of responses that it describes.
    frequencies : Frequencies, optional
        How often each answer was given; small numbers are left out, and others from which they would follow.

    Returns
    -------
    Written
        The file is valid against the schema of DDI-Codebook 2.5.

    Raises
    ------
    InvalidInputError
        The file cannot be written. Nothing is left behind.
    """
    counted = count(snapshot, frequencies) if frequencies else {}
    root = etree.Element(f"{{{NAMESPACE}}}codeBook", nsmap=NAMESPACES)
    root.set("version", "2.5")
    root.set(f"{{{XSI}}}schemaLocation", f"{NAMESPACE} {PLACE}")
    _study(root, study, snapshot.layout.default_language)
    _file(root, snapshot, data or DataFile(f"{snapshot.sha256}.parquet", "Apache Parquet"))
    described = _add(root, "dataDscr")
    for number, column in enumerate(snapshot.layout.columns, start=1):
        _variable(described, snapshot.layout, column, number, counted.get(column.name))
    with placing(path) as temporary:
        etree.ElementTree(root).write(
            str(temporary), encoding="UTF-8", xml_declaration=True, pretty_print=True
        )
    return Written(path, snapshot.rows, snapshot.notes)


def _add(
    parent: etree._Element, tag: str, text: str | None = None, language: str = "", **attributes: str
) -> etree._Element:
    element = etree.SubElement(parent, f"{{{NAMESPACE}}}{tag}")
    if text is not None:
        element.text = NOT_XML.sub("", text)
    for name, value in attributes.items():
        element.set(name, NOT_XML.sub("", value))
    if LANGUAGE.fullmatch(language):
        element.set(LANG, language)
    return element


def _study(root: etree._Element, study: Study, language: str) -> None:
    described = _add(root, "stdyDscr")
    _citation(described, study, language)
    _about(described, study)
    if study.modes:
        collection = _add(_add(described, "method"), "dataColl")
        for mode in study.modes:
            _add(collection, "collMode", mode)
    if study.conditions:
        _add(_add(_add(described, "dataAccs"), "useStmt"), "conditions", study.conditions)


def _citation(described: etree._Element, study: Study, language: str) -> None:
    citation = _add(described, "citation")
    titles = _add(citation, "titlStmt")
    first = language if language in study.titles else next(iter(study.titles), "")
    _add(titles, "titl", study.titles.get(first, ""), first)
    for code, title in study.titles.items():
        if code != first:
            _add(titles, "parTitl", title, code)
    if study.identifier:
        _add(titles, "IDNo", study.identifier)
    if study.creators:
        responsible = _add(citation, "rspStmt")
        for name in study.creators:
            _add(responsible, "AuthEnty", name)
    if study.producer:
        _add(_add(citation, "prodStmt"), "producer", study.producer)


def _about(described: etree._Element, study: Study) -> None:
    about = _add(described, "stdyInfo")
    if study.keywords:
        subject = _add(about, "subject")
        for word in study.keywords:
            _add(subject, "keyword", word)
    for code, text in study.abstracts.items():
        _add(about, "abstract", text, code)
    summary = _add(about, "sumDscr")
    for event, day in (("start", study.first_day), ("end", study.last_day)):
        if day is not None:
            _add(summary, "collDate", day.isoformat(), date=day.isoformat(), event=event)
    for name in study.nations:
        _add(summary, "nation", name)
    if study.universe:
        _add(summary, "universe", study.universe)
    _add(summary, "dataKind", "Survey data", "en")


def _file(root: etree._Element, snapshot: Snapshot, data: DataFile) -> None:
    text = _add(_add(root, "fileDscr", ID=FIRST_FILE), "fileTxt")
    _add(text, "fileName", data.name)
    _add(text, "fileCont", f"SHA-256 of the snapshot: {snapshot.sha256}", "en")
    size = _add(text, "dimensns")
    _add(size, "caseQnty", str(snapshot.rows))
    _add(size, "varQnty", str(len(snapshot.layout.columns)))
    if data.kind:
        _add(text, "fileType", data.kind)


def _variable(
    described: etree._Element, layout: Layout, column: Column, number: int, counted: Counted | None
) -> None:
    element = _add(described, "var", ID=f"V{number}", name=column.name, files=FIRST_FILE)
    element.set("intrvl", "contin" if column.measure is Measure.SCALE else "discrete")
    if column.measure is not Measure.SCALE:
        element.set("nature", column.measure.value)
    _texts(element, layout, column)
    if column.variable.missing:
        codes_of_nothing = _add(element, "invalrng")
        for value in column.variable.missing:
            _add(codes_of_nothing, "item", VALUE=str(value))
    if counted and counted.valid is not None:
        _add(element, "sumStat", str(counted.valid), type="vald")
        _add(element, "sumStat", str(counted.invalid), type="invd")
    _categories(element, layout, column, counted.numbers if counted else {})
    _add(element, "varFormat", **_format(column))


def _texts(element: etree._Element, layout: Layout, column: Column) -> None:
    codes = [code for code, _ in layout.languages] or [layout.default_language]
    for code in codes:
        if code in column.variable.labels or code == layout.default_language:
            _add(element, "labl", layout.label(column, code), code)
    if not column.variable.about and column.variable.kind is not Kind.CALCULATE:
        question = _add(element, "qstn")
        for code, text in column.variable.labels.items():
            _add(question, "qstnLit", text, code)


def _categories(
    element: etree._Element, layout: Layout, column: Column, numbers: Mapping[str, int | None]
) -> None:
    if column.choice is not None and column.variable.kind is not Kind.RANK:
        for value in ("0", "1"):
            category = _add(element, "catgry")
            _add(category, "catValu", value)
            _frequency(category, numbers.get(value))
    for option in layout.options_of(column.variable) if column.choice is None else ():
        category = _add(element, "catgry")
        if option.missing:
            category.set("missing", "Y")
        _add(category, "catValu", option.value)
        for code, text in option.labels.items():
            _add(category, "labl", text, code)
        _frequency(category, numbers.get(option.value))


def _frequency(category: etree._Element, number: int | None) -> None:
    if number is not None:
        _add(category, "catStat", str(number), type="freq")


def _format(column: Column) -> dict[str, str]:
    found = {"type": "numeric" if column.type in NUMBERS else "character", "schema": "other"}
    if column.type in DATES:
        found["category"] = "time" if column.type is Type.TIME else "date"
    return found
