"""What happens to comparisons and uploads by itself."""

import datetime as dt

from mentorway.web.comparison.actions import answers


def do_due_work(now: dt.datetime) -> None:
    """Empty the bin of what has been in it for 30 days."""
    answers.clear_away(now)
