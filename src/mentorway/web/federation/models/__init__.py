"""Who we are in the federation, who is known, what is asked, what came and what was sent."""

from mentorway.web.federation.models.asking import Call, Gathering, Received
from mentorway.web.federation.models.nodes import Identity, Node, Part, Standing
from mentorway.web.federation.models.sending import Asked, Sent, Stage

__all__ = [
    "Asked", "Call", "Gathering", "Identity", "Node", "Part", "Received", "Sent", "Stage", "Standing",
]  # fmt: skip
