"""What good practices and challenges do by themselves, once a day or after a pause."""

import datetime as dt

from mentorway.web.practices.actions import challenges, material, practices

DAYS_LOOKED_BACK = 7  # a partner may have been renamed while nothing ran


def do_due_work(now: dt.datetime) -> None:
    """Empty the bins of what has been in them for 30 days, and find practices by new names of partners."""
    practices.clear_away(now)
    material.clear_away(now)
    challenges.clear_away(now)
    practices.find_by_new_names(now - dt.timedelta(days=DAYS_LOOKED_BACK))
