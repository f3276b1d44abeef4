"""A survey exported from LimeSurvey (.lss) → a workbook, and what is left to do by hand."""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Final

from lxml import etree

from mentorway.questionnaire.limits import Limits, shown
from mentorway.questionnaire.workbook import CHOICES, SETTINGS, SURVEY, Sheet, Workbook
from mentorway.questionnaire.xform import parse_xml
from mentorway.wording import InvalidInputError, Message

LANGUAGES: Final = {"en": "English", "lt": "Lietuvių", "lv": "Latviešu", "sv": "Svenska", "fi": "Suomi"}
WORDS: Final = {
    "Y": ("Yes", "Taip", "Jā", "Ja", "Kyllä"),
    "N": ("No", "Ne", "Nē", "Nej", "Ei"),
    "U": ("Uncertain", "Neaišku", "Nezinu", "Osäker", "Epävarma"),
    "F": ("Female", "Moteris", "Sieviete", "Kvinna", "Nainen"),
    "M": ("Male", "Vyras", "Vīrietis", "Man", "Mies"),
    "I": ("Increase", "Padidėjo", "Palielinājās", "Ökning", "Kasvu"),
    "S": ("Same", "Nepakito", "Nemainījās", "Oförändrat", "Ennallaan"),
    "D": ("Decrease", "Sumažėjo", "Samazinājās", "Minskning", "Lasku"),
    "other": ("Other", "Kita", "Cits", "Annat", "Muu"),
    "comment": ("Comment", "Komentaras", "Komentārs", "Kommentar", "Kommentti"),
}
FIXED: Final = {
    "Y": "YN", "G": "FM", "C": "YUN", "E": "ISD", "5": "12345", "A": "12345",
    "B": ("1", "2", "3", "4", "5", "6", "7", "8", "9", "10"),
}  # fmt: skip
PLAIN: Final = {"S": "text", "T": "text", "U": "text", "N": "decimal", "D": "date", "X": "note"}
PARTS: Final = {"Q": "text", "K": "decimal", ":": "decimal", ";": "text"}
ARRAYS: Final = frozenset("ABCEFH1")
SELECTIONS: Final = frozenset("L!OMPRYG5")
SINGLE: Final = frozenset("L!ORYG5STUND")
NEVER: Final = ("", "0", "N")  # an attribute that says nothing
BY_HAND: Final = (
    "em_validation_q", "em_validation_sq", "array_filter", "array_filter_exclude", "hidden", "equation",
    "random_group", "time_limit", "date_min", "date_max", "max_num_value", "min_num_value",
    "conditions", "defaultvalues",
)  # fmt: skip
TAGS: Final = re.compile(r"<(script|style)\b.*?</\1\s*>|<!--.*?-->|<[^<>]*>", re.DOTALL | re.IGNORECASE)
BREAKS: Final = re.compile(r"<(?:br|/p|/div|/li|/tr|/h\d)\b[^<>]*>", re.IGNORECASE)
PIPED: Final = re.compile(r"\{([A-Za-z0-9_]+)(?:\.(?:shown|value|NAOK))?\}")
EXPRESSION: Final = re.compile(r"\{\S[^{}]*\}")
TOKEN: Final = re.compile(
    r"""\s*(?:(?P<text>"[^"]*"|'[^']*')|(?P<word>\d+X\d+X\w+|[A-Za-z_]\w*)(?:\.(?:NAOK|value|code))?|"""
    r"""(?P<number>\d+(?:\.\d+)?)|"""
    r"""(?P<sign>==|!=|<=|>=|&&|\|\||[<>()!]))"""
)
SIGNS: Final = {
    "==": "=", "eq": "=", "!=": "!=", "ne": "!=", "<": "<", "lt": "<", "<=": "<=", "le": "<=", ">": ">",
    "gt": ">", ">=": ">=", "ge": ">=", "&&": "and", "||": "or", "!": "not",
}  # fmt: skip
Texts = Mapping[str, str]
NONE: Final[Texts] = MappingProxyType({})
Row = dict[str, str]


