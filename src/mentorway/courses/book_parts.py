"""What a book is made of, and what both books say alike; `book.typ` knows how each part is set."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Any

from mentorway.courses import wordings
from mentorway.courses.marks import to_blocks
from mentorway.courses.structure import Assessment, Material, MaterialKind, Module, Programme
from mentorway.language import Words

Part = dict[str, Any]
BREAK: Part = {"kind": "page"}
CONTENTS: Part = {"kind": "contents"}
CIRCLE, BOX = "○", "□"


def heading(level: int, text: str) -> Part:
    """Return a heading."""
    return {"kind": "heading", "level": level, "text": text, "outlined": True}


def label(text: str) -> Part:
    """Return what stands above a list; it is not among the contents."""
    return {"kind": "label", "text": text}


def text(said: str) -> Part:
    """Return a paragraph without marks."""
    return {"kind": "text", "text": said}


def lead(said: str) -> Part:
    """Return a paragraph that is read first."""
    return {"kind": "lead", "text": said}


def quiet(said: str) -> Part:
    """Return a paragraph in the background."""
    return {"kind": "quiet", "text": said}


def notice(said: str) -> Part:
    """Return a paragraph that must not be overlooked."""
    return {"kind": "notice", "text": said}


def marked(said: str, level: int = 4) -> Part:
    """Return a text with marks, whose headings are of a level."""
    return {"kind": "marked", "blocks": to_blocks(said), "level": level}


def together(parts: Iterable[Part]) -> Part:
    """Return parts that stay on one page."""
    return {"kind": "together", "parts": list(parts)}


def bullets(items: Iterable[str]) -> Part:
    """Return a list."""
    return {"kind": "bullets", "items": list(items)}


def choices(items: Iterable[str], *, several: bool) -> Part:
    """Return answers to tick: one of them, or several."""
    return {"kind": "choices", "items": list(items), "sign": BOX if several else CIRCLE}


def lines(count: int) -> Part:
    """Return room to write by hand."""
    return {"kind": "lines", "count": count}


def cell(name: str, said: str = "", notes: Iterable[str] = ()) -> Part:
    """Return a field of a table with a name, a text with marks, and notes below it."""
    return {"name": name, "blocks": to_blocks(said), "notes": list(notes)}


def table(widths: str, heads: Sequence[str], rows: Iterable[Sequence[str | Part]]) -> Part:
    """Return a table.

    >>> table("2 1", ["Time", "Minutes"], [["0:00", "10"]])["widths"]
    [2.0, 1.0]
    """
    return {
        "kind": "table",
        "widths": [float(width) for width in widths.split()],
        "heads": list(heads),
        "rows": [list(row) for row in rows],
    }


def front(programme: Programme, words: Words) -> Iterator[Part]:
    """Yield what it is, for whom, how long, whose, and the contents."""
    yield marked(programme.summary)
    if programme.audience:
        yield label(words.gettext("For whom"))
        yield marked(programme.audience)
    yield text(wordings.time(words, programme))
    yield from map(quiet, wordings.about(words, programme))
    if not programme.modules:
        yield notice(words.gettext("This programme has no modules yet."))
        return
    yield BREAK
    yield heading(1, words.gettext("Contents")) | {"outlined": False}
    yield CONTENTS


def outcomes(module: Module, words: Words) -> Iterator[Part]:
    """Yield what people can do after a module."""
    if module.outcomes:
        yield label(words.gettext("After this module you can"))
        yield bullets(map(wordings.outcome, module.outcomes))


def material(one: Material, programme: Programme, words: Words) -> Iterator[Part]:
    """Yield a page in full, or where a file or a link is found."""
    yield heading(3, one.title)
    yield marked(one.text)
    if one.kind is MaterialKind.LINK:
        yield text(words.gettext("On the web: %(address)s") % {"address": one.address})
    if one.kind is MaterialKind.FILE:
        yield text(words.gettext("File: %(name)s") % {"name": one.address or one.title})
    licence = "" if one.licence == programme.licence else one.licence  # that of all is said at the front
    origin = " ".join(wordings.origin(words, replace(one, licence=licence)))
    if origin:
        yield quiet(origin)


def rubric(one: Assessment, words: Words) -> Iterator[Part]:
    """Yield the criteria of an assessment as a table, and from which level it passes."""
    if not one.criteria:
        return
    most = max(len(each.levels) for each in one.criteria)
    heads = [words.gettext("Criterion"), *(wordings.level(words, number) for number in range(1, most + 1))]
    rows = [[each.title, *each.levels, *[""] * (most - len(each.levels))] for each in one.criteria]
    yield table(" ".join(["1.2", *["1"] * most]), heads, rows)
    yield quiet(wordings.passes(words, one))
