"""What happens to tokens, answers and messages to programs by itself, every hour."""

import datetime as dt

from mentorway.web.api.actions import answers, webhooks


def do_due_work(now: dt.datetime) -> None:
    """Forget answers that nobody can ask for again; send messages that are late, forget what is old.

    Tokens that ended go by retention, which legal holds stop.
    """
    answers.forget(now)
    webhooks.do_due_work(now)
