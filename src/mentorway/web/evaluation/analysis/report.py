"""A version of the result as a report: one list of parts, shown as a page, set as a PDF, written as DOCX."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from django.conf import settings
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import override

from mentorway.evaluating.whole import Evaluation as Found
from mentorway.web.core.wording import said
from mentorway.web.evaluation.analysis import report_findings as findings
from mentorway.web.evaluation.analysis import report_told as told
from mentorway.web.evaluation.analysis.decisions import GRADES
from mentorway.web.evaluation.analysis.report_levels import the_four_levels
from mentorway.web.evaluation.analysis.report_money import money
from mentorway.web.evaluation.analysis.report_parts import Part, human, lead, notice, quiet
from mentorway.web.evaluation.analysis.results import found_in
from mentorway.web.evaluation.models import Result
from mentorway.wording import InvalidInputError, Message

LANGUAGES: Final = tuple(code for code, _name in settings.LANGUAGES)
NOT_READABLE: Final = Message("This is no stored evaluation, or one of another version. Evaluate again.")


@dataclass(frozen=True)
class Report:
    """What is in a report, in one language; `page` says where somebody is in it, with {page} and {pages}."""

    language: str
    title: str
    above: str
    page: str
    parts: tuple[Part, ...]
    result: Result

    def facts(self) -> dict[str, Any]:
        """Return what a template sets."""
        return {
            "language": self.language,
            "title": self.title,
            "above": self.above,
            "page": self.page,
            "parts": list(self.parts),
        }


def report_of(result: Result, language: str) -> Report:
    """Put the report on a version together.

    Raises
    ------
    InvalidInputError
        Nothing is stored that can be read.
    """
    found = found_in(result)
    if found is None:
        raise InvalidInputError(NOT_READABLE)
    with override(language):
        return Report(
            language=language,
            title=result.evaluation.title,
            above=_above(result),
            page=_("Page %(page)s of %(pages)s") % {"page": "{page}", "pages": "{pages}"},
            parts=tuple(_parts(result, found)),
            result=result,
        )


def _above(result: Result) -> str:
    day = date_format(result.finished or result.created, "DATE_FORMAT")
    values = {"partner": result.evaluation.partner.name, "number": result.number, "day": day}
    return _("Evaluation report of %(partner)s, version %(number)d, %(day)s") % values


def _parts(result: Result, found: Found) -> Iterator[Part]:
    words: Mapping[str, str] = result.words or {}
    yield from _front(result, found, words)
    yield from told.what_was_asked(result)
    yield from findings.who_took_part(found)
    yield from findings.what_can_be_concluded(found, words)
    yield from the_four_levels(found, words)
    yield from money(found, words)
    yield from findings.did_the_programme_do_it(found, words)
    yield from findings.who_was_lost(found, words)
    yield from findings.what_mentees_see(found, words)
    yield from findings.by_pilot_and_country(found, words)
    yield from told.in_their_own_words(result, words)
    yield from told.what_was_decided(result)
    yield from told.what_changed_since(result)
    yield from told.method_and_limits(result, found, words)
    yield from told.how_to_reproduce(result)


def _front(result: Result, found: Found, words: Mapping[str, str]) -> Iterator[Part]:
    if result.evaluation.is_example:
        yield notice(_("Synthetic example: a program made these numbers, and nobody was asked."))
    overall = found.conclusions[-1]
    yield lead(f"{GRADES[overall.grade]}. {said(overall.sentence)}")
    yield quiet(_("This report holds no name, no address and nothing about a single person."))
    yield human(words.get("overall", ""), _("What we make of it"))
    yield {"kind": "contents", "title": _("Contents")}
