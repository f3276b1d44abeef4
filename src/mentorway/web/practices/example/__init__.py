"""The practices and challenges that an installation starts with. Synthetic: nobody has done or said this."""

from mentorway.web.network.models import Partner
from mentorway.web.practices.example import challenges, practices

LOADERS = (practices.load, challenges.load)


def load(partner: Partner) -> None:
    """Load every part that is not there yet."""
    for one in LOADERS:
        one(partner)
