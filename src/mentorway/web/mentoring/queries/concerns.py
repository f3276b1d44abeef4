"""Wishes to talk: those of one person, and those of a round."""

from django.db.models import Count, F, Q, QuerySet

from mentorway.web.accounts.models import User
from mentorway.web.mentoring.models import Concern, Place, Round


def concerns_of(place: Place) -> QuerySet[Concern]:
    """What somebody wrote from one relationship, the newest first."""
    return place.concerns.order_by("-at", "-pk")


def concerns_in(whole: Round) -> QuerySet[Concern]:
    """The wishes to talk of a round: what is open first, the oldest first; then what is settled."""
    rows = Concern.objects.filter(place__relation__round=whole)
    rows = rows.select_related("place__person__round", "place__relation", "replied_by")
    return rows.order_by(F("settled").desc(nulls_first=True), "at", "pk")


def concern_of(whole: Round, which: int) -> Concern | None:
    """The wish to talk in a round with this number in the table."""
    return concerns_in(whole).filter(pk=which).first()


def count_open(whole: Round) -> int:
    """How many wishes to talk of a round are not settled."""
    return concerns_in(whole).filter(settled=None).count()


def with_open_concerns(user: User) -> QuerySet[Round]:
    """The rounds of one's own partners in which somebody wants to talk, each with how many people."""
    is_open = Q(relations__places__concerns__settled=None, relations__places__concerns__isnull=False)
    count = Count("relations__places__person", filter=is_open, distinct=True)
    own = user.memberships.values("partner")
    rows = Round.objects.visible_to(user).filter(is_example=False, partner__in=own)
    return rows.annotate(count=count).filter(count__gt=0).order_by("starts_on", "pk")


def who_runs(whole: Round) -> QuerySet[User]:
    """The people of the partner that holds a round."""
    rows = User.objects.filter(memberships__partner=whole.partner_id, is_active=True)
    return rows.exclude(email="").distinct().order_by("pk")
