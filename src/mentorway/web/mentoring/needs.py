"""What mentoring rounds want from a person now."""

from collections.abc import Iterable, Iterator
from typing import Any, Final

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import ngettext_lazy

from mentorway.web.accounts.models import User
from mentorway.web.core.needs import Need
from mentorway.web.core.whether import is_any, rows_if_any
from mentorway.web.mentoring.models import Round
from mentorway.web.mentoring.queries import concerns, relations, rounds

TO_MATCH: Final = ngettext_lazy(
    "“%(round)s”: %(count)d mentee has no mentor and no proposal yet.",
    "“%(round)s”: %(count)d mentees have no mentor and no proposal yet.",
    "count",
)
ASKED: Final = ngettext_lazy(
    "“%(round)s”: %(count)d question about a proposal waits for a reply.",
    "“%(round)s”: %(count)d questions about proposals wait for a reply.",
    "count",
)
TO_TALK: Final = ngettext_lazy(
    "“%(round)s”: %(count)d person would like to talk to you.",
    "“%(round)s”: %(count)d people would like to talk to you.",
    "count",
)
LATE: Final = ngettext_lazy(
    "“%(round)s”: %(count)d proposal ends within two days.",
    "“%(round)s”: %(count)d proposals end within two days.",
    "count",
)


def needs_of(user: User) -> list[Need]:
    """Wishes to talk, questions that wait for a reply, proposals that end soon, people to be matched."""
    if not is_any(relations.run_by, user):
        return []
    return [
        *_said(TO_TALK, rows_if_any(concerns.with_open_concerns, user), "mentoring:concerns", urgent=True),
        *_said(ASKED, rows_if_any(relations.with_open_enquiries, user), "mentoring:relations", urgent=True),
        *_said(LATE, relations.with_late_answers(user, timezone.now()), "mentoring:relations"),
        *_said(TO_MATCH, rows_if_any(rounds.with_people_to_match, user), "mentoring:matchings"),
    ]


def _said(text: Any, rows: Iterable[Round], page: str, *, urgent: bool = False) -> Iterator[Need]:
    for row in rows:
        values = {"round": row, "count": row.count}  # type: ignore[attr-defined]
        yield Need(text % values, reverse(page, args=[row.pk]), urgent=urgent)
