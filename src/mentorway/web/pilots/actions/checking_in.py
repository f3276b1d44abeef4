"""People say that they are at a meeting: the code is proven first, then who they are."""

import datetime as dt
from enum import StrEnum
from typing import Final

from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from mentorway.web.accounts.models import User
from mentorway.web.core.turns import writing
from mentorway.web.pilots.analysis import codes
from mentorway.web.pilots.analysis.codes import Phase, Verdict
from mentorway.web.pilots.models import (
    Attendance,
    Cohort,
    CohortState,
    Meeting,
    Participant,
    Presence,
    Source,
    Standing,
)
from mentorway.web.pilots.queries import attendance as queries

WRONG_A_MINUTE: Final = 60  # of people not known yet, at one meeting
WRONG_A_MINUTE_OF_ONE: Final = 10


class Outcome(StrEnum):
    """What became of somebody's word that they are at a meeting."""

    MARKED = "marked"
    ALREADY = "already"
    OTHERWISE = "otherwise"  # a facilitator has written something else
    ELSEWHERE = "elsewhere"  # marked at another meeting at the same time
    NO_SEAT = "no_seat"
    EXAMPLE = "example"
    EARLY = "early"
    CLOSED = "closed"
    CANCELLED = "cancelled"


def barrier(meeting: Meeting, now: dt.datetime) -> Outcome | None:
    """Return why nobody can say now that they are at a meeting, if that is so."""
    if meeting.cohort.is_example:
        return Outcome.EXAMPLE
    if meeting.cohort.state == CohortState.CANCELLED:
        return Outcome.CANCELLED
    phase = codes.phase_of(meeting, now)
    return None if phase == Phase.OPEN else Outcome(phase.value)


def prove(
    meeting: Meeting, code: str, *, source: Source, person: Participant | None, now: dt.datetime
) -> str:
    """Return a proof that the right code was there; a wrong or old one is refused in words, and counted."""
    key = f"pilots-here-{meeting.pk}-{person.pk if person else 'unknown'}"
    _refuse_hurry(key, now, WRONG_A_MINUTE_OF_ONE if person else WRONG_A_MINUTE)
    verdict = codes.verdict_of(meeting, code, now)
    if verdict == Verdict.RIGHT:
        return codes.proof_of(meeting, source, now)
    _count(key, now)
    if verdict == Verdict.OLD:
        raise ValidationError(_("This code has been replaced. Type the one that is on the wall now."))
    raise ValidationError(_("This is not the code of this meeting. Look at the wall, and type it again."))


def known_by(cohort: Cohort, code: str, now: dt.datetime) -> Participant:
    """Return who has a personal code; one that nobody in the cohort has is refused, and counted."""
    key = f"pilots-person-{cohort.pk}"
    _refuse_hurry(key, now, WRONG_A_MINUTE)
    found = queries.person_with_code(cohort, codes.tidy(code))
    if found is None:
        _count(key, now)
        raise ValidationError(
            _(
                "Nobody in this cohort has this personal code. It is in the letters of this cohort and on "
                "your own page. If you take part in another cohort, use the code of its meeting."
            )
        )
    found.cohort = cohort
    return found


def check_in(
    meeting: Meeting, person: Participant, *, source: Source, by: User | None, now: dt.datetime
) -> Outcome:
    """Mark a person as present, unless something speaks against it; what was marked by hand stays."""
    refused = barrier(meeting, now)
    if refused is not None:
        return refused
    with writing():
        # One scan of a person after the other: two meetings at the same time cannot both be marked.
        held = Participant.objects.select_for_update().get(pk=person.pk, cohort=meeting.cohort_id)
        if held.standing != Standing.ENROLLED:
            return Outcome.NO_SEAT
        mark = queries.mark_of(meeting, held)
        if mark is not None:
            return Outcome.ALREADY if mark.presence == Presence.PRESENT else Outcome.OTHERWISE
        if queries.elsewhere(meeting, [held.pk]):
            return Outcome.ELSEWHERE
        return _written(meeting, held, source, by, now)


def _written(
    meeting: Meeting, person: Participant, source: Source, by: User | None, now: dt.datetime
) -> Outcome:
    mark = Attendance(
        meeting=meeting,
        participant=person,
        presence=Presence.PRESENT,
        source=source,
        marked_by=by,
        marked=now,
    )
    mark.full_clean()
    with transaction.atomic():
        mark.save()
    return Outcome.MARKED


def _refuse_hurry(key: str, now: dt.datetime, most: int) -> None:
    """Slow down whoever tries codes; nobody's address is looked at."""
    if cache.get(f"{key}-{now:%Y%m%d%H%M}", 0) >= most:
        raise ValidationError(_("Many wrong codes were typed just now. Try again in a minute."), code="hurry")


def _count(key: str, now: dt.datetime) -> None:
    minute = f"{key}-{now:%Y%m%d%H%M}"
    cache.add(minute, 0, 120)
    cache.incr(minute)
