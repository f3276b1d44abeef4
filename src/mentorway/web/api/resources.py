"""What programs read of what happened, and of the webhooks of the person who asks."""

import datetime as dt
from typing import Any, Literal
from uuid import UUID

from ninja import Field, Query, Router, Schema

from mentorway.web.api.analysis.messages import facts_of
from mentorway.web.api.models import Delivery, Webhook
from mentorway.web.api.queries import webhooks as queries
from mentorway.web.core import access
from mentorway.web.core.access import MemberRequest
from mentorway.web.core.addresses import page
from mentorway.web.core.happenings import heard_by, known
from mentorway.web.core.models import Happening
from mentorway.web.core.resources import Listing, Window, paged, told_as

router = Router(tags=["Programs"])


class HappeningRow(Schema):
    """One thing that happened; webhooks tell the same."""

    token: UUID
    name: str
    at: dt.datetime
    data: dict[str, Any]


class HappeningKind(Schema):
    """Something that can happen."""

    name: str
    means: str


class HappeningFilter(Schema):
    """Which things that happened are wanted."""

    name: str = Field("", max_length=40, pattern=r"^[a-z_.]*$", description="One of what can happen.")
    since: dt.datetime | None = Field(None, description="Only what happened then or later.")
    order: Literal["newest", "oldest"] = "newest"


class WebhookRow(Schema):
    """One of your webhooks; its secret is shown nowhere."""

    id: int
    name: str
    url: str
    names: list[str]
    off: str
    off_since: dt.datetime | None
    created: dt.datetime
    page: str


class WebhookMessage(Schema):
    """A message to one of your webhooks."""

    id: int
    message: UUID
    name: str
    state: str
    attempts: int
    next_at: dt.datetime | None
    last_at: dt.datetime | None
    status: int | None
    trouble: str
    created: dt.datetime


@router.get("/happenings/", response=Listing[HappeningRow])
def happenings(
    request: MemberRequest, window: Query[Window], wanted: Query[HappeningFilter]
) -> Listing[HappeningRow]:
    """What happened in the last 30 days to rows that you may see."""
    rows = Happening.objects.filter(is_example=False).order_by("pk" if wanted.order == "oldest" else "-pk")
    if wanted.since is not None:
        rows = rows.filter(at__gte=wanted.since)
    found = heard_by(request.user, rows, [wanted.name] if wanted.name else ())
    return paged(request, found, window, _happening)


def _happening(row: Happening) -> HappeningRow:
    return told_as(HappeningRow, row, data=facts_of(row))


@router.get("/happenings/kinds/", response=list[HappeningKind])
def happening_kinds(request: MemberRequest) -> list[HappeningKind]:  # noqa: ARG001 - the same for everybody
    """Everything that can happen, and what it means."""
    return [HappeningKind(name=name, means=str(one.means)) for name, one in known().items()]


@router.get("/webhooks/", response=Listing[WebhookRow])
def webhooks(request: MemberRequest, window: Query[Window]) -> Listing[WebhookRow]:
    """Your webhooks."""
    return paged(request, Webhook.objects.visible_to(request.user), window, _webhook)


@router.get("/webhooks/{int:pk}/", response=WebhookRow)
def webhook(request: MemberRequest, pk: int) -> WebhookRow:
    """One of your webhooks."""
    return _webhook(access.fetch(request.user, Webhook.objects, pk=pk))


def _webhook(row: Webhook) -> WebhookRow:
    return told_as(WebhookRow, row, page=page("api:webhook", row.pk))


@router.get("/webhooks/{int:pk}/messages/", response=Listing[WebhookMessage])
def webhook_messages(request: MemberRequest, pk: int, window: Query[Window]) -> Listing[WebhookMessage]:
    """The messages to one of your webhooks, the newest first."""
    row = access.fetch(request.user, Webhook.objects, pk=pk)
    return paged(request, queries.deliveries_of(row), window, _message)


def _message(row: Delivery) -> WebhookMessage:
    return told_as(WebhookMessage, row)
