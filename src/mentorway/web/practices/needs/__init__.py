"""What good practices and challenges want from a person now."""

from mentorway.web.accounts.models import User
from mentorway.web.core.needs import Need
from mentorway.web.practices.needs import challenges, practices


def needs_of(user: User) -> list[Need]:
    """What both parts of the activity want."""
    return [*practices.needs_of(user), *challenges.needs_of(user)]
