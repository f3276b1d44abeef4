"""The matchings that are still in question, the best of them, and the proof that they are best.

Everything best is found in one way: solve as a flow, price the people, keep only what the prices allow. What
is left is again a set of matchings of the same form, all equally good, among which the next wish decides.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray
from ortools.graph.python import min_cost_flow
from scipy import sparse
from scipy.sparse import csgraph

from mentorway.matching.problem import UNMATCHED, ImpossibleError, Integers, Problem, Wide
from mentorway.wording import InvalidInputError, Message

Flags = NDArray[np.bool_]

LARGEST = 2**62  # the solver multiplies costs by the number of nodes, in 64 bits


@dataclass(frozen=True, eq=False)
class Face:
    """Matchings still in question: pairs, sorted by mentee; who must be matched; how many each mentor takes.

    `place` says where each pair stands in the arcs of the problem.
    """

    place: Wide
    mentee: Integers
    mentor: Integers
    must: Flags
    least: Wide
    most: Wide

    @property
    def mentees(self) -> int:
        """How many mentees, those without a pair counted too."""
        return self.must.size

    @property
    def mentors(self) -> int:
        """How many mentors."""
        return self.most.size

    def only(self, wanted: Flags) -> Face:
        """The same with fewer pairs."""
        return replace(self, place=self.place[wanted], mentee=self.mentee[wanted], mentor=self.mentor[wanted])


@dataclass(frozen=True, eq=False)
class Prices:
    """What each mentee and each mentor is worth in a best matching; they prove that it is best."""

    mentee: Wide
    mentor: Wide


def face_of(problem: Problem) -> Face:
    """Every matching that keeps to the seats, the fewest mentees and the kept pairs, which are left out."""
    kept = np.zeros(problem.mentees, dtype=np.bool_)
    kept[[mentee for mentee, _ in problem.locks]] = True
    held = np.bincount([mentor for _, mentor in problem.locks], minlength=problem.mentors).astype(np.int64)
    _check_locks(problem, held)
    place = np.flatnonzero(~kept[problem.arcs.mentee])
    mentee, mentor = problem.arcs.mentee[place], problem.arcs.mentor[place]
    least = np.maximum(problem.minimum - held, 0).astype(np.int64)
    face = Face(place, mentee, mentor, np.zeros_like(kept), least, problem.capacity - held)
    _check_minimum(face)
    return face


def _check_locks(problem: Problem, held: Wide) -> None:
    over = np.flatnonzero(held > problem.capacity)
    if over.size:
        first = int(over[0])
        values = {"mentor": first, "found": int(held[first]), "most": int(problem.capacity[first])}
        raise ImpossibleError(
            Message(
                "Mentor %(mentor)d is in %(found)d kept pairs, but takes at most %(most)d mentees.", values
            )
        )
    for mentee, mentor in problem.locks:
        if problem.arcs.places(mentee, mentor) < 0:
            raise ImpossibleError(
                Message(
                    "Mentee %(mentee)d and mentor %(mentor)d are a kept pair, but the rules forbid "
                    "this pair.",
                    {"mentee": mentee, "mentor": mentor},
                )
            )


def _check_minimum(face: Face) -> None:
    over = np.flatnonzero(face.least > face.most)
    if over.size:
        first = int(over[0])
        values = {"mentor": first, "least": int(face.least[first]), "most": int(face.most[first])}
        raise ImpossibleError(
            Message(
                "Mentor %(mentor)d must have at least %(least)d more mentees, but has only "
                "%(most)d free seats.",
                values,
            )
        )


def best(face: Face, worth: Wide) -> Wide:
    """Choose pairs of the largest worth together; each mentee's pair as a place in the face, or -1."""
    chosen = np.full(face.mentees, UNMATCHED, dtype=np.int64)
    first, options = _spans(face)
    fixed = np.flatnonzero(face.must & (options == 1))
    chosen[fixed] = first[fixed]
    held = np.bincount(face.mentor[first[fixed]], minlength=face.mentors)
    asked = options > 0
    asked[fixed] = False
    if bool(np.any(face.must & (options == 0))) or bool(np.any(held > face.most)):
        raise _impossible()
    left = np.flatnonzero(asked[face.mentee])
    if left.size or bool(np.any(held < face.least)):
        least, most = np.maximum(face.least - held, 0), face.most - held
        rest = Face(left, face.mentee[left], face.mentor[left], face.must, least, most)
        flowing = _flow(rest, worth[left], np.flatnonzero(asked))
        chosen[face.mentee[left[flowing]]] = left[flowing]
    return chosen


