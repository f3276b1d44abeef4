"""What happens to training programmes by itself."""

import datetime as dt

from mentorway.web.training.actions import programmes


def do_due_work(now: dt.datetime) -> None:
    """Empty the bin of what has been in it for 30 days."""
    programmes.clear_away(now)
