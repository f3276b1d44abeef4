"""What happens to mentoring by itself, every hour."""

import datetime as dt

from mentorway.web.mentoring.actions import endings, nudges, proposals, rounds


def do_due_work(now: dt.datetime) -> None:
    """Close what is over, go on after pauses, remind people of proposals and meetings, empty the bin."""
    proposals.do_due_work(now)
    endings.do_due_work(now)
    nudges.do_due_work(now)
    rounds.clear_away(now)
