"""What happens to questionnaires and methodologies by itself."""

import datetime as dt

from mentorway.web.methodology.actions import keeping, methodologies


def do_due_work(now: dt.datetime) -> None:
    """Empty the bin of what has been in it for 30 days."""
    keeping.clear_away(now)
    methodologies.clear_away(now)
