"""Whom publications are meant for: groups are named, ordered and removed."""

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from mentorway.web.core.turns import writing
from mentorway.web.dissemination.models import LANGUAGES, TargetGroup


def save(group: TargetGroup, *, position: int, **facts: Any) -> None:
    """Name a group in one language or several, and give it its place."""
    with writing():
        group.texts, group.position = _names(facts), position
        if not group.texts:
            raise ValidationError(_("Name the group in one language at least."))
        group.full_clean()
        group.save()


def _names(facts: Mapping[str, Any]) -> dict[str, dict[str, str]]:
    named = {code: str(facts.get(f"name_{code}") or "").strip() for code in LANGUAGES}
    return {code: {"name": name} for code, name in named.items() if name}


def remove(group: TargetGroup) -> None:
    """Remove a group; publications that were meant for it stay."""
    group.delete()
