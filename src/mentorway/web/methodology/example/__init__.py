"""What an installation starts with: our own questionnaires, and a methodology that uses them."""

from mentorway.web.methodology.example import methodology, questionnaires
from mentorway.web.methodology.example.questionnaires import AWAITED, MENTORING, NETWORK, QUESTIONNAIRES
from mentorway.web.network.models import Partner

__all__ = ["AWAITED", "MENTORING", "NETWORK", "QUESTIONNAIRES", "load"]


def load(partner: Partner) -> None:
    """Load every part that is not there yet."""
    questionnaires.load(partner)
    methodology.load(partner)
