"""The comparison in every other way that these answers allow, side by side: what hangs on the choice."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from mentorway.comparing.choosing import Scales, check_plan, model_of
from mentorway.comparing.describing import model_input
from mentorway.comparing.licensing import JudgedPair, Licensing, licensed_means
from mentorway.comparing.models import Missing, Plan
from mentorway.comparing.progress import Steps
from mentorway.comparing.rules import PRESETS, preset_of
from mentorway.comparing.sources import Source
from mentorway.comparing.views import Sensitivity, Variant, VariantPair
from mentorway.comparing.ways import Way
from mentorway.evidence.psychometrics.factors.models import FactorModel, GroupMoments, Level, Release
from mentorway.evidence.psychometrics.invariance.ladder import Ladder
from mentorway.evidence.psychometrics.invariance.licence import Verdict, judge
from mentorway.evidence.psychometrics.invariance.partial import STANDARD, partial_invariance
from mentorway.moments import Reduction
from mentorway.wording import InvalidInputError, Message

AS_PLANNED = Message("As planned")
_NAMES = {
    "complete": Message("Only people who answered every item"),
    "fiml": Message("Everyone with what they answered (FIML)"),
    "ml": Message("Answers as numbers (ML)"),
    "ordinal": Message("Answers as ordered steps (WLSMV)"),
    "unweighted": Message("Without weights"),
    "weighted": Message("With weights"),
    "independent": Message("People independent of each other"),
    "released": Message("Items that differ found by search and set free"),
    "unreleased": Message("Nothing set free"),
}


@dataclass(frozen=True)
class Asked:
    """One other way: its key, its name, and the plan that it is."""

    key: str
    name: Message
    plan: Plan


def variants_of(plan: Plan, *, weighted: bool) -> tuple[Asked, ...]:
    """Return the ways to lay beside the plan; each differs from it in one thing.

    Parameters
    ----------
    plan : Plan
        The way that was chosen.
    weighted : bool
        Whether there are weights.

    Returns
    -------
    tuple of Asked
        How missing answers are treated, whether answers are numbers or steps, weights, organisations,
        cut-offs, and whether parameters are set free, in this order.
    """
    complete = plan.missing is Missing.COMPLETE
    found = [
        _asked(
            "fiml" if complete else "complete", plan, missing=Missing.FIML if complete else Missing.COMPLETE
        ),
        _asked("ml" if plan.ordinal else "ordinal", plan, ordinal=not plan.ordinal),
    ]
    if plan.weight or weighted:
        found.append(_asked("unweighted" if plan.weight else "weighted", plan, weight=not plan.weight))
    if plan.cluster:
        found.append(_asked("independent", plan, cluster=""))
    own = preset_of(plan.rules)
    found += [
        Asked(key, preset.name, replace(plan, rules=preset.rules))
        for key, preset in PRESETS.items()
        if key != own
    ]
    if complete and not (plan.ordinal or plan.weight or plan.cluster):
        found.append(_asked("released", plan))
    if any(plan.releases.values()):
        found.append(_asked("unreleased", plan, releases={}))
    return tuple(found)


def _asked(key: str, plan: Plan, **changes: object) -> Asked:
    return Asked(key, _NAMES[key], replace(plan, **changes))  # type: ignore[arg-type]


@dataclass(frozen=True)
class Sensitivities:
    """Every scale in every way."""

    scales: Scales
    plan: Plan
    source: Source
    steps: Steps

    def of(
        self, planned: Sequence[Sequence[JudgedPair]], reductions: Sequence[Reduction]
    ) -> list[Sensitivity]:
        """Return for each scale the plan's own way and all others.

        Parameters
        ----------
        planned : sequence of sequences of JudgedPair
            What the plan's own way says, scale by scale.
        reductions : sequence of Reduction
            The same scales, in this order, and perhaps all of them together.

        Returns
        -------
        list of Sensitivity
        """
        columns = [[_variant("plan", AS_PLANNED, pairs) for pairs in planned]]
        columns += [
            self._variant(asked, planned, reductions)
            for asked in variants_of(self.plan, weighted=self.source.weighted)
        ]
        return [Sensitivity(row) for row in zip(*columns, strict=True)]

    def _variant(
        self,
        asked: Asked,
        planned: Sequence[Sequence[JudgedPair]],
        reductions: Sequence[Reduction],
    ) -> list[Variant]:
        """One other way, for each scale."""
        if asked.key == "released":
            return [
                self._searched(asked, (name, one), pairs)
                for name, one, pairs in zip(self.scales, reductions, planned, strict=False)
            ]
        if asked.key in PRESETS:
            return [self._judged_again(asked, pairs) for pairs in planned]
        try:
            check_plan(asked.plan)
            ways = self.source.ways(asked.plan, reductions[: len(planned)], self.steps.again)
        except InvalidInputError as refusal:
            return [Variant(asked.key, asked.name, (), refusal.message) for _ in planned]
        return [self._fitted(asked, name, way) for name, way in zip(self.scales, ways, strict=True)]

    def _judged_again(self, asked: Asked, pairs: Sequence[JudgedPair]) -> Variant:
        """The same models under other cut-offs."""
        self.steps.next(asked.name)
        return _variant(asked.key, asked.name, [_judged(pair, asked.plan) for pair in pairs])

    def _searched(self, asked: Asked, of: tuple[str, Reduction], pairs: Sequence[JudgedPair]) -> Variant:
        """What the licence would be if the items that differ were searched and set free, pair by pair."""
        name, reduction = of
        known = {cell.key: model_input(cell) for cell in reduction.cells}
        model, releases = model_of(name, self.scales[name]), tuple(self.plan.releases.get(name, ()))
        found = []
        for pair in pairs:
            self.steps.next(asked.name)
            groups = [known[pair.licence.first], known[pair.licence.second]]
            found.append(self._with_search(pair, groups, (model, releases)))
        return _variant(asked.key, asked.name, found)

    def _with_search(
        self,
        pair: JudgedPair,
        groups: Sequence[GroupMoments],
        of: tuple[FactorModel, tuple[Release, ...]],
    ) -> JudgedPair:
        if pair.ladder is None or pair.licence.verdict in (Verdict.NONE, Verdict.MEANS):
            return pair  # nothing to find: no common structure, or nothing that differs
        model, releases = of
        try:
            search = partial_invariance(
                groups, model, releases, rules=(STANDARD, self.plan.rules), heed=self.steps.again
            )
            licence = judge(search.ladder, search.releases, self.plan.rules)
        except InvalidInputError:
            return pair
        return JudgedPair(licence, search.ladder, licensed_means(search.ladder, licence))

    def _fitted(self, asked: Asked, name: str, way: Way) -> Variant:
        if way.refusal:
            return Variant(asked.key, asked.name, (), way.refusal)
        releases = tuple(asked.plan.releases.get(name, ()))
        model = model_of(name, self.scales[name])
        pairs, refusal = Licensing(model, releases, way, asked.plan, self.steps, asked.name).pairs()
        found = _variant(asked.key, asked.name, pairs)
        return replace(found, failed=refusal)


def _judged(pair: JudgedPair, plan: Plan) -> JudgedPair:
    if pair.ladder is None:
        return pair
    licence = judge(pair.ladder, pair.ladder.fits[0].releases, plan.rules)
    return replace(pair, licence=licence, mean_differences=licensed_means(pair.ladder, licence))


def _variant(key: str, name: Message, pairs: Sequence[JudgedPair]) -> Variant:
    return Variant(key, name, tuple(map(_pair, pairs)))


def _pair(pair: JudgedPair) -> VariantPair:
    licence, difference = pair.licence, next(iter(pair.mean_differences), None)
    return VariantPair(
        first=licence.first,
        second=licence.second,
        verdict=licence.verdict,
        cautious=licence.cautious,
        cfi_metric=_cost(pair.ladder, Level.METRIC),
        cfi_scalar=_cost(pair.ladder, Level.SCALAR),
        difference=difference.standardised if difference else None,
        low=difference.standardised_low if difference else None,
        high=difference.standardised_high if difference else None,
    )


def _cost(found: Ladder | None, level: Level) -> float | None:
    step = found.step_to(level) if found else None
    return step.cfi if step else None
