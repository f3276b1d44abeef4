"""The network that an installation starts with: synthetic, and said to be so."""

from collections.abc import Callable
from typing import Final

from mentorway.web.network.example import agreements, partners, ties, visits
from mentorway.web.network.models import Partner

LOADERS: Final[tuple[Callable[[Partner], None], ...]] = (
    partners.load,
    agreements.load,
    visits.load,
    ties.load,
)


def load(partner: Partner) -> None:
    """Load every part of the example that is not there; ``partner`` is the one of the coordinator."""
    for loader in LOADERS:
        loader(partner)
