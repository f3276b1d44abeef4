"""Reviews that are owed, practices that wait for a coordinator or for changes, texts to be translated."""

from collections.abc import Iterable

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from mentorway.web.accounts.models import User
from mentorway.web.core.needs import Need
from mentorway.web.core.whether import rows_if_any
from mentorway.web.practices.models import Practice, PracticeState
from mentorway.web.practices.queries import reviewing as queries
from mentorway.web.practices.translated import OWNER
from mentorway.web.translation.needs import needs_in

MOST = 10  # of one kind; the lists show the rest


def needs_of(user: User) -> list[Need]:
    """What ``user`` can do for practices now."""
    return [*_reviews(user), *_changes(user), *_decisions(user), *needs_in(OWNER, user)]


def _reviews(user: User) -> Iterable[Need]:
    today = timezone.localdate()
    for review in rows_if_any(queries.to_write, user)[:MOST]:
        late = queries.overdue(review, today)
        values = {"title": review.practice.title, "day": date_format(review.due) if review.due else "–"}
        text = (
            _("Your review of “%(title)s” was wanted by %(day)s.")
            if late
            else _("Review “%(title)s” by %(day)s.")
        )
        yield Need(text % values, reverse("practices:review", args=[review.pk]), urgent=late)


def _changes(user: User) -> Iterable[Need]:
    text = _("Change “%(title)s”: the remarks of the reviewers are there.")
    return _listed(rows_if_any(queries.to_be_changed, user), text, "practice")


def _decisions(user: User) -> Iterable[Need]:
    waiting = rows_if_any(queries.waiting_for, user, PracticeState.SUBMITTED)
    yield from _listed(waiting, _("“%(title)s” is handed in. Ask two people to review it."), "reviewers")
    short = _("“%(title)s” needs one more reviewer.")
    yield from _listed(rows_if_any(queries.short_of_reviewers, user), short, "reviewers")
    decide = _("All reviews of “%(title)s” are in. Decide.")
    yield from _listed(rows_if_any(queries.all_in, user), decide, "decision")


def _listed(rows: QuerySet[Practice], text: str, page: str) -> Iterable[Need]:
    for row in rows.only("title")[:MOST]:
        yield Need(text % {"title": row.title}, reverse(f"practices:{page}", args=[row.pk]))
