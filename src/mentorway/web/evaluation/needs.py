"""What evaluations want from a person now."""

from collections.abc import Iterator
from typing import Final

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import ngettext_lazy

from mentorway.web.accounts.models import User
from mentorway.web.core.needs import Need
from mentorway.web.core.whether import rows_if_any
from mentorway.web.evaluation.analysis.wanting import wanted_of
from mentorway.web.evaluation.queries import decisions
from mentorway.web.evaluation.queries import evaluations as queries

OVERDUE: Final = ngettext_lazy(
    "“%(evaluation)s”: %(count)d decision is overdue.",
    "“%(evaluation)s”: %(count)d decisions are overdue.",
    "count",
)


def needs_of(user: User) -> list[Need]:
    """Pilots whose people cannot be asked, waves to which nobody is invited, old results, late decisions."""
    now = timezone.now()
    asked = [
        Need(one.text, reverse(f"evaluation:{one.page}", args=[whole.pk]), urgent=one.is_urgent)
        for whole in rows_if_any(queries.at_work_of, user)[: queries.MOST_AT_WORK]
        for one in wanted_of(whole, now)
    ]
    return [*asked, *_late(user)]


def _late(user: User) -> Iterator[Need]:
    for whole in rows_if_any(decisions.overdue_of, user, timezone.localdate()):
        text = OVERDUE % {"evaluation": whole, "count": whole.count}  # type: ignore[attr-defined]
        yield Need(text, reverse("evaluation:decisions", args=[whole.pk]), urgent=True)
