"""In which part of a questionnaire a question stands, so that people find it among many."""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from typing import Final

from django.utils.translation import gettext as _

from mentorway.questionnaire import Form
from mentorway.questionnaire.definition import Texts, plain

STEM: Final = re.compile(r"[^\W\d_]+")
FEWEST: Final = 2  # questions whose names begin alike, so that it is no accident
Say = Callable[[Mapping[str, str]], str]


def sections_of(form: Form, names: Iterable[str], say: Say) -> dict[str, str]:
    """Return the heading under which each question stands: of its group, or by how its name begins.

    ``say`` gives the words of a label in a language. Names of items usually say their scale: a1, a2, a3.
    """
    wanted = list(names)
    found = {name: _heading(form, name, say) for name in wanted}
    stems = Counter(_stem(name) for name in wanted if not found[name])
    for name in wanted:
        found[name] = found[name] or _of_stem(_stem(name), stems)
    return found


def _heading(form: Form, name: str, say: Say) -> str:
    question = form.by_name.get(name)
    path = question.group if question else ""
    while path:
        group = form.groups_by_path[path]
        note = form.headings.get(path)
        words = say(_plain(group.labels)) or (say(_plain(note.labels)) if note else "")
        if words:
            return words
        path = group.group
    return ""


def _plain(labels: Texts) -> dict[str, str]:
    return {code: plain(text).strip() for code, text in labels.items()}


def _stem(name: str) -> str:
    mark = STEM.match(name)
    return mark[0] if mark else ""


def _of_stem(stem: str, stems: Mapping[str, int]) -> str:
    if not stem or stems[stem] < FEWEST:
        return _("Other questions")
    return _("Questions whose short names begin with “%(letters)s”") % {"letters": stem}
