"""What cohorts want from a person now."""

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Final

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import ngettext

from mentorway.web.accounts.models import User
from mentorway.web.core.needs import Need
from mentorway.web.core.whether import is_any, rows_if_any
from mentorway.web.pilots.analysis.completion import to_issue
from mentorway.web.pilots.models import Cohort
from mentorway.web.pilots.queries import waiting
from mentorway.web.pilots.queries.attendance import left_unmarked

MOST_LOOKED_AT: Final = 3  # of cohorts in which certificates are counted, as that takes a while


def needs_of(user: User) -> list[Need]:
    """Applications, meetings without room or facilitator, attendance, work, certificates."""
    now = timezone.now()
    if not is_any(waiting.led_by, user):
        return []
    return [
        *_applications(rows_if_any(waiting.with_applications, user)),
        *_meetings(waiting.without_room_or_facilitator(user, now)),
        *_attendance(user, now),
        *_works(rows_if_any(waiting.with_works_to_assess, user)),
        *_certificates(waiting.to_certify(user, now)[:MOST_LOOKED_AT]),
    ]


def _applications(cohorts: Iterable[Cohort]) -> Iterator[Need]:
    for row in cohorts:
        count = row.count  # type: ignore[attr-defined]
        text = ngettext(
            "“%(cohort)s”: %(count)d application is not decided yet.",
            "“%(cohort)s”: %(count)d applications are not decided yet.",
            count,
        )
        address = f"{reverse('pilots:people', args=[row.pk])}?standing=applied"
        yield Need(text % {"cohort": row, "count": count}, address)


def _meetings(cohorts: Iterable[Cohort]) -> Iterator[Need]:
    for row in cohorts:
        count = row.count  # type: ignore[attr-defined]
        text = ngettext(
            "“%(cohort)s”: %(count)d meeting within two weeks has no room or no facilitator yet.",
            "“%(cohort)s”: %(count)d meetings within two weeks have no room or no facilitator yet.",
            count,
        )
        yield Need(
            text % {"cohort": row, "count": count}, reverse("pilots:cohort", args=[row.pk]), urgent=True
        )


def _attendance(user: User, now: dt.datetime) -> Iterator[Need]:
    led = {row.pk: row for row in waiting.led_by(user)}
    counts = Counter(row.cohort_id for row in left_unmarked(user, now) if row.cohort_id in led)
    for pk, count in counts.items():
        text = ngettext(
            "“%(cohort)s”: for %(count)d meeting it is not marked yet who was there.",
            "“%(cohort)s”: for %(count)d meetings it is not marked yet who was there.",
            count,
        )
        yield Need(text % {"cohort": led[pk], "count": count}, reverse("pilots:attendance", args=[pk]))


def _works(cohorts: Iterable[Cohort]) -> Iterator[Need]:
    for row in cohorts:
        count = row.count  # type: ignore[attr-defined]
        text = ngettext(
            "“%(cohort)s”: %(count)d work waits for your feedback.",
            "“%(cohort)s”: %(count)d works wait for your feedback.",
            count,
        )
        yield Need(text % {"cohort": row, "count": count}, reverse("pilots:works", args=[row.pk]))


def _certificates(cohorts: Iterable[Cohort]) -> Iterator[Need]:
    for row in cohorts:
        count = to_issue(row)
        if count:
            text = ngettext(
                "“%(cohort)s”: %(count)d certificate can be issued.",
                "“%(cohort)s”: %(count)d certificates can be issued.",
                count,
            )
            yield Need(text % {"cohort": row, "count": count}, reverse("pilots:certificates", args=[row.pk]))
