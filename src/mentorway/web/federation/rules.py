"""Who may do what in the federation."""

from mentorway.web.accounts.models import User
from mentorway.web.network.models.partners import sees_all


def may_federate(user: User, _row: object = None) -> bool:
    """Coordinators of the network, and who runs the installation."""
    return sees_all(user)
