"""Reads across partners and people."""

from django.db.models import Count, QuerySet

from mentorway.web.accounts.models import User
from mentorway.web.network.models import Membership, Partner


def partners_of(user: User) -> QuerySet[Partner]:
    """The partners that ``user`` may see, with how many people each has."""
    return Partner.objects.visible_to(user).annotate(people_count=Count("memberships"))


def people_of(partner: Partner) -> QuerySet[Membership]:
    """Who belongs to ``partner``."""
    return partner.memberships.select_related("user", "partner")


def still_sees(user: User, place: Membership) -> bool:
    """Whether ``user`` may see the partner of ``place``, which may just have ended."""
    return Partner.objects.visible_to(user).filter(pk=place.partner_id).exists()


def without_anyone_in_charge(user: User) -> QuerySet[Partner]:
    """The partners that ``user`` may see in which nobody may add people."""
    led = Membership.objects.in_charge().values("partner")
    return Partner.objects.visible_to(user).exclude(pk__in=led)
