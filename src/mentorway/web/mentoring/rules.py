"""Who may do what with mentoring rounds."""

from mentorway.web.accounts.models import User
from mentorway.web.mentoring.models import Round


def may_run(user: User, round: Round) -> bool:  # noqa: A002 - what people call it
    """Everyone of the partner that holds the round; nobody changes the example."""
    return not round.is_example and user.memberships.filter(partner=round.partner_id).exists()


def may_see_people(user: User, round: Round) -> bool:  # noqa: A002 - what people call it
    """Who may run the round; the people of the example are invented, so that every member may see them."""
    return round.is_example or may_run(user, round)


def may_dispose(user: User, round: Round) -> bool:  # noqa: A002 - what people call it
    """Who made the round, and who is in charge of the partner that holds it."""
    if not may_run(user, round):
        return False
    in_charge = user.memberships.in_charge().filter(partner=round.partner_id)
    return round.created_by_id == user.pk or in_charge.exists()
