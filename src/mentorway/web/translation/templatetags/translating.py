"""Words about translations."""

from django import template

from mentorway.web.translation.analysis.board import State

register = template.Library()


@register.filter
def state_name(state: str) -> str:
    """Return what people call a state of a translation."""
    return str(State(state).label) if state in State.values else state
