"""Instruments: those that come with the platform, and how people write down others."""

import functools
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from mentorway.questionnaire.workbook import Workbook
from mentorway.web.methodology.analysis import drafts, lists

SHIPPED = Path(__file__).parent.parent / "instruments"
SECTION = re.compile(r"\[(?P<name>.+)\]")
ITEM = re.compile(r"(?P<reverse>-\s*)?(?P<name>[A-Za-z_][A-Za-z0-9_.-]{0,39})\s*=\s*(?P<text>.*\S)")
MOST_ITEMS = 500


@dataclass(frozen=True)
class Item:
    """One item: its name, its wording by language code, its scale, and whether it counts the other way."""

    name: str
    texts: Mapping[str, str]
    scale: str
    reverse: bool = False


@dataclass(frozen=True)
class Figure:
    """What was published of an instrument: in words, or as numbers that can be checked against each other.

    ``facts`` holds numbers by short name, as they are printed; ``analysis.figures`` says which there are.
    """

    what: str
    value: str
    source: str = ""
    facts: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Entry:
    """What is known of an instrument; one whose wording is not at hand has no items."""

    title: str
    construct: str
    licence: str
    source: str
    doi: str = ""
    address: str = ""
    getting: str = ""
    scoring: str = ""
    items: tuple[Item, ...] = ()
    answers: tuple[tuple[str, Mapping[str, str]], ...] = ()
    figures: tuple[Figure, ...] = ()
    scale_names: tuple[str, ...] = ()

    @property
    def languages(self) -> list[str]:
        """The codes of the languages that every item has."""
        return [
            code
            for code in (self.items[0].texts if self.items else {})
            if all(code in item.texts for item in self.items)
        ]

    @property
    def scales(self) -> Mapping[str, list[Item]]:
        """The items by scale."""
        found: dict[str, list[Item]] = {}
        for item in self.items:
            found.setdefault(item.scale, []).append(item)
        return found

    @property
    def all_scales(self) -> list[str]:
        """The names of its scales; those of an instrument whose wording is not at hand are told."""
        return [name for name in self.scales if name] or list(self.scale_names)

    def stored(self) -> dict[str, Any]:
        """Return it as plain facts that a table can hold."""
        return asdict(self)


def found(facts: Mapping[str, Any]) -> Entry:
    """Return the entry that was stored."""
    return Entry(
        **{
            **facts,
            "items": tuple(Item(**raw) for raw in facts.get("items", ())),
            "answers": tuple((value, texts) for value, texts in facts.get("answers", ())),
            "figures": tuple(Figure(**raw) for raw in facts.get("figures", ())),
            "scale_names": tuple(facts.get("scale_names", ())),
        }
    )


@functools.cache
def shipped() -> Mapping[str, Entry]:
    """Return the instruments that come with the platform, by their short name."""
    return {path.stem: found(json.loads(path.read_text("utf-8"))) for path in sorted(SHIPPED.glob("*.json"))}


def items_read(text: str, code: str) -> list[Item] | None:
    r"""Return the items that people wrote, one a line; None when a line cannot be understood.

    >>> items_read("[Trust]\nT1 = I trust my mentor.\n- T2 = I doubt my mentor.", "en")[1]
    Item(name='T2', texts={'en': 'I doubt my mentor.'}, scale='Trust', reverse=True)
    >>> items_read("no name here", "en") is None
    True
    """
    items: list[Item] = []
    scale = ""
    for line in filter(None, map(str.strip, text.splitlines())):
        section, item = SECTION.fullmatch(line), ITEM.fullmatch(line)
        if section:
            scale = section["name"].strip()
        elif item:
            items.append(Item(item["name"], {code: item["text"]}, scale, bool(item["reverse"])))
        else:
            return None
    names = [item.name for item in items]
    return items if len(set(names)) == len(names) <= MOST_ITEMS else None


def items_written(items: Sequence[Item], code: str) -> str:
    r"""Return items as people write them.

    >>> items_written([Item("T2", {"en": "I doubt my mentor."}, "Trust", True)], "en")
    '[Trust]\n- T2 = I doubt my mentor.'
    """
    return "\n".join(_lines(items, code))


def _lines(items: Sequence[Item], code: str) -> Iterator[str]:
    scale = ""
    for item in items:
        if item.scale != scale:
            scale = item.scale
            yield f"[{scale}]"
        yield f"{'- ' if item.reverse else ''}{item.name} = {item.texts.get(code, '')}"


def inserted(
    workbook: Workbook, entry: Entry, names: Sequence[str], *, language: tuple[str, str], after: str = ""
) -> Workbook:
    """Return the draft with items of an instrument, as rows that share one list of answers.

    ``language`` is the source language of the draft: its code, and how columns name it.
    """
    code, column = language
    items = [item for item in entry.items if item.name in names]
    taken = set(lists.names(workbook))
    base = drafts.free_name(workbook, entry.title)[:20].strip("_")
    name = next(
        each for each in (f"{base}{count or ''}" for count in range(len(taken) + 1)) if each not in taken
    )
    answers = [lists.Line(value, texts.get(code, value)) for value, texts in entry.answers]
    workbook = lists.with_list(workbook, name, answers, column)
    group = drafts.free_name(workbook, f"{base} group")
    used = {row.name for row in drafts.rows_of(workbook)}
    rows = [{"type": "begin_group", "name": group, "appearance": "field-list"}]
    for item in items:
        free = item.name if item.name not in used else drafts.free_name(workbook, f"{base}_{item.name}")
        rows.append(
            {
                "type": f"select_one {name}",
                "name": free,
                drafts.header("label", column): item.texts[code],
                "appearance": "likert",
                "notes": _origin(entry, item),
            }
        )
    return drafts.with_new_rows(workbook, [*rows, {"type": "end_group"}], after)


def _origin(entry: Entry, item: Item) -> str:
    """Return what a question says of where it comes from."""
    where = f"https://doi.org/{entry.doi}" if entry.doi else entry.address
    parts = [
        entry.title,
        f"{item.name}{' (reversed)' if item.reverse else ''}",
        entry.source,
        where,
        entry.licence,
    ]
    return " · ".join(part for part in parts if part)
