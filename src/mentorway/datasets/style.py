"""How values look in a file for people: codes or labels, and in which language."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import pyarrow as pa
import pyarrow.compute as pc

from mentorway.datasets.layout import Column, Layout


@dataclass(frozen=True)
class Style:
    """`labels` shows the words of a choice in place of its code, in `language` (its code)."""

    labels: bool = False
    language: str = ""


class Wording:
    """The words for the codes of each column, ready for whole batches."""

    def __init__(self, layout: Layout, style: Style) -> None:
        self.layout = layout
        self.style = style
        self._known: dict[str, tuple[pa.Array, pa.Array]] = {}

    def words_of(self, column: Column) -> Mapping[str, str]:
        """Return the words for the codes of a column."""
        return {
            each.value: self.layout.text(each.labels, self.style.language) or each.value
            for each in self.layout.options_of(column.variable)
        }

    def say(self, column: Column, values: pa.Array) -> pa.Array:
        """Return the values, with words in place of codes where the style wants them and there are some."""
        if not self.style.labels or column.choice is not None or not column.variable.options:
            return values
        key = column.variable.options
        if key not in self._known:
            words = self.words_of(column)
            self._known[key] = pa.array(list(words), pa.string()), pa.array(list(words.values()), pa.string())
        codes, words_array = self._known[key]
        return pc.coalesce(pc.take(words_array, pc.index_in(values, codes)), values)
