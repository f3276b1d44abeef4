"""A survey exported from LimeSurvey (.lss) → a workbook, and what is left to do by hand."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from mentorway.questionnaire.limesurvey_logic import Logic
from mentorway.questionnaire.limesurvey_tables import Node, Row, Source
from mentorway.questionnaire.limits import Limits
from mentorway.questionnaire.workbook import CHOICES, SETTINGS, SURVEY, Sheet, Workbook
from mentorway.questionnaire.xform import parse_xml
from mentorway.wording import InvalidInputError, Message, shown

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
Texts = Mapping[str, str]
NONE: Final[Texts] = MappingProxyType({})


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
    builder = _Builder(Source(root))
    if len(builder.source.questions) > limits.questions:
        raise InvalidInputError(
            Message("The survey has more than %(limit)d questions. Split it.", {"limit": limits.questions})
        )
    return builder.build()


class _Builder:
    """Writes the rows of the workbook."""

    def __init__(self, source: Source) -> None:
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

    def _name(self, node: Node) -> None:
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
        found = Logic(expression, self.variables).translated()
        if found is None:
            said = {"expression": shown(expression)}
            self._note(name, Message("Shown only when %(expression)s: write this as its relevance.", said))
        return found or ""

    def _question(self, node: Node) -> None:
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

    def _leftovers(self, node: Node) -> None:
        left = [name for name in BY_HAND if node.attributes.get(name, "") not in NEVER]
        left += ["preg"] if node.row.get("preg") else []
        left += ["soft mandatory"] if node.row.get("mandatory") == "S" else []
        left += [f"relevance of {p.code}" for p in node.parts if p.row.get("relevance", "1") not in ("", "1")]
        for name in left:
            said = {"setting": shown(name)}
            self._note(node.name, Message("The setting “%(setting)s” was not taken over.", said))

    def _list(self, node: Node, scale: str = "0") -> str:
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

    def _choices_of(self, node: Node, scale: str) -> dict[str, Texts]:
        kind = node.type
        if kind in FIXED:
            return {code: self._words(node, code) for code in FIXED[kind]}
        listed: dict[str, Texts] = {**self.source.answers.get((node.row.get("qid", ""), scale), {})}
        if kind in "MP" or (kind == "R" and not listed):
            listed = {part.code: part.texts for part in node.parts}
        if node.row.get("other") == "Y" and kind in "L!MP":
            listed["-oth-"] = self._words(node, "other")
        return listed

    def _words(self, node: Node, code: str) -> Texts:
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

    def _selection(self, node: Node, cells: Row) -> None:
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

    def _array(self, node: Node, cells: Row) -> None:
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

    def _cells(self, node: Node, part: Node) -> Iterator[tuple[str, Texts, str]]:
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