def _flow(face: Face, worth: Wide, asked: Wide) -> Flags:
    """Which pairs carry flow in a cheapest flow from the mentees asked through the mentors to one sink."""
    sink = asked.size + face.mentors
    node = np.zeros(face.mentees, dtype=np.int64)
    node[asked] = np.arange(asked.size)
    optional = node[asked[~face.must[asked]]]
    room = np.minimum(face.most, asked.size) - face.least
    mentors = np.arange(asked.size, sink)
    if bool(np.any(room < 0)) or int(face.least.sum()) > asked.size:
        raise _impossible()
    tail = np.concatenate([node[face.mentee], optional, mentors])
    head = np.concatenate([asked.size + face.mentor, np.full(optional.size + face.mentors, sink)])
    seats = np.concatenate([np.ones(worth.size + optional.size, dtype=np.int64), room])
    cost = np.concatenate([-worth, np.zeros(optional.size + face.mentors, dtype=np.int64)])
    _check_range(cost, sink + 1)
    solver = min_cost_flow.SimpleMinCostFlow()
    solver.add_arcs_with_capacity_and_unit_cost(tail, head, seats, cost)
    supply = np.concatenate([np.ones(asked.size), -face.least, [int(face.least.sum()) - asked.size]])
    solver.set_nodes_supplies(np.arange(sink + 1), supply.astype(np.int64))
    status = solver.solve()
    if status == solver.INFEASIBLE:
        raise _impossible()
    if status != solver.OPTIMAL:
        raise RuntimeError(f"The flow was not solved: {status}.")
    return np.asarray(solver.flows(np.arange(worth.size))) > 0


