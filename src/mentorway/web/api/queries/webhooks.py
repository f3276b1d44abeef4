"""Reading addresses of programs, and the messages to them."""

import datetime as dt

from django.db.models import Count, Max, Q, QuerySet

from mentorway.web.accounts.models import User
from mentorway.web.api.models import Delivery, DeliveryState, Webhook
from mentorway.web.core.models import Happening


def webhooks_of(user: User) -> QuerySet[Webhook]:
    """Return the addresses of ``user``, the newest first, with how many messages wait or were given up."""
    counted = Webhook.objects.visible_to(user).annotate(
        waiting=Count("deliveries", filter=Q(deliveries__state=DeliveryState.WAITING)),
        failed=Count("deliveries", filter=Q(deliveries__state=DeliveryState.FAILED)),
        last=Max("deliveries__last_at"),
    )
    return counted.order_by("-created", "-pk")


def deliveries_of(webhook: Webhook) -> QuerySet[Delivery]:
    """Return the messages to an address, the newest first."""
    return webhook.deliveries.select_related("happening").order_by("-created", "-pk")


def is_wanted(name: str) -> bool:
    """Whether anybody wants to be told of it."""
    return Webhook.objects.working().wanting(name).exists()


def wanting(happening: Happening) -> QuerySet[Webhook]:
    """Return the addresses that want to be told of what happened, and were there already."""
    rows = Webhook.objects.working().wanting(happening.name).filter(created__lte=happening.at)
    return rows.select_related("user").order_by("pk")


def not_passed(before: dt.datetime) -> QuerySet[Happening]:
    """Return what happened before a moment and was passed on to nobody."""
    return Happening.objects.filter(passed=None, at__lt=before).order_by("pk")


def due(now: dt.datetime) -> QuerySet[Delivery]:
    """Return the messages whose next attempt is due."""
    return Delivery.objects.due(now).order_by("next_at", "pk")


def with_all(pk: int) -> Delivery | None:
    """Return a message with what is needed to send it."""
    return Delivery.objects.select_related("webhook__user", "happening").filter(pk=pk).first()
