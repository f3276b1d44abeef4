"""What happens to studies by itself."""

import datetime as dt

from mentorway.web.study.actions import studies


def do_due_work(now: dt.datetime) -> None:
    """Empty the bin of what has been in it for 30 days."""
    studies.clear_away(now)
