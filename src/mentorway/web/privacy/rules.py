"""Who may do what with requests, holds and records."""

from mentorway.web.accounts.models import User
from mentorway.web.network.models.partners import sees_all


def may_answer(user: User, _row: object = None) -> bool:
    """Coordinators of the network answer for the data."""
    return sees_all(user)
