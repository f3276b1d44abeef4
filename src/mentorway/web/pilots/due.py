"""What happens to pilots by itself, every hour."""

import datetime as dt

from mentorway.web.pilots.actions import cohorts, reminding, seats


def do_due_work(now: dt.datetime) -> None:
    """Give seats on whose offer is over, remind people, empty the bin."""
    seats.let_lapse(now)
    reminding.remind(now)
    cohorts.clear_away(now)
