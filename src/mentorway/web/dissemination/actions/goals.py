"""Goals of dissemination are set, changed and taken away by those who coordinate the network."""

import datetime as dt

from mentorway.web.core.turns import writing
from mentorway.web.dissemination.models import Goal


def save(goal: Goal, *, indicator: str, wanted: int, until: dt.date) -> None:
    """Say how much of an indicator is wanted until a day."""
    with writing():
        goal.indicator, goal.wanted, goal.until = indicator, wanted, until
        goal.full_clean()
        goal.save()


def remove(goal: Goal) -> None:
    """Take a goal away; what was reached stays in the log."""
    goal.delete()
