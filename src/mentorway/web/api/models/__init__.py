"""Tokens of people's programs, and answers that were given to them."""

from mentorway.web.api.models.answers import GivenAnswer
from mentorway.web.api.models.scim import ExternalMark
from mentorway.web.api.models.tokens import LONGEST_DAYS, ApiToken, ApiTokenQuerySet
from mentorway.web.api.models.webhooks import TEST, Delivery, DeliveryState, Off, Trouble, Webhook

__all__ = [
    "LONGEST_DAYS",
    "TEST",
    "ApiToken",
    "ApiTokenQuerySet",
    "Delivery",
    "DeliveryState",
    "ExternalMark",
    "GivenAnswer",
    "Off",
    "Trouble",
    "Webhook",
]
