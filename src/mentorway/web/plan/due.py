"""What happens to plans by itself, every hour."""

import datetime as dt

from mentorway.web.plan.actions import projects, warning


def do_due_work(now: dt.datetime) -> None:
    """Tell people of lines that slip, empty the bin."""
    warning.do_due_work(now)
    projects.clear_away(now)
