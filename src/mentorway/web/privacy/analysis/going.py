"""What erasing a person takes away, what stays and why, and what must wait."""

import datetime as dt
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from mentorway.web.accounts.rules import left_without_anybody
from mentorway.web.core.once import gathering
from mentorway.web.core.personal import Free, Kept, Person, left_alone, register
from mentorway.web.privacy.models import Hold
from mentorway.web.privacy.queries import own as queries

ACCOUNT: Final = "accounts.User"
# Without these nobody could sign in again to erase the rest, or read why it must wait.
WITH_ACCOUNT: Final = ("privacy.Hold", "privacy.Request")


@dataclass(frozen=True)
class Line:
    """One table: how many rows about the person, and until when it must wait, if it must."""

    kept: Kept
    count: int
    until: dt.date | None = None

    @property
    def is_held(self) -> bool:
        """Whether it is not erased now."""
        return self.until is not None

    @property
    def is_deleted(self) -> bool:
        """Whether the rows go, and not only the name in them."""
        return goes(self.kept)


@dataclass(frozen=True)
class Going:
    """Everything about a person, and what keeps it from being erased."""

    lines: Sequence[Line]
    holds: Sequence[Hold]
    alone: Sequence[str]
    held: Mapping[str, dt.date]

    @property
    def is_held(self) -> bool:
        """Whether nothing at all may be erased now."""
        return any(not one.models_held for one in self.holds)

    @property
    def may_go(self) -> bool:
        """Whether something can be erased now."""
        return not self.is_held and not self.alone

    @property
    def goes(self) -> list[Line]:
        """What is erased, or loses the name."""
        return [one for one in self.lines if not one.is_held]

    @property
    def waits(self) -> list[Line]:
        """What must wait."""
        return [one for one in self.lines if one.is_held]


def goes(kept: Kept) -> bool:
    """Whether rows of a table go with the person, and not only the name in them."""
    return kept.again is not left_alone


def tables() -> list[Kept]:
    """Return the tables about people, in the order of the flow."""
    return [one for one in register().values() if isinstance(one, Kept)]


def lines_about(person: Person, held: Mapping[str, dt.date] | None = None) -> list[Line]:
    """Return the tables with rows about a person; ``held`` says until when some must wait."""
    until = held or {}
    with gathering():
        counted = [(kept, kept.count(person)) for kept in tables()]
    return [Line(kept, count, until.get(kept.model)) for kept, count in counted if count]


def what_goes(person: Person, day: dt.date) -> Going:
    """Return what erasing a person on a day would do."""
    holds = queries.holds_on(person.user, day)
    held = held_until(holds, register())
    lines = lines_about(person, held)
    return Going(lines, holds, left_without_anybody(person.user), held)


def held_until(holds: Collection[Hold], known: Mapping[str, Kept | Free]) -> dict[str, dt.date]:
    """Return until when tables must wait, with those without which they could not be kept.

    A hold that names no table holds all. What a held row goes with is held too, and the account with it: the
    rows would lose what they are about.
    """
    found: dict[str, dt.date] = {}
    for one in sorted(holds, key=lambda hold: hold.until):
        named = one.models_held or list(known)
        for label in (*named, ACCOUNT, *WITH_ACCOUNT):
            for above in _upwards(label, known):
                found[above] = one.until
    if found:
        with_it = [label for label in known if ACCOUNT in _upwards(label, known)]
        found.update(dict.fromkeys(with_it, found[ACCOUNT]))
    return found


def _upwards(label: str, known: Mapping[str, Kept | Free]) -> list[str]:
    """Return a table and, one after the other, those that it goes with."""
    chain = [label]
    while isinstance(one := known.get(chain[-1]), Kept) and one.goes_with and one.goes_with not in chain:
        chain.append(one.goes_with)
    return chain
