"""Things that happened to the example, so that there is something to read. No letter tells of them."""

import datetime as dt
from typing import Any, Final

from django.core.exceptions import FieldError
from django.db.models import QuerySet
from django.utils import timezone

from mentorway.web.core.happenings import Known, known
from mentorway.web.core.models import Happening
from mentorway.web.network.models import Partner

EARLIER: Final = dt.timedelta(hours=12)
# How many days ago, the oldest first.
STORY: Final = (
    (26, "methodology.published"),
    (24, "questionnaire.published"),
    (21, "practice.moved"),
    (18, "programme.published"),
    (14, "study.opened"),
    (9, "cohort.moved"),
    (7, "claim.published"),
    (4, "release.published"),
    (2, "entry.published"),
    (1, "plan.changed"),
)


def load(_partner: Partner) -> None:
    """Tell a story of the example rows that are there, once; nothing of it is passed on to programs.

    What was told while they were made, before they were marked as an example, is not news either.
    """
    now = timezone.now()
    for one in known().values():
        told = Happening.objects.filter(name=one.name, is_example=False, row__in=_rows_of(one).values("pk"))
        told.update(is_example=True, passed=now)
    if Happening.objects.filter(is_example=True, at__lt=now - EARLIER).exists():
        return
    for days, name in STORY:
        row = _rows_of(known()[name]).order_by("-pk").first()
        if row is not None:
            kept = Happening.objects.create(
                name=name, row=row.pk, facts=_facts_of(row), is_example=True, passed=now
            )
            Happening.objects.filter(pk=kept.pk).update(at=now - dt.timedelta(days=days))


def _rows_of(one: Known) -> QuerySet[Any]:
    """Return the rows of the example to which this can happen; none where a table has no example."""
    whole = f"{one.whole.replace('.', '__')}__is_example" if one.whole else "is_example"
    rows: QuerySet[Any] = one.table._default_manager.order_by()  # noqa: SLF001 - Django's own name
    try:
        return rows.filter(**{whole: True})
    except FieldError:
        return rows.none()


def _facts_of(row: Any) -> dict[str, Any]:
    return {name: getattr(row, name) for name in ("number", "state") if hasattr(row, name)}
