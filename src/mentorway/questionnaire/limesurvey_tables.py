"""The tables of a LimeSurvey export (.lss), of old and new versions alike."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from lxml import etree

Row = dict[str, str]


def table_rows(root: etree._Element, table: str) -> list[Row]:
    """Return the rows of a table by column; none where the file has no such table."""
    return [
        {str(cell.tag): (cell.text or "").strip() for cell in row}
        for row in root.iterfind(f"{table}/rows/row")
    ]


@dataclass
class Node:
    """A question or a part of one; `texts` and `helps` by language, `name` in the workbook."""

    row: Row
    texts: dict[str, str] = field(default_factory=dict)
    helps: dict[str, str] = field(default_factory=dict)
    parts: list[Node] = field(default_factory=list)
    attributes: dict[str, str] = field(default_factory=dict)
    name: str = ""

    @property
    def type(self) -> str:
        """The letter that LimeSurvey gives its kind."""
        return self.row.get("type", "")

    @property
    def code(self) -> str:
        """What people named it."""
        return self.row.get("title", "")

    def of_scale(self, scale: str) -> list[Node]:
        """The parts of one of the two scales of an array."""
        return [part for part in self.parts if part.row.get("scale_id", "0") == scale]


def whole_number(text: str | None) -> int:
    """Return the number that a text is, or 0."""
    return int(text) if text and re.fullmatch(r"-?\d{1,9}", text) else 0


class Source:
    """The tables of the file, of old and new versions alike."""

    def __init__(self, root: etree._Element) -> None:
        settings = table_rows(root, "surveys_languagesettings")
        self.titles = {each.get("surveyls_language", ""): each.get("surveyls_title", "") for each in settings}
        survey = next(iter(table_rows(root, "surveys")), {})
        self.sid = survey.get("sid", "")
        listed = f"{survey.get('language', '')} {survey.get('additional_languages', '')}".split()
        self.languages = [code for code in dict.fromkeys(listed) if re.fullmatch(r"[\w-]{2,20}", code)] or [
            "en"
        ]
        nodes = nodes_of(root, ("questions", "subquestions", "question_l10ns"), "qid", ("question", "help"))
        self.questions = [node for node in nodes.values() if node.row.get("parent_qid", "0") in ("", "0")]
        for node in nodes.values():
            parent = nodes.get(node.row.get("parent_qid", ""))
            if parent is not None and parent is not node:
                parent.parts.append(node)
        for row in table_rows(root, "question_attributes"):
            if row.get("qid") in nodes:
                key = ":".join(filter(None, (row.get("attribute", ""), row.get("language"))))
                nodes[row["qid"]].attributes[key] = row.get("value", "")
        for table in ("conditions", "defaultvalues"):
            for row in table_rows(root, table):
                if row.get("qid") in nodes:
                    nodes[row["qid"]].attributes[table] = "yes"
        groups = nodes_of(root, ("groups", "group_l10ns"), "gid", ("group_name", "description"))
        self.groups = list(groups.values())
        self.answers = self._answers(root)

    def _answers(self, root: etree._Element) -> dict[tuple[str, str], dict[str, dict[str, str]]]:
        found: dict[tuple[str, str], dict[str, dict[str, str]]] = {}
        said: dict[str, dict[str, str]] = {}
        for row in table_rows(root, "answer_l10ns"):
            said.setdefault(row.get("aid", ""), {})[row.get("language", "")] = row.get("answer", "")
        for row in sorted(table_rows(root, "answers"), key=lambda each: whole_number(each.get("sortorder"))):
            listed = found.setdefault((row.get("qid", ""), row.get("scale_id", "0")), {})
            texts = listed.setdefault(row.get("code", ""), {})
            texts |= said.get(row.get("aid", "-"), {row.get("language", ""): row.get("answer", "")})
        return found


def nodes_of(
    root: etree._Element, tables: Sequence[str], key: str, columns: tuple[str, str]
) -> dict[str, Node]:
    """Return what the tables hold, in order; texts stand there, or in a table by language of their own."""
    found: dict[str, Node] = {}
    rows = [row for table in tables for row in table_rows(root, table)]
    for row in rows:
        node = found.setdefault(row.get(key, ""), Node(row))
        if columns[0] in row:
            node.texts[row.get("language", "")] = row[columns[0]]
            node.helps[row.get("language", "")] = row.get(columns[1], "")
    order = ("group_order", "question_order")
    return dict(
        sorted(found.items(), key=lambda each: whole_number("".join(each[1].row.get(n, "") for n in order)))
    )
