"""What a report is made of, whether it is shown as a page, set as a PDF or written as a DOCX."""

from collections.abc import Callable, Iterable, Sequence
from typing import Any, Final

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from mentorway import figures
from mentorway.comparing.parts import Part, code, heading, lead, notice, quiet, text
from mentorway.web.core.prose import plain
from mentorway.web.core.wording import said
from mentorway.wording import Message

__all__ = ["Part", "code", "heading", "lead", "notice", "quiet", "text"]
PLACES: Final = 2


def table(caption: str, heads: Sequence[str], rows: Sequence[Sequence[str]], *, texts: int = 1) -> Part:
    """Return a table with a caption; the first `texts` columns hold texts, the others numbers."""
    cells = [list(row) for row in rows]
    widths = [2.4 if place < texts else _width(cells, place) for place in range(len(heads))]
    return {
        "kind": "table",
        "caption": caption,
        "heads": list(heads),
        "rows": cells,
        "texts": texts,
        "widths": widths,
    }


def _width(rows: Sequence[Sequence[str]], place: int) -> float:
    """Return how wide a column of numbers has to be, beside the others."""
    longest = max((len(row[place]) for row in rows), default=0)
    return min(max(1.0, longest / 9), 1.8)


def items(rows: Iterable[str]) -> Part:
    """Return a list of sentences."""
    return {"kind": "list", "rows": list(rows)}


def quote(words: str, by: str, tongue: str) -> Part:
    """Return what somebody wrote, in their own language, and about what."""
    return {"kind": "quote", "text": words, "by": by, "language": tongue or language()}


def remark(words: str, prompt: str) -> Iterable[Part]:
    """Return what people say to a part of the result, if anybody has said anything."""
    return [human(words, prompt)] if words.strip() else []


def human(words: str, prompt: str) -> Part:
    """Return what people say to a result, or a place that shows that nobody has said anything yet."""
    if words.strip():
        return {"kind": "human", "text": plain(words), "marked": words, "title": prompt}
    missing = _("Write here what you make of it. Until then, this part has no judgement of a person.")
    return {"kind": "missing", "text": missing, "title": prompt}


def sentences(messages: Iterable[Message]) -> list[Part]:
    """Return a list of whole sentences, or nothing if there are none."""
    told = list(dict.fromkeys(said(one) for one in messages))
    return [items(told)] if told else []


def language() -> str:
    """Return the language of the report that is being written."""
    return (get_language() or "en").partition("-")[0]


def number(value: float | None, places: int = PLACES) -> str:
    """Return a number as the reader writes it, a dash where there is none."""
    return figures.figure(value, places, language())


def signed(value: float | None, places: int = PLACES) -> str:
    """Return a change with its sign."""
    return figures.signed(value, places, language())


def share(value: float | None) -> str:
    """Return a share of one as percent."""
    return figures.percent(value, language())


def between(
    low: float | None, high: float | None, places: int = PLACES, write: Callable[..., str] = number
) -> str:
    """Return an interval; a dash where an end is missing."""
    if low is None or high is None:
        return figures.NOTHING
    return f"[{write(low, places)}; {write(high, places)}]"


def facts(caption: str, *rows: tuple[str, Any]) -> Part:
    """Return names and what they stand for, as a table of two columns."""
    part = table(caption, [_("What"), _("Which")], [[name, str(value)] for name, value in rows], texts=2)
    return {**part, "widths": [1.0, 2.4]}
