"""Who may do what with material."""

from mentorway.web.accounts.models import User
from mentorway.web.network.models import sees_all
from mentorway.web.practices.models import Intake, Material


def may_own(user: User, material: Material) -> bool:
    """The people of its partner, and coordinators; coders do not look at it this way."""
    return sees_all(user) or material.partner.memberships.filter(user=user).exists()


def may_write(user: User, material: Material) -> bool:
    """Those who own it; an example stays as it is."""
    return not material.is_example and may_own(user, material)


def may_divide(user: User, material: Material) -> bool:
    """Those who may write it, until coders were asked: they work on passages that stay."""
    return may_write(user, material) and not material.tasks.exists()


def may_take_in(user: User, intake: Intake) -> bool:
    """Who sent the file, as long as they belong to the partner for which they sent it."""
    if intake.partner is None or intake.partner.deleted:
        return False
    return sees_all(user) or intake.partner.memberships.filter(user=user).exists()