@dataclass(frozen=True)
class ByHand:
    """Something that was not taken over: the question's name in the workbook (or empty), and what to do."""

    question: str
    message: Message


@dataclass(frozen=True)
class Taken:
    """The workbook, to be checked by `lint` and edited, and what is left to do."""

    workbook: Workbook
    by_hand: tuple[ByHand, ...]


def read_limesurvey(data: bytes, *, limits: Limits | None = None) -> Taken:
    """Return the survey as a workbook.

    Parameters
    ----------
    data : bytes
        The .lss file, of LimeSurvey 2 to 6.
    limits : Limits, optional
        How large it may be.

    Returns
    -------
    Taken
        Texts are plain, in every language; names are made valid. Relevance is taken over where it compares
        answers with values; whatever else there is, is listed.

    Raises
    ------
    InvalidInputError
        It is no such file, or too large.
    """
    limits = limits or Limits()
    limits.admit_size(len(data))
    root = parse_xml(data)
    if root.tag != "document" or root.findtext("LimeSurveyDocType") != "Survey":
        raise InvalidInputError(
            Message("This is not a survey from LimeSurvey. Export it there as “Survey structure (.lss)”.")
        )
    builder = _Builder(_Source(root))
    if len(builder.source.questions) > limits.questions:
        raise InvalidInputError(
            Message("The survey has more than %(limit)d questions. Split it.", {"limit": limits.questions})
        )
    return builder.build()


def _rows(root: etree._Element, table: str) -> list[Row]:
    return [
        {str(cell.tag): (cell.text or "").strip() for cell in row}
        for row in root.iterfind(f"{table}/rows/row")
    ]


@dataclass
class _Node:
    """A question or a part of one; `texts` and `helps` by language, `name` in the workbook."""

    row: Row
    texts: dict[str, str] = field(default_factory=dict)
    helps: dict[str, str] = field(default_factory=dict)
    parts: list[_Node] = field(default_factory=list)
    attributes: dict[str, str] = field(default_factory=dict)
    name: str = ""

    @property
    def type(self) -> str:
        return self.row.get("type", "")

    @property
    def code(self) -> str:
        return self.row.get("title", "")

    def of_scale(self, scale: str) -> list[_Node]:
        return [part for part in self.parts if part.row.get("scale_id", "0") == scale]


def _number(text: str | None) -> int:
    return int(text) if text and re.fullmatch(r"-?\d{1,9}", text) else 0


class _Source:
    """The tables of the file, of old and new versions alike."""

    def __init__(self, root: etree._Element) -> None:
        settings = _rows(root, "surveys_languagesettings")
        self.titles = {each.get("surveyls_language", ""): each.get("surveyls_title", "") for each in settings}
        survey = next(iter(_rows(root, "surveys")), {})
        self.sid = survey.get("sid", "")
        listed = f"{survey.get('language', '')} {survey.get('additional_languages', '')}".split()
        self.languages = [code for code in dict.fromkeys(listed) if re.fullmatch(r"[\w-]{2,20}", code)] or [
            "en"
        ]
        nodes = _nodes(root, ("questions", "subquestions", "question_l10ns"), "qid", ("question", "help"))
        self.questions = [node for node in nodes.values() if node.row.get("parent_qid", "0") in ("", "0")]
        for node in nodes.values():
            parent = nodes.get(node.row.get("parent_qid", ""))
            if parent is not None and parent is not node:
                parent.parts.append(node)
        for row in _rows(root, "question_attributes"):
            if row.get("qid") in nodes:
                key = ":".join(filter(None, (row.get("attribute", ""), row.get("language"))))
                nodes[row["qid"]].attributes[key] = row.get("value", "")
        for table in ("conditions", "defaultvalues"):
            for row in _rows(root, table):
                if row.get("qid") in nodes:
                    nodes[row["qid"]].attributes[table] = "yes"
        groups = _nodes(root, ("groups", "group_l10ns"), "gid", ("group_name", "description"))
        self.groups = list(groups.values())
        self.answers = self._answers(root)

    def _answers(self, root: etree._Element) -> dict[tuple[str, str], dict[str, dict[str, str]]]:
        found: dict[tuple[str, str], dict[str, dict[str, str]]] = {}
        said: dict[str, dict[str, str]] = {}
        for row in _rows(root, "answer_l10ns"):
            said.setdefault(row.get("aid", ""), {})[row.get("language", "")] = row.get("answer", "")
        for row in sorted(_rows(root, "answers"), key=lambda each: _number(each.get("sortorder"))):
            listed = found.setdefault((row.get("qid", ""), row.get("scale_id", "0")), {})
            texts = listed.setdefault(row.get("code", ""), {})
            texts |= said.get(row.get("aid", "-"), {row.get("language", ""): row.get("answer", "")})
        return found


