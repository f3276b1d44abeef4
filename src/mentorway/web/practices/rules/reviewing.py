"""Who may see and do what with reviews."""

from mentorway.web.accounts.models import User
from mentorway.web.practices.models import PracticeState, Review


def may_review(user: User, review: Review) -> bool:
    """Who was asked, as long as the round goes on and nothing was handed in or declined."""
    return (
        review.reviewer_id == user.pk
        and review.handed_in is None
        and review.declined is None
        and review.practice.state == PracticeState.REVIEW
        and review.round == review.practice.review_round
    )


def is_reviewer(user: User, review: Review) -> bool:
    """Who was asked."""
    return review.reviewer_id == user.pk
