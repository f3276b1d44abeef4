"""What is refused before a package is written: what lacks, contradicts itself, or would name people."""

from __future__ import annotations

import datetime as dt
import math
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from mentorway.opendata.describing import (
    ANSWERS,
    HIDDEN,
    Cell,
    Closed,
    Column,
    DataPackage,
    Number,
    Study,
    Table,
    Type,
)
from mentorway.opendata.methods import check_options
from mentorway.wording import InvalidInputError, Message, listed, shown

NAME: Final = re.compile(r"[a-z0-9][a-z0-9_-]{0,79}")
COLUMN: Final = re.compile(r"[A-Za-z][A-Za-z0-9_.]{0,63}")
NUMBER: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,119}")
DOI: Final = re.compile(r"10\.\d{4,9}/\S+")
VERSION: Final = re.compile(r"\d+\.\d+\.\d+")
TEXTS: Final = frozenset({Type.STRING, Type.DATE})


def doi_of(identifier: str) -> str:
    """Return the DOI in an identifier, or nothing.

    >>> doi_of("https://doi.org/10.5281/zenodo.1"), doi_of("urn:nbn:fi:1")
    ('10.5281/zenodo.1', '')
    """
    bare = re.sub(r"^(https?://(dx\.)?doi\.org/|doi:)", "", identifier.strip(), flags=re.IGNORECASE)
    return bare if DOI.fullmatch(bare) else ""


def check(package: DataPackage) -> None:
    """Refuse a package that may not or cannot be published as it is.

    Parameters
    ----------
    package : DataPackage

    Raises
    ------
    InvalidInputError
        The protection does not allow it, something that archives ask for lacks, a table holds what its
        columns do not allow, a number names a file or method that is not there, or names are used twice.
    """
    if not package.protection.allowed:
        raise InvalidInputError(
            Message(
                "The check for recognisable people does not allow these data to be open. Nothing was made."
            )
        )
    for problem in problems_of(package):
        raise InvalidInputError(problem)


def problems_of(package: DataPackage) -> Iterator[Message]:
    """Yield what is wrong, one sentence each, the gravest first."""
    yield from _of_study(package.study, package.language)
    if not VERSION.fullmatch(package.version):
        yield Message("“%(version)s” is no version of the form 1.0.0.", {"version": shown(package.version)})
    if not package.answers and not package.tables:
        yield Message("There are neither answers nor tables to publish.")
    yield from _of_names(package)
    if package.answers:
        yield from _of_answers(package.answers, package.language)
    for table in package.tables:
        yield from _of_table(table, package.language, hidden=True)
    for number in package.numbers:
        yield from _of_number(number, package)


def _of_study(study: Study, language: str) -> Iterator[Message]:
    needed: tuple[tuple[Message, object], ...] = (
        (Message("The study has no title in the main language."), study.titles.get(language)),
        (Message("The study has no abstract in the main language."), study.abstracts.get(language)),
        (Message("The study has no persistent identifier, as a DOI is."), study.identifier),
        (Message("The study has no creator."), study.creators),
        (Message("The study has no publisher."), study.publisher.name),
        (Message("The study has no page of its own and no DOI."), study.address or doi_of(study.identifier)),
        (Message("The population is not described in the main language."), study.universe.get(language)),
        (Message("The terms of use are not given in the main language."), study.access.get(language)),
        (Message("The study has no keywords."), study.keywords),
        (Message("It is not said how answers were collected."), study.modes),
    )
    for sentence, value in needed:
        if not value:
            yield sentence
    if study.first_day > study.last_day:
        yield Message(
            "The first day, %(first)s, is after the last one, %(last)s.",
            {"first": study.first_day.isoformat(), "last": study.last_day.isoformat()},
        )


def _of_names(package: DataPackage) -> Iterator[Message]:
    files = (
        [table.name for table in package.tables],
        [one.name for one in package.questionnaires],
        [one.name for one in package.consents],
    )
    for names in files:
        for name in names:
            if not NAME.fullmatch(name):
                yield Message(
                    "“%(name)s” cannot name a file. Use small letters, digits, “-” and “_”.",
                    {"name": shown(name)},
                )
        yield from _twice(names)
    for number in package.numbers:
        if not NUMBER.fullmatch(number.id):
            yield Message("“%(name)s” cannot name a number.", {"name": shown(number.id)})
    yield from _twice([number.id for number in package.numbers])