def _nodes(
    root: etree._Element, tables: Sequence[str], key: str, columns: tuple[str, str]
) -> dict[str, _Node]:
    """Return what the tables hold, in order; texts stand there, or in a table by language of their own."""
    found: dict[str, _Node] = {}
    rows = [row for table in tables for row in _rows(root, table)]
    for row in rows:
        node = found.setdefault(row.get(key, ""), _Node(row))
        if columns[0] in row:
            node.texts[row.get("language", "")] = row[columns[0]]
            node.helps[row.get("language", "")] = row.get(columns[1], "")
    order = ("group_order", "question_order")
    return dict(
        sorted(found.items(), key=lambda each: _number("".join(each[1].row.get(n, "") for n in order)))
    )


class _Builder:
    """Writes the rows of the workbook."""

    def __init__(self, source: _Source) -> None:
        self.source = source
        self.rows: list[Row] = []
        self.choices: list[Row] = []
        self.by_hand: list[ByHand] = []
        self.variables: dict[str, tuple[str, str]] = {}  # LimeSurvey's name → name, value of a choice
        self.used: set[str] = set()
        self.lists: dict[str, str] = {}

    def build(self) -> Taken:
        """Name everything first, as relevance may look ahead; then write."""
        for node in self.source.questions:
            self._name(node)
        for number, group in enumerate(self.source.groups, start=1):
            inside = [each for each in self.source.questions if each.row.get("gid") == group.row.get("gid")]
            if inside:
                name = self._unique(f"group_{number}")
                relevant = self._relevance(name, group.row.get("grelevance", ""))
                self._add("begin_group", name, group.texts, {"relevant": relevant})
                if any(group.helps.values()):
                    self._add("note", self._unique(f"{name}_about"), group.helps)
                for node in inside:
                    self._question(node)
                self.rows.append({"type": "end_group"})
        first = self.source.languages[0]
        settings = {"form_title": _clean(self.source.titles.get(first, "")), "default_language": _said(first)}
        sheets = (_sheet(SURVEY, self.rows), _sheet(CHOICES, self.choices), _sheet(SETTINGS, [settings]))
        return Taken(Workbook(sheets), tuple(self.by_hand))

    def _unique(self, wanted: str) -> str:
        name = re.sub(r"[^A-Za-z0-9_.-]", "_", wanted)[:60] or "q"
        name = name if name[0].isalpha() or name[0] == "_" else f"q_{name}"
        found, number = name, 1
        while found.lower() in self.used:
            number += 1
            found = f"{name}_{number}"
        self.used.add(found.lower())
        return found

    def _name(self, node: _Node) -> None:
        node.name = self._unique(node.code)
        if node.name != node.code:
            self._note(
                node.name, Message("The code “%(code)s” is no valid name here.", {"code": shown(node.code)})
            )
        old = f"{self.source.sid}X{node.row.get('gid', '')}X{node.row.get('qid', '')}"
        names = (node.code, old)
        if node.type in SINGLE:
            self.variables |= dict.fromkeys(names, (node.name, ""))
        for part in node.parts if node.type not in "1:;" else ():
            chosen = node.type in "MP"
            part.name = node.name if chosen else self._unique(f"{node.name}_{part.code}")
            for name, joint in ((node.code, "_"), (old, "")):
                self.variables[f"{name}{joint}{part.code}"] = (part.name, part.code if chosen else "")

    def _note(self, name: str, message: Message) -> None:
        self.by_hand.append(ByHand(name, message))

    def _add(self, kind: str, name: str, texts: Texts, cells: Row | None = None, helps: Texts = NONE) -> None:
        row = {"type": kind, "name": name, **self._columns("label", name, texts)}
        row |= self._columns("hint", name, helps)
        self.rows.append({**row, **{key: cell for key, cell in (cells or {}).items() if cell}})

    def _columns(self, column: str, name: str, texts: Texts) -> Row:
        said = {code: self._plain(name, texts.get(code, "")) for code in self.source.languages}
        return {f"{column}::{_said(code)}": text for code, text in said.items() if text}

    def _plain(self, name: str, text: str) -> str:
        """Return a text without mark-up, with the places for answers as XLSForm writes them."""
        text = PIPED.sub(self._piped, _clean(text))
        left = EXPRESSION.search(re.sub(r"\$\{[^{}]*\}", "", text))
        if left:
            said = {"expression": shown(left.group())}
            self._note(name, Message("The text holds %(expression)s, which is not understood here.", said))
        return text

    def _piped(self, match: re.Match[str]) -> str:
        name, value = self.variables.get(match[1], ("", ""))
        return f"${{{name}}}" if name and not value else match.group()

    def _relevance(self, name: str, expression: str) -> str:
        if expression in ("", "1"):
            return ""
        found = _Logic(expression, self.variables).translated()
        if found is None:
            said = {"expression": shown(expression)}
            self._note(name, Message("Shown only when %(expression)s: write this as its relevance.", said))
        return found or ""

    def _question(self, node: _Node) -> None:
        relevant = self._relevance(node.name, node.row.get("relevance", ""))
        required = "yes" if node.row.get("mandatory") == "Y" and node.type != "X" else ""
        cells = {"relevant": relevant, "required": required}
        kind = node.type
        if kind in SELECTIONS:
            self._selection(node, cells)
        elif kind in ARRAYS or kind in PARTS:
            self._array(node, cells)
        elif kind in PLAIN:
            whole = kind == "N" and node.attributes.get("num_value_int_only") == "1"
            cells["appearance"] = "multiline" if kind in "TU" else ""
            cells["constraint"] = _bounds(node.attributes)
            self._add("integer" if whole else PLAIN[kind], node.name, node.texts, cells, node.helps)
        else:
            said = {"type": shown(kind)}
            self._note(node.name, Message("Questions of LimeSurvey's type “%(type)s” are left out.", said))
            return
        self._leftovers(node)

    def _leftovers(self, node: _Node) -> None:
        left = [name for name in BY_HAND if node.attributes.get(name, "") not in NEVER]
        left += ["preg"] if node.row.get("preg") else []
        left += ["soft mandatory"] if node.row.get("mandatory") == "S" else []
        left += [f"relevance of {p.code}" for p in node.parts if p.row.get("relevance", "1") not in ("", "1")]
        for name in left:
            said = {"setting": shown(name)}
            self._note(node.name, Message("The setting “%(setting)s” was not taken over.", said))

    def _list(self, node: _Node, scale: str = "0") -> str:
        """Write the choices, unless the same list is there, and return the list's name."""
        listed = self._choices_of(node, scale)
        key = repr(listed)
        if key not in self.lists:
            number = len(self.lists) + 1
            self.lists[key] = f"list_{number}"
            for value, texts in listed.items():
                labels = self._columns("label", node.name, texts)
                self.choices.append({"list_name": self.lists[key], "name": value, **labels})
        return self.lists[key]

    def _choices_of(self, node: _Node, scale: str) -> dict[str, Texts]:
        kind = node.type
        if kind in FIXED:
            return {code: self._words(node, code) for code in FIXED[kind]}
        listed: dict[str, Texts] = {**self.source.answers.get((node.row.get("qid", ""), scale), {})}
        if kind in "MP" or (kind == "R" and not listed):
            listed = {part.code: part.texts for part in node.parts}
        if node.row.get("other") == "Y" and kind in "L!MP":
            listed["-oth-"] = self._words(node, "other")
        return listed

    def _words(self, node: _Node, code: str) -> Texts:
        if code.isdigit():
            return dict.fromkeys(self.source.languages, code)
        known = dict(zip(LANGUAGES, WORDS[code], strict=True))
        for language in self.source.languages:
            if language not in known:
                said = {"word": known["en"], "language": language}
                self._note(node.name, Message("Translate “%(word)s” into the language “%(language)s”.", said))
        replaced = {
            each: node.attributes.get(f"other_replace_text:{each}", "") for each in self.source.languages
        }
        return {
            each: (code == "other" and replaced[each]) or known.get(each, known["en"])
            for each in self.source.languages
        }

    def _selection(self, node: _Node, cells: Row) -> None:
        kind, several = node.type, node.type in "MP"
        type_ = "select_multiple" if several else "rank" if kind == "R" else "select_one"
        mixed = node.attributes.get("random_order") == "1" or node.attributes.get("answer_order") == "random"
        own = {**cells, "appearance": "minimal" if kind == "!" else "likert" if kind == "5" else ""}
        own |= {"parameters": "randomize=true" if mixed else "", "constraint": ""}
        if several:
            own["constraint"] = _counted(node.attributes)
        elif kind == "R" and (node.attributes.get("max_answers") or node.attributes.get("min_answers")):
            self._note(node.name, Message("Here all choices are ranked, and not only some of them."))
        self._add(f"{type_} {self._list(node)}", node.name, node.texts, own, node.helps)
        if node.row.get("other") == "Y" and kind in "L!MP":
            chosen = f"selected(${{{node.name}}}, '-oth-')"
            name = self._unique(f"{node.name}_other")
            self._add("text", name, self._words(node, "other"), {"relevant": chosen})
        if kind == "O":
            name = self._unique(f"{node.name}_comment")
            self._add("text", name, self._words(node, "comment"), {"relevant": cells["relevant"]})
        if kind == "P":
            self._note(node.name, Message("The comments beside the choices are left out."))

    def _array(self, node: _Node, cells: Row) -> None:
        group = {"relevant": cells["relevant"], "appearance": "field-list"}
        self._add("begin_group", self._unique(f"{node.name}_all"), node.texts, group, node.helps)
        own = {"required": cells["required"]}
        for part in node.of_scale("0"):
            for name, texts, scale in self._cells(node, part):
                if node.type in PARTS:
                    self._add(PARTS[node.type], name, texts, own)
                else:
                    likert = {**own, "appearance": "likert"}
                    self._add(f"select_one {self._list(node, scale)}", name, texts, likert)
        self.rows.append({"type": "end_group"})

    def _cells(self, node: _Node, part: _Node) -> Iterator[tuple[str, Texts, str]]:
        start = f"{node.name}_{part.code}"
        if node.type == "1":
            for scale in "01":
                yield self._unique(f"{start}_{scale}"), part.texts, scale
        elif node.type in ":;":
            for other in node.of_scale("1"):
                both = {code: f"{text}: {other.texts.get(code, '')}" for code, text in part.texts.items()}
                yield self._unique(f"{start}_{other.code}"), both, "0"
        else:
            yield part.name, part.texts, "0"


