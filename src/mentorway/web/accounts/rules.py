"""Who may leave, and who keeps their address."""

from typing import Final

from mentorway.web.accounts.models import User

# The people of the example share a password: whoever gave one another address would have an account for good.
INVENTED: Final = frozenset(
    f"{one}@example.org" for one in ("coordinator", "member", "trainer", "researcher", "mentor", "mentee")
)


def keeps_address(user: User) -> bool:
    """Whether a person is of the example, and so has the same address always."""
    return user.email in INVENTED


def left_without_anybody(user: User) -> list[str]:
    """Name the partners of which nobody would be in charge without ``user``: somebody else must be first."""
    charges = user.memberships.in_charge().filter(partner__deleted=None).select_related("partner")
    return [
        one.partner.name
        for one in charges.order_by("partner__name")
        if not one.partner.memberships.in_charge().exclude(user=user).exists()
    ]
