"""XForm XML → a form whose every expression is known to work, or the reasons why not."""

from __future__ import annotations

from dataclasses import dataclass, replace

from mentorway.questionnaire.definition import Form
from mentorway.questionnaire.engine import Engine
from mentorway.questionnaire.paging import paged
from mentorway.questionnaire.xform import Issue, read_xform


@dataclass(frozen=True)
class Compilation:
    """The form, and what cannot be published in it: nothing when `issues` is empty."""

    form: Form
    issues: tuple[Issue, ...]


def compile_xform(xform: str) -> Compilation:
    """Compile the XForm that pyxform made.

    Raises
    ------
    InvalidInputError
        It is no XForm at all.
    """
    form, issues = read_xform(xform)
    engine = Engine(form)
    return Compilation(replace(form, pages=paged(engine)), (*issues, *engine.issues))
