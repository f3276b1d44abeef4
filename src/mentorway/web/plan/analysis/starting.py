"""A plan to begin with: the activities of a programme as nine work packages, over two years.

Days are those of a project of 24 months; they shrink and grow with the length of the project. Texts come in
the language of whoever begins the project.
"""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from django.utils.translation import gettext as _

from mentorway.web.plan.models import Kind

USUAL: Final = 730  # days of a project for which the days stand here
STRETCH: Final = 1.03  # with it a month or two are left at the end, whatever the public holidays


@dataclass(frozen=True)
class Seed:
    """A line to begin with; ``after`` are the codes of what it waits for, ``!`` for its beginning only."""

    kind: str
    code: str
    title: str
    days: int = 0
    after: tuple[str, ...] = ()
    activity: str = ""
    parent: str = ""


def seeds() -> Iterator[Seed]:
    """Yield the lines of our template in the order in which people read them."""
    parts = {
        "network": _network,
        "practices": _practices,
        "methodology": _methodology,
        "study": _study,
        "comparison": _comparison,
        "training": _training,
        "pilots": _pilots,
        "mentoring": _mentoring,
        "evaluation": _results,
    }
    for number, (activity, part) in enumerate(parts.items(), start=1):
        title, lines = part()
        package = f"WP{number}"
        yield Seed(Kind.PACKAGE, package, title, activity=activity)
        for one in lines:
            own = "dissemination" if one.code in SPREADING else activity
            yield Seed(one.kind, one.code, one.title, one.days, one.after, own, package)


SPREADING: Final = ("T9.3", "T9.4", "D9.2")
Part = tuple[str, list[Seed]]


def _task(code: str, title: str, days: int, *after: str) -> Seed:
    return Seed(Kind.TASK, code, title, days, after)


def _milestone(code: str, title: str, *after: str) -> Seed:
    return Seed(Kind.MILESTONE, code, title, 0, after)


def _deliverable(code: str, title: str, *after: str) -> Seed:
    return Seed(Kind.DELIVERABLE, code, title, 0, after)


def _network() -> Part:
    return _("Network and management"), [
        _milestone("M1.1", _("The project begins")),
        _task("T1.1", _("Sign the agreements of the partners"), 20, "M1.1"),
        _task("T1.2", _("Meet for the first time and agree how to work together"), 3, "M1.1"),
        _deliverable("D1.1", _("Signed agreements of all partners"), "T1.1"),
        _task("T1.3", _("Coordinate the work and report"), 460, "T1.2"),
        _milestone("M1.2", _("The project is finished"), "T1.3", "D9.2"),
    ]


def _practices() -> Part:
    return _("Good practices"), [
        _task("T2.1", _("Collect good practices in every country"), 35, "T1.2"),
        _task("T2.2", _("Visit each other and look at practices at work"), 10, "T2.1"),
        _deliverable("D2.1", _("Catalogue of good practices"), "T2.2"),
    ]


def _methodology() -> Part:
    return _("Methodology"), [
        _task("T3.1", _("Agree what is measured and with which questions"), 25, "T2.1!", "T1.2"),
        _task("T3.2", _("Translate the questionnaires and try them out"), 25, "T3.1"),
        _deliverable("D3.1", _("Methodology and questionnaires in every language"), "T3.2"),
    ]


def _study() -> Part:
    return _("Study"), [
        _task("T4.1", _("Invite people and collect answers"), 40, "D3.1"),
        _task("T4.2", _("Check the answers and close the study"), 8, "T4.1"),
        _milestone("M4.1", _("All answers are collected"), "T4.2"),
    ]


def _comparison() -> Part:
    return _("Comparison of countries"), [
        _task("T5.1", _("Compare what the countries say"), 15, "M4.1"),
        _task("T5.2", _("Write the report of the comparison"), 20, "T5.1"),
        _deliverable("D5.1", _("Report of the comparison"), "T5.2"),
    ]


def _training() -> Part:
    return _("Training of mentors"), [
        _task("T6.1", _("Write the training programme"), 50, "D2.1", "T5.1"),
        _task("T6.2", _("Translate and review the training programme"), 25, "T6.1", "D5.1"),
        _deliverable("D6.1", _("Training programme in every language"), "T6.2"),
    ]


def _pilots() -> Part:
    return _("Pilots"), [
        _task("T7.1", _("Find people who take the programme"), 25, "T6.1"),
        _task("T7.2", _("Run the training with a cohort in every country"), 45, "D6.1", "T7.1"),
        _task("T7.3", _("Mend the programme from what the cohorts say"), 15, "T7.2"),
        _milestone("M7.1", _("The first mentors have their certificates"), "T7.2"),
    ]


def _mentoring() -> Part:
    return _("Mentoring"), [
        _task("T8.1", _("Invite mentees and mentors and match them"), 20, "T7.1", "T7.2"),
        _task("T8.2", _("Let pairs work together, with supervision"), 120, "T8.1"),
        _milestone("M8.1", _("The first pairs have begun"), "T8.1"),
        _milestone("M8.2", _("All pairs have finished"), "T8.2"),
    ]


def _results() -> Part:
    return _("Evaluation and results"), [
        _task("T9.1", _("Ask before, in between and afterwards"), 125, "T8.1"),
        _task("T9.2", _("Say what mentoring changed, and at what cost"), 20, "M8.2", "T9.1", "T7.3"),
        _deliverable("D9.1", _("Report of the evaluation"), "T9.2"),
        _task("T9.3", _("Tell others what was learnt, from the start to the end"), 400, "D1.1"),
        _task("T9.4", _("Publish the results and hold the closing event"), 15, "D9.1"),
        _deliverable("D9.2", _("Published results"), "T9.3", "T9.4"),
    ]


def scaled(days: int, first: dt.date, last: dt.date) -> int:
    """Return the days that a line takes in a project of this length; a day at least.

    >>> scaled(40, dt.date(2026, 1, 1), dt.date(2027, 12, 31)), scaled(0, dt.date.min, dt.date.max)
    (41, 0)
    """
    length = (last - first).days + 1
    return max(1, round(days * STRETCH * length / USUAL)) if days else 0
