"""Lists of choices as people write them: one choice a line."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from mentorway.questionnaire.definition import RETIRED
from mentorway.questionnaire.workbook import CHOICES, Workbook
from mentorway.web.methodology.analysis import drafts

LINE = re.compile(r"(?P<retired>-\s*)?(?:(?P<value>[^\s=]{1,100})\s*=)?\s*(?P<label>.*\S)?\s*")


@dataclass(frozen=True)
class Line:
    """One choice: its value in the data, its text, and whether it is no longer offered."""

    value: str
    label: str
    retired: bool = False


def names(workbook: Workbook) -> list[str]:
    """Return the names of the lists, in the order of the sheet."""
    rows = drafts.records(workbook, CHOICES)
    return list(dict.fromkeys(row["list_name"] for row in rows if row.get("list_name")))


def lines_of(workbook: Workbook, name: str, language: str) -> list[Line]:
    """Return the choices of a list."""
    column = drafts.header("label", language)
    return [
        Line(row.get("name", ""), row.get(column, ""), row.get(RETIRED, "").lower() in ("yes", "true", "1"))
        for row in drafts.records(workbook, CHOICES)
        if row.get("list_name") == name
    ]


def all_lines(workbook: Workbook, language: str) -> Mapping[str, list[Line]]:
    """Return the choices of every list."""
    return {name: lines_of(workbook, name, language) for name in names(workbook)}


def written(lines: Sequence[Line]) -> str:
    r"""Return choices as people write them.

    >>> written([Line("1", "Yes"), Line("2", "No", retired=True)])
    '1 = Yes\n- 2 = No'
    """
    return "\n".join(f"{'- ' if line.retired else ''}{line.value} = {line.label}" for line in lines)


def read(text: str) -> list[Line]:
    r"""Return the choices that people wrote; those without a value are numbered.

    >>> [(line.value, line.label, line.retired) for line in read("1 = Yes\nNo\n- 9 = Do not know")]
    [('1', 'Yes', False), ('2', 'No', False), ('9', 'Do not know', True)]
    """
    found: list[Line] = []
    for row in text.splitlines():
        match = LINE.fullmatch(row.replace("\x00", "").strip())
        if match is None or not (match["label"] or match["value"]):
            continue
        taken = {line.value for line in found}
        number = next(
            str(count) for count in range(len(found) + 1, 2 * len(found) + 3) if str(count) not in taken
        )
        found.append(Line(match["value"] or number, match["label"] or "", bool(match["retired"])))
    return found


def with_list(workbook: Workbook, name: str, lines: Sequence[Line], language: str) -> Workbook:
    """Return the draft with these choices in a list; further columns of a choice that stays are kept."""
    column = drafts.header("label", language)
    old = drafts.records(workbook, CHOICES)
    before = {row.get("name", ""): row for row in old if row.get("list_name") == name}
    new = []
    for line in lines:
        row = {**before.get(line.value, {}), "list_name": name, "name": line.value, column: line.label}
        row[RETIRED] = "yes" if line.retired else ""
        new.append({key: text for key, text in row.items() if text})
    first = next((place for place, row in enumerate(old) if row.get("list_name") == name), len(old))
    others = [row for row in old if row.get("list_name") != name]
    place = sum(1 for row in old[:first] if row.get("list_name") != name)
    return drafts.with_records(workbook, CHOICES, [*others[:place], *new, *others[place:]])
