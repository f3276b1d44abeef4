"""Who may see how the installation is."""

from mentorway.web.accounts.models import User


def may_run(user: User) -> bool:
    """Those who run this installation."""
    return user.is_staff
