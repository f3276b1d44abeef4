"""What studies want from a person now."""

import datetime as dt
from collections.abc import Iterator

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from mentorway.web.accounts.models import User
from mentorway.web.core.needs import Need
from mentorway.web.core.whether import is_any, rows_if_any
from mentorway.web.study import queries
from mentorway.web.study.analysis import times


def needs_of(user: User) -> list[Need]:
    """Waves that end soon, studies that lag behind, letters not yet begun, answers to look at."""
    now = timezone.now()
    ending = [*_closing(user, now), *_behind(user, now)] if _is_any_ending(user, now) else []
    waiting = _letters(user, now) if is_any(queries.letters_to_send, user) else ()
    return [*ending, *waiting, *_odd(user)]


def _is_any_ending(user: User, now: dt.datetime) -> bool:
    return is_any(queries.ending_around, user, now.astimezone(dt.UTC).date())


def _closing(user: User, now: dt.datetime) -> Iterator[Need]:
    text = _("“%(study)s”, %(wave)s: the last day is %(day)s.")
    for wave in queries.closing_soon(user, now):
        day = times.closing(wave, wave.study.clock)
        values = {"study": wave.study, "wave": wave.title, "day": day}
        yield Need(text % values, reverse("study:board", args=[wave.study_id]), urgent=True)


def _behind(user: User, now: dt.datetime) -> Iterator[Need]:
    text = _("“%(study)s” ends within two weeks and has fewer answers than wanted.")
    for study in queries.behind(user, now):
        yield Need(text % {"study": study}, reverse("study:board", args=[study.pk]))


def _letters(user: User, now: dt.datetime) -> Iterator[Need]:
    for wave in queries.letters_waiting(user, now):
        count = wave.waiting  # type: ignore[attr-defined]
        text = ngettext(
            "“%(study)s”: %(count)d invitation waits to be sent.",
            "“%(study)s”: %(count)d invitations wait to be sent.",
            count,
        )
        yield Need(text % {"study": wave.study, "count": count}, reverse("study:people", args=[wave.pk]))


def _odd(user: User) -> Iterator[Need]:
    text = _("“%(study)s” has answers that did not fit the questionnaire. Look at them.")
    for study in rows_if_any(queries.in_review, user):
        yield Need(text % {"study": study}, reverse("study:review", args=[study.pk]))
