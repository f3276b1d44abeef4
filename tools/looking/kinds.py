"""What kind of page an address is: the name of its view, as the installation itself has it."""

from __future__ import annotations

import os
from functools import cache
from pathlib import Path

import django
from django.conf import settings
from django.urls import Resolver404, resolve


@cache
def _ready() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "mentorway.web.settings")
    django.setup()


def kind(path: str) -> str | None:
    """Return the name of the page at ``path``, or None where there is none."""
    _ready()
    try:
        return resolve(path).view_name
    except Resolver404:
        return None


def password() -> str:
    """Return the password of the people of the example."""
    _ready()
    file: Path = settings.MENTORWAY_DATA / "demo-password.txt"
    return file.read_text("ascii").strip()
