"""The models of one scale: all large groups in one ladder, and each pair in its own, which decides."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import combinations

from mentorway.comparing.models import Missing, Plan
from mentorway.comparing.progress import Steps
from mentorway.comparing.views import Association
from mentorway.comparing.ways import Way
from mentorway.evidence.psychometrics.factors.correlations import (
    CorrelationDifference,
    LatentCorrelation,
    latent_correlations,
)
from mentorway.evidence.psychometrics.factors.factor_input import check_model
from mentorway.evidence.psychometrics.factors.layout import layout
from mentorway.evidence.psychometrics.factors.models import (
    FactorModel,
    Fit,
    GroupMoments,
    Level,
    Matrix,
    Release,
)
from mentorway.evidence.psychometrics.invariance.ladder import Ladder, MeanDifference, mean_differences
from mentorway.evidence.psychometrics.invariance.licence import Licence, Verdict, judge, refused, too_few
from mentorway.wording import InvalidInputError, Message

PAIR = 2
MOST_IN_A_LADDER = 5e8  # work of one step over all groups: about a tenth of a second
MOST_IN_PAIRS = 2e9  # work of one step over all pairs: altogether less than half a minute
PAIR_LEVELS = (Level.CONFIGURAL, Level.METRIC, Level.SCALAR)
LICENSES_MEANS = frozenset({Verdict.MEANS, Verdict.PARTIAL_MEANS})


@dataclass(frozen=True, eq=False)
class JudgedPair:
    """A pair with its licence, the models behind it, and what the licence allows to compare."""

    licence: Licence
    ladder: Ladder | None = None
    mean_differences: tuple[MeanDifference, ...] = ()
    associations: tuple[Association, ...] = ()


@dataclass(frozen=True)
class Licensing:
    """One model and the groups that it is asked about."""

    model: FactorModel
    releases: tuple[Release, ...]
    way: Way
    plan: Plan
    steps: Steps
    step: Message

    def whole(self) -> tuple[Ladder | None, Message | None]:
        """Return one ladder over all groups that can carry it, and which ones cannot or why there is none."""
        self.steps.next(self.step)
        places = range(len(self.way.sizes))
        usable = [place for place in places if self._carries(place)]
        left_out = [self.way.sizes[place].name for place in places if place not in usable]
        try:
            check_model(self.model)
            none = self._no_ladder(len(usable))
            if none:
                return None, none
            found = self.way.climb(usable, self.model, self.releases, tuple(Level), self.steps.again)
            return _lean(found), _left_out(left_out)
        except InvalidInputError as error:
            return None, error.message

    def pairs(self) -> tuple[tuple[JudgedPair, ...], Message | None]:
        """Return every pair judged, or why they are not."""
        warning = self._too_many_pairs()
        if warning:
            return (), warning
        return tuple(self._pair(*pair) for pair in combinations(range(len(self.way.sizes)), PAIR)), None

    def _no_ladder(self, usable: int) -> Message | None:
        if len(self.way.sizes) < PAIR:
            return Message("There is one group only, so there is nothing to compare it with.")
        if usable < PAIR:
            return Message(
                "There is no model for all groups: fewer than two groups have enough people for it."
            )
        if usable * self._work() > MOST_IN_A_LADDER:
            return Message(
                "There is no model for all groups at once, because it would take too long (groups: "
                "%(groups)d, items: %(items)d). Compare fewer groups to get it. Each pair of groups is "
                "judged on its own and does not need it.",
                {"groups": usable, "items": len(self.model.items)},
            )
        return None

    def _work(self) -> float:
        """Work of one step in one group: it grows with the third power of the parameters."""
        return float(layout(1, self.model, Level.SCALAR, ()).slots) ** 3

    def _too_many_pairs(self) -> Message | None:
        """Why the pairs of several scales together are left out; those of one scale never are."""
        if len(self.model.factors) < PAIR:
            return None
        carrying = sum(map(self._carries, range(len(self.way.sizes))))
        pairs = carrying * (carrying - 1) // 2
        if pairs * PAIR * self._work() <= MOST_IN_PAIRS:
            return None
        return Message(
            "The pairs of groups are not judged with all scales together, because that would take too long "
            "(pairs: %(pairs)d, items: %(items)d). Compare fewer groups to get it. What each scale allows is "
            "said scale by scale.",
            {"pairs": pairs, "items": len(self.model.items)},
        )

    def _carries(self, place: int) -> bool:
        rules, items = self.plan.rules, len(self.model.items)
        enough = self.way.sizes[place].n >= max(rules.fewest, rules.fewest_per_item * items)
        return enough and self.way.carries(place, self.model)

    def _pair(self, first: int, second: int) -> JudgedPair:
        self.steps.next(self.step)
        both = self.way.sizes[first], self.way.sizes[second]
        refusal = self._too_few(both)
        if refusal:
            return JudgedPair(refusal)
        try:
            found = self.way.climb((first, second), self.model, self.releases, PAIR_LEVELS, self.steps.again)
            licence = judge(found, self.releases, self.plan.rules)
            return JudgedPair(
                licence,
                found,
                licensed_means(found, licence),
                self._associations(found, licence, (first, second)),
            )
        except InvalidInputError as error:
            return JudgedPair(refused(both[0].name, both[1].name, error.message))

    def _too_few(self, both: tuple[GroupMoments, GroupMoments]) -> Licence | None:
        """The refusal for size alone; with holes allowed, people count who answered any item."""
        rules, items = self.plan.rules, len(self.model.items)
        refusal = too_few(both, items, rules)
        if refusal is None or self.plan.missing is Missing.COMPLETE:
            return refusal
        needed = max(rules.fewest, rules.fewest_per_item * items)
        return replace(
            refusal, reasons=tuple(_too_few_with_holes(one, needed) for one in both if one.n < needed)
        )

    def _associations(
        self, found: Ladder, licence: Licence, places: tuple[int, int]
    ) -> tuple[Association, ...]:
        """How scales go together in both groups, only where the licence allows to compare it."""
        metric = found.fit_at(Level.METRIC)
        if (
            metric is None
            or len(self.model.factors) < PAIR
            or licence.verdict in (Verdict.NONE, Verdict.FORM)
        ):
            return ()
        if self.way.moments is None:
            return tuple(_without_intervals(metric))
        own = [self.way.moments[place] for place in places]
        correlations = latent_correlations(metric, own)
        alone = {(one.factor, one.other, one.group): one for one in correlations.groups}
        return tuple(
            _association(
                one, (alone[one.factor, one.other, one.first], alone[one.factor, one.other, one.second])
            )
            for one in correlations.differences
        )


def _association(
    one: CorrelationDifference, groups: tuple[LatentCorrelation, LatentCorrelation]
) -> Association:
    first, second = groups
    return Association(
        first=one.first,
        second=one.second,
        factor=one.factor,
        other=one.other,
        of_first=first.value,
        of_first_low=first.low,
        of_first_high=first.high,
        of_second=second.value,
        of_second_low=second.low,
        of_second_high=second.high,
        difference=one.difference,
        low=one.low,
        high=one.high,
    )


def licensed_means(found: Ladder, licence: Licence) -> tuple[MeanDifference, ...]:
    """Return differences between means, only where the licence allows them."""
    scalar = found.fit_at(Level.SCALAR)
    if scalar is None or licence.verdict not in LICENSES_MEANS:
        return ()
    return mean_differences(scalar)


def _without_intervals(metric: Fit) -> list[Association]:
    first, second = (_correlations(group.factor_covariance) for group in metric.groups)
    names = [name for name, _ in metric.model.factors]
    one, other = (group.name for group in metric.groups)
    return [
        Association(
            first=one,
            second=other,
            factor=names[row],
            other=names[column],
            of_first=float(first[row, column]),
            of_first_low=None,
            of_first_high=None,
            of_second=float(second[row, column]),
            of_second_low=None,
            of_second_high=None,
            difference=float(second[row, column] - first[row, column]),
            low=None,
            high=None,
        )
        for row, column in combinations(range(len(names)), PAIR)
    ]


def _correlations(covariance: Matrix) -> Matrix:
    spread = covariance.diagonal() ** 0.5
    found: Matrix = covariance / spread / spread[:, None]
    return found


def _too_few_with_holes(group: GroupMoments, needed: int) -> Message:
    return Message(
        "In group %(group)s %(n)d person answered any item; at least %(needed)d are needed. Nothing is said "
        "about such a group.",
        {"group": group.name, "n": group.n, "needed": needed},
        plural="In group %(group)s %(n)d people answered any item; at least %(needed)d are needed. Nothing "
        "is said about such a group.",
        count=group.n,
    )


def _left_out(names: Sequence[str]) -> Message | None:
    if not names:
        return None
    return Message(
        "Not in this model, because too few people answered every item or an item does not vary: %(groups)s.",
        {"groups": ", ".join(names)},
    )


def _lean(found: Ladder) -> Ladder:
    """The ladder without the score tests that no page shows: each level keeps its own kind only."""
    return replace(found, fits=tuple(replace(fit, score_tests=()) for fit in found.fits))
