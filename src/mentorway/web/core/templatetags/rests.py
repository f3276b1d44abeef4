"""What rests on the row that a page shows."""

from typing import Any

from django import template
from django.db.models import Model

from mentorway.web.core.rests import resting_on

register = template.Library()


@register.inclusion_tag("components/rests.html", takes_context=True)
def rests_on(context: dict[str, Any], row: Model | None) -> dict[str, Any]:
    """Show what rests on ``row``, to people who are signed in; nothing where nothing does."""
    user = getattr(context.get("request"), "user", None)
    if user is None or not user.is_authenticated or row is None:
        return {"rests": []}
    return {"rests": resting_on(row, user)}
