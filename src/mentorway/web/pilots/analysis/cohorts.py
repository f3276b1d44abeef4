"""What follows from what is written about a cohort: what it starts with, what it still lacks."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from mentorway.courses.structure import Programme
from mentorway.web.accounts.models import User
from mentorway.web.core.merging import texts
from mentorway.web.core.zones import moment_of, zone_of
from mentorway.web.network.models import Partner
from mentorway.web.pilots.analysis.programme import assessments_of, programme_of, sessions_of
from mentorway.web.pilots.models import Cohort, CohortState, Standing
from mentorway.web.pilots.queries import cohorts as queries
from mentorway.web.pilots.queries import meetings as meeting_queries
from mentorway.web.training.models import Edition

PLAIN: Final = (
    *("title", "description", "country", "language", "time_zone", "starts_on", "ends_on", "seats"),
    *("entry", "offer_hours", "is_listed", "contact", "remind_days", "attendance_percent", "required"),
    "needs_feedback",
)
LAST_MINUTE: Final = dt.time(23, 59)
USUAL_SEATS: Final = 16
UNTIL_IT_BEGINS, USUAL_LENGTH = dt.timedelta(days=28), dt.timedelta(days=56)


@dataclass(frozen=True)
class Lack:
    """Something that a cohort still lacks: what, where to give it, and whether it must be there first."""

    text: str
    url: str
    stops: bool


def facts_of(cohort: Cohort) -> dict[str, Any]:
    """Return what the form about a cohort shows."""
    until = cohort.apply_until and cohort.apply_until.astimezone(cohort.zone).date()
    return {name: getattr(cohort, name) for name in PLAIN} | {"apply_until": until}


def snapshot_of(cohort: Cohort) -> dict[str, str]:
    """Return what a revision keeps."""
    return texts(facts_of(cohort))


def take_over(cohort: Cohort, facts: Mapping[str, Any]) -> None:
    """Write what a form said into a cohort; the last day for applications ends by its clock."""
    for name in PLAIN:
        value = facts[name]
        setattr(cohort, name, value.replace("\r\n", "\n") if isinstance(value, str) else value)
    day = facts["apply_until"]
    cohort.apply_until = moment_of(day, LAST_MINUTE, cohort.zone) if day else None


def search_text_of(cohort: Cohort) -> str:
    """Return the words by which a cohort is found."""
    return f"{cohort.title} {cohort.description}"


def languages_of(edition: Edition) -> dict[str, str]:
    """Return the languages in which a version can be taken, by code, that in which it was written first."""
    source = edition.content["programme"]["language"]
    return {source: source, **edition.content["languages"]}


def programme_to_take(edition: Edition) -> Programme:
    """Return what a version holds, before there is a cohort that takes it."""
    return programme_of(Cohort(edition=edition, language=edition.content["programme"]["language"]))


def beginnings(edition: Edition, partner: Partner, user: User, today: dt.date) -> dict[str, Any]:
    """Return what a new cohort starts with: what the version and the partner say already."""
    languages = languages_of(edition)
    spoken = next((code for code in (*partner.languages, user.language) if code in languages), None)
    modules = edition.content["programme"]["modules"]
    required = [one["key"] for module in modules for one in module["assessments"] if one["required"]]
    name = user.get_full_name()
    return {
        "title": edition.programme.title,
        "partner": partner,
        "country": partner.country,
        "time_zone": zone_of(partner.country).key,
        "language": spoken or next(iter(languages)),
        "starts_on": today + UNTIL_IT_BEGINS,
        "ends_on": today + UNTIL_IT_BEGINS + USUAL_LENGTH,
        "seats": USUAL_SEATS,
        "contact": f"{name}, {user.email}" if name != user.email else user.email,
        "required": required,
    }


def lacks(cohort: Cohort, programme: Programme, now: dt.datetime) -> list[Lack]:
    """Return what should be there before people apply, what stops that first."""
    change = reverse("pilots:change_cohort", args=[cohort.pk])
    stops = [Lack(text, change, stops=True) for text in stopping(cohort, now)]
    found = []
    if not cohort.description:
        found.append(Lack(_("Say what applicants should know."), change, stops=False))
    missing = set(sessions_of(programme)) - meeting_queries.sessions_planned(cohort)
    if missing:
        sentence = ngettext(
            "%(count)d session of the programme has no meeting yet.",
            "%(count)d sessions of the programme have no meeting yet.",
            len(missing),
        )
        plan = reverse("pilots:plan_meetings", args=[cohort.pk])
        found.append(Lack(sentence % {"count": len(missing)}, plan, stops=False))
    return [*stops, *found]


def stopping(cohort: Cohort, now: dt.datetime) -> list[str]:
    """Return why nobody could apply to a cohort even if it were open."""
    found = []
    if not cohort.contact:
        found.append(_("Say who answers questions: applicants must know whom to ask."))
    if cohort.apply_until and cohort.apply_until < now:
        found.append(_("The last day for applications is over. Choose a later one."))
    if cohort.ends_on < now.astimezone(cohort.zone).date():
        found.append(_("The last day of the cohort is over. Choose a later one."))
    return found


def required_titles(cohort: Cohort, programme: Programme) -> list[str]:
    """Return the work that must be passed, as the reader's language calls it."""
    known = assessments_of(programme)
    return [known[key].title for key in known if key in cohort.required]


@dataclass(frozen=True)
class Move:
    """A state that a cohort may get: how the button calls it."""

    state: str
    label: str


def moves_of(cohort: Cohort) -> Sequence[Move]:
    """Return what can be done with the state of a cohort, the usual next step first."""
    taken_up = cohort.state in (CohortState.FINISHED, CohortState.CANCELLED)
    labels = {
        CohortState.OPEN: _("Take applications"),
        CohortState.RUNNING: _("Take it up again") if taken_up else _("Begin the training"),
        CohortState.FINISHED: _("Finish the cohort"),
        CohortState.PREPARED: _("Plan it again") if taken_up else _("Take no more applications"),
        CohortState.CANCELLED: _("Cancel the cohort"),
    }
    order = {
        CohortState.OPEN: (CohortState.RUNNING, CohortState.PREPARED, CohortState.CANCELLED),
        CohortState.RUNNING: (CohortState.FINISHED, CohortState.OPEN, CohortState.CANCELLED),
    }
    wanted = order.get(CohortState(cohort.state), tuple(labels))
    return [Move(state, labels[state]) for state in wanted if cohort.may_become(state)]


def standing_names() -> list[tuple[str, str]]:
    """Return every standing of people and how it is called."""
    return [(one.value, str(one.label)) for one in Standing]


def moved(state: str) -> str:
    """Return what to say once a cohort has another state."""
    said = {
        CohortState.PREPARED: _("The cohort is in preparation. Nobody can apply."),
        CohortState.OPEN: _("The cohort takes applications."),
        CohortState.RUNNING: _("The training is under way."),
        CohortState.FINISHED: _("The cohort is finished."),
        CohortState.CANCELLED: _("The cohort is cancelled, and every meeting to come with it."),
    }
    return said[CohortState(state)]


def is_closed(cohort: Cohort) -> bool:
    """Whether nothing more can be planned: finished or cancelled."""
    return cohort.state in (CohortState.FINISHED, CohortState.CANCELLED)


def newest_of(cohort: Cohort) -> int | None:
    """Return the number of a newer version of the programme, if there is one."""
    found = queries.newer_edition_of(cohort)
    return found.number if found else None
