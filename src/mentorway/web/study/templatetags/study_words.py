"""Numbers and sentences of a study, as its reader sees them."""

from collections.abc import Mapping
from typing import Any

from django import template
from django.utils.formats import number_format
from django.utils.translation import gettext as _

from mentorway.web.core.wording import said
from mentorway.web.study.analysis import times
from mentorway.web.study.analysis.counting import FEW
from mentorway.web.study.models import Wave

register = template.Library()


@register.filter
def say(message: Mapping[str, Any] | None) -> str:
    """Return a kept sentence in the reader's language."""
    return said(message) if message else ""


@register.filter
def few(count: int | None) -> str:
    """Return a number of people; a small one is only said to be small.

    >>> few(3), few(12), few(0)
    ('fewer than 5', '12', '0')
    """
    if count is None or 0 < count < FEW:
        return _("fewer than %(few)d") % {"few": FEW}
    return number_format(count, force_grouping=True)


@register.filter
def opening(wave: Wave) -> str:
    """Return from when a wave takes answers, by the clock of its study; empty when no day is set."""
    return times.opening(wave, wave.study.clock)


@register.filter
def closing(wave: Wave) -> str:
    """Return until when a wave takes answers, by the clock of its study; empty when no day is set."""
    return times.closing(wave, wave.study.clock)
