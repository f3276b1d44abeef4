"""Whose data it is, what a person asked for, and what keeps something from being erased."""

import datetime as dt

from allauth.account.models import EmailAddress
from django.db.models import QuerySet

from mentorway.web.accounts.models import User
from mentorway.web.core.personal import Person
from mentorway.web.network.models import Membership, Role
from mentorway.web.privacy.models import Hold, Receipt, Request


def person_of(user: User) -> Person:
    """Return an account with the addresses that its owner has proved to be theirs."""
    proved = EmailAddress.objects.filter(user=user, verified=True).values_list("email", flat=True)
    return Person(user, frozenset(one.lower() for one in proved))


def addresses_of(user: User) -> frozenset[str]:
    """Return every address that an account ever gave, proved or not: none of them may stay."""
    given = EmailAddress.objects.filter(user=user).values_list("email", flat=True)
    return frozenset(one.lower() for one in (user.email, *given) if one)


def holds_on(user: User, day: dt.date) -> list[Hold]:
    """What keeps something about a person from being erased, what ends last first."""
    return list(user.holds.standing(day).order_by("-until"))


def past_holds(user: User, day: dt.date) -> QuerySet[Hold]:
    """Holds that are over: they keep nothing any more, and go with the account."""
    return user.holds.exclude(pk__in=user.holds.standing(day).values("pk"))


def requests_of(user: User) -> list[Request]:
    """What a person asked for, what is open first."""
    return list(user.privacy_requests.select_related("answered_by"))


def open_requests(user: User) -> int:
    """How much of what a person asked nobody has answered."""
    return user.privacy_requests.open().count()


def receipt(number: str) -> Receipt | None:
    """Return the receipt with this number."""
    return Receipt.objects.filter(number=number).first()


def who_answer() -> list[User]:
    """Return the coordinators of the network, who answer for the data."""
    places = Membership.objects.filter(role=Role.COORDINATOR).values("user")
    return list(User.objects.filter(pk__in=places, is_active=True).order_by("pk"))


def is_there(user: User) -> bool:
    """Whether the account was not deleted meanwhile."""
    return user.pk is not None and User.objects.filter(pk=user.pk).exists()
