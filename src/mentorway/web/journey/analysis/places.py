"""The places that somebody uses most, by role, and the first steps of those who have begun nothing."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from mentorway.web.accounts.models import User
from mentorway.web.journey.queries import places as queries
from mentorway.web.journey.queries.places import Standing
from mentorway.web.mentoring.analysis.board import SILENT
from mentorway.web.mentoring.models import Place
from mentorway.web.pilots.models import Meeting
from mentorway.web.plan.analysis.dates import dates_of, last_of
from mentorway.web.plan.models import Project
from mentorway.web.plan.queries.items import rows_of

Text = str | Promise
MONTH: Final = dt.timedelta(days=31)
MOST_DATES: Final = 5


@dataclass(frozen=True)
class Line:
    """One thing in a spot: what it is called, where it is, and what there is to know."""

    text: Text
    url: str
    note: str = ""


@dataclass(frozen=True)
class Spot:
    """Something that a person comes back to: its lines, and the page with all of it."""

    title: Text
    lines: tuple[Line, ...]
    url: str = ""
    more: Text = ""


@dataclass(frozen=True)
class FirstStep:
    """A first step, why it matters, where it is done, and whether rows say that it was."""

    title: Text
    text: Text
    url: str
    is_done: bool


def spots_of(user: User, standing: Standing, now: dt.datetime) -> list[Spot]:
    """Return where a person is most, by what they are: only what has something in it."""
    found = [*_pairs(user, now), *_meetings(user, now), *_analyses(user)]
    if standing.coordinates:
        found += [*_silent(user, now), *_dates(user)]
    if standing.belongs and not found and standing.partner is not None:
        found.append(_partner(standing.partner))
    return found


def _pairs(user: User, now: dt.datetime) -> Iterator[Spot]:
    places = queries.pairs_of(user, now)
    if places:
        yield Spot(_("My pairs"), tuple(_pair(one) for one in places))


def _pair(place: Place) -> Line:
    """Tell of a pair: with whom, and when they meet next."""
    others = [
        one.person.name
        for one in place.relation.places.all()
        if one.person_id != place.person_id and one.left is None
    ]
    coming = place.next  # type: ignore[attr-defined]
    zone = place.person.zone
    note = (
        _("Next meeting: %(day)s") % {"day": _moment(coming.astimezone(zone))}
        if coming
        else _("No meeting is planned.")
    )
    return Line(
        ", ".join(others) or str(place.relation.round),
        reverse("mentoring:own_relation", args=[place.person.link, place.relation_id]),
        note,
    )


def _meetings(user: User, now: dt.datetime) -> Iterator[Spot]:
    meetings, cohorts = queries.meetings_led_by(user, now), queries.cohorts_led_by(user)
    lines = [_meeting(one) for one in meetings]
    lines += [
        Line(str(one), reverse("pilots:cohort", args=[one.pk]), str(one.get_state_display()))
        for one in cohorts
    ]
    if lines:
        yield Spot(_("My cohorts and next meetings"), tuple(lines), reverse("pilots:day"), _("My day"))


def _meeting(meeting: Meeting) -> Line:
    text = _("%(day)s: %(meeting)s")
    values = {"day": _moment(meeting.starts.astimezone(meeting.cohort.zone)), "meeting": meeting.title}
    return Line(text % values, reverse("pilots:cohort", args=[meeting.cohort_id]), str(meeting.cohort))


def _analyses(user: User) -> Iterator[Spot]:
    analyses = queries.analyses_of(user)
    lines = tuple(
        Line(one.title, reverse("comparison:analysis", args=[one.pk]), str(one.dataset)) for one in analyses
    )
    if lines:
        yield Spot(_("My analyses"), lines, reverse("comparison:comparisons"), _("All comparisons"))


def _silent(user: User, now: dt.datetime) -> Iterator[Spot]:
    rounds = queries.silent_pairs(user, now - dt.timedelta(days=SILENT))
    lines = []
    for pk, title, count in rounds:
        note = ngettext(
            "%(count)d pair has not met for seven weeks",
            "%(count)d pairs have not met for seven weeks",
            count,
        ) % {"count": count}
        lines.append(Line(title, reverse("mentoring:board", args=[pk]), note))
    if lines:
        yield Spot(_("Silent pairs"), tuple(lines))


def _dates(user: User) -> Iterator[Spot]:
    today = timezone.localdate()
    project = queries.project_of(user, today)
    if project is None:
        return
    lines = tuple(_due(project, today))
    if lines:
        yield Spot(
            _("Dates of the plan within a month"),
            lines,
            reverse("plan:project", args=[project.pk]),
            _("The plan"),
        )


def _due(project: Project, today: dt.date) -> list[Line]:
    """Return deliverables and milestones that are due within a month, or late, the first first."""
    rows = rows_of(project)
    if not rows.items:
        return []
    dates = dates_of(project, rows=rows, today=today)
    coming = sorted(
        (last_of(dates, item), item.pk, item)
        for item in rows.items
        if item.is_moment and item.done < 100 and last_of(dates, item) <= today + MONTH  # noqa: PLR2004 - percent
    )
    return [
        Line(str(item), reverse("plan:item", args=[project.pk, item.pk]), date_format(day, "DATE_FORMAT"))
        for day, _pk, item in coming[:MOST_DATES]
    ]


def _partner(partner: int) -> Spot:
    return Spot(
        _("Your organisation"),
        (
            Line(_("What others see of it"), reverse("network:partner", args=[partner])),
            Line(_("Good practices"), reverse("practices:practices")),
            Line(_("Studies"), reverse("study:studies")),
        ),
    )


def _moment(moment: dt.datetime) -> str:
    return date_format(moment, "SHORT_DATETIME_FORMAT")


def first_steps(standing: Standing) -> list[FirstStep]:
    """Return what comes first for somebody whose partners have begun nothing; nothing for others."""
    if standing.has_begun:
        return []
    steps = [
        FirstStep(
            _("Confirm your e-mail address"),
            _("Letters reach you then, and what was entered with your address becomes yours."),
            reverse("account_email"),
            standing.is_verified,
        )
    ]
    return [*steps, *(_inside(standing) if standing.belongs else _outside())]


def _outside() -> list[FirstStep]:
    return [
        FirstStep(
            _("Belong to a partner"),
            _("An administrator of your organisation adds your address. Until then, look at the example."),
            reverse("journey:story"),
            is_done=False,
        )
    ]


def _inside(standing: Standing) -> Iterator[FirstStep]:
    partner = reverse("network:partner", args=[standing.partner])
    yield FirstStep(
        _("Say what your partner is"),
        _("What kind of organisation it is and what it brings: others find you by it."),
        partner,
        standing.is_described,
    )
    if standing.in_charge:
        yield FirstStep(
            _("Bring in a colleague"),
            _("Nobody runs mentoring alone. Whoever is in charge adds people by their e-mail address."),
            partner,
            standing.has_colleague,
        )
    yield FirstStep(
        _("Describe a good practice"),
        _("Something that works with you. Reviewers of other countries read it before others build on it."),
        reverse("practices:practices"),
        standing.practices,
    )
    yield FirstStep(
        _("Ask people"),
        _("A study asks the questions of a published questionnaire, without names."),
        reverse("study:studies"),
        standing.studies,
    )
    yield FirstStep(
        _("Run a training, or bring pairs together"),
        _("A cohort takes a programme; a mentoring round matches mentees and mentors."),
        reverse("pilots:cohorts"),
        standing.cohorts or standing.rounds,
    )
    if standing.coordinates:
        yield FirstStep(
            _("Plan who does what by when"),
            _("Work packages, dates and money of all partners, and the report to the funder."),
            reverse("plan:projects"),
            standing.projects,
        )
