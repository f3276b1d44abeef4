"""What happens to messages to programs by themselves."""

import datetime as dt

from mentorway.web.api.actions import webhooks


def do_due_work(now: dt.datetime) -> None:
    """Pass on what was left lying, send what is late, forget what is old."""
    webhooks.do_due_work(now)
