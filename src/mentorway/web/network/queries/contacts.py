"""Reads across contacts."""

from django.db.models import QuerySet

from mentorway.web.accounts.models import User
from mentorway.web.core.search import matching
from mentorway.web.network.models import Contact, Membership, Partner, sees_all


def contacts_of(user: User, partner: Partner) -> QuerySet[Contact]:
    """Whom to reach at ``partner``, who is asked first in front."""
    return Contact.objects.visible_to(user).filter(partner=partner).order_by("-is_main", "name", "pk")


def contacts_found(user: User, words: str) -> QuerySet[Contact]:
    """The contacts that ``user`` may see whose name, position or address holds every word."""
    found = Contact.objects.visible_to(user).select_related("partner")
    return matching(found, words, "name", "position", "email").order_by("name", "pk")


def deleted_of(user: User, partner: Partner) -> QuerySet[Contact]:
    """The contacts of ``partner`` that can be brought back."""
    return Contact.bin.visible_to(user).filter(partner=partner).order_by("-deleted")


def all_of(user: User) -> QuerySet[Contact]:
    """Every contact that ``user`` may see, by partner."""
    found = Contact.objects.visible_to(user).select_related("partner")
    return found.order_by("partner__country", "partner__search_text", "partner", "-is_main", "name")


def partners_without(user: User) -> QuerySet[Partner]:
    """The partners that ``user`` may see and of which nobody knows whom to reach; examples need nobody."""
    reached = Contact.objects.filter(deleted=None).values("partner")
    return Partner.objects.visible_to(user).filter(is_example=False).exclude(pk__in=reached)


def partners_led_without(user: User) -> QuerySet[Partner]:
    """Those of them where ``user`` may note somebody."""
    found = partners_without(user)
    if sees_all(user):
        return found
    return found.filter(pk__in=Membership.objects.in_charge().filter(user=user).values("partner"))
