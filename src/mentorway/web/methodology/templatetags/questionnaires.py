"""Questions as people see them, and words about questionnaires."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from django import template
from django.utils.translation import pgettext_lazy

from mentorway.web.core.wording import said
from mentorway.wording import Message

if TYPE_CHECKING:
    from mentorway.web.methodology.analysis.pages import Block

register = template.Library()


@register.inclusion_tag("questionnaire/questions.html")
def questions(blocks: Sequence[Block]) -> dict[str, Any]:
    """Show what stands on a page of a questionnaire."""
    return {"blocks": blocks}


@register.filter
def say(message: Message) -> str:
    """Return the sentence in the reader's language."""
    return said(message)


@register.filter
def type_name(kind: str) -> str:
    """Return what people call a type of question."""
    from mentorway.web.methodology.forms.questions import NAMED  # noqa: PLC0415 - the first page of all loads this module

    return str(NAMED.get(kind, kind))


COLUMNS = {
    "type": pgettext_lazy("column", "Type"),
    "name": pgettext_lazy("column", "Name"),
    "required": pgettext_lazy("column", "Must be answered"),
    "relevant": pgettext_lazy("column", "When it is shown"),
    "constraint": pgettext_lazy("column", "Rule for the answer"),
    "calculation": pgettext_lazy("column", "Calculation"),
    "appearance": pgettext_lazy("column", "How it looks"),
    "parameters": pgettext_lazy("column", "Scale"),
    "notes": pgettext_lazy("column", "Source and notes"),
    "choices": pgettext_lazy("column", "Choices"),
    "retired": pgettext_lazy("column", "No longer offered"),
}


@register.filter
def column_name(column: str) -> str:
    """Return what people call a column; the language of a text stays beside it."""
    from mentorway.web.methodology.analysis.texts import PARTS  # noqa: PLC0415 - the first page of all loads this module

    meaning, _sign, language = column.partition("::")
    name = str(COLUMNS.get(meaning) or PARTS.get(meaning) or meaning)
    return f"{name} · {language}" if language else name
