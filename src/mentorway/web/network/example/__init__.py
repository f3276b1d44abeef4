"""The network that an installation starts with: synthetic, and said to be so.

Its parts are loaded with the first use: whoever only asks for the people of the example waits for none.
"""

from typing import Final

from django.utils.module_loading import import_string

from mentorway.web.network.models import Partner

PARTS: Final = ("partners", "agreements", "visits", "ties")


def load(partner: Partner) -> None:
    """Load every part of the example that is not there; ``partner`` is the one of the coordinator."""
    for part in PARTS:
        import_string(f"{__name__}.{part}.load")(partner)
