"""What the network does by itself, once a day or after a pause."""

import datetime as dt

from mentorway.web.network.actions import agreements, clearing, reminding, visit_follow_ups, visits


def do_due_work(now: dt.datetime) -> None:
    """Remind people, and empty the bin of what has been in it for 30 days."""
    reminding.remind_of_ends(now.date())
    visit_follow_ups.remind(now.date())
    agreements.clear_away(now)
    visits.clear_away(now)
    clearing.clear_away(now)
