"""Stored answers → one table: its columns, and its rows in an order that says nothing.

Left out on purpose: the answer code, the day, and whatever the questionnaire itself noted of the time. What
people wrote in their own words is there only when it is asked for.
"""

import hashlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Any

from django.conf import settings
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from mentorway.datasets import Administrative, Layout, Option, Record, Type, Variable, layout_of
from mentorway.questionnaire import Kind
from mentorway.web.methodology.analysis.forms import form_of
from mentorway.web.methodology.models import Version
from mentorway.web.network.models import Country, Sector
from mentorway.web.study.models import Mode, Response, Source, Status, Study

CODES = tuple(code for code, _name in settings.LANGUAGES)
FREE = frozenset({Kind.TEXT, Kind.CALCULATE})
COLUMNS = (
    "wave__number",
    "version__number",
    "country",
    "sector",
    "partner__name",
    "language",
    "source",
    "status",
)
AT_ONCE = 2000
Tell = Callable[[int], None]
MOST_KINDS = 40


def labels(text: str | Promise) -> dict[str, str]:
    """Return a word of ours in every language of the interface."""
    found = {}
    for code in CODES:
        with override(code):
            found[code] = str(text)
    return found


def layout_for(study: Study, versions: Sequence[Version], *, with_texts: bool) -> Layout:
    """Return the columns of a study's answers."""
    whole = layout_of([form_of(version) for version in versions], _about(study), zone=study.zone)
    kept = tuple(each for each in whole.variables if each.about or _is_kept(each, with_texts=with_texts))
    return replace(whole, variables=kept, title=study.title)


def _is_kept(variable: Variable, *, with_texts: bool) -> bool:
    if variable.kind is Kind.META:
        return False
    return with_texts or not (variable.kind in FREE and variable.type is Type.TEXT)


def _about(study: Study) -> list[Administrative]:
    found = [
        Administrative("wave", labels(_("Wave")), Kind.INTEGER),
        Administrative("version", labels(_("Version of the questionnaire")), Kind.INTEGER),
        Administrative("country", labels(_("Country")), Kind.SELECT_ONE, _options(Country.choices)),
        Administrative("sector", labels(_("Sector")), Kind.SELECT_ONE, _options(Sector.choices)),
        Administrative("partner", labels(_("Partner"))),
        Administrative("language", labels(_("Language"))),
        Administrative(
            "source", labels(_("How the answers came")), Kind.SELECT_ONE, _options(Source.choices)
        ),
        Administrative("status", labels(_("Status")), Kind.SELECT_ONE, _options(Status.choices)),
    ]
    if study.mode == Mode.PSEUDONYMOUS:
        found.append(Administrative("person", labels(_("Pseudonym of the person"))))
    return found


def _options(choices: Iterable[tuple[str, Any]]) -> tuple[Option, ...]:
    return tuple(Option(value, labels(label)) for value, label in choices)


def records_of(
    study: Study, layout: Layout, rows: Iterable[dict[str, Any]] | None = None
) -> Iterator[Record]:
    """Yield the answers, in the order of their random keys."""
    kept = set(layout.questions)
    names = [name.split("__", maxsplit=1)[0] for name in COLUMNS]
    found = rows if rows is not None else _rows(study)
    for row in found:
        about: dict[str, Any] = {name: row[column] for name, column in zip(names, COLUMNS, strict=True)}
        if study.mode == Mode.PSEUDONYMOUS:
            about["person"] = _short(row["pseudonym"])
        yield Record(about, {name: value for name, value in row["answers"].items() if name in kept})


def _rows(study: Study) -> Iterator[dict[str, Any]]:
    asked = Response.objects.of_study(study).order_by("id").values(*COLUMNS, "pseudonym", "answers")
    return iter(asked.iterator(chunk_size=AT_ONCE))


def _short(pseudonym: str) -> str | None:
    """Return what stands for a pseudonym in files: the same for one person, and no part of the original."""
    return hashlib.sha256(pseudonym.encode()).hexdigest()[:16] if pseudonym else None


def likert_of(layout: Layout) -> list[Variable]:
    """Return the questions that can be items of a scale: one choice, whose values are whole numbers."""
    return [
        each
        for each in layout.questions.values()
        if each.kind is Kind.SELECT_ONE and len(layout.codes(each) or ()) > 2  # noqa: PLR2004 - yes and no is no scale
    ]


def kinds_of(layout: Layout) -> list[Variable]:
    """Return the questions that can say what kind of person answered: one choice among not too many."""
    return [
        each
        for each in layout.questions.values()
        if each.kind is Kind.SELECT_ONE and len(layout.options_of(each)) <= MOST_KINDS
    ]


def texts_in(layout: Layout) -> bool:
    """Whether people can write in their own words."""
    return any(each.kind is Kind.TEXT for each in layout.questions.values())
