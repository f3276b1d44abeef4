"""Which groups are not shown, so that nobody can be recognised, also not by subtraction."""

from __future__ import annotations

from collections.abc import Mapping

from mentorway.evaluating.people import FEWEST_SHOWN
from mentorway.wording import Message

_FEW = Message("%(group)s: fewer than %(fewest)d people, so it is not shown: they could be recognised.")
_COMPLEMENT = Message(
    "%(group)s: it is not shown, since a group that is hidden could be reckoned from it and the total."
)
LEAST_HIDDEN = 2  # groups


def hidden(sizes: Mapping[str, int], *, unknown: int = 0) -> dict[str, Message]:
    """Say which groups are not shown, and why.

    Parameters
    ----------
    sizes : mapping of str to int
        People of each group.
    unknown : int
        People in the total whose group is not known; they count as a group that is hidden.

    Returns
    -------
    dict of str to Message
        Groups with fewer than 5 people; and if there is something hidden, the next smallest, until at least
        two groups and 5 people are. Groups without anybody do not count as hiding anything.

    References
    ----------
    Cox (1980), J Am Stat Assoc 75:377-385, on complementary suppression.

    Examples
    --------
    >>> sorted(hidden({"LT": 30, "LV": 12, "FI": 3}))
    ['FI', 'LV']
    >>> hidden({"LT": 30, "LV": 12}), sorted(hidden({"LT": 30, "LV": 12}, unknown=1))
    ({}, ['LV'])
    """
    found = {
        label: Message(_FEW.text, {"group": label, "fewest": FEWEST_SHOWN})
        for label, size in sizes.items()
        if size < FEWEST_SHOWN
    }
    apart = [sizes[label] for label in found if sizes[label]] + [unknown] * (unknown > 0)
    if not apart:
        return found
    for label, size in sorted(sizes.items(), key=lambda one: (one[1], one[0])):
        if len(apart) >= LEAST_HIDDEN and sum(apart) >= FEWEST_SHOWN:
            break
        if label not in found:
            found[label] = Message(_COMPLEMENT.text, {"group": label})
            apart.append(size)
    return found
