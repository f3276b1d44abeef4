"""What an installation starts with, published with the evidence under it. It is invented and says so."""

from mentorway.web.dissemination.example import audience, claims, entries, outreach, releases
from mentorway.web.network.models import Partner


def load(partner: Partner) -> None:
    """Store what is published of the example, unless that was done."""
    claims.load(partner)
    entries.load(partner)
    outreach.load(partner)
    audience.load(partner)
    releases.load(partner)
