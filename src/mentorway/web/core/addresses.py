"""Addresses as they are written in letters and on paper."""

from typing import Any

from django.conf import settings
from django.urls import reverse


def whole(path: str) -> str:
    """Return an address that works from outside."""
    return f"{settings.MENTORWAY_PUBLIC.origins[0]}{path}"


def page(name: str, *args: Any) -> str:
    """Return the address of one of our pages that works from outside."""
    return whole(reverse(name, args=args))
