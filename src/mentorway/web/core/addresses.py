"""Addresses as they are written in letters and on paper."""

from django.conf import settings


def whole(path: str) -> str:
    """Return an address that works from outside."""
    return f"{settings.MENTORWAY_PUBLIC.origins[0]}{path}"
