"""What letters about news do by themselves, every hour."""

import datetime as dt

from mentorway.web.notices.actions import digests, reading


def do_due_work(now: dt.datetime) -> None:
    """Begin to count for new people, and write the letters whose hour has come."""
    reading.begin(now)
    digests.do_due_work(now)
