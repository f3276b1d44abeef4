"""What the network wants from a person now."""

from mentorway.web.accounts.models import User
from mentorway.web.core.needs import Need
from mentorway.web.network.needs import agreements, partners, visits


def needs_of(user: User) -> list[Need]:
    """What partners, their agreements and their visits want."""
    return [need for part in (partners, agreements, visits) for need in part.needs_of(user)]
