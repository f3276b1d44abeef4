"""What happens to evaluations by itself, every hour."""

import datetime as dt

from mentorway.web.evaluation.actions import arms, asking, evaluations


def do_due_work(now: dt.datetime) -> None:
    """Invite the people of pilots whose day has come, set groups whose time has come, and empty the bin."""
    asking.invite_due(now)
    arms.set_due(now)
    evaluations.clear_away(now)
