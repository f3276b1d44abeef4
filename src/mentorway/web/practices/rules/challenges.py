"""Who may do what with the codebook and with what was counted."""

from mentorway.web.accounts.models import User
from mentorway.web.network.models import Membership, sees_all
from mentorway.web.practices.models import Challenge


def may_keep_codebook(user: User, _row: Challenge | None = None) -> bool:
    """Coordinators of the network, and who runs the installation; all members read it."""
    return sees_all(user)


def may_count(user: User) -> bool:
    """Every member of the network: counting changes nothing that was counted before."""
    return sees_all(user) or Membership.objects.filter(user=user).exists()
