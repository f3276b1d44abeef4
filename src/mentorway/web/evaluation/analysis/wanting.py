"""What evaluations want from those who run them."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from django.utils.translation import gettext as _

from mentorway.web.evaluation.analysis.arms import members_of
from mentorway.web.evaluation.analysis.asked import asked_once, day_of, title_of, today_of
from mentorway.web.evaluation.analysis.asking import LATE_DAYS, due_among, hindrance_of
from mentorway.web.evaluation.models import AskedWave, Asking, Evaluation
from mentorway.web.evaluation.queries import asking as queries
from mentorway.web.evaluation.queries.own import newest_of
from mentorway.web.pilots.models import Cohort, CohortState

USUAL_FOLLOW_UP: Final = 90  # days after the end


@dataclass(frozen=True)
class Wanted:
    """Something that an evaluation wants from people now: a sentence, which page, and whether it hurries."""

    text: str
    page: str
    is_urgent: bool = False


def wanted_of(whole: Evaluation, now: dt.datetime) -> list[Wanted]:
    """Return what an evaluation wants: who cannot be asked, who is not asked yet, results that are old."""
    waves = asked_once(queries.waves_of(whole))
    cohorts = [one for one in queries.cohorts_of(whole) if one.state != CohortState.CANCELLED]
    members, invited = members_of(whole, now, cohorts), queries.invited_to(one.wave for one in waves)
    found: list[Wanted] = []
    for one in waves:
        why = hindrance_of(one.wave, now)
        due = due_among(one, cohorts, members, invited[one.wave_id], now) if why else []
        found += [_hindered(whole, each, why) for each in due]
    later = _uninvited(whole, waves, cohorts, invited, now) if members and not found else None
    return [one for one in (*found, later, _outdated(whole)) if one is not None]


def _hindered(whole: Evaluation, cohort: Cohort, why: str) -> Wanted:
    text = _("“%(evaluation)s”: the people of “%(pilot)s” should be asked now, and cannot be. %(why)s")
    return Wanted(text % {"evaluation": whole, "pilot": cohort, "why": why}, "asking", is_urgent=True)


def _uninvited(
    whole: Evaluation,
    waves: Sequence[AskedWave],
    cohorts: Sequence[Cohort],
    invited: Mapping[int, set[str]],
    now: dt.datetime,
) -> Wanted | None:
    """Return that nobody is invited to a wave whose time has come, about the first such wave."""
    for one in waves:
        if not invited[one.wave_id] and any(_has_come(one, each, now) for each in cohorts):
            text = _("“%(evaluation)s”: nobody is invited to “%(wave)s” yet, and it is time.")
            return Wanted(text % {"evaluation": whole, "wave": title_of(one, waves)}, "asking")
    return None


def _has_come(asked: AskedWave, cohort: Cohort, now: dt.datetime) -> bool:
    """Return whether people should have been asked: by hand, or by themselves and it did not work."""
    today = today_of(cohort, now)
    if asked.is_by_itself:
        return today > day_of(asked, cohort)
    if asked.asking == Asking.BEFORE:
        return cohort.starts_on - dt.timedelta(days=LATE_DAYS) <= today
    wait = USUAL_FOLLOW_UP if asked.asking == Asking.FOLLOW_UP else 0
    return today >= cohort.ends_on + dt.timedelta(days=wait)


def _outdated(whole: Evaluation) -> Wanted | None:
    """Return that there are answers that the newest results do not know."""
    newest, last = newest_of(whole), queries.newest_answer(whole)
    if newest is None or newest.finished is None or last is None or whole.study is None:
        return None
    if last <= newest.finished.astimezone(whole.study.clock).date():
        return None
    text = _("“%(evaluation)s”: there are newer answers than the results. Compute them again.")
    return Wanted(text % {"evaluation": whole}, "results")
