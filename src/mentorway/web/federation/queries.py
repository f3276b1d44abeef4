"""Reads across tables: who is known, what was asked, what came, what was sent."""

import datetime as dt

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery

from mentorway.web.accounts.models import User
from mentorway.web.comparison.models import Dataset, State
from mentorway.web.federation.models import (
    Asked,
    Call,
    Gathering,
    Identity,
    Node,
    Received,
    Sent,
    Stage,
    Standing,
)


def own() -> Identity | None:
    """The key that we sign with now."""
    return Identity.objects.filter(is_current=True).first()


def keys() -> QuerySet[Identity]:
    """Every key we ever had, the newest first."""
    return Identity.objects.select_related("by")


def known(part: str = "") -> QuerySet[Node]:
    """The cards that are here."""
    rows = Node.objects.select_related("by")
    return rows.filter(part=part) if part else rows


def to_confirm() -> int:
    """How many cards wait to be compared by voice."""
    return Node.objects.filter(standing=Standing.NEW).count()


def calls() -> QuerySet[Call]:
    """Our calls, with how many nodes have answered."""
    rows = Call.objects.select_related("dataset", "by").annotate(nodes=Count("packages__node", distinct=True))
    return rows.order_by("-created", "-pk")


def newest_of(call: Call) -> QuerySet[Received]:
    """The newest package of every node whose key is believed."""
    newest = Received.objects.filter(call=OuterRef("call"), node=OuterRef("node")).order_by("-number")
    return (
        Received.objects.filter(call=call, pk=Subquery(newest.values("pk")[:1]))
        .exclude(node__standing=Standing.REVOKED)
        .select_related("node")
        .order_by("node__country", "node__slug")
    )


def packages_of(call: Call) -> QuerySet[Received]:
    """Everything that came for a call."""
    return call.packages.select_related("node", "by").order_by("-created", "-pk")


def silent(call: Call) -> QuerySet[Node]:
    """The confirmed nodes that have sent nothing for a call."""
    heard = Received.objects.filter(call=call).values("node")
    return Node.objects.sending().filter(standing=Standing.CONFIRMED).exclude(pk__in=heard)


def gatherings_of(call: Call) -> QuerySet[Gathering]:
    """What was put together, the newest first."""
    return call.gatherings.select_related("edition", "by").prefetch_related("packages__node")


def last_gathering(call: Call) -> Gathering | None:
    """What was put together last."""
    return call.gatherings.order_by("-created", "-pk").first()


def asked_of_us() -> QuerySet[Asked]:
    """The calls of others, with how many packages we made."""
    rows = Asked.objects.select_related("coordinator", "by").annotate(made=Count("packages"))
    return rows.order_by("-created", "-pk")


def sent_for(asked: Asked) -> QuerySet[Sent]:
    """Our packages for a call, the newest first."""
    return asked.packages.select_related("dataset", "by").order_by("-number")


def all_sent() -> QuerySet[Sent]:
    """Every package that we ever signed, whether it arrived or not: it may have."""
    return Sent.objects.select_related("asked").order_by("pk")


def waiting(now: dt.datetime, silence: dt.timedelta) -> QuerySet[Sent]:
    """Packages on their way of which nothing was heard for some time."""
    heard = Q(tried=None, created__lt=now - silence) | Q(tried__lt=now - silence)
    return Sent.objects.filter(heard, stage=Stage.WAITING)


def unanswered(today: dt.date) -> QuerySet[Asked]:
    """Open calls of others for which nothing was made."""
    return Asked.objects.filter(opens__lte=today, closes__gte=today, packages=None).filter(
        coordinator__standing=Standing.CONFIRMED
    )


def refused() -> QuerySet[Sent]:
    """Packages of ours that were refused, and after which there is no newer one."""
    newer = Sent.objects.filter(asked=OuterRef("asked"), number__gt=OuterRef("number"))
    return (
        Sent.objects.filter(stage=Stage.REFUSED)
        .annotate(newer=Subquery(newer.values("pk")[:1]))
        .filter(newer=None)
    )


def answers_of(user: User) -> QuerySet[Dataset]:
    """The stored answers from which ``user`` may make sums: those of their partners, no sums of others."""
    rows = Dataset.objects.owned_by(user).filter(deleted=None, state=State.READY, newer_of=None)
    return rows.of_answers().order_by("title", "pk")
