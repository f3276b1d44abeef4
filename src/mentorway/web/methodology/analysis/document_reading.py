"""A methodology as one reader reads it: its facts in a language, and what stays in another one."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from mentorway.comparing.parts import Part
from mentorway.figures import NOTHING, figure
from mentorway.web.methodology.analysis.methodologies import in_language

Facts = Mapping[str, Any]
Cell = str | Part


@dataclass(frozen=True)
class Reading:
    """The facts in a language. ``missing`` holds the keys of texts that stay in the source language."""

    facts: Facts
    code: str
    missing: frozenset[str]

    @property
    def source(self) -> str:
        """The code of the source language."""
        return str(self.facts["language"])

    def text(self, key: str, said: str) -> Cell:
        """Return a text; one that stays in the source language comes with the mark of it."""
        return foreign(said, self.source) if key in self.missing else said

    def name_of(self, code: str) -> str:
        """Return what a language is called."""
        return str(self.facts.get("languages", {}).get(code, code))

    def number(self, value: float | None) -> str:
        """Return a number as readers of this language write it, with as many places as it has."""
        if value is None:
            return NOTHING
        places = len(f"{value:.6f}".rstrip("0").partition(".")[2])
        return figure(value, places, self.code)

    def instrument(self, ref: str) -> Facts:
        """Return what is known of an instrument; nothing where it is gone."""
        found: Facts = self.facts["instruments"].get(ref, {})
        return found


def read(content: Facts, code: str) -> Reading:
    """Return the content as readers of a language read it."""
    facts = in_language(content, code)
    return Reading(facts, code, frozenset(facts["missing"]))


def foreign(said: str, code: str) -> Part:
    """Return a text in another language than the document."""
    return {"said": said, "language": code}


def plain(cell: Cell) -> str:
    """Return a text without its mark."""
    return cell if isinstance(cell, str) else str(cell["said"])
