"""The report of a period to the funder: one list of parts, shown as a page, set as a PDF, written as DOCX."""

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from django.conf import settings
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override

from mentorway.web.evaluation.analysis.report_parts import (
    Part,
    facts,
    heading,
    items,
    notice,
    quiet,
    table,
    text,
)
from mentorway.web.plan.analysis import report_money, report_work
from mentorway.web.plan.analysis.report_work import Found, day_of, found_of, span
from mentorway.web.plan.models import Period
from mentorway.web.plan.queries import periods as queries

LANGUAGES: Final = tuple(code for code, _name in settings.LANGUAGES)
KEPT: Final = ("title", "above", "page", "day")
MOST_NEXT: Final = 40


@dataclass(frozen=True)
class Report:
    """What is in a report, in one language; `page` says where somebody is in it, with {page} and {pages}."""

    language: str
    title: str
    above: str
    page: str
    day: str
    number: int
    parts: tuple[Part, ...]

    def facts(self) -> dict[str, Any]:
        """Return what a template sets."""
        return {**self.kept(), "language": self.language}

    def kept(self) -> dict[str, Any]:
        """Return what is kept when a period is closed."""
        return {**{name: getattr(self, name) for name in KEPT}, "parts": list(self.parts)}


def report_of(period: Period, language: str, *, today: dt.date | None = None) -> Report:
    """Put the report of a period together; of a closed one as it was when it was closed."""
    stored = queries.report_at_closing(period).get(language) if period.closed and period.pk else None
    if stored:
        return _from(stored, language, period.number)
    with override(language):
        found = found_of(period, today or timezone.localdate())
        return Report(
            language=language,
            title=period.project.title,
            above=_above(period),
            page=_("Page %(page)s of %(pages)s") % {"page": "{page}", "pages": "{pages}"},
            day=found.today.isoformat(),
            number=period.number,
            parts=tuple(_parts(found)),
        )


def _from(stored: Mapping[str, Any], language: str, number: int) -> Report:
    named = {name: str(stored[name]) for name in KEPT}
    return Report(language=language, number=number, parts=tuple(stored["parts"]), **named)


def is_complete(report: Report) -> bool:
    """Return whether no text is missing."""
    return not any(part["kind"] == "missing" for part in report.parts)


def _above(period: Period) -> str:
    values = {
        "number": period.number,
        "partner": period.project.partner.name,
        "days": span(period.starts_on, period.ends_on),
    }
    return _("Report of %(partner)s and its partners on period %(number)d, %(days)s") % values


def _parts(found: Found) -> Iterator[Part]:
    yield from _front(found)
    yield heading(1, _("What was done"))
    yield _written(found.period.summary, _("What was done, in a few sentences"))
    yield heading(1, _("Work packages"))
    yield from report_work.packages(found)
    yield heading(1, _("Milestones and deliverables"))
    yield from report_work.moments(found)
    yield heading(1, _("What is other than planned"))
    yield from report_work.deviations(found)
    yield heading(1, _("Person-days"))
    yield from report_money.days(found)
    yield heading(1, _("Budget"))
    yield from report_money.money(found)
    yield heading(1, _("How results were spread"))
    yield _written(found.period.dissemination, _("How results were spread"))
    yield from _counted(found)
    yield heading(1, _("What comes next"))
    yield from _next(found)


def _front(found: Found) -> Iterator[Part]:
    project, period = found.project, found.period
    if project.is_example:
        yield notice(_("This is the example: a program made it, and nobody worked on it."))
    names = "; ".join(
        _("%(partner)s (%(country)s)")
        % {"partner": row.partner.name, "country": row.partner.get_country_display()}
        for row in found.partners
    )
    yield facts(
        _("In short"),
        (_("Funder and programme"), project.funder or "–"),
        (_("Number of the grant agreement"), project.reference or "–"),
        (_("Lead partner"), project.partner.name),
        (_("Partners"), names),
        (_("Project"), span(project.starts_on, project.ends_on)),
        (_("Reporting period"), f"{period.number}: {span(period.starts_on, period.ends_on)}"),
        (_("Report due"), day_of(period.due_on)),
        (_("Currency"), project.currency),
    )
    yield quiet(_("Dates and figures as of %(day)s.") % {"day": date_format(found.today)})
    yield {"kind": "contents", "title": _("Contents")}


def _written(words: str, title: str) -> Part:
    """Return what people wrote, or a place that shows that nobody has written anything yet."""
    if words.strip():
        return text(words.strip())
    return {"kind": "missing", "title": title, "text": _("Nobody has written this yet.")}


def _counted(found: Found) -> Iterator[Part]:
    """Return what the platform itself can count, with where each figure comes from."""
    counts = queries.counts_in(found.period)
    titles = {
        "practices": (_("Good practices published"), _("Good practices, by the day of publication")),
        "visit": (_("Visits held"), _("Visits and meetings, marked as held")),
        "meeting": (_("Meetings held"), _("Visits and meetings, marked as held")),
        "online": (_("Online meetings held"), _("Visits and meetings, marked as held")),
        "event": (_("Events held"), _("Visits and meetings, marked as held")),
        "methodologies": (
            _("Versions of methodologies agreed"),
            _("Methodologies, by the day of the version"),
        ),
        "programmes": (
            _("Versions of training programmes published"),
            _("Training programmes, by the day of publication"),
        ),
        "certificates": (
            _("Certificates issued to people who took part"),
            _("Pilots, without those that were taken back"),
        ),
    }
    rows = [[titles[name][0], titles[name][1], str(count)] for name, count in counts.items() if count]
    if not rows:
        yield text(_("The platform knows of nothing that was published or held in this period."))
        return
    heads = [_("What"), _("Where it is counted"), _("Number")]
    yield table(_("Counted on the platform, partners of the project together"), heads, rows, texts=2)


def _next(found: Found) -> Iterator[Part]:
    following = queries.next_after(found.period)
    if following is None:
        yield text(_("No period follows: this is the last report."))
        return
    values = {"number": following.number, "days": span(following.starts_on, following.ends_on)}
    yield text(_("Period %(number)d goes from %(days)s. Planned then:") % values)
    lines = report_work.lines_in(found, following.starts_on, following.ends_on)
    if not lines:
        yield text(_("Nothing is planned in this time."))
        return
    yield items(
        _("%(line)s: %(days)s") % {"line": item, "days": found.days_of(item)} for item in lines[:MOST_NEXT]
    )
    more = len(lines) - MOST_NEXT
    if more > 0:
        yield quiet(ngettext("And %(count)d more line.", "And %(count)d more lines.", more) % {"count": more})
