"""Groups of three: who practises with whom, and who is what in each round."""

import random
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Final

from mentorway.web.pilots.models import Participant, Standing, Triad

OF_THREE: Final = 3
MOST: Final = 4
LEAST: Final = 2
TRIES = 3  # beginnings of the search
SWAPS = 40_000  # at most, in each
PATIENCE = 20  # exchanges per person that change nothing, before the search ends
MET, SAME_HOME, SAME_GROUP = 10, 3, 40
Group = tuple[int, ...]


def sizes_of(count: int) -> tuple[int, ...]:
    """Return how many people each group has: three, and four or two where it does not come out even.

    >>> sizes_of(9), sizes_of(10), sizes_of(11), sizes_of(5), sizes_of(1)
    ((3, 3, 3), (4, 3, 3), (4, 4, 3), (3, 2), ())
    """
    if count < LEAST:
        return ()
    threes, left = divmod(count, OF_THREE)
    if left <= threes:
        return (*[MOST] * left, *[OF_THREE] * (threes - left))
    return (*[OF_THREE] * threes, left)


def groups_of(
    homes: Mapping[int, str], before: Collection[frozenset[int]] = (), *, seed: int
) -> tuple[Group, ...]:
    """Return groups of people: mixed by organisation, and with as few people as possible who met before.

    Parameters
    ----------
    homes : mapping of int to str
        The organisation of each person, or nothing.
    before : collection of frozenset of int
        The groups in which people were before.
    seed : int
        The same number makes the same groups of the same people.

    Returns
    -------
    tuple of tuple of int
        Each group, in the order in which its people are the mentor.

    Examples
    --------
    >>> homes = {1: "A", 2: "A", 3: "B", 4: "B", 5: "C", 6: "C"}
    >>> sorted(sorted(homes[one] for one in group) for group in groups_of(homes, seed=7))
    [['A', 'B', 'C'], ['A', 'B', 'C']]
    """
    chance = random.Random(seed)  # noqa: S311 - no secret, and the same groups for the same number
    search = _Search(homes, before)
    found = [search.run(chance) for _attempt in range(TRIES)]
    return min(found, key=search.cost_of, default=())


class _Search:
    """Exchanges two people as long as that makes groups better."""

    def __init__(self, homes: Mapping[int, str], before: Collection[frozenset[int]]) -> None:
        self.homes, self.whole = homes, frozenset(before)
        self.met = Counter(pair for group in before for pair in combinations(sorted(group), 2))

    def run(self, chance: random.Random) -> tuple[Group, ...]:
        people = sorted(self.homes)
        chance.shuffle(people)
        groups: list[list[int]] = []
        for size in sizes_of(len(people)):
            groups.append(people[:size])
            people = people[size:]
        costs = [self.cost(group) for group in groups]
        best, since = sum(costs), 0
        for _step in range(SWAPS if len(groups) > 1 else 0):
            if not best or since > PATIENCE * len(self.homes):
                break
            gain = self._exchange(groups, costs, chance)
            best, since = best - gain, 0 if gain else since + 1
        return tuple(tuple(group) for group in groups)

    def _exchange(self, groups: list[list[int]], costs: list[int], chance: random.Random) -> int:
        """Let two people change places if that makes nothing worse; return how much better it is."""
        one, other = chance.sample(range(len(groups)), 2)
        here, there = chance.randrange(len(groups[one])), chance.randrange(len(groups[other]))
        groups[one][here], groups[other][there] = groups[other][there], groups[one][here]
        new = self.cost(groups[one]), self.cost(groups[other])
        gain = costs[one] + costs[other] - sum(new)
        if gain < 0:
            groups[one][here], groups[other][there] = groups[other][there], groups[one][here]
            return 0
        costs[one], costs[other] = new
        return gain

    def cost(self, group: Sequence[int]) -> int:
        found = SAME_GROUP if frozenset(group) in self.whole else 0
        for one, other in combinations(sorted(group), 2):
            found += MET * self.met[one, other]
            found += SAME_HOME if self.homes[one] and self.homes[one] == self.homes[other] else 0
        return found

    def cost_of(self, groups: Sequence[Group]) -> int:
        return sum(map(self.cost, groups))


@dataclass(frozen=True)
class Round:
    """Who is what in one round: in a group of two, the mentee also says what they saw."""

    number: int
    mentor: Participant
    mentee: Participant
    observers: tuple[Participant, ...]

    @property
    def writers(self) -> tuple[Participant, ...]:
        """Who writes down what they saw of the mentor."""
        return self.observers or (self.mentee,)


def rounds_of(triad: Triad) -> tuple[Round, ...]:
    """Return the rounds of a group: everybody who still takes part is the mentor once."""
    people = [one.participant for one in triad.places.all()]
    people = [one for one in people if one.standing == Standing.ENROLLED]
    if len(people) < LEAST:
        return ()
    turned = [people[place:] + people[:place] for place in range(len(people))]
    return tuple(
        Round(number, order[0], order[1], tuple(order[2:])) for number, order in enumerate(turned, start=1)
    )
