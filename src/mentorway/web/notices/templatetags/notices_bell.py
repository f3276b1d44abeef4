"""The bell in the head of every page."""

from typing import Any

from django import template
from django.db import DatabaseError

from mentorway.web.accounts.models import User
from mentorway.web.notices.analysis.bell import MOST, new_for

register = template.Library()


@register.inclusion_tag("notices/bell.html")
def bell(user: Any) -> dict[str, Any]:
    """Show how many things are new; a page that has to say what went wrong is shown without a number."""
    try:
        count = new_for(user) if isinstance(user, User) else 0
    except DatabaseError:
        count = 0
    return {"count": count, "shown": f"{MOST - 1}+" if count >= MOST else count}
