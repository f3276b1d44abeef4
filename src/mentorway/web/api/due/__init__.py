"""What happens to tokens and answers by itself, every hour."""

import datetime as dt

from mentorway.web.api.due import tokens, webhooks


def do_due_work(now: dt.datetime) -> None:
    """Forget answers that nobody can ask for again; send what is late."""
    tokens.do_due_work(now)
    webhooks.do_due_work(now)
