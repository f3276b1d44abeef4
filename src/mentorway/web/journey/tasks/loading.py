"""The whole example: its people first, then what each activity has of it, in the order of the flow."""

from collections.abc import Callable

from mentorway.web import flow
from mentorway.web.core import happenings
from mentorway.web.network.example import partners, people


def load(tell: Callable[[float], None] = lambda _share: None) -> None:
    """Load every part that is not there; ``tell`` hears how much of it is done, from 0 to 1."""
    known = people.load(people.password())
    parts = flow.modules("example")
    for number, example in enumerate(parts.values()):
        tell(number / len(parts))
        with happenings.of_example():
            example.load(known["FI"])


def put_back() -> None:
    """Give the partners and people of the example, who stay, what they had in the beginning."""
    partners.put_back()  # first: people get their places by the names of partners
    people.put_back(people.password())
