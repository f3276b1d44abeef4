"""Who may put the example back, and who is shown the way to the pages of its people."""

from mentorway.web.accounts.models import User
from mentorway.web.network.models import Role


def may_reset(user: User) -> bool:
    """Those who run this installation."""
    return user.is_staff


def may_look_in(user: User) -> bool:
    """Coordinators of the example, and who runs the installation: its people are invented."""
    coordinates = user.memberships.filter(role=Role.COORDINATOR, partner__is_example=True)
    return user.is_staff or coordinates.exists()
