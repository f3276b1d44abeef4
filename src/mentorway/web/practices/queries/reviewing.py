"""Reads across reviews, practices and people."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Count, F, Q, QuerySet

from mentorway.web.accounts.models import User
from mentorway.web.network.models import Membership, belonging_to, sees_all
from mentorway.web.practices.models import REVIEWS_NEEDED, Practice, PracticeState, Review


@dataclass(frozen=True)
class Standing:
    """How far the reviews of the present round are, and the reviews that a decision can rest on."""

    asked: Sequence[Review]
    basis: Sequence[Review]

    @property
    def open(self) -> list[Review]:
        """Those that are neither handed in nor declined."""
        return [one for one in self.asked if not one.handed_in and not one.declined]

    @property
    def done(self) -> list[Review]:
        """Those that are handed in."""
        return [one for one in self.asked if one.handed_in]

    @property
    def lacks(self) -> int:
        """How many more people have to be asked."""
        return 0 if self.basis else max(0, REVIEWS_NEEDED - len(self.done) - len(self.open))

    @property
    def is_ready(self) -> bool:
        """Whether nobody is still writing, and there is enough to decide on."""
        return bool(self.basis) and not self.open


def standing(practice: Practice) -> Standing:
    """Return how far the reviews are; a later round without enough of its own rests on the one before."""
    rows = list(practice.reviews.select_related("reviewer").order_by("asked", "pk"))
    basis: list[Review] = []
    for number in range(practice.review_round, 0, -1):
        done = [one for one in rows if one.round == number and one.handed_in]
        if len(done) >= REVIEWS_NEEDED:
            basis = done
            break
    return Standing([one for one in rows if one.round == practice.review_round], basis)


def asked_of(user: User) -> QuerySet[Review]:
    """The reviews that ``user`` was asked for, those to be written first."""
    rows = Review.objects.filter(reviewer=user, practice__deleted=None)
    return rows.select_related("practice__partner").order_by(
        F("handed_in").asc(nulls_first=True), F("declined").asc(nulls_first=True), "due", "-asked", "-pk"
    )


def to_write(user: User) -> QuerySet[Review]:
    """The reviews that ``user`` still owes."""
    return asked_of(user).filter(
        handed_in=None,
        declined=None,
        practice__state=PracticeState.REVIEW,
        round=F("practice__review_round"),
    )


def candidates(practice: Practice, words: str = "") -> QuerySet[User]:
    """Members of other partners who are not asked in this round, those with the fewest open reviews first."""
    asked = practice.reviews.filter(round=practice.review_round).values("reviewer")
    own = Membership.objects.filter(partner=practice.partner_id).values("user")
    placed = Membership.objects.filter(partner__deleted=None).values("user")
    people = User.objects.filter(pk__in=placed, is_active=True).exclude(pk__in=asked).exclude(pk__in=own)
    for word in words.split():
        named = Q(name__icontains=word) | Q(email__icontains=word)
        people = people.filter(named | Q(memberships__partner__name__icontains=word)).distinct()
    waiting = Count(
        "practice_reviews",
        filter=Q(practice_reviews__handed_in=None, practice_reviews__declined=None),
        distinct=True,
    )
    found = people.annotate(waiting=waiting).prefetch_related("memberships__partner")
    return found.order_by("waiting", "name", "email")


def remarks_for(practice: Practice) -> QuerySet[Review]:
    """What the authors may read: reviews of the rounds that are decided, latest first."""
    decided = practice.reviews.filter(handed_in__isnull=False).exclude(remarks="")
    if practice.state in (PracticeState.SUBMITTED, PracticeState.REVIEW):
        decided = decided.filter(round__lt=practice.review_round)
    return decided.order_by("-round", "handed_in", "pk")


def rated_pairs() -> list[tuple[int, int]]:
    """The strengths given by the first two reviewers of every practice and round, in the order of asking."""
    rows = (
        Review.objects.filter(handed_in__isnull=False, strength__isnull=False, practice__deleted=None)
        .order_by("practice", "round", "asked", "pk")
        .values_list("practice", "round", "strength")
    )
    pairs: dict[tuple[int, int], list[int]] = {}
    for practice, number, strength in rows:
        if strength is not None:
            pairs.setdefault((practice, number), []).append(strength)
    return [(found[0], found[1]) for found in pairs.values() if len(found) >= REVIEWS_NEEDED]


def waiting_for(user: User, state: PracticeState) -> QuerySet[Practice]:
    """The practices in ``state`` about which ``user`` may decide."""
    if not sees_all(user):
        return Practice.objects.none()
    rows = Practice.objects.filter(state=state, deleted=None, is_example=False)
    return rows if user.is_staff else rows.exclude(partner__in=belonging_to(user))


def all_in(user: User) -> QuerySet[Practice]:
    """The practices under review of which everything asked for has come."""
    present = Q(reviews__round=F("review_round"))
    done = Count("reviews", filter=present & Q(reviews__handed_in__isnull=False))
    still = Count("reviews", filter=present & Q(reviews__handed_in=None, reviews__declined=None))
    rows = waiting_for(user, PracticeState.REVIEW).annotate(done=done, still=still)
    return rows.filter(done__gte=REVIEWS_NEEDED, still=0)


def short_of_reviewers(user: User) -> QuerySet[Practice]:
    """The practices under review for which fewer people write than are needed."""
    present = Q(reviews__round=F("review_round"), reviews__declined=None)
    rows = waiting_for(user, PracticeState.REVIEW).annotate(people=Count("reviews", filter=present))
    return rows.filter(people__lt=REVIEWS_NEEDED, review_round=1)


def to_be_changed(user: User) -> QuerySet[Practice]:
    """The practices of one's own partners that wait for changes."""
    return Practice.objects.filter(state=PracticeState.CHANGES, deleted=None, partner__in=belonging_to(user))


def overdue(review: Review, today: dt.date) -> bool:
    """Whether the day by which it was wanted is over."""
    return review.due is not None and review.due < today
