"""How an address declares who may see it. Each app keeps its own `access_<app>.py` beside this file.

`ADDRESSES` maps the name of an address to an `Address`. Its `answers` are what six kinds of people get,
in the order of PEOPLE: a status, or `login` for the way to the sign-in page.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from tests.conftest import make_member, make_partner, make_user

PEOPLE = ("anonymous", "stranger", "member", "admin", "coordinator", "staff")


@dataclass(frozen=True)
class World:
    """One partner, and how six kinds of people stand to it. `things` is for what apps add."""

    partner: Any
    people: dict[str, Any]
    things: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Address:
    answers: str
    arguments: Callable[[World], dict[str, Any]] = lambda _world: {}
    method: str = "get"


def make_world():
    partner = make_partner()
    people = {
        "anonymous": None,
        "stranger": make_member(role="admin"),
        "member": make_member(partner),
        "admin": make_member(partner, role="admin"),
        "coordinator": make_member(role="coordinator"),
        "staff": make_user(is_staff=True),
    }
    return World(partner, people)
