"""Texts with the answers put in, in one language."""

from __future__ import annotations

from collections.abc import Mapping

from lxml import etree

from mentorway.questionnaire.definition import Text
from mentorway.questionnaire.engine import Engine
from mentorway.questionnaire.grammar import ExpressionError
from mentorway.questionnaire.situation import text_of


def filled(engine: Engine, text: Text, here: str, elements: Mapping[str, etree._Element]) -> str:
    """Return a text with its places filled from the evaluation document."""
    return "".join(
        part if isinstance(part, str) else _shown(engine, part.expression, here, elements) for part in text
    )


def _shown(engine: Engine, expression: str, here: str, elements: Mapping[str, etree._Element]) -> str:
    compiled = engine.output(expression, here)
    if compiled is None or not elements:
        return "…"
    element = elements.get(here)
    try:
        return text_of(compiled.run(next(iter(elements.values())) if element is None else element))
    except (etree.XPathError, ExpressionError, ValueError, OverflowError):
        return "…"
