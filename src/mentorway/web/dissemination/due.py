"""What happens to what is published by itself, every hour."""

import datetime as dt

from mentorway.web.dissemination.actions import breaking, claims, entries, entry_life, mailings, releases


def do_due_work(now: dt.datetime) -> None:
    """Look whether chains of evidence hold, tell of what broke or came out, empty bins, send letters."""
    breaking.do_due_work(now)
    claims.clear_away(now)
    entries.clear_away(now)
    entry_life.tell_of_those_whose_day_came(now)
    releases.do_due_work(now)
    mailings.send_waiting(now)