class _Logic:
    """Relevance that compares answers with values, as XPath; anything else is not understood."""

    def __init__(self, expression: str, variables: Mapping[str, tuple[str, str]]) -> None:
        self.variables = variables
        self.tokens: list[tuple[str, str]] = []
        self.place = 0
        at = 0
        expression = expression.strip()
        while at < len(expression) and len(self.tokens) < 500:  # noqa: PLR2004 - longer ones are for people
            match = TOKEN.match(expression, at)
            if match is None or match.end() == at:
                break
            kind = str(match.lastgroup)
            self.tokens.append((kind, SIGNS.get(match[kind], match[kind])))
            at = match.end()
        self.whole = at == len(expression)

    def translated(self) -> str | None:
        """Return the expression in XPath, or None."""
        try:
            found = self._either()
        except (LookupError, RecursionError):
            return None
        return found if self.whole and self.place == len(self.tokens) else None

    def _next(self) -> tuple[str, str]:
        self.place += 1
        return self.tokens[self.place - 1]

    def _sees(self, text: str) -> bool:
        return self.place < len(self.tokens) and self.tokens[self.place] in (("sign", text), ("word", text))

    def _either(self) -> str:
        return self._chain("or", lambda: self._chain("and", self._one))

    def _chain(self, word: str, inner: Callable[[], str]) -> str:
        parts = [inner()]
        while self._sees(word):
            self.place += 1
            parts.append(inner())
        return f" {word} ".join(parts) if len(parts) == 1 or word == "and" else f"({' or '.join(parts)})"

    def _one(self) -> str:
        if self._sees("not"):
            self.place += 1
            return f"not({self._one()})"
        if self._sees("("):
            self.place += 1
            found = self._either()
            self._expect(")")
            return found
        return self._comparison()

    def _expect(self, text: str) -> None:
        if not self._sees(text):
            raise LookupError(text)
        self.place += 1

    def _comparison(self) -> str:
        kind, word = self._next()
        if (kind, word) == ("word", "is_empty"):
            self._expect("(")
            name, value = self.variables[self._next()[1]]
            self._expect(")")
            return f"not(selected(${{{name}}}, '{value}'))" if value else f"${{{name}}} = ''"
        name, value = self.variables[word]
        _, sign = self._next()
        other, text = self._next()
        if sign not in ("=", "!=", "<", "<=", ">", ">=") or other not in ("text", "number"):
            raise LookupError(sign)
        if not value:
            return f"${{{name}}} {sign} {text if other == 'number' else _quoted(text[1:-1])}"
        if sign not in ("=", "!=") or text[1:-1] not in ("Y", ""):
            raise LookupError(text)
        chosen = f"selected(${{{name}}}, '{value}')"
        return chosen if (sign == "=") == (text[1:-1] == "Y") else f"not({chosen})"


