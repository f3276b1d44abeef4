"""What a message to a program says, and how it is signed: Standard Webhooks."""

import datetime as dt
import json
from contextlib import suppress
from typing import Any

from mentorway.client.webhooks import sign
from mentorway.web.api.analysis.sealing import UnreadableSecretError, opened
from mentorway.web.api.models import Delivery, Webhook
from mentorway.web.core.addresses import page
from mentorway.web.core.happenings import EVERY
from mentorway.web.core.models import Happening


def body_of(delivery: Delivery) -> bytes:
    """Return the body, the same at every attempt: what happened, when, to which row; and no more of it."""
    happening = delivery.happening
    at = happening.at if happening is not None else delivery.created
    data: dict[str, Any] = facts_of(happening) if happening is not None else {"webhook": delivery.webhook_id}
    whole = {"type": delivery.name, "timestamp": at.astimezone(dt.UTC).isoformat(), "data": data}
    return json.dumps(whole, sort_keys=True, separators=(",", ":")).encode()


def facts_of(happening: Happening) -> dict[str, Any]:
    """Return which row it is about, where its page is, and the numbers that were told."""
    known = EVERY.get(happening.name)
    found: dict[str, Any] = {
        "id": happening.row,
        "kind": known.model.lower() if known else "",
        "facts": happening.facts,
    }
    if known and known.page:
        found["page"] = page(known.page, happening.row)
    return found


def headers_of(delivery: Delivery, body: bytes, now: dt.datetime) -> dict[str, str]:
    """Return the headers that show who sends it; two signatures while the secret is exchanged."""
    stamp = int(now.timestamp())
    signatures = [
        sign(secret, str(delivery.message), stamp, body) for secret in secrets_of(delivery.webhook, now)
    ]
    return {
        "Content-Type": "application/json",
        "webhook-id": str(delivery.message),
        "webhook-timestamp": str(stamp),
        "webhook-signature": " ".join(signatures),
    }


def secrets_of(webhook: Webhook, now: dt.datetime) -> list[str]:
    """Return the secrets that sign now, the newest first; one before that nobody can open signs no more."""
    found = [opened(webhook.sealed)]
    if webhook.sealed_before and webhook.before_until is not None and now < webhook.before_until:
        with suppress(UnreadableSecretError):
            found.append(opened(webhook.sealed_before))
    return found
