"""What happens to what is published by itself, every hour."""

import datetime as dt

from mentorway.web.dissemination.actions import breaking, claims, entries, mailings, releases


def do_due_work(now: dt.datetime) -> None:
    """Look whether chains of evidence still hold, tell of those that broke, empty bins, send letters."""
    breaking.do_due_work(now)
    claims.clear_away(now)
    entries.clear_away(now)
    releases.do_due_work(now)
    mailings.send_waiting(now)
