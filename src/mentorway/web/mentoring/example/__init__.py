"""The rounds that an installation starts with. Their people are invented, have no address and say so."""

from mentorway.web.mentoring.example import at_work, spring
from mentorway.web.network.models import Partner


def load(partner: Partner) -> None:
    """Store the round that people join, and the one in which pairs are at work, if they are not there."""
    spring.load(partner)
    at_work.load(partner)