def _check_range(cost: Wide, nodes: int) -> None:
    highest = max(int(cost.max(initial=0)), -int(cost.min(initial=0)))
    if highest * (nodes + 1) >= LARGEST:
        raise InvalidInputError(
            Message(
                "There are too many people, or too much is added for pairs that stay, for whole numbers: "
                "use less than %(most)d for each pair.",
                {"most": LARGEST // (nodes + 1)},
            )
        )


def _impossible() -> ImpossibleError:
    return ImpossibleError(
        Message(
            "The fewest mentees that each mentor must have cannot be reached with the pairs that may be made."
        )
    )


def _spans(face: Face) -> tuple[Wide, Wide]:
    """Where each mentee's pairs begin, and how many there are."""
    options = np.bincount(face.mentee, minlength=face.mentees)
    return np.cumsum(options) - options, options


def prices(face: Face, worth: Wide, chosen: Wide) -> Prices | None:
    """The lowest prices at which nobody would rather be elsewhere; None if the matching is not best.

    Bellman and Ford's relaxation on the pairs that could be exchanged, only where a price rose in the last
    round. A mentor costs more than nothing only when full, and less than nothing only when at the fewest.
    """
    _check_range(worth, face.mentees + face.mentors + 2)
    matched = np.flatnonzero(chosen >= 0)
    home = np.full(face.mentees, UNMATCHED, dtype=np.int64)
    home[matched] = face.mentor[chosen[matched]]
    count = np.bincount(home[matched], minlength=face.mentors)
    own = np.zeros(face.mentees, dtype=np.int64)
    own[matched] = worth[chosen[matched]]
    price = _start(face, worth, count)
    np.maximum.at(price, face.mentor, np.where(home[face.mentee] < 0, worth, price[face.mentor]))
    if not _risen(face, price, worth - own[face.mentee], home, np.flatnonzero(count < face.most)):
        return None
    value = np.full(face.mentees, np.iinfo(np.int64).min, dtype=np.int64)
    np.maximum.at(value, face.mentee, worth - price[face.mentor])
    value[~face.must] = np.maximum(value[~face.must], 0)
    value[matched] = own[matched] - price[home[matched]]
    if bool(np.any(value[matched[~face.must[matched]]] < 0)):
        return None
    value[face.must & (chosen < 0)] = 0
    return Prices(value, price)


def _start(face: Face, worth: Wide, count: Wide) -> Wide:
    """Nothing, or as good as minus infinity where a mentor has only the fewest mentees."""
    spread = int(worth.max(initial=0)) - min(int(worth.min(initial=0)), 0) + 1
    return np.where((count == face.least) & (face.least > 0), -spread * (face.mentors + 2), 0)


def _risen(face: Face, price: Wide, gain: Wide, home: Wide, spare: Wide) -> bool:
    """Raise prices until no exchange gains; False if a free seat gets a price or a circle gains for ever."""
    first, options = _spans(face)
    leaving = np.argsort(home, kind="stable")[np.count_nonzero(home < 0) :]
    arcs = _ranges(first[leaving], options[leaving])
    target, gain = face.mentor[arcs], gain[arcs]
    exits = np.bincount(home[leaving], weights=options[leaving], minlength=face.mentors).astype(np.int64)
    starts = np.cumsum(exits) - exits
    moved = np.flatnonzero(exits)
    for _ in range(face.mentors + 2):
        if bool((price[spare] > 0).any()):
            return False
        out = _ranges(starts[moved], exits[moved])
        to, offer = target[out], np.repeat(price[moved], exits[moved]) + gain[out]
        higher = np.flatnonzero(offer > price[to])
        if not higher.size:
            return True
        to = to[higher]
        np.maximum.at(price, to, offer[higher])
        raised = np.zeros(face.mentors, dtype=np.bool_)
        raised[to] = True
        moved = np.flatnonzero(raised & (exits > 0))
    return False


def _ranges(start: Wide, length: Wide) -> Wide:
    """All numbers of the ranges that begin at `start`, one range after the other."""
    ends = np.cumsum(length)
    places: Wide = np.arange(int(ends[-1]) if ends.size else 0) + np.repeat(start - (ends - length), length)
    return places


def narrowed(face: Face, worth: Wide, chosen: Wide, found: Prices) -> tuple[Face, Wide]:
    """Only the matchings that are as good as the one chosen, and that one again as places in them."""
    tight = worth - found.mentor[face.mentor] == found.mentee[face.mentee]
    kept = face.only(tight)
    equal = replace(
        kept,
        must=face.must | (found.mentee > 0),
        least=np.where(found.mentor > 0, face.most, face.least),
        most=np.where(found.mentor < 0, face.least, face.most),
    )
    return without_fixed(equal, _renumbered(chosen, tight))


def _renumbered(chosen: Wide, kept: Flags) -> Wide:
    position = np.cumsum(kept) - 1
    return np.where(chosen >= 0, position[np.maximum(chosen, 0)], UNMATCHED) if position.size else chosen


def without_fixed(face: Face, chosen: Wide) -> tuple[Face, Wide]:
    """Leave out every pair that is in none of these matchings.

    Another pair can be chosen only in exchange, round a circle: from mentor to mentor, or through nobody's
    seat (one more node). So both its ends lie in one strongly connected part.
    """
    nobody = face.mentors
    home = np.full(face.mentees, nobody, dtype=np.int64)
    matched = chosen >= 0
    home[matched] = face.mentor[chosen[matched]]
    count = np.bincount(home, minlength=nobody + 1)[:nobody]
    leaving = home[matched & ~face.must]
    gaining, losing = np.flatnonzero(count < face.most), np.flatnonzero(count > face.least)
    tail = np.concatenate([home[face.mentee], leaving, gaining, np.full(losing.size, nobody)])
    head = np.concatenate([face.mentor, np.full(leaving.size + gaining.size, nobody), losing])
    graph = sparse.coo_array(
        (np.ones(tail.size, dtype=np.int8), (tail, head)), shape=(nobody + 1, nobody + 1)
    )
    _, part = csgraph.connected_components(graph.tocsr(), connection="strong")
    kept = part[home[face.mentee]] == part[face.mentor]
    must = face.must | (matched & (part[home] != part[nobody]))
    return replace(face.only(kept), must=must), _renumbered(chosen, kept)
