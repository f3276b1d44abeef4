"""What is different between two workbooks, row by row."""

from collections.abc import Mapping
from dataclasses import dataclass

from mentorway.questionnaire.workbook import CHOICES, SURVEY, Workbook
from mentorway.web.methodology.analysis import drafts

UNSEEN = frozenset({drafts.MARK})


@dataclass(frozen=True)
class Change:
    """One cell that is different; a row that is new has nothing before, one that is gone nothing after."""

    about: str
    column: str
    before: str
    after: str


def changes(old: Workbook, new: Workbook) -> list[Change]:
    """Return every cell that is different, in the order of the new workbook; places are not looked at."""
    found: list[Change] = []
    for sheet in (SURVEY, CHOICES):
        before, after = _by_name(old, sheet), _by_name(new, sheet)
        for name in dict.fromkeys([*after, *before]):
            found.extend(_of_row(name, before.get(name, {}), after.get(name, {})))
    return found


def moves(old: Workbook, new: Workbook) -> bool:
    """Whether questions that are in both stand in another order."""
    before, after = list(_by_name(old, SURVEY)), list(_by_name(new, SURVEY))
    return [name for name in before if name in after] != [name for name in after if name in before]


def _by_name(workbook: Workbook, sheet: str) -> dict[str, Mapping[str, str]]:
    rows = drafts.records(workbook, sheet)
    if sheet == SURVEY:
        return {row["name"]: row for row in rows if row.get("name")}
    return {f"{row.get('list_name', '')}: {row.get('name', '')}": row for row in rows}


def _of_row(name: str, before: Mapping[str, str], after: Mapping[str, str]) -> list[Change]:
    columns = [key for key in dict.fromkeys([*after, *before]) if key not in UNSEEN | {"list_name"}]
    return [
        Change(name, column, before.get(column, ""), after.get(column, ""))
        for column in columns
        if before.get(column, "") != after.get(column, "")
    ]
