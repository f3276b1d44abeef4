"""Old answers go; tokens that ended go by retention, which legal holds stop."""

import datetime as dt

from mentorway.web.api.actions import answers


def do_due_work(now: dt.datetime) -> None:
    """Forget answers that nobody can ask for again."""
    answers.forget(now)
