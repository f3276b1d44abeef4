"""Why a mentee has this mentor: what speaks for and against it, who else would fit, what a change costs."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from mentorway.matching.closeness import given
from mentorway.matching.exchanges import Exchanges, Swap
from mentorway.matching.fitting import Fitting, Term, Terms
from mentorway.matching.problem import BEST, Matching, Problem, Wide
from mentorway.matching.profiles import RULE_SHAPES, Answer, Kind, Person, RuleKind, Side
from mentorway.wording import N_, Message, listed, shown

STRONG = 667  # thousandths from which a criterion speaks for a pair
WEAK = 333  # thousandths up to which it speaks against
MOST_SAID = 3
MOST_NAMED = 5
HALF = 0.5

UNCHECKED: Mapping[RuleKind, str] = {
    RuleKind.LANGUAGE: N_("Whether they share a language is not known: the question was skipped."),
    RuleKind.HOURS: N_("Whether they have time together is not known: the question was skipped."),
    RuleKind.ORGANISATION: N_("Whether they work for the same organisation is not known."),
    RuleKind.COUNTRY: N_("Whether they live in the same country is not known."),
}


@dataclass(frozen=True)
class Alternative:
    """Somebody else who would fit, by number, with the score of that pair."""

    person: int
    score: int


@dataclass(frozen=True)
class Explanation:
    """Why a mentee has a mentor.

    `rank_for_mentee` is 1 if no mentor who may be chosen fits the mentee better; equal scores share a rank.
    `of_mentors` is how many may be chosen. `next_for_mentee` is the best other mentor, `next_for_mentor` the
    best mentee who is with somebody else or with nobody.
    """

    mentee: int
    mentor: int
    terms: Terms
    reasons: tuple[Message, ...]
    doubts: tuple[Message, ...]
    rank_for_mentee: int
    of_mentors: int
    rank_for_mentor: int
    of_mentees: int
    next_for_mentee: Alternative | None
    next_for_mentor: Alternative | None


class Explainer:
    """Explains the pairs of one matching.

    Parameters
    ----------
    fitting : Fitting
        The people, in the order in which `problem` numbers them.
    problem : Problem
    matching : Matching

    Examples
    --------
    >>> from mentorway.matching.assign import total
    >>> from mentorway.matching.profiles import Criterion, Design
    >>> design = Design((Criterion("topic", "Topics", Kind.WANTED, 10, "wants", "offers"),))
    >>> ann = Person("ann", Side.MENTEE, {"wants": frozenset({"welding"})})
    >>> bo = Person("bo", Side.MENTOR, {"offers": frozenset({"welding", "law"})})
    >>> fitting = Fitting([ann], [bo], design)
    >>> problem = Problem(1, [1], fitting.arcs())
    >>> found = Explainer(fitting, problem, total(problem)).pair(0)
    >>> [str(reason) for reason in found.reasons], found.rank_for_mentee
    (['Topics: the mentor offers what the mentee wants: welding.'], 1)
    """

    def __init__(self, fitting: Fitting, problem: Problem, matching: Matching) -> None:
        self.fitting = fitting
        self.problem = problem
        self.matching = matching

    @cached_property
    def exchanges(self) -> Exchanges:
        """What changes would cost."""
        return Exchanges(self.problem, self.matching)

    def pair(self, mentee: int) -> Explanation:
        """Why this mentee has their mentor.

        Parameters
        ----------
        mentee : int
            Somebody who is matched.

        Returns
        -------
        Explanation
        """
        return self.pairs([mentee])[0]

    def pairs(self, mentees: Sequence[int]) -> tuple[Explanation, ...]:
        """Why these mentees have their mentors; those without one are passed over (`unplaced` explains them).

        Parameters
        ----------
        mentees : sequence of int

        Returns
        -------
        tuple of Explanation
        """
        found = [(mentee, int(self.matching.mentor[mentee])) for mentee in mentees]
        matched = [pair for pair in found if pair[1] >= 0]
        terms = self.fitting.terms_of(matched)
        return tuple(self._pair(pair, made_of) for pair, made_of in zip(matched, terms, strict=True))

    def _pair(self, pair: tuple[int, int], terms: Terms) -> Explanation:
        mentee, mentor = pair
        reasons, doubts = self.said(mentee, mentor, terms)
        theirs, own = self._of_mentee(mentee), self._of_mentor(mentor)
        score = int(self.problem.arcs.score[theirs][self.problem.arcs.mentor[theirs] == mentor][0])
        with_them = self.matching.mentor[self.problem.arcs.mentee[own]] == mentor
        return Explanation(
            mentee,
            mentor,
            terms,
            reasons,
            doubts,
            1 + int(np.count_nonzero(self.problem.arcs.score[theirs] > score)),
            theirs.size,
            1 + int(np.count_nonzero(self.problem.arcs.score[own] > score)),
            own.size,
            self._best(theirs[self.problem.arcs.mentor[theirs] != mentor], Side.MENTOR),
            self._best(own[~with_them], Side.MENTEE),
        )

    def _of_mentee(self, mentee: int) -> Wide:
        return np.arange(*np.searchsorted(self.problem.arcs.mentee, [mentee, mentee + 1]))

    def _of_mentor(self, mentor: int) -> Wide:
        order, starts = self._by_mentor
        return order[starts[mentor] : starts[mentor + 1]]

    @cached_property
    def _by_mentor(self) -> tuple[Wide, Wide]:
        order = np.argsort(self.problem.arcs.mentor, kind="stable")
        starts = np.searchsorted(self.problem.arcs.mentor[order], np.arange(self.problem.mentors + 1))
        return order, starts

    def _best(self, places: Wide, side: Side) -> Alternative | None:
        if not places.size:
            return None
        arcs = self.problem.arcs
        best = int(places[np.argmax(arcs.score[places])])
        return Alternative(
            int((arcs.mentor if side is Side.MENTOR else arcs.mentee)[best]), int(arcs.score[best])
        )

    def better(self, mentee: int) -> Message | None:
        """Why the mentee does not have the mentor who would fit best, in a sentence; None if they do.

        Parameters
        ----------
        mentee : int

        Returns
        -------
        Message or None
        """
        places = self._of_mentee(mentee)
        current = int(self.matching.mentor[mentee])
        scores = self.problem.arcs.score[places]
        own = scores[self.problem.arcs.mentor[places] == current]
        best = self._best(places, Side.MENTOR)
        kept = any(mentee == locked for locked, _ in self.problem.locks)
        if best is None or kept or (own.size and int(own[0]) >= best.score):
            return None
        return self.said_of_swap(mentee, best.person, self.exchanges.swap(mentee, best.person))

    def said_of_swap(self, mentee: int, mentor: int, swap: Swap | None) -> Message:
        """What a change would mean, in a sentence.

        Parameters
        ----------
        mentee, mentor : int
        swap : Swap or None
            As `exchanges` gives it.

        Returns
        -------
        Message
        """
        names = {
            "mentee": self.fitting.mentees[mentee].called,
            "mentor": self.fitting.mentors[mentor].called,
        }
        if swap is None:
            text = N_("%(mentor)s would suit %(mentee)s better, but all places there are kept for others.")
            return Message(text, names)
        others = [move.mentee for move in swap.moves if move.target is None]
        if others:
            left = {"other": self.fitting.mentees[others[0]].called}
            text = N_(
                "%(mentor)s would suit %(mentee)s better, but that would leave %(other)s without a mentor."
            )
            return Message(text, {**names, **left})
        sums = {"before": swap.before, "after": swap.after, "count": len(swap.moves) - 1}
        return _said_of_total({**names, **sums})

    def said(self, mentee: int, mentor: int, terms: Terms) -> tuple[tuple[Message, ...], tuple[Message, ...]]:
        """The strongest reasons for a pair and the strongest doubts, in sentences.

        Parameters
        ----------
        mentee, mentor : int
        terms : Terms
            Of this pair.

        Returns
        -------
        tuple of Message, tuple of Message
        """
        people = self.fitting.mentees[mentee], self.fitting.mentors[mentor]
        known = [term for term in terms.terms if term.value is not None and term.criterion.weight]
        strong = sorted((term for term in known if _value(term) >= STRONG), key=lambda term: -term.points)
        weak = sorted((term for term in known if _value(term) <= WEAK), key=_loss)
        reasons = tuple(_sentence(term, *people, good=True) for term in strong[:MOST_SAID])
        doubts = tuple(_sentence(term, *people, good=False) for term in weak[:MOST_SAID])
        return reasons, doubts + self._unknown(terms, *people)

    def _unknown(self, terms: Terms, mentee: Person, mentor: Person) -> tuple[Message, ...]:
        """What could not be compared or checked, as somebody did not answer."""
        found = [
            Message(UNCHECKED[rule.kind])
            for rule in self.fitting.design.rules
            if rule.kind in RULE_SHAPES
            and not rule.strict
            and (given(mentee, rule.question) is None or given(mentor, rule.question) is None)
        ]
        if terms.coverage < HALF:
            share = {"percent": round(100 * terms.coverage)}
            text = N_("Only %(percent)d percent of what counts was answered by both: the score says little.")
            found.append(Message(text, share))
        return tuple(found)


def _said_of_total(values: Mapping[str, str | int]) -> Message:
    if values["after"] == values["before"]:
        text = N_("%(mentor)s would suit %(mentee)s better, and all in all it would be as good.")
        return Message(text, values)
    return Message(
        "%(mentor)s would suit %(mentee)s better, but %(count)d other mentee would have to move, "
        "and the total would go from %(before)d to %(after)d.",
        values,
        plural="%(mentor)s would suit %(mentee)s better, but %(count)d other mentees would have to move, "
        "and the total would go from %(before)d to %(after)d.",
        count=int(values["count"]),
    )


def _value(term: Term) -> int:
    return term.value or 0


def _loss(term: Term) -> int:
    """What a term costs the pair, most first."""
    return term.points - BEST * term.criterion.weight


def _sentence(term: Term, mentee: Person, mentor: Person, *, good: bool) -> Message:
    first = given(mentee, term.criterion.asked(Side.MENTEE))
    second = given(mentor, term.criterion.asked(Side.MENTOR))
    return SAID[term.criterion.kind](term, first, second, good)


def _names(answer: Answer | None) -> frozenset[str]:
    return answer if isinstance(answer, frozenset) else frozenset()


def _same(term: Term, first: Answer | None, second: Answer | None, good: bool) -> Message:  # noqa: FBT001
    values = {"criterion": shown(term.criterion.title), "first": shown(first), "second": shown(second)}
    if good:
        return Message(N_("%(criterion)s: both answered “%(first)s”."), values)
    return Message(N_("%(criterion)s: the mentee answered “%(first)s”, the mentor “%(second)s”."), values)


def _shared(term: Term, first: Answer | None, second: Answer | None, good: bool) -> Message:  # noqa: FBT001
    common = sorted(_names(first) & _names(second))
    values = {"criterion": shown(term.criterion.title), "shared": listed(common, most=MOST_NAMED)}
    if not common:
        return Message(N_("%(criterion)s: they have nothing in common."), values)
    if good:
        return Message(N_("%(criterion)s: they have in common: %(shared)s."), values)
    return Message(N_("%(criterion)s: they have little in common: %(shared)s."), values)


def _wanted(term: Term, first: Answer | None, second: Answer | None, good: bool) -> Message:  # noqa: FBT001
    found, lacking = _names(first) & _names(second), _names(first) - _names(second)
    values = {
        "criterion": shown(term.criterion.title),
        "found": listed(sorted(found), most=MOST_NAMED),
        "lacking": listed(sorted(lacking), most=MOST_NAMED),
    }
    if good:
        return Message(N_("%(criterion)s: the mentor offers what the mentee wants: %(found)s."), values)
    return Message(N_("%(criterion)s: the mentor does not offer what the mentee wants: %(lacking)s."), values)


def _near(term: Term, first: Answer | None, second: Answer | None, good: bool) -> Message:  # noqa: FBT001
    values = {"criterion": shown(term.criterion.title), "first": shown(first), "second": shown(second)}
    if good:
        return Message(N_("%(criterion)s: “%(first)s” and “%(second)s” fit together."), values)
    return Message(N_("%(criterion)s: “%(first)s” and “%(second)s” are far apart."), values)


def _time(term: Term, _first: Answer | None, _second: Answer | None, good: bool) -> Message:  # noqa: FBT001
    hours = term.criterion.enough * _value(term) / BEST
    values: dict[str, str | float] = {"criterion": shown(term.criterion.title), "hours": round(hours, 1)}
    if not hours:
        return Message(N_("%(criterion)s: they have no time in common."), values)
    if _value(term) == BEST:
        return Message(N_("%(criterion)s: they share at least %(hours).1f hours a week."), values)
    if good:
        return Message(N_("%(criterion)s: they share %(hours).1f hours a week."), values)
    return Message(N_("%(criterion)s: they share only %(hours).1f hours a week."), values)


SAID: Mapping[Kind, Callable[[Term, Answer | None, Answer | None, bool], Message]] = {
    Kind.SAME: _same,
    Kind.OVERLAP: _shared,
    Kind.WANTED: _wanted,
    Kind.CLOSE: _near,
    Kind.ORDERED: _near,
    Kind.AVAILABILITY: _time,
}
