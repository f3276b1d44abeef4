"""Values made coarser: rare categories joined, numbers put into bands; the same in every later version."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

from django.utils.translation import gettext_lazy as _

from mentorway.datasets import Layout, Variable
from mentorway.web.dissemination.analysis.release_choices import ANSWER, AS_IS, BANDS, JOINED
from mentorway.web.dissemination.analysis.release_offers import Offered, is_number
from mentorway.web.study.analysis.tables import labels
from mentorway.wording import Message, listed

REST: Final = "other"
NOTHING: Final = "none"  # gave no answer
Words = dict[str, str]


@dataclass(frozen=True)
class Recoding:
    """How the values of a column are published.

    ``codes`` says for each value the code that it becomes; ``labels`` the words of each code; ``missing``
    are codes that stand for no answer. ``width`` is that of bands, with the codes of the first and the last.
    """

    way: str
    codes: Mapping[str, str]
    labels: Mapping[str, Words]
    missing: tuple[str, ...] = ()
    width: int = 0
    ends: tuple[int, int] = (0, 0)

    def of(self, value: Any) -> str | None:
        """Return the code of a value; None where there is no answer."""
        if value is None:
            return None
        if self.width:
            band = self.width * math.floor(float(value) / self.width)
            return str(min(max(band, self.ends[0]), self.ends[1]))
        return self.codes.get(_text(value), REST if REST in self.labels else None)

    @property
    def joined(self) -> tuple[str, ...]:
        """The values that were joined."""
        return tuple(sorted(value for value, code in self.codes.items() if code == REST != value))


def recoding_of(offered: Offered, layout: Layout, values: Sequence[Any], way: str, fewest: int) -> Recoding:
    """Return how a column is published: each category that stays, and each band, has enough people."""
    variable = offered.variable
    if way in BANDS:
        return _bands(values, BANDS[way], fewest)
    words = {one.value: dict(one.labels) for one in layout.options_of(variable)}
    if variable.about:  # of all countries of Europe, those in which somebody answered
        there = {_text(one) for one in values if one is not None}
        words = {value: text for value, text in words.items() if value in there}
    missing = tuple(one.value for one in layout.options_of(variable) if one.missing)
    if is_number(variable) or not words:
        known = sorted({value for value in values if value is not None})
        words = {_text(one): {} for one in known}
    codes = {value: value for value in words}
    if way == JOINED:
        codes = _joined(codes, values, fewest)
    kept = {value: words[value] for value in words if codes[value] == value}
    if REST in codes.values() and REST not in kept:
        kept[REST] = labels(_("Other: several categories joined"))
    return Recoding(way, codes, kept, missing)


def extended(recoding: Recoding, offered: Offered, layout: Layout, values: Sequence[Any]) -> Recoding:
    """Return the recoding of an earlier version with the values that have come since: each stays as it is."""
    there = {_text(one) for one in values if one is not None}
    new = sorted(there - set(recoding.codes))
    if recoding.width or REST in recoding.labels or not new:
        return recoding
    words = {one.value: dict(one.labels) for one in layout.options_of(offered.variable)}
    codes = {**recoding.codes, **{one: one for one in new}}
    return replace(
        recoding, codes=codes, labels={**recoding.labels, **{one: words.get(one, {}) for one in new}}
    )


def _joined(codes: dict[str, str], values: Sequence[Any], fewest: int) -> dict[str, str]:
    """Join the rarest categories until each that is left, and the rest, has enough people or nobody."""
    counts = Counter(_text(one) for one in values if one is not None)
    order = sorted(codes, key=lambda one: (counts[one], one))
    rest = [one for one in order if 0 < counts[one] < fewest]
    for one in order:
        if not rest or sum(counts[each] for each in rest) >= fewest:
            break
        if one not in rest and counts[one]:
            rest.append(one)
    return {one: REST if one in rest else one for one in codes}


def _bands(values: Sequence[Any], width: int, fewest: int) -> Recoding:
    """Bands of one width; those at the ends are open, so that enough people are in each."""
    counts = Counter(width * math.floor(float(one) / width) for one in values if one is not None)
    low, high = min(counts, default=0), max(counts, default=0)
    while low < high and _below(counts, low) < fewest:
        low += width
    while high > low and _above(counts, high) < fewest:
        high -= width
    found = {}
    for start in range(low, high + width, width):
        found[str(start)] = _band_words(start, width, (low, high))
    return Recoding(f"bands_{width}", {}, found, width=width, ends=(low, high))


def _below(counts: Mapping[int, int], end: int) -> int:
    return sum(count for start, count in counts.items() if start <= end)


def _above(counts: Mapping[int, int], end: int) -> int:
    return sum(count for start, count in counts.items() if start >= end)


def _band_words(start: int, width: int, ends: tuple[int, int]) -> Words:
    if start == ends[0]:
        return {
            code: text % {"end": start + width - 1} for code, text in labels(_("%(end)d or less")).items()
        }
    if start == ends[1]:
        return {code: text % {"start": start} for code, text in labels(_("%(start)d or more")).items()}
    return {"en": f"{start}–{start + width - 1}"}


def said_of(recoding: Recoding) -> Message | None:
    """Say what was done to a column; nothing where nothing was."""
    if recoding.width:
        return Message("Numbers were put into bands of %(width)d.", {"width": recoding.width})
    if recoding.joined:
        return Message(
            "Categories with few people were joined: %(names)s.",
            {"names": listed(list(recoding.joined), most=10)},
        )
    return None


def kept_recoding(recoding: Recoding) -> dict[str, Any]:
    """Return it as plain facts, for later versions."""
    return {
        "way": recoding.way,
        "codes": dict(recoding.codes),
        "labels": {code: dict(words) for code, words in recoding.labels.items()},
        "missing": list(recoding.missing),
        "width": recoding.width,
        "ends": list(recoding.ends),
    }


def recoding_from(facts: Mapping[str, Any]) -> Recoding:
    """Return the recoding that an earlier version kept."""
    low, high = facts["ends"]
    return Recoding(
        facts["way"], facts["codes"], facts["labels"], tuple(facts["missing"]), facts["width"], (low, high)
    )


def is_plain(variable: Variable, way: str) -> bool:
    """Whether the numbers of a column are published as numbers."""
    return is_number(variable) and way in (AS_IS, ANSWER)


def _text(value: Any) -> str:
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)


def texts_of(values: Iterable[Any], recoding: Recoding) -> list[str | None]:
    """Return the codes of values."""
    return [recoding.of(one) for one in values]
