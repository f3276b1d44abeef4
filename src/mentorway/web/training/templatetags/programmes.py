"""Minutes as people say them, and parts of programmes by their names."""

from django import template
from django.utils.translation import gettext as _

register = template.Library()
HOUR = 60


@register.filter
def clock(minutes: int) -> str:
    """Return minutes since the beginning as a clock shows them.

    >>> clock(0), clock(65)
    ('0:00', '1:05')
    """
    return f"{minutes // HOUR}:{minutes % HOUR:02d}"


@register.filter
def duration(minutes: int) -> str:
    """Return how long something takes.

    >>> duration(45), duration(120), duration(150)
    ('45 min', '2 h', '2 h 30 min')
    """
    hours, rest = divmod(minutes, HOUR)
    if hours and rest:
        return _("%(hours)d h %(minutes)d min") % {"hours": hours, "minutes": rest}
    return _("%(hours)d h") % {"hours": hours} if hours else _("%(minutes)d min") % {"minutes": rest}


@register.filter
def outcome_name(facts: dict[str, str]) -> str:
    """Return an outcome as one line."""
    from mentorway.web.training.analysis.parts import said_outcome  # noqa: PLC0415 - the first page of all loads this module

    return said_outcome(facts)


@register.filter
def cited_name(kind: str) -> str:
    """Return what a kind of what is cited is called."""
    from mentorway.web.training.analysis.words import CITED  # noqa: PLC0415 - the first page of all loads this module

    return str(CITED[kind])
