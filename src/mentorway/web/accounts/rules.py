"""Who may leave."""

from mentorway.web.accounts.models import User


def left_without_anybody(user: User) -> list[str]:
    """Name the partners of which nobody would be in charge without ``user``: somebody else must be first."""
    charges = user.memberships.in_charge().filter(partner__deleted=None).select_related("partner")
    return [
        one.partner.name
        for one in charges.order_by("partner__name")
        if not one.partner.memberships.in_charge().exclude(user=user).exists()
    ]
