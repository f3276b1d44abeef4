"""A file of partners, read and judged row by row: new, here already, perhaps here, or not to be taken."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final

from mentorway.answers import Limits
from mentorway.answers.origin import origin_of
from mentorway.web.core.folding import fold
from mentorway.web.core.wording import kept
from mentorway.web.network.analysis.columns import (
    BY_NAME,
    COLUMNS,
    CONTACT,
    NEEDED,
    Column,
    UnreadableError,
    titles,
)
from mentorway.web.network.analysis.doubles import Index, Known, likely
from mentorway.web.network.analysis.spreadsheets import MEGABYTE, opened, text_of
from mentorway.wording import InvalidInputError, Message, listed

LIMITS: Final = Limits(bytes=10 * MEGABYTE, unzipped=60 * MEGABYTE, rows=10_000, columns=200)
TAKE, SKIP, JOIN = "take", "skip", "join:"  # what can be chosen about a row; "" is not decided yet
EARLIER: Final = "earlier"  # the row tells one more contact of an earlier row's partner
MOST_TWINS: Final = 5


class Verdict(StrEnum):
    """What a row was found to be."""

    NEW = "new"
    SAME = "same"
    DOUBLE = "double"
    AGAIN = "again"
    TWIN = "twin"
    PROBLEM = "problem"


@dataclass(frozen=True)
class Table:
    """The cells of a file by the name of their column, each row with its number, and columns not known."""

    rows: Sequence[tuple[int, dict[str, str]]]
    unknown: Sequence[str]


def read(content: bytes, name: str) -> Table:
    """Return the rows of a spreadsheet, or refuse it with a sentence."""
    table = opened(content, name, LIMITS)
    origin, known = origin_of(table), titles()
    found = [known.get(fold(title), "") for title in table.column_names]
    _refuse_headings(found, table.column_names)
    columns = {place: column for place, column in enumerate(found) if column}
    cells = [table.column(place).to_pylist() for place in columns]
    rows = []
    for index, values in enumerate(zip(*cells, strict=True)):
        row = {
            name: text
            for name, value in zip(columns.values(), values, strict=True)
            if (text := text_of(value))
        }
        if row:
            rows.append((origin.row(index), row))
    unknown = [title for title, column in zip(table.column_names, found, strict=True) if not column]
    return Table(rows, unknown)


def _refuse_headings(found: Sequence[str], headings: Sequence[str]) -> None:
    missing = [str(BY_NAME[name].title) for name in NEEDED if name not in found]
    if missing:
        raise InvalidInputError(
            Message(
                "The first row has no column %(missing)s. It has: %(headings)s. Take the headings of the "
                "template.",
                {"missing": listed(missing), "headings": listed(list(headings), most=12)},
            )
        )
    twice = sorted({str(BY_NAME[name].title) for name in found if name and found.count(name) > 1})
    if twice:
        raise InvalidInputError(
            Message(
                "Two columns are called %(names)s. Keep one of them.",
                {"names": listed(twice)},
            )
        )


def judged(table: Table, known: Iterable[tuple[int, str, str, str]]) -> list[dict[str, Any]]:
    """Return every row with its values, its problems, what it was found to be, and what would be done."""
    here = list(known)
    names = {pk: name for pk, name, _country, _website in here}
    exact = {(fold(name), country): pk for pk, name, country, _website in here}
    index = Index(Known.of(*one) for one in here)
    earlier: dict[tuple[str, str], int] = {}
    found = []
    for place, (number, cells) in enumerate(table.rows):
        row = _read(number, cells)
        _judge(row, exact, index, names)
        key = (fold(row["values"].get("name", "")), row["values"].get("country", ""))
        if row["verdict"] != Verdict.PROBLEM:
            if key in earlier:
                first = table.rows[earlier[key]][0]
                choice = EARLIER if _has_contact(row) else SKIP
                row |= {"verdict": Verdict.AGAIN, "choice": choice, "first": first, "alike": []}
            earlier.setdefault(key, place)
        found.append(row)
    _find_twins(found)
    return found


def _has_contact(row: Mapping[str, Any]) -> bool:
    return any(name.startswith(CONTACT) for name in row["values"])


def _known(key: int, values: Mapping[str, Any]) -> Known:
    return Known.of(key, values["name"], values["country"], values.get("website", ""))


def _find_twins(rows: Sequence[dict[str, Any]]) -> None:
    """Tell rows that may be one partner of each other; the later one then waits for a decision."""
    by_row = {row["row"]: row for row in rows if row["verdict"] in (Verdict.NEW, Verdict.DOUBLE)}
    for pair in likely(_known(number, row["values"]) for number, row in by_row.items()):
        first, second = by_row[pair.first], by_row[pair.second]
        for one, other in ((first, second), (second, first)):
            twins = one.setdefault("twins", [])
            if len(twins) < MOST_TWINS:
                twins.append({"row": other["row"], "name": other["values"]["name"]})
        second["first"] = min(second.get("first", pair.first), pair.first)
        if second["verdict"] == Verdict.NEW:
            second |= {"verdict": Verdict.TWIN, "choice": ""}


def _read(number: int, cells: Mapping[str, str]) -> dict[str, Any]:
    """Return what the cells of a row say, and what of it cannot be read."""
    values: dict[str, Any] = {}
    problems: list[dict[str, Any]] = []
    for column in COLUMNS:
        try:
            value = _value(column, cells.get(column.name, ""))
            if value is not None:
                values[column.name] = value
        except UnreadableError as refusal:
            problems.append({"column": column.name, "message": kept(refusal.message)})
    problems += _across({*values, *(one["column"] for one in problems)})
    return {"row": number, "values": values, "problems": problems, "alike": [], "match": None}


def _value(column: Column, cell: str) -> Any:
    """Return what a cell says, or nothing where it is empty and may be."""
    if not cell and column.name in NEEDED:
        raise UnreadableError(Message("This is empty, and it is needed."))
    if column.longest and len(cell) > column.longest:
        raise UnreadableError(_too_long(len(cell), column.longest))
    return column.read(cell) if cell else None


def _too_long(letters: int, most: int) -> Message:
    return Message(
        "This has %(letters)d letters, and at most %(most)d are kept.", {"letters": letters, "most": most}
    )


def _across(told: set[str]) -> list[dict[str, Any]]:
    """Return what is missing beside what a row tells, be it readable or not."""
    found = []
    if ("latitude" in told) != ("longitude" in told):
        column = "longitude" if "latitude" in told else "latitude"
        message = Message("Give both latitude and longitude, or neither.")
        found.append({"column": column, "message": kept(message)})
    if any(name.startswith(CONTACT) for name in told) and "contact_name" not in told:
        message = Message("There is something about a contact, but no name.")
        found.append({"column": "contact_name", "message": kept(message)})
    return found


def _judge(
    row: dict[str, Any], exact: Mapping[tuple[str, str], int], index: Index, names: Mapping[int, str]
) -> None:
    if row["problems"]:
        row |= {"verdict": Verdict.PROBLEM, "choice": ""}
        return
    values = row["values"]
    match = exact.get((fold(values["name"]), values["country"]))
    if match is not None:
        row |= {"verdict": Verdict.SAME, "choice": SKIP, "match": match}
        row["alike"] = [{"pk": match, "name": names[match], "why": "name"}]
        return
    alike = index.like(_known(0, values))
    row["alike"] = [{"pk": one.second, "name": names[one.second], "why": one.why} for one in alike]
    row |= {"verdict": Verdict.DOUBLE, "choice": ""} if alike else {"verdict": Verdict.NEW, "choice": TAKE}


def counted(rows: Iterable[Mapping[str, Any]]) -> dict[str, int]:
    """Return how many rows there are of each verdict."""
    found = dict.fromkeys(Verdict, 0)
    for row in rows:
        found[Verdict(row["verdict"])] += 1
    return {verdict.value: count for verdict, count in found.items()}


def undecided(rows: Iterable[Mapping[str, Any]]) -> int:
    """Return how many rows wait for a decision."""
    return sum(not row["choice"] for row in rows)


def choices_for(row: Mapping[str, Any]) -> list[str]:
    """Return what can be chosen about a row."""
    joins = [f"{JOIN}{one['pk']}" for one in row["alike"]]
    match row["verdict"]:
        case Verdict.PROBLEM:
            return [SKIP]
        case Verdict.SAME:
            return [SKIP, *joins]
        case Verdict.AGAIN:
            return [EARLIER, SKIP] if _has_contact(row) else [SKIP]
        case Verdict.TWIN:
            return [TAKE, EARLIER, SKIP] if _has_contact(row) else [TAKE, SKIP]
        case Verdict.DOUBLE:
            return [TAKE, *joins, SKIP]
    return [TAKE, SKIP]


def decided_alike(rows: list[dict[str, Any]], verdict: str, choice: str) -> list[dict[str, Any]]:
    """Return the rows with one choice for all of a verdict that wait for a decision."""
    return decided(
        rows, {row["row"]: choice for row in rows if row["verdict"] == verdict and not row["choice"]}
    )


def decided(rows: list[dict[str, Any]], choices: Mapping[int, str]) -> list[dict[str, Any]]:
    """Return the rows with what was chosen about some of them, by their number in the file."""
    for row in rows:
        choice = choices.get(row["row"])
        if choice is not None and choice in choices_for(row):
            row["choice"] = choice
    return rows


def chosen(rows: Iterable[Mapping[str, Any]]) -> dict[str, int]:
    """Return how many partners would be new, how many would be completed, and how many rows left out."""
    found = {"new": 0, "completed": 0, "left_out": 0}
    for row in rows:
        choice = row["choice"]
        found["new"] += choice == TAKE
        found["completed"] += choice.startswith(JOIN)
        found["left_out"] += choice == SKIP
    return found
