"""What happens to data of people by itself, every hour."""

import datetime as dt

from mentorway.web.privacy.actions import forgetting


def do_due_work(now: dt.datetime) -> None:
    """Forget what was kept for long enough."""
    forgetting.run(now)