def _twice(names: Sequence[str]) -> Iterator[Message]:
    for name, count in Counter(names).items():
        if count > 1:
            yield Message("The name “%(name)s” is used twice.", {"name": shown(name)})


def _of_answers(table: Table, language: str) -> Iterator[Message]:
    for column in table.columns:
        if column.type is Type.STRING and not column.categories:
            yield Message(
                "Column “%(name)s” holds free text, which nobody can check for names. Leave it out or code "
                "it.",
                {"name": shown(column.name)},
            )
    yield from _of_table(table, language, hidden=False)


def _of_table(table: Table, language: str, *, hidden: bool) -> Iterator[Message]:
    for column in table.columns:
        if not COLUMN.fullmatch(column.name):
            yield Message(
                "“%(name)s” cannot name a column. Use letters, digits, “_” and “.”, a letter first.",
                {"name": shown(column.name)},
            )
        if not column.labels.get(language):
            yield Message(
                "Column “%(name)s” has no label in the main language.", {"name": shown(column.name)}
            )
    yield from _twice([column.name for column in table.columns])
    width = len(table.columns)
    for number, row in enumerate(table.rows, start=1):
        if len(row) != width:
            yield Message(
                "Row %(row)d of “%(file)s” has %(count)d cells; %(needed)d were needed.",
                {"row": number, "file": table.name, "count": len(row), "needed": width},
            )
            return
    for place, column in enumerate(table.columns):
        yield from _of_cells(column, (row[place] for row in table.rows), hidden=hidden)


def _of_cells(column: Column, cells: Iterable[Cell], *, hidden: bool) -> Iterator[Message]:
    codes = {one.code for one in column.categories}
    for number, cell in enumerate(cells, start=1):
        if cell is HIDDEN and hidden:
            continue
        lacks = cell is None and column.required
        strange = cell is not None and (not _fits(column, cell) or (bool(codes) and cell not in codes))
        if lacks or strange:
            yield Message(
                "Row %(row)d of column “%(name)s” holds “%(value)s”, which the column does not allow.",
                {"row": number, "name": shown(column.name), "value": shown("" if cell is None else cell)},
            )
            return


def _fits(column: Column, cell: Cell) -> bool:
    """Whether a value is of the kind of its column, and in its range."""
    if column.type in TEXTS:
        return isinstance(cell, str) and (column.type is Type.STRING or _is_date(cell))
    kinds = (int, float) if column.type is Type.NUMBER else (int,)
    if not isinstance(cell, kinds) or isinstance(cell, bool) or not math.isfinite(cell):
        return False
    if any(one.missing and one.code == cell for one in column.categories):
        return True
    low = -math.inf if column.low is None else column.low
    return low <= cell <= (math.inf if column.high is None else column.high)


def _is_date(text: str) -> bool:
    try:
        return dt.date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def _of_number(number: Number, package: DataPackage) -> Iterator[Message]:
    try:
        check_options(number.method, number.options, number.part)
    except InvalidInputError as error:
        yield error.message
    if (number.value is None) != (number.closed is Closed.HIDDEN):
        yield Message(
            "Number “%(id)s” must have a value, unless it is hidden, and then none.", {"id": number.id}
        )
    finite = not isinstance(number.value, float) or math.isfinite(number.value)
    if not finite or not 0 <= number.tolerance < math.inf:
        yield Message("Number “%(id)s” or its tolerance is not finite.", {"id": number.id})
    if number.data not in files_of(package) and number.closed is None:
        yield Message(
            "Number “%(id)s” is made from “%(file)s”, which is not in the package. The files are: %(files)s.",
            {"id": number.id, "file": shown(number.data), "files": listed(sorted(files_of(package)))},
        )


def files_of(package: DataPackage) -> dict[str, Table]:
    """Return the tables of a package by their files."""
    tables = {f"data/tables/{table.name}.csv": table for table in package.tables}
    return {**({ANSWERS: package.answers} if package.answers else {}), **tables}
