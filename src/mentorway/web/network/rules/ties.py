"""Who may look at how the network is knit."""

from mentorway.web.accounts.models import User
from mentorway.web.network.rules.partners import may_coordinate


def may_look(user: User) -> bool:
    """Those who coordinate take a look; every member reads what was found."""
    return may_coordinate(user)