def _quoted(text: str) -> str:
    return f'"{text}"' if "'" in text else f"'{text}'"


def _clean(text: str) -> str:
    r"""Return a text without mark-up.

    >>> _clean("<p>How <b>old</b> are you?</p><p>Years&nbsp;only.</p>")
    'How old are you?\nYears only.'
    """
    lines = html.unescape(TAGS.sub("", BREAKS.sub("\n", text))).splitlines()
    return "\n".join(filter(None, (" ".join(line.split()) for line in lines)))


def _said(code: str) -> str:
    return f"{LANGUAGES.get(code, code)} ({code})"


def _between(what: str, low: str, high: str) -> list[str]:
    """Return a rule for each end that is a number."""
    ends = ((">=", low), ("<=", high))
    return [f"{what} {sign} {end}" for sign, end in ends if re.fullmatch(r"-?\d+(\.\d+)?", end)]


def _bounds(attributes: Mapping[str, str]) -> str:
    return " and ".join(
        _between(".", attributes.get("min_num_value_n", ""), attributes.get("max_num_value_n", ""))
    )


def _counted(attributes: Mapping[str, str]) -> str:
    ends = attributes.get("min_answers", ""), attributes.get("max_answers", "")
    alone = re.findall(r"\w+", attributes.get("exclude_all_others", ""))
    rules = [f"not(selected(., '{value}') and count-selected(.) > 1)" for value in alone]
    return " and ".join([*_between("count-selected(.)", *ends), *rules])


def _sheet(name: str, rows: Sequence[Row]) -> Sheet:
    header = tuple(dict.fromkeys(column for row in rows for column in row))
    return Sheet(name, header, tuple(tuple(row.get(column, "") for column in header) for row in rows))
