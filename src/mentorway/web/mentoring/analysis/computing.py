"""A matching from people and decisions: chosen, proven, explained, and looked at by groups."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from importlib.metadata import version
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from mentorway.matching import candidates, profiles
from mentorway.matching.assign import total
from mentorway.matching.audit import Audit, Difference, audit
from mentorway.matching.explaining import Alternative, Explainer, Explanation
from mentorway.matching.fairness import floor, leximin, outcome
from mentorway.matching.fitting import Fitting
from mentorway.matching.problem import Arcs, ImpossibleError, Problem
from mentorway.matching.problem import Matching as Chosen
from mentorway.matching.relaxing import GIVING_UP, smallest
from mentorway.matching.stable import blocking_pairs, stable
from mentorway.matching.unplaced import freed, unplaced
from mentorway.web.core.wording import kept
from mentorway.web.mentoring.analysis import grouping
from mentorway.web.mentoring.analysis.grouping import Formed
from mentorway.web.mentoring.analysis.problem import Laid
from mentorway.web.mentoring.models import FairnessFacts, Person, Way
from mentorway.wording import InvalidInputError, Message

MOST_ARCS: Final = 4_000_000
WANTED_EACH: Final = 50
AT_ONCE: Final = 50
LAID, SOLVED, EXPLAINED = 10, 40, 90  # percent that are done
PROGRAMS: Final = ("ortools", "numpy", "scipy")
NOBODY_ALLOWED: Final = Message("The rules allow no mentee for this mentor.")
NOT_NEEDED: Final = Message("All in all other pairs fit better, or there are more seats than mentees.")
AGE, GENDER, COUNTRY = "age_group", "gender", "country"

Scores = NDArray[np.int32]
Step = Callable[[int], None]


@dataclass(frozen=True, eq=False)
class Solved:
    """A matching with the problem it solves, how much each side wants each pair, and groups if it is such."""

    problem: Problem
    chosen: Chosen
    wish: Scores
    favour: Scores
    is_of_few: bool
    formed: Formed | None = None

    @property
    def blocking(self) -> int | None:
        """How many pairs would both rather have each other; of groups this says nothing."""
        if self.formed:
            return None
        return len(blocking_pairs(self.problem, self.chosen, self.wish, self.favour))


def programs() -> str:
    """Return the versions of what computes."""
    return ", ".join(f"{name} {version(name)}" for name in ("mentorway", *PROGRAMS))


def problem_of(laid: Laid, seed: int) -> Problem:
    """Return who may be matched with whom; of very many pairs only the best for either side.

    Raises
    ------
    ImpossibleError
        A pair to keep is forbidden.
    """
    fitting, locks = laid.fitting, laid.locks
    for mentee, mentor in locks:
        if not fitting.allowed(mentee, mentee + 1)[0, mentor]:
            raise ImpossibleError(Message("A pair to keep is forbidden by a rule."))
    if laid.present.pairs <= MOST_ARCS:
        arcs = fitting.arcs()
    else:
        same = candidates.Wanted.same(len(fitting.mentees), len(fitting.mentors), WANTED_EACH)
        wanted = replace(same, always=(*locks, *_still_allowed(laid)), seed=seed)
        arcs = candidates.candidates(fitting.block, wanted)
    seats = np.array(laid.present.seats, dtype=np.int32)
    return Problem(len(fitting.mentees), seats, arcs, locks=locks, seed=seed, stay=_added(laid, arcs))


def _still_allowed(laid: Laid) -> Iterator[tuple[int, int]]:
    for mentee, mentor in laid.before:
        if (mentee, mentor) not in laid.locks and laid.fitting.allowed(mentee, mentee + 1)[0, mentor]:
            yield mentee, mentor


def _added(laid: Laid, arcs: Arcs) -> Scores:
    """What is added to the score of each pair: something where it is one of an earlier matching."""
    added = np.zeros(arcs.count, dtype=np.int32)
    if laid.asked.stay and laid.before:
        places = arcs.places(*np.array(laid.before).T)
        added[places[places >= 0]] = laid.asked.stay.bonus
    return added


def solved(laid: Laid, way: str, seed: int) -> Solved:
    """Choose a matching.

    Raises
    ------
    ImpossibleError
        The pairs to keep cannot all hold.
    """
    problem = problem_of(laid, seed)
    is_of_few = laid.present.pairs > MOST_ARCS
    if is_of_few and way == Way.TOTAL:
        best = candidates.solve(laid.fitting.block, problem)
        problem, chosen = best.problem, best.matching
        return Solved(problem, chosen, *wishes(laid.fitting, problem.arcs), is_of_few)
    wish, favour = wishes(laid.fitting, problem.arcs)
    if way == Way.GROUPS:
        found = grouping.formed(laid, problem)
        return Solved(problem, found.chosen, wish, favour, is_of_few, found)
    ways: dict[str, Callable[[Problem], Chosen]] = {
        Way.TOTAL: total,
        Way.FLOOR: floor,
        Way.LEXIMIN: leximin,
        Way.STABLE: lambda asked: stable(asked, wish, favour),
    }
    return Solved(problem, ways[way](problem), wish, favour, is_of_few)


def wishes(fitting: Fitting, arcs: Arcs) -> tuple[Scores, Scores]:
    """Return how much mentees and mentors want each pair, by the criteria in the interest of their side."""
    mentees, mentors = (_wish(fitting, arcs, side) for side in profiles.Side)
    return mentees, mentors


def _wish(fitting: Fitting, arcs: Arcs, side: profiles.Side) -> Scores:
    if all(one.serves in (None, side) for one in fitting.design.criteria):
        return arcs.score
    try:
        serving = fitting.serving(side)
    except InvalidInputError:
        return arcs.score
    wish = np.zeros(arcs.count, dtype=np.int32)
    for start, scores in serving.blocks():
        here = slice(*np.searchsorted(arcs.mentee, [start, start + scores.shape[0]]))
        wish[here] = scores[arcs.mentee[here] - start, arcs.mentor[here]]
    return wish


def to_give_up(laid: Laid) -> list[dict[str, Any]]:
    """Return the smallest set of rules and pairs to give up so that the rest can hold, in sentences."""
    found = smallest(laid.fitting, laid.present.seats, locks=laid.locks)
    return [kept(one) for one in found.messages]


def computed(
    laid: Laid, way: str, seed: int, facts: Mapping[int, FairnessFacts], step: Step
) -> dict[str, Any]:
    """Return everything that is kept of a matching; ``step`` hears how far it is, in percent.

    Raises
    ------
    ImpossibleError
        The pairs to keep cannot all hold.
    """
    step(LAID)
    found = solved(laid, way, seed)
    step(SOLVED)
    pairs = list(_explained(laid, found, step))
    step(EXPLAINED)
    return {
        "pairs": pairs,
        "unmatched": [*_without(laid, found), *_free(laid, found)],
        "figures": _figures(laid, found),
        "proof": _proof(found),
        "audit": _audits(laid, found, facts),
    }


def _explained(laid: Laid, found: Solved, step: Step) -> Iterator[dict[str, Any]]:
    explainer = Explainer(laid.fitting, found.problem, found.chosen)
    matched = [mentee for mentee, _mentor in found.chosen.pairs]
    for start in range(0, len(matched), AT_ONCE):
        step(SOLVED + (EXPLAINED - SOLVED) * start // len(matched))
        for one in explainer.pairs(matched[start : start + AT_ONCE]):
            better = None if found.formed else explainer.better(one.mentee)  # it knows of no sizes of groups
            yield _pair(laid, one) | {"better": kept(better) if better else None}


def _pair(laid: Laid, one: Explanation) -> dict[str, Any]:
    mentees, mentors = laid.present.mentees, laid.present.mentors
    pair = (mentees[one.mentee].pk, mentors[one.mentor].pk)
    return {
        "mentee": pair[0],
        "mentor": pair[1],
        "score": one.terms.score,
        "locked": pair in laid.asked.keep,
        "coverage": round(one.terms.coverage, 3),
        "reasons": [kept(each) for each in one.reasons],
        "doubts": [kept(each) for each in one.doubts],
        "terms": [{"key": term.criterion.key, "value": term.value} for term in one.terms.terms],
        "rank": [one.rank_for_mentee, one.of_mentors, one.rank_for_mentor, one.of_mentees],
        "next": {
            "mentor": _other(one.next_for_mentee, mentors),
            "mentee": _other(one.next_for_mentor, mentees),
        },
    }


def _other(other: Alternative | None, people: list[Any]) -> dict[str, int] | None:
    return {"person": people[other.person].pk, "score": other.score} if other else None


def _without(laid: Laid, found: Solved) -> Iterator[dict[str, Any]]:
    """Return who has no mentor, why, and which rule alone would change it."""
    if found.formed:
        for place, why in grouping.why_without(laid, found.problem, found.formed):
            yield _alone(laid.present.mentees[place], why)
        return
    facts = laid.fitting, found.problem, found.chosen
    helps = freed(*facts) if found.chosen.unmatched.size else ()
    for one in unplaced(*facts):
        relax = [Message(GIVING_UP[each.kind]) for each in helps if one.mentee in each.mentees]
        yield _alone(laid.present.mentees[one.mentee], (one.message, *one.details), relax)


def _alone(person: Person, why: Iterable[Message], relax: Iterable[Message] = ()) -> dict[str, Any]:
    return {
        "person": person.pk,
        "side": person.side,
        "why": [kept(each) for each in why],
        "relax": [kept(each) for each in relax],
    }


def _held(found: Solved) -> NDArray[np.intp]:
    matched = found.chosen.mentor[found.chosen.mentor >= 0]
    return np.bincount(matched, minlength=found.problem.mentors)


def _free(laid: Laid, found: Solved) -> Iterator[dict[str, Any]]:
    """Return the mentors without a mentee."""
    allowed = np.bincount(found.problem.arcs.mentor, minlength=found.problem.mentors)
    for place in np.flatnonzero(_held(found) == 0).tolist():
        why = NOT_NEEDED if allowed[place] else NOBODY_ALLOWED
        if found.formed and allowed[place]:
            why = grouping.why_free(found.problem, found.formed, place)
        yield _alone(laid.present.mentors[place], [why])


def _figures(laid: Laid, found: Solved) -> dict[str, Any]:
    blocking = found.blocking
    sums = outcome(found.problem, found.chosen, blocking or 0)
    return {
        "groups": len(found.formed.groups.groups) if found.formed else None,
        "stayed": len(set(laid.before) & set(found.chosen.pairs)) if laid.asked.stay else None,
        "mentees": len(laid.present.mentees),
        "mentors": len(laid.present.mentors),
        "seats": found.problem.seats,
        "pairs": found.chosen.matched,
        "unmatched": sums.unmatched,
        "free": int(np.count_nonzero(_held(found) == 0)),
        "lowest": sums.lowest,
        "fifth": sums.fifth,
        "tenth": sums.tenth,
        "mean": sums.mean,
        "total": found.chosen.total,
        "blocking": blocking,
        "taken": laid.present.taken,
        "waiting": laid.present.waiting,
    }


def _proof(found: Solved) -> dict[str, Any]:
    if found.formed:
        return grouping.proof_of(found.formed)
    proof = found.chosen.certificate
    return {
        "way": found.chosen.mode,
        "proven": proof.proven if proof else None,
        "reached": proof.primal if proof else None,
        "bound": proof.dual if proof else None,
        "few": found.is_of_few,
    }


def _audits(laid: Laid, found: Solved, facts: Mapping[int, FairnessFacts]) -> list[dict[str, Any]]:
    """Look at groups of those who agreed, and at nobody else."""
    told = [(one, facts.get(one.pk)) for one in laid.present.mentees]
    groups: dict[str, list[str | None]] = {
        AGE: [(said.age_group if said else None) or None for _one, said in told],
        GENDER: [(said.gender if said else None) or None for _one, said in told],
        COUNTRY: [(one.country if said and said.may_count_country else None) or None for one, said in told],
    }
    return [
        _audited(by, audit(found.problem, found.chosen, labels))
        for by, labels in groups.items()
        if any(labels)
    ]


def _audited(by: str, found: Audit) -> dict[str, Any]:
    rows = [
        {
            "group": row.group,
            "mentees": row.mentees,
            "unmatched": row.unmatched,
            "mean": row.mean,
            "lowest": row.lowest,
            "unmatched_difference": _difference(row.unmatched_difference),
            "mean_difference": _difference(row.mean_difference),
        }
        for row in found.rows
    ]
    return {"by": by, "rows": rows, "hidden": found.hidden_groups, "message": kept(found.message)}


def _difference(one: Difference | None) -> dict[str, Any] | None:
    if one is None:
        return None
    return {"value": one.value, "low": one.low, "high": one.high, "stands_out": one.stands_out}
